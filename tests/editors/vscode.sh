#!/usr/bin/env bash
# vscode.sh MLPC: the extension for VS Code compiles without a warning, passes its tests, and can be packed. The package
# is build/editors/vscode/dist/mlpc.vsix.
set -euo pipefail
mlpc="${1:?usage: vscode.sh MLPC}"
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(cd "$here/../.." && pwd)"

"$here/setup.sh" vscode
cd "$root/build/editors/vscode"
export MLPC_ROOT="$root"
npm run --silent check
MLPC="$mlpc" npm test --silent
npm run --silent package
