" Vim takes the suffix for OCaml's.
autocmd BufRead,BufNewFile *.mlp set filetype=mlp
