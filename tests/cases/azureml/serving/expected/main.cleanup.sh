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

# Whether a command succeeds; what it prints is thrown away.
exists() { "$@" >/dev/null 2>&1; }
needs() {
  if ! command -v "$1" >/dev/null; then
    say "$1 is not installed"
    exit 1
  fi
}

# ---- preparation
needs az
needs kubectl
if ! exists az account show; then
  say 'sign in first: az login'
  exit 1
fi
az extension add --name ml --upgrade --yes --only-show-errors
# Kubeconfigs and documents, for as long as the script runs.
work="$(mktemp -d)"
trap 'rm -rf -- "$work"' EXIT

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

# ---- one-gpu (azureml.InstanceType)
kube_aks="$work/aks.kubeconfig"
az aks get-credentials \
  --name aks-prices \
  --resource-group rg-prices \
  --subscription 11111111-2222-3333-4444-555555555555 \
  --file "$kube_aks" \
  --overwrite-existing \
  --only-show-errors
kubectl --kubeconfig "$kube_aks" delete instancetype one-gpu --ignore-not-found

# ---- prices (k8s.Namespace)
kubectl --kubeconfig "$kube_aks" delete namespace prices --ignore-not-found

say 'everything is gone'
