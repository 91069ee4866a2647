#!/usr/bin/env bash
# The queries for Helix use only names that Helix documents.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)"
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
"$root/tools/tree-sitter-mlp/for-helix" "$folder"

highlights='attribute|type(\.builtin)?|constant(\.builtin(\.boolean)?|\.character\.escape|\.numeric(\.float)?)?|string|namespace|operator
comment(\.line\.documentation)?|variable(\.parameter|\.other\.member)?|function|punctuation\.(delimiter|bracket|special)
keyword(\.operator|\.control\.(import|conditional|repeat|return|exception))?'
# judge FILE NAMES
judge() {
  local found
  found="$(grep -v '^;' "$folder/$1" | grep -oE '@[A-Za-z_.]+' | sort -u)"
  [ -n "$found" ] || { echo "$1 captures nothing" && exit 1; }
  if grep -vxE "@($2)" <<<"$found"; then
    echo "$1: Helix does not know these"
    exit 1
  fi
}
judge highlights.scm "$(paste -sd '|' <<<"$highlights")"
judge indents.scm 'indent|outdent'
judge injections.scm 'injection\.(content|language)|_language'
judge tags.scm 'name|definition\.(function|type|constant)|reference\.(call|type)'
echo "the names are those of Helix"
