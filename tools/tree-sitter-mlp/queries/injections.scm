; Placeholders are not part of the code: they are mlp.

((code_statement language: (identifier) @_language code: (code) @injection.content)
  (#eq? @_language "python")
  (#set! injection.language "python"))
((fence_expression language: (identifier) @_language code: (code) @injection.content)
  (#eq? @_language "python")
  (#set! injection.language "python"))

((code_statement language: (identifier) @_language code: (code) @injection.content)
  (#any-of? @_language "bash" "sh")
  (#set! injection.language "bash"))
((fence_expression language: (identifier) @_language code: (code) @injection.content)
  (#any-of? @_language "bash" "sh")
  (#set! injection.language "bash"))

((code_statement language: (identifier) @_language code: (code) @injection.content)
  (#any-of? @_language "pwsh" "powershell")
  (#set! injection.language "powershell"))
((fence_expression language: (identifier) @_language code: (code) @injection.content)
  (#any-of? @_language "pwsh" "powershell")
  (#set! injection.language "powershell"))

; Any other word names its language itself; `text` names none.
((code_statement language: (identifier) @injection.language code: (code) @injection.content)
  (#not-any-of? @injection.language "python" "bash" "sh" "pwsh" "powershell" "text"))
((fence_expression language: (identifier) @injection.language code: (code) @injection.content)
  (#not-any-of? @injection.language "python" "bash" "sh" "pwsh" "powershell" "text"))

([(comment) (block_comment) (doc_comment)] @injection.content
  (#set! injection.language "comment"))
