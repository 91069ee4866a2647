" Colours of mlp, and of Python, shell and PowerShell in its fences.
if exists('b:current_syntax')
  finish
endif
let s:cpo = &cpo
set cpo&vim

" ---- the languages of fences

let s:had_bash = exists('b:is_bash')
let b:is_bash = 1
for [s:cluster, s:file] in [['mlpPythonText', 'python'], ['mlpShellText', 'sh'], ['mlpPowerShellText', 'ps1']]
  execute 'syntax include @' . s:cluster . ' syntax/' . s:file . '.vim'
  unlet! b:current_syntax
endfor
if !s:had_bash
  unlet b:is_bash
endif
" What they have changed.
syntax case match
syntax iskeyword @,48-57,_
syntax spell toplevel

" Of two that begin at the same place the later one counts.

" ---- words

syntax match mlpName +\<\h\w*\>+ contains=NONE transparent
syntax match mlpFunction +\<\h\w*\ze\%(@\d\+\)\?(+
syntax match mlpVersion +\w\@<=@\d\++
syntax match mlpType +\.\@<!\<\%(string\|int\|float\|bool\|list\|map\|Quantity\|Duration\|FinalStatus\|TaskConfig\|Artifact\|Dataset\|Model\|Metrics\|ClassificationMetrics\|SlicedClassificationMetrics\|HTML\|Markdown\)\>\%(\s*[.(:]\)\@!+
syntax match mlpDecorator +@\h\w*\%(\.\h\w*\)*+

" Keywords only where a word follows: `type: 1` and `stage(x)` are names.
syntax match mlpDeclaration +\%([.@]\|\w\)\@<!\%(const\|type\|artifact\|secret\|component\|pipeline\|trainjob\|workflow\|resource\|existing\|stage\|job\|deployment\|steps\)\>\ze\s\+\h+ nextgroup=mlpDeclared skipwhite
syntax match mlpDeclared +\h\w*+ contained
syntax match mlpInclude +\.\@<!\<import\>\ze\s\+[A-Za-z_"]+
syntax match mlpInclude +\%(["A-Za-z0-9_]\s\+\)\@<=as\>\ze\s\+\h+
syntax match mlpReserved +\.\@<!\<let\>\%(\s*:\)\@!+
syntax match mlpConditional +\.\@<!\<\%(if\|else\)\>\%(\s*:\)\@!+
syntax match mlpRepeat +\.\@<!\<\%(for\|in\)\>\%(\s*:\)\@!+
syntax match mlpStatement +\.\@<!\<\%(return\|yield\)\>\%(\s*:\)\@!+
syntax match mlpException +\.\@<!\<\%(try\|finally\)\>\%(\s*:\)\@!+
syntax match mlpBoolean +\.\@<!\<\%(true\|false\)\>+
syntax match mlpNull +\.\@<!\<null\>+
syntax match mlpKey +\%(^\|[{,()]\)\@<=\s*\zs\h\w*\ze\s*:+

" ---- numbers and signs

syntax match mlpNumber +\w\@<!\d\+\%(\.\d\+\)\?\%([eE][+-]\?\d\+\)\?\w\@!+
syntax match mlpQuantity +\w\@<!\%(\%(\d\+\%(\.\d\+\)\?\%(ms\|[dhms]\)\)\+\|\d\+\%(\.\d\+\)\?\%([KMGTPE]i\|[nukMGTPE]\)\)\w\@!+
syntax match mlpOperator +->\|\.\.\.\|==\|!=\|<=\|>=\|&&\|||\|[=<>!?|*/%+-]/\@!+

syntax cluster mlpExpression contains=mlpString,mlpFunction,mlpVersion,mlpReserved,mlpRepeat,mlpBoolean,mlpNull,mlpNumber,mlpQuantity,mlpOperator,mlpName

" ---- comments and strings

syntax keyword mlpTodo TODO FIXME XXX contained
syntax match mlpComment +//.*$+ contains=mlpTodo,@Spell
syntax match mlpDocComment +////\@!.*$+ contains=mlpTodo,@Spell
syntax region mlpComment start=+/\*+ end=+\*/+ contains=mlpTodo,@Spell
syntax region mlpString start=+"+ end=+"\|$+ contains=mlpEscape,mlpPlaceholder,@Spell
syntax match mlpEscape +\\["\\nt~]+ contained

" An odd number of `~` opens a placeholder, also in a string or comment of another language.
syntax region mlpPlaceholder matchgroup=mlpPlaceholderEdge start=+\~\@<!\%(\~\~\)*\zs\~{+ end=+}\|$+ keepend contained
      \ containedin=python.*,sh.*,ps1.* contains=@mlpExpression,mlpInnerBraces
syntax region mlpInnerBraces start=+{+ end=+}+ contained transparent contains=@mlpExpression,mlpInnerBraces

" ---- fences

" A fence ends at the first line that begins with as many `>` as it has `<`; from six on the number is not compared.
" Nothing in its text can hide that: that is `keepend`.
for [s:name, s:words, s:cluster] in [
      \ ['Python', 'python\%(\s\+module\)\?', '@mlpPythonText,'],
      \ ['Shell', '\%(bash\|sh\)', '@mlpShellText,'],
      \ ['PowerShell', '\%(pwsh\|powershell\)', '@mlpPowerShellText,'],
      \ ['Text', '\%(\%(python\|bash\|sh\|pwsh\|powershell\|module\)\>\)\@!\h\w*', '']]
  for s:length in [3, 4, 5, 6]
    let s:end = s:length < 6 ? '>\{' . s:length . '}>\@!' : '>\{6,}'
    let s:begin = s:length < 6 ? '<\@<!<\{' . s:length . '}' : '<\{6,}'
    execute 'syntax region mlp' . s:name . 'Fence matchgroup=mlpFenceEdge start=/\.\@<!\<' . s:words . '\s*' . s:begin
          \ . '\s*$/ end=/^\s*' . s:end . '/ keepend contains=' . s:cluster . 'mlpPlaceholder'
  endfor
endfor

syntax sync fromstart

highlight default link mlpTodo Todo
highlight default link mlpComment Comment
highlight default link mlpDocComment SpecialComment
highlight default link mlpString String
highlight default link mlpTextFence String
highlight default link mlpEscape SpecialChar
highlight default link mlpPlaceholderEdge Special
highlight default link mlpFenceEdge PreProc
highlight default link mlpFunction Function
highlight default link mlpVersion Constant
highlight default link mlpType Type
highlight default link mlpDecorator PreProc
highlight default link mlpDeclaration Keyword
highlight default link mlpDeclared Identifier
highlight default link mlpInclude Include
highlight default link mlpReserved Keyword
highlight default link mlpConditional Conditional
highlight default link mlpRepeat Repeat
highlight default link mlpStatement Statement
highlight default link mlpException Exception
highlight default link mlpBoolean Boolean
highlight default link mlpNull Constant
highlight default link mlpKey Identifier
highlight default link mlpNumber Number
highlight default link mlpQuantity Number
highlight default link mlpOperator Operator

let b:current_syntax = 'mlp'
let &cpo = s:cpo
unlet s:cpo s:had_bash s:cluster s:file s:name s:words s:length s:begin s:end
