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
needs kubectl
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

# ---- rg-forecast (azure.ResourceGroup)
it=(az group show --name rg-forecast)
if exists "${it[@]}"; then
  say 'group rg-forecast is there'
else
  say 'making group rg-forecast'
  az group create --name rg-forecast --location westeurope --tags team=forecast "note=it's \$5" --output none
fi

# ---- acrforecast1 (azure.ContainerRegistry)
it=(az acr show --name acrforecast1 --resource-group rg-forecast)
if exists "${it[@]}"; then
  say 'registry acrforecast1 is there'
else
  say 'making registry acrforecast1'
  az acr create \
    --name acrforecast1 \
    --resource-group rg-forecast \
    --location westeurope \
    --sku Standard \
    --admin-enabled false \
    --output none
fi
id_acr="$(value id "${it[@]}")"

# ---- stforecast1 (azure.StorageAccount)
it=(az storage account show --name stforecast1 --resource-group rg-forecast)
if exists "${it[@]}"; then
  say 'storage account stforecast1 is there'
else
  say 'making storage account stforecast1'
  az storage account create \
    --name stforecast1 \
    --resource-group rg-forecast \
    --location westeurope \
    --sku Standard_LRS \
    --kind StorageV2 \
    --https-only true \
    --min-tls-version TLS1_2 \
    --allow-blob-public-access false \
    --output none
fi
id_storage="$(value id "${it[@]}")"

# ---- kv-forecast-1 (azure.KeyVault)
it=(az keyvault show --name kv-forecast-1 --resource-group rg-forecast)
if exists "${it[@]}"; then
  say 'key vault kv-forecast-1 is there'
elif exists az keyvault show-deleted --name kv-forecast-1; then
  say 'bringing back key vault kv-forecast-1'
  az keyvault recover --name kv-forecast-1 --output none
else
  say 'making key vault kv-forecast-1'
  az keyvault create \
    --name kv-forecast-1 \
    --resource-group rg-forecast \
    --location westeurope \
    --sku standard \
    --retention-days 30 \
    --enable-rbac-authorization true \
    --output none
fi
id_vault="$(value id "${it[@]}")"

# ---- logs-forecast (azure.LogAnalytics)
it=(az monitor log-analytics workspace show --workspace-name logs-forecast --resource-group rg-forecast)
if exists "${it[@]}"; then
  say 'log workspace logs-forecast is there'
else
  say 'making log workspace logs-forecast'
  az monitor log-analytics workspace create \
    --workspace-name logs-forecast \
    --resource-group rg-forecast \
    --location westeurope \
    --output none
fi
id_logs="$(value id "${it[@]}")"

# ---- insights-forecast (azure.ApplicationInsights)
it=(az monitor app-insights component show --app insights-forecast --resource-group rg-forecast)
if exists "${it[@]}"; then
  say 'Application Insights insights-forecast is there'
else
  say 'making Application Insights insights-forecast'
  az monitor app-insights component create \
    --app insights-forecast \
    --resource-group rg-forecast \
    --location westeurope \
    --application-type web \
    --workspace "$id_logs" \
    --output none
fi
id_insights="$(value id "${it[@]}")"

# ---- id-forecast (azure.UserAssignedIdentity)
it=(az identity show --name id-forecast --resource-group rg-forecast)
if exists "${it[@]}"; then
  say 'identity id-forecast is there'
else
  say 'making identity id-forecast'
  az identity create --name id-forecast --resource-group rg-forecast --location westeurope --output none
fi
id_identity="$(value id "${it[@]}")"
principal_identity="$(value principalId "${it[@]}")"

# ---- aks-forecast (azure.ManagedCluster)
it=(az aks show --name aks-forecast --resource-group rg-forecast)
if exists "${it[@]}"; then
  say 'cluster aks-forecast is there'
