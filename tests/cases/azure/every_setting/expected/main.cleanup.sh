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
az extension add --name application-insights --upgrade --yes --only-show-errors
az extension add --name k8s-extension --upgrade --yes --only-show-errors
az extension add --name ml --upgrade --yes --only-show-errors

# ---- people-read (azure.RoleAssignment)
id_ws="$(maybe id az ml workspace show --name mlw-prices --resource-group rg-prices --subscription 11111111-2222-3333-4444-555555555555)"
revoke 99999999-8888-7777-6666-555555555555 f6c7c914-8db3-469d-8ca1-694a8f32e121 "$id_ws" # AzureML Data Scientist

# ---- mlw-prices (azureml.Workspace)
if exists az ml workspace show --name mlw-prices --resource-group rg-prices --subscription 11111111-2222-3333-4444-555555555555; then
  say 'deleting workspace mlw-prices'
  az ml workspace delete \
    --name mlw-prices \
    --resource-group rg-prices \
    --subscription 11111111-2222-3333-4444-555555555555 \
    --yes \
    --permanently-delete
fi

# ---- azureml-prices (azureml.KubernetesExtension)
if exists az k8s-extension show --name azureml-prices --cluster-name aks-prices --cluster-type managedClusters --resource-group rg-prices --subscription 11111111-2222-3333-4444-555555555555; then
  say 'deleting extension azureml-prices'
  az k8s-extension delete \
    --name azureml-prices \
    --cluster-name aks-prices \
    --cluster-type managedClusters \
    --resource-group rg-prices \
    --subscription 11111111-2222-3333-4444-555555555555 \
    --yes
fi

# ---- aks-prices (azure.ManagedCluster)
if exists az aks show --name aks-prices --resource-group rg-prices --subscription 11111111-2222-3333-4444-555555555555; then
  say 'deleting cluster aks-prices'
  az aks delete \
    --name aks-prices \
    --resource-group rg-prices \
    --subscription 11111111-2222-3333-4444-555555555555 \
    --yes
fi

# ---- id-prices (azure.UserAssignedIdentity)
if exists az identity show --name id-prices --resource-group rg-prices --subscription 11111111-2222-3333-4444-555555555555; then
  say 'deleting identity id-prices'
  az identity delete \
    --name id-prices \
    --resource-group rg-prices \
    --subscription 11111111-2222-3333-4444-555555555555
fi

# ---- insights-prices (azure.ApplicationInsights)
if exists az monitor app-insights component show --app insights-prices --resource-group rg-prices --subscription 11111111-2222-3333-4444-555555555555; then
  say 'deleting Application Insights insights-prices'
  az monitor app-insights component delete \
    --app insights-prices \
    --resource-group rg-prices \
    --subscription 11111111-2222-3333-4444-555555555555
fi

# ---- logs-prices (azure.LogAnalytics)
if exists az monitor log-analytics workspace show --workspace-name logs-prices --resource-group rg-prices --subscription 11111111-2222-3333-4444-555555555555; then
  say 'deleting log workspace logs-prices'
  az monitor log-analytics workspace delete \
    --workspace-name logs-prices \
    --resource-group rg-prices \
    --subscription 11111111-2222-3333-4444-555555555555 \
    --yes
fi

# ---- kv-prices-1 (azure.KeyVault)
if exists az keyvault show --name kv-prices-1 --resource-group rg-prices --subscription 11111111-2222-3333-4444-555555555555; then
  say 'deleting key vault kv-prices-1'
  az keyvault delete \
    --name kv-prices-1 \
    --resource-group rg-prices \
    --subscription 11111111-2222-3333-4444-555555555555
  say 'key vault kv-prices-1 can be brought back for 30d'
fi

# ---- lakeprices1 (azure.StorageAccount)
if exists az storage account show --name lakeprices1 --resource-group rg-prices --subscription 11111111-2222-3333-4444-555555555555; then
  say 'deleting storage account lakeprices1'
  az storage account delete \
    --name lakeprices1 \
    --resource-group rg-prices \
    --subscription 11111111-2222-3333-4444-555555555555 \
    --yes
fi

# ---- stprices1 (azure.StorageAccount)
if exists az storage account show --name stprices1 --resource-group rg-prices --subscription 11111111-2222-3333-4444-555555555555; then
  say 'deleting storage account stprices1'
  az storage account delete \
    --name stprices1 \
    --resource-group rg-prices \
    --subscription 11111111-2222-3333-4444-555555555555 \
    --yes
fi

# ---- crprices1 (azure.ContainerRegistry)
if exists az acr show --name crprices1 --resource-group rg-prices --subscription 11111111-2222-3333-4444-555555555555; then
  say 'deleting registry crprices1'
  az acr delete \
    --name crprices1 \
    --resource-group rg-prices \
    --subscription 11111111-2222-3333-4444-555555555555 \
    --yes
fi

# ---- rg-prices (azure.ResourceGroup)
if exists az group show --name rg-prices --subscription 11111111-2222-3333-4444-555555555555; then
  say 'deleting group rg-prices'
  az group delete --name rg-prices --subscription 11111111-2222-3333-4444-555555555555 --yes
fi

say 'everything is gone'
