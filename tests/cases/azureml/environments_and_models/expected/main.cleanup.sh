#!/usr/bin/env bash
# Deletes the Azure resources that `main.provision.sh` makes, with all that is in them. Can be run again. mlpc wrote
# it; change the source instead.
set -euo pipefail
umask 077
# The word --yes below is the only question.
export AZURE_CORE_DISABLE_CONFIRM_PROMPT=yes

say() { printf '%s\n' "$*" >&2; }
if [[ $# -ne 1 || "$1" != --yes ]]; then
  say "usage: $0 --yes"
  say 'This deletes resources with all that is in them.'
  exit 2
fi

# Whether a command finds what it shows. Any failure but "not found" ends the script: nothing is known then.
exists() {
  local errors status=0
  errors="$("$@" 2>&1 >/dev/null)" || status=$?
  if [[ $status -eq 0 ]]; then return 0; fi
  # The Azure CLI ends with 3 where a resource is missing.
  if [[ $status -eq 3 ]]; then return 1; fi
  if [[ $status -lt 126 ]] && grep -Eiq 'not ?(be )?found|cannot find|does not exist' <<<"$errors"; then
    return 1
  fi
  printf '%s\n' "$errors" >&2
  say "failed: $*"
  exit 1
}
# open_proxy KUBECONFIG PORT OPTION…: a way into a connected cluster, until the script ends.
open_proxy() {
  local kubeconfig="$1" port="$2" deadline=$((SECONDS + 120))
  shift 2
  az connectedk8s proxy "$@" --file "$kubeconfig" --port "$port" >/dev/null 2>&1 &
  proxies+=("$!")
  until [[ -s "$kubeconfig" ]] && kubectl --kubeconfig "$kubeconfig" get --raw /readyz >/dev/null 2>&1; do
    if ((SECONDS >= deadline)); then
      say "the connected cluster does not answer: $*"
      return 1
    fi
    sleep 1
  done
}
needs() {
  if ! command -v "$1" >/dev/null; then
    say "$1 is not installed"
    exit 1
  fi
}

# ---- preparation
needs az
needs kubectl
if ! az account show >/dev/null 2>&1; then
  say 'sign in first: az login'
  exit 1
fi
az extension add --name connectedk8s --upgrade --yes --only-show-errors
az extension add --name ml --upgrade --yes --only-show-errors
# Kubeconfigs and documents, for as long as the script runs.
work="$(mktemp -d)"
proxies=()
tidy() {
  if ((${#proxies[@]} > 0)); then kill -- "${proxies[@]}" 2>/dev/null || true; fi
  rm -rf -- "$work"
}
trap tidy EXIT

# ---- prices (azureml.KubernetesOnlineEndpoint)
if exists az ml online-endpoint show --name prices --workspace-name mlw-prices --resource-group rg-prices --subscription 11111111-2222-3333-4444-555555555555; then
  say 'deleting endpoint prices'
  az ml online-endpoint delete \
    --name prices \
    --workspace-name mlw-prices \
    --resource-group rg-prices \
    --subscription 11111111-2222-3333-4444-555555555555 \
    --yes
fi

# ---- spot (azureml.InstanceType)
kube_arc="$work/arc.kubeconfig"
open_proxy "$kube_arc" 47011 \
  --name arc-prices \
  --resource-group rg-prices \
  --subscription 11111111-2222-3333-4444-555555555555
kubectl --kubeconfig "$kube_arc" delete instancetype spot --ignore-not-found

# ---- aks-prices (azureml.KubernetesCompute)
if exists az ml compute show --name aks-prices --workspace-name mlw-prices --resource-group rg-prices --subscription 11111111-2222-3333-4444-555555555555; then
  say 'deleting compute aks-prices'
  az ml compute detach \
    --name aks-prices \
    --workspace-name mlw-prices \
    --resource-group rg-prices \
    --subscription 11111111-2222-3333-4444-555555555555 \
    --yes
fi

say 'everything is gone'
