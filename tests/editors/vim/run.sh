#!/usr/bin/env bash
# run.sh MLPC: the plug-in for Vim and Neovim in every one of them that is installed, with the language server MLPC.
set -euo pipefail
mlpc="${1:?usage: run.sh MLPC}"
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."
result="$(mktemp)"
MLPC_TEST_FOLDER="$(mktemp -d)"
trap 'rm -rf "$result" "$MLPC_TEST_FOLDER"' EXIT
export MLPC="$mlpc" MLPC_TEST_FOLDER MLPC_TEST_RESULT="$result"

# judge NAME COMMAND...
judge() {
  local name="$1"
  shift
  : >"$result"
  if "$@" </dev/null >"$result.log" 2>&1 && ! grep -q . "$result"; then
    echo "$name: passed"
  else
    printf '%s: failed\n' "$name"
    cat "$result" "$result.log"
    failed=1
  fi
  rm -f "$result.log"
}

ran=0
failed=0
if command -v nvim >/dev/null; then
  ran=1
  neovim=(timeout 240 nvim --headless --clean --cmd "set runtimepath^=$PWD/tools/vim")
  judge "nvim, colours" "${neovim[@]}" -S tests/editors/vim/syntax_test.vim
  judge "nvim, server" "${neovim[@]}" -S tests/editors/vim/lsp_test.lua
fi
# A small Vim has neither syntax nor eval.
if command -v vim >/dev/null && vim --version | grep -q '+syntax' && [ -n "$(find -L /usr/share/vim -name python.vim -path '*/syntax/*' 2>/dev/null)" ]; then
  ran=1
  judge "vim, colours" timeout 240 vim -e -s --not-a-term --clean --cmd "set runtimepath^=$PWD/tools/vim" -S tests/editors/vim/syntax_test.vim
fi
if [ "$ran" = 0 ]; then
  echo "SKIPPED: neither nvim nor vim is installed"
  exit 77
fi
exit "$failed"