else
  say 'making cluster aks-forecast'
  az aks create \
    --name aks-forecast \
    --resource-group rg-forecast \
    --location westeurope \
    --enable-managed-identity \
    --nodepool-name system \
    --node-vm-size Standard_D4s_v5 \
    --node-count 3 \
    --attach-acr "$id_acr" \
    --enable-addons monitoring \
    --workspace-resource-id "$id_logs" \
    --no-ssh-key \
    --output none
fi
wait_for aks-forecast provisioningState "${it[@]}"
if exists az aks nodepool show --name gpu --cluster-name aks-forecast --resource-group rg-forecast; then
  say 'node pool gpu is there'
else
  say 'adding node pool gpu'
  az aks nodepool add \
    --name gpu \
    --cluster-name aks-forecast \
    --resource-group rg-forecast \
    --mode User \
    --node-vm-size Standard_NC6s_v3 \
    --node-count 0 \
    --enable-cluster-autoscaler \
    --min-count 0 \
    --max-count 4 \
    --labels size=gpu \
    --output none
fi
id_aks="$(value id "${it[@]}")"

# ---- ml (azureml.KubernetesExtension)
it=(az k8s-extension show --name ml --cluster-name aks-forecast --cluster-type managedClusters --resource-group rg-forecast)
if exists "${it[@]}"; then
  say 'extension ml is there'
else
  say 'making extension ml'
  az k8s-extension create \
    --name ml \
    --cluster-name aks-forecast \
    --cluster-type managedClusters \
    --resource-group rg-forecast \
    --extension-type Microsoft.AzureML.Kubernetes \
    --scope cluster \
    --auto-upgrade-minor-version true \
    --config enableTraining=True enableInference=True inferenceRouterServiceType=LoadBalancer inferenceRouterHA=True allowInsecureConnections=True installVolcano=False \
    --output none
fi
wait_for ml provisioningState "${it[@]}"

# ---- mlw-forecast (azureml.Workspace)
cat >"$work/ws.workspace.yml" <<YAML
\$schema: https://azuremlschemas.azureedge.net/latest/workspace.schema.json
name: mlw-forecast
identity:
  type: user_assigned
  user_assigned_identities:
  - resource_id: "${id_identity}"
YAML
it=(az ml workspace show --name mlw-forecast --resource-group rg-forecast)
if exists "${it[@]}"; then
  say 'workspace mlw-forecast is there'
else
  say 'making workspace mlw-forecast'
  az ml workspace create \
    --name mlw-forecast \
    --resource-group rg-forecast \
    --location westeurope \
    --storage-account "$id_storage" \
    --key-vault "$id_vault" \
    --application-insights "$id_insights" \
    --container-registry "$id_acr" \
    --file "$work/ws.workspace.yml" \
    --primary-user-assigned-identity "$id_identity" \
    --output none
fi
wait_for mlw-forecast provisioning_state "${it[@]}"

# ---- forecast (k8s.Namespace)
kube_aks="$work/aks.kubeconfig"
az aks get-credentials \
  --name aks-forecast \
  --resource-group rg-forecast \
  --file "$kube_aks" \
  --overwrite-existing \
  --only-show-errors
if ! exists kubectl --kubeconfig "$kube_aks" get namespace forecast; then
  say 'making namespace forecast'
  kubectl --kubeconfig "$kube_aks" create namespace forecast
fi

# ---- small (azureml.InstanceType)
kubectl --kubeconfig "$kube_aks" wait --for condition=established --timeout 300s crd/instancetypes.amlarc.azureml.com
kubectl --kubeconfig "$kube_aks" apply --filename - <<'YAML'
apiVersion: amlarc.azureml.com/v1alpha1
kind: InstanceType
metadata:
  name: small
spec:
  nodeSelector:
    agentpool: gpu
  resources:
    requests:
      cpu: "1"
      memory: 2Gi
    limits:
      cpu: "2"
      memory: 4Gi
      nvidia.com/gpu: "1"
YAML

