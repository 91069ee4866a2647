# shellcheck shell=bash
# Generated, and part of the repository all the same.
generated='^tools/tree-sitter-mlp/src/(parser\.c$|tree_sitter/)'

# own_files REGEX: the project's files whose path matches, NUL-terminated, without ignored and generated files.
own_files() {
  if [ -e .git ] && command -v git >/dev/null; then
    # A deleted file is still in the index until it is committed.
    git ls-files -z -co --exclude-standard
  else
    find . -path ./build -prune -o -type f -printf '%P\0'
  fi | grep -zE "$1" | grep -zvE "$generated" | sort -zu | while IFS= read -r -d '' file; do
    [ ! -f "$file" ] || printf '%s\0' "$file"
  done
}
