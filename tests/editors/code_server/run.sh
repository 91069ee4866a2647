#!/usr/bin/env bash
# run.sh MLPC: the packed extension in a real VS Code (code-server), driven by a browser as a person would do it.
# It takes minutes to set up and a minute to run, so it only runs on request. Pictures of each step are in
# build/editors/pictures/.
set -euo pipefail
mlpc="$(realpath "${1:?usage: run.sh MLPC}")"
if [ "${MLPC_TEST_EDITORS:-}" != 1 ]; then
  echo "SKIPPED: set MLPC_TEST_EDITORS=1"
  exit 77
fi
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(cd "$here/../../.." && pwd)"
build="$root/build/editors"

"$here/../setup.sh" vscode
"$here/../setup.sh" code-server
# The package brings the program with it, which the extension has to find.
mkdir -p "$build/vscode/server"
cp "$mlpc" "$build/vscode/server/mlpc"
(cd "$build/vscode" && MLPC_ROOT="$root" npm run --silent package >"$build/package.log" 2>&1) || {
  cat "$build/package.log"
  exit 1
}

# Everything that VS Code writes is in here.
home="$(mktemp -d)"
server_pid=
finish() {
  [ -z "$server_pid" ] || kill "$server_pid" 2>/dev/null || true
  wait
  rm -rf "$home"
}
trap finish EXIT
mkdir -p "$home/data/User" "$home/extensions" "$home/work"
cat >"$home/data/User/settings.json" <<'END'
{
  "workbench.startupEditor": "none",
  "workbench.colorTheme": "Default Dark Modern",
  "telemetry.telemetryLevel": "off",
  "security.workspace.trust.enabled": false,
  "chat.disableAIFeatures": true,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "extensions.autoCheckUpdates": false,
  "files.autoSave": "off",
  "files.simpleDialog.enable": true
}
END
cp -R "$root"/samples/. "$here"/work/. "$home/work/"
: >"$home/work/empty.mlp"

node="$build/code-server/node_modules/node/bin/node"
# Replaces the shell that calls it, so that the process of a background call is the server, which ends its children.
code_server() {
  exec env HOME="$home" "$node" "$build/code-server/node_modules/code-server/out/node/entry.js" \
    --config "$home/config.yaml" --user-data-dir "$home/data" --extensions-dir "$home/extensions" "$@"
}
: >"$home/config.yaml"
(code_server --install-extension "$build/vscode/dist/mlpc.vsix") >"$build/code-server.log" 2>&1 || {
  cat "$build/code-server.log"
  exit 1
}

port="$("$node" -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')"
code_server --auth none --bind-addr "127.0.0.1:$port" --disable-telemetry --disable-update-check \
  --disable-getting-started-override >>"$build/code-server.log" 2>&1 &
server_pid=$!

rm -rf "$build/pictures"
mkdir -p "$build/pictures"
NODE_PATH="$build/vscode/node_modules" "$node" "$here/drive.js" "http://127.0.0.1:$port/" "$home/work" "$build/pictures"