# ---- aks-forecast (azureml.KubernetesCompute)
# Roles that the workspace's identity needs before it can attach a cluster.
grant "$principal_identity" ServicePrincipal acdd72a7-3385-48ef-bd42-f606fba81ae7 "$id_aks" # Reader
grant "$principal_identity" ServicePrincipal 85cb6faf-e071-4c9b-8136-154b5a04f717 "$id_aks" # Kubernetes Extension Contributor
grant "$principal_identity" ServicePrincipal 0ab0b1a8-8aac-4efd-b8c2-3ee1fb270be8 "$id_aks" # Azure Kubernetes Service Cluster Admin Role
it=(az ml compute show --name aks-forecast --workspace-name mlw-forecast --resource-group rg-forecast)
if exists "${it[@]}"; then
  say 'compute aks-forecast is there'
else
  say 'making compute aks-forecast'
  az ml compute attach \
    --name aks-forecast \
    --type Kubernetes \
    --workspace-name mlw-forecast \
    --resource-group rg-forecast \
    --resource-id "$id_aks" \
    --namespace forecast \
    --identity-type SystemAssigned \
    --output none
fi
wait_for aks-forecast provisioning_state "${it[@]}"
principal_compute="$(value identity.principal_id "${it[@]}")"

# ---- pull (azure.RoleAssignment)
grant "$principal_compute" ServicePrincipal 7f951dda-4ed3-4680-a7ca-43fe172d538d "$id_acr" # AcrPull

# ---- read (azure.RoleAssignment)
grant "$principal_compute" ServicePrincipal 2a2b9908-6ea1-4ae2-8e65-a410df84e7d1 "$id_storage" # Storage Blob Data Reader

# ---- forecast (azureml.KubernetesOnlineEndpoint)
cat >"$work/endpoint.endpoint.yml" <<'YAML'
$schema: https://azuremlschemas.azureedge.net/latest/kubernetesOnlineEndpoint.schema.json
name: forecast
compute: azureml:aks-forecast
auth_mode: key
YAML
it=(az ml online-endpoint show --name forecast --workspace-name mlw-forecast --resource-group rg-forecast)
if exists "${it[@]}"; then
  say 'endpoint forecast is there'
else
  say 'making endpoint forecast'
  az ml online-endpoint create \
    --name forecast \
    --file "$work/endpoint.endpoint.yml" \
    --workspace-name mlw-forecast \
    --resource-group rg-forecast \
    --output none
fi
wait_for forecast provisioning_state "${it[@]}"
id_endpoint="$(value id "${it[@]}")"

# ---- forecast-people (azure.ActionGroup)
it=(az monitor action-group show --name forecast-people --resource-group rg-forecast)
if exists "${it[@]}"; then
  say 'action group forecast-people is there'
else
  say 'making action group forecast-people'
  az monitor action-group create \
    --name forecast-people \
    --resource-group rg-forecast \
    --short-name forecast-peo \
    --action email team team@example.org \
    --output none
fi
id_people="$(value id "${it[@]}")"

# ---- slow (azure.MetricAlert)
it=(az monitor metrics alert show --name slow --resource-group rg-forecast)
if exists "${it[@]}"; then
  say 'alert slow is there'
else
  say 'making alert slow'
  az monitor metrics alert create \
    --name slow \
    --resource-group rg-forecast \
    --scopes "$id_endpoint" \
    --condition 'avg RequestLatency > 1000' \
    --window-size 5m \
    --evaluation-frequency 1m \
    --severity 2 \
    --auto-mitigate true \
    --action "$id_people" \
    --output none
fi

# ---- audit (azure.DiagnosticSettings)
it=(az monitor diagnostic-settings show --name audit --resource "$id_aks")
if exists "${it[@]}"; then
  say 'diagnostic setting audit is there'
else
  say 'making diagnostic setting audit'
  az monitor diagnostic-settings create \
    --name audit \
    --resource "$id_aks" \
    --workspace "$id_logs" \
    --logs '[{"category": "kube-apiserver", "enabled": true}]' \
    --metrics '[{"category": "AllMetrics", "enabled": true}]' \
    --output none
fi

say 'everything is there'
