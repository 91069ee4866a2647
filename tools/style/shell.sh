#!/usr/bin/env bash
# Runs shellcheck on every shell script of the project, recognised by suffix, or by first line if it has none.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=tools/style/files.sh
. tools/style/files.sh
mapfile -d '' -t candidates < <(own_files '(\.sh|(^|/)[^./]+)$' | grep -zvE '^(tests/(cases|fuzz)|samples)/')
scripts=()
for file in "${candidates[@]}"; do
  IFS= read -r first <"$file" || true
  if [[ $file == *.sh || $first == '#!'*sh ]]; then
    scripts+=("$file")
  fi
done
shellcheck -x "${scripts[@]}"
echo "${#scripts[@]} scripts are clean"
