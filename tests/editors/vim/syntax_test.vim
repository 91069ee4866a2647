" Filetype, colours and indentation in Vim and Neovim: run.sh starts it in the project's folder.
set nocompatible report=9999999 noswapfile
filetype plugin indent on
syntax on

" A buffer with some text.
function s:Open(lines) abort
  enew!
  call setline(1, a:lines)
  set filetype=mlp
  syntax sync fromstart
endfunction

" The innermost group at the only place in `lines` where `word` is.
function s:Group(lines, word) abort
  call s:Open(a:lines)
  let found = []
  for number in range(1, line('$'))
    let column = match(getline(number), '\V\%(\w\)\@<!' . escape(a:word, '\') . '\%(\w\)\@!')
    if column >= 0
      call add(found, synIDattr(synID(number, column + 1, 1), 'name'))
    endif
  endfor
  return len(found) == 1 ? found[0] : string(found)
endfunction

function s:Check(expected, lines, word) abort
  call assert_equal(a:expected, s:Group(a:lines, a:word), join(a:lines, '|') . ': ' . a:word)
endfunction

" ---- filetype

edit! samples/azure_mlops.mlp
call assert_equal('mlp', &filetype)
call assert_equal('// %s', &commentstring)
call assert_equal(2, &shiftwidth)

" ---- keywords

let s:declarations = ['const', 'type', 'artifact', 'secret', 'component', 'pipeline', 'trainjob', 'workflow', 'resource', 'existing',
      \ 'stage', 'job', 'deployment', 'steps']
let s:reserved = {'let': 'mlpReserved', 'if': 'mlpConditional', 'else': 'mlpConditional', 'for': 'mlpRepeat', 'in': 'mlpRepeat',
      \ 'return': 'mlpStatement', 'yield': 'mlpStatement', 'try': 'mlpException', 'finally': 'mlpException'}
let s:constants = {'true': 'mlpBoolean', 'false': 'mlpBoolean', 'null': 'mlpNull'}

let s:listed = []
for s:line in readfile('grammar/MlpTokens.txt')
  let s:word = matchstr(s:line, "^\\u\\l* '\\zs\\l\\+\\ze'$")
  if !empty(s:word)
    call add(s:listed, s:word)
  endif
endfor
call assert_equal(sort(s:listed), sort(s:declarations + keys(s:reserved) + keys(s:constants) + ['import', 'as']))

for s:word in s:declarations
  call s:Check('mlpDeclaration', [s:word . ' name {'], s:word)
  call s:Check('mlpDeclared', [s:word . ' name {'], 'name')
  call s:Check('mlpKey', ['  ' . s:word . ': x'], s:word)
  call s:Check('mlpFunction', ['  ' . s:word . '(x)'], s:word)
  call s:Check('', ['  x.' . s:word], s:word)
endfor
for [s:word, s:group] in items(s:reserved)
  call s:Check(s:group, ['  ' . s:word . ' x'], s:word)
  call s:Check('mlpKey', ['  ' . s:word . ': x'], s:word)
  call s:Check('', ['  x.' . s:word], s:word)
endfor
for [s:word, s:group] in items(s:constants)
  call s:Check(s:group, ['  a: ' . s:word], s:word)
endfor
call s:Check('mlpInclude', ['import "a.mlp" as b'], 'import')
call s:Check('mlpInclude', ['import "a.mlp" as b'], 'as')

" ---- tokens

for [s:word, s:group] in items({'1': 'mlpNumber', '2e-4': 'mlpNumber', '1.5': 'mlpNumber', '500m': 'mlpQuantity', '2Gi': 'mlpQuantity',
      \ '1h30m': 'mlpQuantity'})
  call s:Check(s:group, ['  a: ' . s:word], s:word)
endfor
call s:Check('mlpDocComment', ['/// doc'], 'doc')
call s:Check('mlpComment', ['//// doc'], 'doc')
call s:Check('mlpComment', ['/* a', 'doc */ b'], 'doc')
call s:Check('mlpString', ['a: "b // c"'], 'c')
call s:Check('mlpKey', ['a: "b', 'c: d'], 'c')
call s:Check('mlpFunction', ['a: "b ~{f(c)} d"'], 'f')
call s:Check('mlpString', ['a: "b ~{f(c)} d"'], 'd')
call s:Check('mlpString', ['a: "\~{f} d"'], 'f')
call s:Check('mlpType', ['component c(a: int)'], 'int')
call s:Check('mlpDecorator', ['@range(1, 2) a: int'], 'range')

" ---- fences

for s:length in range(3, 6)
  let s:edges = [repeat('<', s:length), repeat('>', s:length)]
  for [s:tag, s:code, s:word, s:group] in [
        \ ['python', 'def f():', 'def', 'pythonStatement'],
        \ ['python module', 'def f():', 'def', 'pythonStatement'],
        \ ['bash', 'if true; then echo; fi', 'then', 'shConditional'],
        \ ['sh', 'if true; then echo; fi', 'then', 'shConditional'],
        \ ['pwsh', 'foreach ($a in $b) {}', 'foreach', 'ps1Repeat'],
        \ ['powershell', 'foreach ($a in $b) {}', 'foreach', 'ps1Repeat'],
        \ ['text', 'if x', 'x', 'mlpTextFence']]
    let s:lines = ['a: ' . s:tag . ' ' . s:edges[0], '  ' . s:code, s:edges[1], 'name: 1']
    call s:Check(s:group, s:lines, s:word)
    call s:Check('mlpKey', s:lines, 'name')
    call s:Check('mlpFenceEdge', s:lines, matchstr(s:tag, '^\w*'))
  endfor
endfor

" What is not closed in the other language does not reach beyond the fence.
for [s:tag, s:code] in [['python', 'x = """'], ['python', "f('"], ['python', 'x = ('], ['bash', 'cat <<EOF'], ['bash', '"'], ['bash', '$('],
      \ ['bash', 'if true'], ['bash', "'"], ['pwsh', '@"'], ['pwsh', '<#'], ['pwsh', '{']]
  call s:Check('mlpKey', ['a: ' . s:tag . ' <<<', '  ' . s:code, '>>>', 'name: 1'], 'name')
endfor
call s:Check('pythonStatement', ['a: python <<<<', '  >>> doctest', '  >>>>> x', '  def f(): pass', '>>>>', 'name: 1'], 'def')
call s:Check('mlpKey', ['a: python <<<<', '  >>> doctest', '  >>>>> x', '>>>>', 'name: 1'], 'name')

for [s:tag, s:code] in [['python', 'a = "x ~{f(b)} y"'], ['python', 'a = ~{f(b)}'], ['python', '# ~{f(b)}'], ['bash', 'echo "~{f(b)}"'],
      \ ['bash', "echo '~{f(b)}'"], ['bash', 'echo ~{f(b)}'], ['pwsh', '"~{f(b)}"'], ['text', '~{f(b)}']]
  call s:Check('mlpFunction', ['a: ' . s:tag . ' <<<', '  ' . s:code, '>>>'], 'f')
endfor
call s:Check('mlpTextFence', ['a: text <<<', '  ~~{f(b)}', '>>>'], 'f')
call s:Check('mlpFunction', ['a: text <<<', '  ~~~{f(b)}', '>>>'], 'f')

" ---- every sample and the standard library

let s:embedded = 0
for s:file in glob('samples/*.mlp', 0, 1) + glob('stdlib/**/*.mlp', 0, 1)
  execute 'edit!' s:file
  syntax sync fromstart
  let s:end = ''
  for s:number in range(1, line('$'))
    let s:line = getline(s:number)
    if s:end !=# '' && s:line =~# '^\s*' . s:end . '>\@!'
      let s:end = ''
    endif
    let s:groups = map(synstack(s:number, match(s:line, '\S') + 1), 'synIDattr(v:val, "name")')
    if s:line =~# '\S'
      call assert_equal(s:end !=# '', join(s:groups) =~# 'mlp\w*Fence\>' && join(s:groups) !~# 'mlpFenceEdge', s:file . ':' . s:number . ' ' . string(s:groups))
      let s:embedded += s:end !=# ''
    endif
    if s:end ==# '' && s:line =~# '\w <<<\+\s*$'
      let s:end = substitute(matchstr(s:line, '<\+\ze\s*$'), '<', '>', 'g')
    endif
  endfor

  let s:before = getline(1, '$')
  normal! gg=G
  call assert_equal(s:before, getline(1, '$'), s:file . ' has other indentation')
  edit!
endfor
call assert_true(s:embedded > 50, s:embedded . ' lines')

" ---- typing

function s:Typed(keys) abort
  call s:Open([''])
  execute "normal! i" . a:keys
  return getline(1, '$')
endfunction
call assert_equal(['pipeline p() {', '  f(', '    a', '  )', '}'], s:Typed("pipeline p() {\<CR>f(\<CR>a\<CR>)\<CR>}"))
call assert_equal(['component c {', '  python <<<', '    x', '      y', '  >>>', '}'],
      \ s:Typed("component c {\<CR>python <<<\<CR>x\<CR>  y\<CR>>>>\<CR>}"))
call assert_equal(['const a = b', '  && c', 'const d = 1'], s:Typed("const a = b\<CR>&& c\<C-f>\<CR>const d = 1\<C-f>"))

call writefile(v:errors, $MLPC_TEST_RESULT)
if empty(v:errors)
  qall!
endif
cquit!
