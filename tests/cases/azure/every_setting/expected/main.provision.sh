#!/usr/bin/env bash
# Makes the Azure resources of `main` with the Azure CLI. It can be run again: what is there is
# left as it is. mlpc wrote it; change the source instead.
set -euo pipefail
umask 077

say() { printf '%s\n' "$*" >&2; }
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
# wait_for NAME QUERY COMMAND…: waits until what a command shows is Succeeded; an hour at most.
wait_for() {
  local name="$1" query="$2" state deadline=$((SECONDS + 3600))
  shift 2
  while true; do
    state="$("$@" --query "$query" --output tsv)"
    case "$state" in
      Succeeded) return ;;
      Failed | Canceled)
        say "$name: $state"
        return 1
        ;;
    esac
    if ((SECONDS >= deadline)); then
      say "$name is still $state after an hour"
      return 1
    fi
    say "$name: $state"
    sleep "${MLPC_POLL_SECONDS:-15}"
  done
}
# grant PRINCIPAL TYPE ROLE SCOPE: gives a role, unless it is held.
grant() {
  local held
  held="$(az role assignment list --scope "$4" --role "$3" --query "[?principalId=='$1'] | length(@)" --output tsv)"
  if [[ "${held:-0}" == 0 ]]; then
    az role assignment create --assignee-object-id "$1" --assignee-principal-type "$2" --role "$3" --scope "$4" \
      --output none
  fi
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
# Kubeconfigs and documents, for as long as the script runs.
work="$(mktemp -d)"
trap 'rm -rf -- "$work"' EXIT

# ---- rg-prices (azure.ResourceGroup)
it=(az group show --name rg-prices --subscription 11111111-2222-3333-4444-555555555555)
if exists "${it[@]}"; then
  say 'group rg-prices is there'
else
  say 'making group rg-prices'
  az group create \
    --name rg-prices \
    --subscription 11111111-2222-3333-4444-555555555555 \
    --location westeurope \
    --tags team=pricing \
    --output none
fi

# ---- crprices1 (azure.ContainerRegistry)
it=(az acr show --name crprices1 --resource-group rg-prices --subscription 11111111-2222-3333-4444-555555555555)
if exists "${it[@]}"; then
  say 'registry crprices1 is there'
else
  say 'making registry crprices1'
  az acr create \
    --name crprices1 \
    --resource-group rg-prices \
    --subscription 11111111-2222-3333-4444-555555555555 \
    --location northeurope \
    --tags team=pricing \
    --sku Premium \
    --admin-enabled false \
    --output none
fi
id_registry="$(value id "${it[@]}")"

# ---- stprices1 (azure.StorageAccount)
it=(az storage account show --name stprices1 --resource-group rg-prices --subscription 11111111-2222-3333-4444-555555555555)
if exists "${it[@]}"; then
  say 'storage account stprices1 is there'
else
  say 'making storage account stprices1'
  az storage account create \
    --name stprices1 \
    --resource-group rg-prices \
    --subscription 11111111-2222-3333-4444-555555555555 \
    --location northeurope \
    --tags team=pricing \
    --sku Standard_ZRS \
    --kind StorageV2 \
    --https-only true \
    --min-tls-version TLS1_2 \
    --allow-blob-public-access false \
    --output none
fi
id_data="$(value id "${it[@]}")"

# ---- lakeprices1 (azure.StorageAccount)
it=(az storage account show --name lakeprices1 --resource-group rg-prices --subscription 11111111-2222-3333-4444-555555555555)
if exists "${it[@]}"; then
  say 'storage account lakeprices1 is there'
else
  say 'making storage account lakeprices1'
  az storage account create \
    --name lakeprices1 \
    --resource-group rg-prices \
    --subscription 11111111-2222-3333-4444-555555555555 \
    --location westeurope \
    --sku Premium_LRS \
    --kind BlockBlobStorage \
    --https-only true \
    --min-tls-version TLS1_2 \
    --allow-blob-public-access true \
    --enable-hierarchical-namespace true \
    --output none
fi

# ---- kv-prices-1 (azure.KeyVault)
it=(az keyvault show --name kv-prices-1 --resource-group rg-prices --subscription 11111111-2222-3333-4444-555555555555)
if exists "${it[@]}"; then
  say 'key vault kv-prices-1 is there'
elif exists az keyvault show-deleted --name kv-prices-1 --subscription 11111111-2222-3333-4444-555555555555; then
  say 'bringing back key vault kv-prices-1'
  az keyvault recover --name kv-prices-1 --subscription 11111111-2222-3333-4444-555555555555 --output none
else
  say 'making key vault kv-prices-1'
  az keyvault create \
    --name kv-prices-1 \
    --resource-group rg-prices \
    --subscription 11111111-2222-3333-4444-555555555555 \
    --location northeurope \
    --tags team=pricing \
    --sku premium \
    --retention-days 30 \
    --enable-rbac-authorization false \
    --enable-purge-protection true \
    --output none
fi
id_vault="$(value id "${it[@]}")"

# ---- logs-prices (azure.LogAnalytics)
it=(az monitor log-analytics workspace show --workspace-name logs-prices --resource-group rg-prices --subscription 11111111-2222-3333-4444-555555555555)
if exists "${it[@]}"; then
  say 'log workspace logs-prices is there'
else
  say 'making log workspace logs-prices'
  az monitor log-analytics workspace create \
    --workspace-name logs-prices \
    --resource-group rg-prices \
    --subscription 11111111-2222-3333-4444-555555555555 \
    --location northeurope \
    --tags team=pricing \
    --retention-time 90 \
    --output none
fi
id_logs="$(value id "${it[@]}")"

# ---- insights-prices (azure.ApplicationInsights)
it=(az monitor app-insights component show --app insights-prices --resource-group rg-prices --subscription 11111111-2222-3333-4444-555555555555)
if exists "${it[@]}"; then
  say 'Application Insights insights-prices is there'
else
  say 'making Application Insights insights-prices'
  az monitor app-insights component create \
    --app insights-prices \
    --resource-group rg-prices \
    --subscription 11111111-2222-3333-4444-555555555555 \
    --location northeurope \
    --tags team=pricing \
    --application-type other \
    --workspace "$id_logs" \
    --output none
fi
id_insights="$(value id "${it[@]}")"

# ---- id-prices (azure.UserAssignedIdentity)
it=(az identity show --name id-prices --resource-group rg-prices --subscription 11111111-2222-3333-4444-555555555555)
if exists "${it[@]}"; then
  say 'identity id-prices is there'
else
  say 'making identity id-prices'
  az identity create \
    --name id-prices \
    --resource-group rg-prices \
    --subscription 11111111-2222-3333-4444-555555555555 \
    --location northeurope \
    --tags team=pricing \
    --output none
fi
id_identity="$(value id "${it[@]}")"

# ---- aks-prices (azure.ManagedCluster)
it=(az aks show --name aks-prices --resource-group rg-prices --subscription 11111111-2222-3333-4444-555555555555)
if exists "${it[@]}"; then
  say 'cluster aks-prices is there'
else
  say 'making cluster aks-prices'
  az aks create \
    --name aks-prices \
    --resource-group rg-prices \
    --subscription 11111111-2222-3333-4444-555555555555 \
    --location northeurope \
    --tags team=pricing \
    --kubernetes-version 1.31 \
    --network-plugin azure \
    --tier standard \
    --assign-identity "$id_identity" \
    --nodepool-name system \
    --node-vm-size Standard_D4s_v5 \
    --node-count 3 \
    --os-sku AzureLinux \
    --node-osdisk-size 128 \
    --attach-acr "$id_registry" \
    --enable-addons monitoring \
    --workspace-resource-id "$id_logs" \
    --enable-oidc-issuer \
    --enable-workload-identity \
    --enable-aad \
    --disable-local-accounts \
    --no-ssh-key \
    --output none
fi
wait_for aks-prices provisioningState "${it[@]}"
if exists az aks nodepool show --name spot --cluster-name aks-prices --resource-group rg-prices --subscription 11111111-2222-3333-4444-555555555555; then
  say 'node pool spot is there'
else
  say 'adding node pool spot'
  az aks nodepool add \
    --name spot \
    --cluster-name aks-prices \
    --resource-group rg-prices \
    --subscription 11111111-2222-3333-4444-555555555555 \
    --mode User \
    --node-vm-size Standard_NC6s_v3 \
    --node-count 0 \
    --enable-cluster-autoscaler \
    --min-count 0 \
    --max-count 5 \
    --labels size=gpu \
    --node-taints ml.azure.com/amlarc=true:NoSchedule,spot=:NoExecute \
    --zones 1 2 \
    --priority Spot \
    --eviction-policy Delete \
    --spot-max-price -1 \
    --output none
fi

# ---- azureml-prices (azureml.KubernetesExtension)
it=(az k8s-extension show --name azureml-prices --cluster-name aks-prices --cluster-type managedClusters --resource-group rg-prices --subscription 11111111-2222-3333-4444-555555555555)
if exists "${it[@]}"; then
  say 'extension azureml-prices is there'
else
  say 'making extension azureml-prices'
  az k8s-extension create \
    --name azureml-prices \
    --cluster-name aks-prices \
    --cluster-type managedClusters \
    --resource-group rg-prices \
    --subscription 11111111-2222-3333-4444-555555555555 \
    --extension-type Microsoft.AzureML.Kubernetes \
    --scope cluster \
    --auto-upgrade-minor-version false \
    --config enableTraining=False enableInference=True inferenceRouterServiceType=LoadBalancer inferenceRouterHA=False internalLoadBalancerProvider=azure sslSecret=endpoint-tls sslCname=prices.example.org installNvidiaDevicePlugin=True installPromOp=True installVolcano=True installDcgmExporter=True scoringFe.resources.limits.cpu=2 \
    --output none
fi
wait_for azureml-prices provisioningState "${it[@]}"

# ---- mlw-prices (azureml.Workspace)
cat >"$work/ws.workspace.yml" <<YAML
\$schema: https://azuremlschemas.azureedge.net/latest/workspace.schema.json
name: mlw-prices
identity:
  type: user_assigned
  user_assigned_identities:
  - resource_id: "${id_identity}"
YAML
it=(az ml workspace show --name mlw-prices --resource-group rg-prices --subscription 11111111-2222-3333-4444-555555555555)
if exists "${it[@]}"; then
  say 'workspace mlw-prices is there'
else
  say 'making workspace mlw-prices'
  az ml workspace create \
    --name mlw-prices \
    --resource-group rg-prices \
    --subscription 11111111-2222-3333-4444-555555555555 \
    --location northeurope \
    --tags team=pricing \
    --display-name Prices \
    --description 'Prices of houses' \
    --storage-account "$id_data" \
    --key-vault "$id_vault" \
    --application-insights "$id_insights" \
    --container-registry "$id_registry" \
    --public-network-access Disabled \
    --file "$work/ws.workspace.yml" \
    --primary-user-assigned-identity "$id_identity" \
    --output none
fi
wait_for mlw-prices provisioning_state "${it[@]}"
id_ws="$(value id "${it[@]}")"

# ---- people-read (azure.RoleAssignment)
grant 99999999-8888-7777-6666-555555555555 Group f6c7c914-8db3-469d-8ca1-694a8f32e121 "$id_ws" # AzureML Data Scientist

say 'everything is there'
