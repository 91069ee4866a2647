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

# ---- audit (azure.DiagnosticSettings)
id_aks="$(maybe id az aks show --name aks-forecast --resource-group rg-forecast)"
if [[ -n "$id_aks" ]] && exists az monitor diagnostic-settings show --name audit --resource "$id_aks"; then
  say 'deleting diagnostic setting audit'
  az monitor diagnostic-settings delete --name audit --resource "$id_aks"
fi

# ---- slow (azure.MetricAlert)
if exists az monitor metrics alert show --name slow --resource-group rg-forecast; then
  say 'deleting alert slow'
  az monitor metrics alert delete --name slow --resource-group rg-forecast
fi

# ---- forecast-people (azure.ActionGroup)
if exists az monitor action-group show --name forecast-people --resource-group rg-forecast; then
  say 'deleting action group forecast-people'
  az monitor action-group delete --name forecast-people --resource-group rg-forecast
fi

# ---- forecast (azureml.KubernetesOnlineEndpoint)
if exists az ml online-endpoint show --name forecast --workspace-name mlw-forecast --resource-group rg-forecast; then
  say 'deleting endpoint forecast'
  az ml online-endpoint delete --name forecast --workspace-name mlw-forecast --resource-group rg-forecast --yes
fi

# ---- read (azure.RoleAssignment)
principal_compute="$(maybe identity.principal_id az ml compute show --name aks-forecast --workspace-name mlw-forecast --resource-group rg-forecast)"
id_storage="$(maybe id az storage account show --name stforecast1 --resource-group rg-forecast)"
revoke "$principal_compute" 2a2b9908-6ea1-4ae2-8e65-a410df84e7d1 "$id_storage" # Storage Blob Data Reader

# ---- pull (azure.RoleAssignment)
id_acr="$(maybe id az acr show --name acrforecast1 --resource-group rg-forecast)"
revoke "$principal_compute" 7f951dda-4ed3-4680-a7ca-43fe172d538d "$id_acr" # AcrPull

# ---- aks-forecast (azureml.KubernetesCompute)
if exists az ml compute show --name aks-forecast --workspace-name mlw-forecast --resource-group rg-forecast; then
  say 'deleting compute aks-forecast'
  az ml compute detach --name aks-forecast --workspace-name mlw-forecast --resource-group rg-forecast --yes
fi

# ---- mlw-forecast (azureml.Workspace)
if exists az ml workspace show --name mlw-forecast --resource-group rg-forecast; then
  say 'deleting workspace mlw-forecast'
  az ml workspace delete --name mlw-forecast --resource-group rg-forecast --yes --permanently-delete
fi

# ---- ml (azureml.KubernetesExtension)
if exists az k8s-extension show --name ml --cluster-name aks-forecast --cluster-type managedClusters --resource-group rg-forecast; then
  say 'deleting extension ml'
  az k8s-extension delete \
    --name ml \
    --cluster-name aks-forecast \
    --cluster-type managedClusters \
    --resource-group rg-forecast \
    --yes
fi

# ---- aks-forecast (azure.ManagedCluster)
if exists az aks show --name aks-forecast --resource-group rg-forecast; then
  say 'deleting cluster aks-forecast'
  az aks delete --name aks-forecast --resource-group rg-forecast --yes
fi

# ---- id-forecast (azure.UserAssignedIdentity)
if exists az identity show --name id-forecast --resource-group rg-forecast; then
  say 'deleting identity id-forecast'
  az identity delete --name id-forecast --resource-group rg-forecast
fi

# ---- insights-forecast (azure.ApplicationInsights)
if exists az monitor app-insights component show --app insights-forecast --resource-group rg-forecast; then
  say 'deleting Application Insights insights-forecast'
  az monitor app-insights component delete --app insights-forecast --resource-group rg-forecast
fi

# ---- logs-forecast (azure.LogAnalytics)
if exists az monitor log-analytics workspace show --workspace-name logs-forecast --resource-group rg-forecast; then
  say 'deleting log workspace logs-forecast'
  az monitor log-analytics workspace delete --workspace-name logs-forecast --resource-group rg-forecast --yes
fi

# ---- kv-forecast-1 (azure.KeyVault)
if exists az keyvault show --name kv-forecast-1 --resource-group rg-forecast; then
  say 'deleting key vault kv-forecast-1'
  az keyvault delete --name kv-forecast-1 --resource-group rg-forecast
  say 'key vault kv-forecast-1 can be brought back for 30d'
fi

# ---- stforecast1 (azure.StorageAccount)
if exists az storage account show --name stforecast1 --resource-group rg-forecast; then
  say 'deleting storage account stforecast1'
  az storage account delete --name stforecast1 --resource-group rg-forecast --yes
fi

# ---- acrforecast1 (azure.ContainerRegistry)
if exists az acr show --name acrforecast1 --resource-group rg-forecast; then
  say 'deleting registry acrforecast1'
  az acr delete --name acrforecast1 --resource-group rg-forecast --yes
fi

# ---- rg-forecast (azure.ResourceGroup)
if exists az group show --name rg-forecast; then
  say 'deleting group rg-forecast'
  az group delete --name rg-forecast --yes
fi

say 'everything is gone'
