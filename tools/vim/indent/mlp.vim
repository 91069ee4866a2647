" Indentation of mlp. The text of a fence keeps what it has: it is in another language.
if exists('b:did_indent')
  finish
endif
let b:did_indent = 1

setlocal indentexpr=MlpIndent()
setlocal indentkeys=0},0),0],0=>>>,!^F,o,O
let b:undo_indent = 'setlocal indentexpr< indentkeys<'

if exists('*MlpIndent')
  finish
endif

" The code of a line, without strings and what follows `//`.
function s:Code(number) abort
  let code = substitute(getline(a:number), '"\%(\\.\|[^"\\]\)*"\?', '""', 'g')
  return substitute(code, '//.*$', '', '')
endfunction

" For each line the line that opened the fence whose text it is, or 0. Kept until the buffer changes.
function s:Fences() abort
  if get(b:, 'mlp_fences_of', -1) == b:changedtick
    return b:mlp_fences
  endif
  let opener = 0
  let length = 0
  let lines = [0]
  for number in range(1, line('$'))
    if length > 0 && len(matchstr(getline(number), '^\s*\zs>*')) == length
      let length = 0
    endif
    call add(lines, length > 0 ? opener : 0)
    if length == 0
      let length = len(matchstr(s:Code(number), '\h\w*\s*\zs<\{3,}\ze\s*$'))
      let opener = number
    endif
  endfor
  let [b:mlp_fences, b:mlp_fences_of] = [lines, b:changedtick]
  return lines
endfunction

" How many brackets a line opens for the lines after it, and how many of earlier lines it closes.
function s:Brackets(code) abort
  let [open, closed] = [0, 0]
  for sign in split(substitute(a:code, '[^][(){}]', '', 'g'), '\zs')
    if sign =~# '[[({]'
      let open += 1
    elseif open > 0
      let open -= 1
    else
      let closed += 1
    endif
  endfor
  return [open, closed]
endfunction

" Whether a line begins with an operator that continues the line before it.
function s:Continues(code) abort
  return a:code =~# '^\s*\%(|\|&&\|[=!]=\|[+*?%:]\|\.\.\@!\|/[/*]\@!\)'
endfunction

function MlpIndent() abort
  let fences = s:Fences()
  let current = getline(v:lnum)
  if fences[v:lnum] > 0
    " A new line is below the one before it.
    let before = prevnonblank(v:lnum - 1)
    return current =~# '\S' ? -1 : indent(before) + (before == fences[v:lnum] ? shiftwidth() : 0)
  endif
  let before = prevnonblank(v:lnum - 1)
  if before == 0
    return 0
  endif
  if fences[before] > 0
    return indent(fences[before])
  endif
  let code = s:Code(before)
  let [open, closed] = s:Brackets(code)
  let leading = s:Brackets(matchstr(code, '^\s*>*\zs[])}]*'))[1]
  let result = indent(before) + (open > 0 ? shiftwidth() : 0) - (closed > leading ? shiftwidth() : 0)
  let result += shiftwidth() * (s:Continues(current) - s:Continues(code))
  if current =~# '^\s*[])}]'
    let result -= shiftwidth()
  elseif current =~# '^\s*>>>' && code =~# '<<<\s*$'
    let result = indent(before)
  endif
  return max([result, 0])
endfunction
