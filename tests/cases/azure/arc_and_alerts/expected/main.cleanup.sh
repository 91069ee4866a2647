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
# value QUERY COMMAND…: prints one value of what a command shows, and fails if there is none.
value() {
  local query="$1" result
  shift
  result="$("$@" --query "$query" --output tsv)"
  if [[ -z "$result" || "$result" == None ]]; then
    say "no $query: $*"
    return 1
  fi
  printf '%s\n' "$result"
}
# The same, and nothing where there is none.
maybe() {
  if exists "${@:2}"; then value "$@"; fi
}
# revoke PRINCIPAL ROLE SCOPE: takes a role back, if it is held.
revoke() {
  local ids=() id
  if [[ -z "$1" || -z "$3" ]]; then return; fi
  while IFS= read -r id; do
    if [[ -n "$id" ]]; then ids+=("$id"); fi
  done < <(az role assignment list --scope "$3" --role "$2" --query "[?principalId=='$1'].id" --output tsv)
  if ((${#ids[@]} > 0)); then az role assignment delete --ids "${ids[@]}"; fi
}
needs() {
  if ! command -v "$1" >/dev/null; then
    say "$1 is not installed"
    exit 1
  fi
}

# ---- preparation
needs az
if ! az account show >/dev/null 2>&1; then
  say 'sign in first: az login'
  exit 1
fi
az extension add --name connectedk8s --upgrade --yes --only-show-errors
az extension add --name k8s-extension --upgrade --yes --only-show-errors
az extension add --name ml --upgrade --yes --only-show-errors

# ---- vault-audit (azure.DiagnosticSettings)
id_vault="$(maybe id az keyvault show --name kv-edge-1 --resource-group rg-edge)"
if [[ -n "$id_vault" ]] && exists az monitor diagnostic-settings show --name vault-audit --resource "$id_vault"; then
  say 'deleting diagnostic setting vault-audit'
  az monitor diagnostic-settings delete --name vault-audit --resource "$id_vault"
fi

# ---- vault-is-busy (azure.MetricAlert)
if exists az monitor metrics alert show --name vault-is-busy --resource-group rg-edge; then
  say 'deleting alert vault-is-busy'
  az monitor metrics alert delete --name vault-is-busy --resource-group rg-edge
fi

# ---- on-call-people (azure.ActionGroup)
if exists az monitor action-group show --name on-call-people --resource-group rg-edge; then
  say 'deleting action group on-call-people'
  az monitor action-group delete --name on-call-people --resource-group rg-edge
fi

# ---- relay-owner (azure.RoleAssignment)
principal_ws="$(maybe identity.principal_id az ml workspace show --name mlw-edge --resource-group rg-edge)"
relay_edge="$(maybe id az relay namespace show --name relay-edge-1 --resource-group rg-edge)"
revoke "$principal_ws" 2787bf04-f1f5-4bfe-8383-c8a24483ee38 "$relay_edge" # Azure Relay Owner

# ---- extension (azureml.KubernetesExtension)
if exists az k8s-extension show --name extension --cluster-name edge-1 --cluster-type connectedClusters --resource-group rg-edge; then
  say 'deleting extension extension'
  az k8s-extension delete \
    --name extension \
    --cluster-name edge-1 \
    --cluster-type connectedClusters \
    --resource-group rg-edge \
    --yes
fi

# ---- mlw-edge (azureml.Workspace)
if exists az ml workspace show --name mlw-edge --resource-group rg-edge; then
  say 'deleting workspace mlw-edge'
  az ml workspace delete --name mlw-edge --resource-group rg-edge --yes --permanently-delete
fi

# ---- kv-edge-1 (azure.KeyVault)
if exists az keyvault show --name kv-edge-1 --resource-group rg-edge; then
  say 'deleting key vault kv-edge-1'
  az keyvault delete --name kv-edge-1 --resource-group rg-edge
  say 'key vault kv-edge-1 can be brought back for 90d'
fi

# ---- stedge1 (azure.StorageAccount)
if exists az storage account show --name stedge1 --resource-group rg-edge; then
  say 'deleting storage account stedge1'
  az storage account delete --name stedge1 --resource-group rg-edge --yes
fi

# ---- edge-1 (azure.ConnectedCluster)
if exists az connectedk8s show --name edge-1 --resource-group rg-edge; then
  say 'deleting connected cluster edge-1'
  az connectedk8s delete --name edge-1 --resource-group rg-edge --yes --kube-context edge-admin
fi

# ---- rg-edge (azure.ResourceGroup)
if exists az group show --name rg-edge; then
  say 'deleting group rg-edge'
  az group delete --name rg-edge --yes
fi

say 'everything is gone'
