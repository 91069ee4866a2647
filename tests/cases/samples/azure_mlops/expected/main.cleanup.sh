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

# ---- high-latency-alert (azure.MetricAlert)
if exists az monitor metrics alert show --name high-latency-alert --resource-group rg-mlops-pipeline; then
  say 'deleting alert high-latency-alert'
  az monitor metrics alert delete --name high-latency-alert --resource-group rg-mlops-pipeline
fi

# ---- mlops-endpoint (azureml.KubernetesOnlineEndpoint)
if exists az ml online-endpoint show --name mlops-endpoint --workspace-name mlw-mlops-demo --resource-group rg-mlops-pipeline; then
  say 'deleting endpoint mlops-endpoint'
  az ml online-endpoint delete \
    --name mlops-endpoint \
    --workspace-name mlw-mlops-demo \
    --resource-group rg-mlops-pipeline \
    --yes
fi

# ---- aks-diagnostics (azure.DiagnosticSettings)
id_aks="$(maybe id az aks show --name aks-mlops-cluster --resource-group rg-mlops-pipeline)"
if [[ -n "$id_aks" ]] && exists az monitor diagnostic-settings show --name aks-diagnostics --resource "$id_aks"; then
  say 'deleting diagnostic setting aks-diagnostics'
  az monitor diagnostic-settings delete --name aks-diagnostics --resource "$id_aks"
fi

# ---- pull-images (azure.RoleAssignment)
principal_compute="$(maybe identity.principal_id az ml compute show --name aks-compute --workspace-name mlw-mlops-demo --resource-group rg-mlops-pipeline)"
id_registry="$(maybe id az acr show --name acrmlops1234 --resource-group rg-mlops-pipeline)"
revoke "$principal_compute" 7f951dda-4ed3-4680-a7ca-43fe172d538d "$id_registry" # AcrPull

# ---- aks-compute (azureml.KubernetesCompute)
if exists az ml compute show --name aks-compute --workspace-name mlw-mlops-demo --resource-group rg-mlops-pipeline; then
  say 'deleting compute aks-compute'
  az ml compute detach \
    --name aks-compute \
    --workspace-name mlw-mlops-demo \
    --resource-group rg-mlops-pipeline \
    --yes
fi

# ---- mlw-mlops-demo (azureml.Workspace)
if exists az ml workspace show --name mlw-mlops-demo --resource-group rg-mlops-pipeline; then
  say 'deleting workspace mlw-mlops-demo'
  az ml workspace delete --name mlw-mlops-demo --resource-group rg-mlops-pipeline --yes --permanently-delete
fi

# ---- extension (azureml.KubernetesExtension)
if exists az k8s-extension show --name extension --cluster-name aks-mlops-cluster --cluster-type managedClusters --resource-group rg-mlops-pipeline; then
  say 'deleting extension extension'
  az k8s-extension delete \
    --name extension \
    --cluster-name aks-mlops-cluster \
    --cluster-type managedClusters \
    --resource-group rg-mlops-pipeline \
    --yes
fi

# ---- aks-mlops-cluster (azure.ManagedCluster)
if exists az aks show --name aks-mlops-cluster --resource-group rg-mlops-pipeline; then
  say 'deleting cluster aks-mlops-cluster'
  az aks delete --name aks-mlops-cluster --resource-group rg-mlops-pipeline --yes
fi

# ---- mlops-logs (azure.LogAnalytics)
if exists az monitor log-analytics workspace show --workspace-name mlops-logs --resource-group rg-mlops-pipeline; then
  say 'deleting log workspace mlops-logs'
  az monitor log-analytics workspace delete --workspace-name mlops-logs --resource-group rg-mlops-pipeline --yes
fi

# ---- mlops-insights (azure.ApplicationInsights)
if exists az monitor app-insights component show --app mlops-insights --resource-group rg-mlops-pipeline; then
  say 'deleting Application Insights mlops-insights'
  az monitor app-insights component delete --app mlops-insights --resource-group rg-mlops-pipeline
fi

# ---- kv-mlops-1234 (azure.KeyVault)
if exists az keyvault show --name kv-mlops-1234 --resource-group rg-mlops-pipeline; then
  say 'deleting key vault kv-mlops-1234'
  az keyvault delete --name kv-mlops-1234 --resource-group rg-mlops-pipeline
  say 'key vault kv-mlops-1234 can be brought back for 90d'
fi

# ---- stmlops1234 (azure.StorageAccount)
if exists az storage account show --name stmlops1234 --resource-group rg-mlops-pipeline; then
  say 'deleting storage account stmlops1234'
  az storage account delete --name stmlops1234 --resource-group rg-mlops-pipeline --yes
fi

# ---- acrmlops1234 (azure.ContainerRegistry)
if exists az acr show --name acrmlops1234 --resource-group rg-mlops-pipeline; then
  say 'deleting registry acrmlops1234'
  az acr delete --name acrmlops1234 --resource-group rg-mlops-pipeline --yes
fi

# ---- rg-mlops-pipeline (azure.ResourceGroup)
if exists az group show --name rg-mlops-pipeline; then
  say 'deleting group rg-mlops-pipeline'
  az group delete --name rg-mlops-pipeline --yes
fi

say 'everything is gone'
