; Of two patterns for one node the later one counts.

(identifier) @variable

; ---- names of declarations, and what refers to them

(path (identifier) @type)
(decorator "@" @attribute (path (identifier) @attribute))
(import_declaration module: (path (identifier) @module))
(import_declaration alias: (identifier) @module)
(named_type
  name: (path . (identifier) @type.builtin .)
  (#any-of? @type.builtin
    "string" "int" "float" "bool" "list" "map" "secret" "Quantity" "Duration" "FinalStatus" "TaskConfig" "Artifact"
    "Dataset" "Model" "Metrics" "ClassificationMetrics" "SlicedClassificationMetrics" "HTML" "Markdown"))

(component_declaration name: (identifier) @function)
(pipeline_declaration name: (identifier) @function)
(trainjob_declaration name: (identifier) @function)
(workflow_declaration name: (identifier) @function)
(template_declaration name: (identifier) @function)
(item_statement name: (identifier) @function)
(type_declaration name: (identifier) @type)
(record_declaration kind: "artifact" name: (identifier) @type)
(record_declaration kind: "secret" name: (identifier) @constant)
(const_declaration name: (identifier) @constant)
(kind_declaration name: (identifier) @constant)
(parameter name: (identifier) @variable.parameter)
(for_statement variable: (identifier) @variable.parameter)

; ---- members

(attribute attribute: (identifier) @property)
(type_field key: (identifier) @property)
(setting key: (identifier) @property)
(member key: (identifier) @property)
(shorthand (identifier) @property)
(named_argument name: (identifier) @variable.parameter)

; ---- calls

(call function: (identifier) @function.call)
(call function: (versioned object: (identifier) @function.call))
(call function: (attribute attribute: (identifier) @function.call))
(hook_statement name: (identifier) @keyword)

; ---- literals

(string) @string
(escape) @string.escape
(integer) @number
(float) @number.float
(quantity) @number
(boolean) @boolean
(null) @constant.builtin
(version) @constant

(comment) @comment
(block_comment) @comment
(doc_comment) @comment.documentation

; ---- fences

(code_statement language: (identifier) @keyword)
(code_statement module: (identifier) @keyword)
(fence_expression language: (identifier) @keyword)
[(fence_start) (fence_end)] @punctuation.special
(placeholder ["~{" "}"] @punctuation.special) @none

; ---- words and signs

[
  "component" "pipeline" "trainjob" "workflow" "stage" "job" "deployment" "steps"
  "const" "type" "artifact" "secret" "existing" "resource" "let"
] @keyword
["import" "as"] @keyword.import
["if" "else"] @keyword.conditional
["for" "in"] @keyword.repeat
(binary operator: "in" @keyword.operator)
["return" "yield"] @keyword.return
["try" "finally"] @keyword.exception

["||" "&&" "==" "!=" "<" "<=" ">" ">=" "+" "-" "*" "/" "%" "!" "?" "=" "->" "..." "|"] @operator
[":" "," "."] @punctuation.delimiter
["{" "}" "[" "]" "(" ")"] @punctuation.bracket
