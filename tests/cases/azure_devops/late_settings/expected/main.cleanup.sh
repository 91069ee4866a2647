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
az extension add --name ml --upgrade --yes --only-show-errors
# Kubeconfigs and documents, for as long as the script runs.
work="$(mktemp -d)"
trap 'rm -rf -- "$work"' EXIT

# ---- scoring (azureml.KubernetesOnlineEndpoint)
if exists az ml online-endpoint show --name scoring --workspace-name wsp --resource-group rg --subscription 00000000-0000-0000-0000-000000000000; then
  say 'deleting endpoint scoring'
  az ml online-endpoint delete \
    --name scoring \
    --workspace-name wsp \
    --resource-group rg \
    --subscription 00000000-0000-0000-0000-000000000000 \
    --yes
fi

# ---- kcomp (azureml.KubernetesCompute)
if exists az ml compute show --name kcomp --workspace-name wsp --resource-group rg --subscription 00000000-0000-0000-0000-000000000000; then
  say 'deleting compute kcomp'
  az ml compute detach \
    --name kcomp \
    --workspace-name wsp \
    --resource-group rg \
    --subscription 00000000-0000-0000-0000-000000000000 \
    --yes
fi

# ---- ml (k8s.Namespace)
kube_aks="$work/aks.kubeconfig"
az aks get-credentials \
  --name aks \
  --resource-group rg \
  --subscription 00000000-0000-0000-0000-000000000000 \
  --file "$kube_aks" \
  --overwrite-existing \
  --only-show-errors
kubectl --kubeconfig "$kube_aks" delete namespace ml --ignore-not-found

say 'everything is gone'
