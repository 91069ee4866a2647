#!/usr/bin/env bash
# setup.sh PART: prepares what a test of an editor needs, under build/editors/, once. PART is one of
#   vscode       the extension with the packages that it is built and tested with
#   code-server  a VS Code that runs without a screen, with the version of Node that it needs, and a browser
# Exit status 77: this machine does not have what the part needs.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(cd "$here/../.." && pwd)"
part="${1:?usage: setup.sh vscode|code-server}"
base="$root/build/editors"
target="$base/$part"
mkdir -p "$base"

node_package=node@24
code_server_package=code-server@4.139.1

skip() {
  echo "SKIPPED: $1"
  exit 77
}

failed() {
  printf 'cannot set up %s: %s\n' "$part" "$1" >&2
  tail -n 20 "$base/$part.log" >&2
  exit 1
}

# Nothing to do if nothing that the part is made from has changed.
ready() {
  key="$(cat "$here/setup.sh" "$@" | cksum)"
  [ -e "$target/.ready" ] && [ "$(<"$target/.ready")" = "$key" ]
}

npm_quietly() {
  npm "$@" --no-audit --no-fund --loglevel=error --fetch-retries=2 >>"$base/$part.log" 2>&1
}

vscode_part() {
  local extension="$root/tools/vscode"
  if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    skip "node and npm are not installed"
  fi
  [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ] || skip "node 20 or newer is needed, found $(node --version)"
  if ! ready "$extension/package-lock.json"; then
    rm -rf "$target"
    mkdir -p "$target"
    cp "$extension/package.json" "$extension/package-lock.json" "$target/"
    # esbuild brings its program as a package of its own, so that no package has to run a script.
    (cd "$target" && npm_quietly ci --ignore-scripts) ||
      failed "npm cannot install the packages of tools/vscode; is a registry within reach?"
    printf '%s' "$key" >"$target/.ready"
  fi
  # The extension as it is now, without what was built in its own folder.
  find "$target" -mindepth 1 -maxdepth 1 ! -name node_modules ! -name .ready -exec rm -rf {} +
  find "$extension" -mindepth 1 -maxdepth 1 ! -name node_modules ! -name dist ! -name server -exec cp -R {} "$target/" \;
}

code_server_part() {
  local browser
  browser="$(command -v chromium || true)"
  [ -n "$browser" ] || skip "Debian's package chromium is not installed"
  ready && return
  [ -e /usr/include/krb5.h ] || skip "Debian's package libkrb5-dev is not installed"
  rm -rf "$target"
  mkdir -p "$target"
  echo '{ "private": true }' >"$target/package.json"
  : >"$base/$part.log"
  # Compiling the parts that are not JavaScript takes minutes.
  (cd "$target" && npm_quietly install "$node_package") || failed "npm cannot install $node_package"
  (cd "$target" && PATH="$target/node_modules/node/bin:$PATH" npm_quietly install "$code_server_package") ||
    failed "npm cannot install $code_server_package"
  printf '%s' "$key" >"$target/.ready"
}

case "$part" in
  vscode) vscode_part ;;
  code-server) code_server_part ;;
  *) echo "there is no part $part" >&2 && exit 2 ;;
esac
echo "$part is ready"
