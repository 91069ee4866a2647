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

# ---- rg-mlops-pipeline (azure.ResourceGroup)
it=(az group show --name rg-mlops-pipeline)
if exists "${it[@]}"; then
  say 'group rg-mlops-pipeline is there'
else
  say 'making group rg-mlops-pipeline'
  az group create --name rg-mlops-pipeline --location eastus --tags purpose=mlops environment=demo --output none
fi

# ---- acrmlops1234 (azure.ContainerRegistry)
it=(az acr show --name acrmlops1234 --resource-group rg-mlops-pipeline)
if exists "${it[@]}"; then
  say 'registry acrmlops1234 is there'
else
  say 'making registry acrmlops1234'
  az acr create \
    --name acrmlops1234 \
    --resource-group rg-mlops-pipeline \
    --location eastus \
    --sku Standard \
    --admin-enabled false \
    --output none
fi
id_registry="$(value id "${it[@]}")"

# ---- stmlops1234 (azure.StorageAccount)
it=(az storage account show --name stmlops1234 --resource-group rg-mlops-pipeline)
if exists "${it[@]}"; then
  say 'storage account stmlops1234 is there'
else
  say 'making storage account stmlops1234'
  az storage account create \
    --name stmlops1234 \
    --resource-group rg-mlops-pipeline \
    --location eastus \
    --sku Standard_LRS \
    --kind StorageV2 \
    --https-only true \
    --min-tls-version TLS1_2 \
    --allow-blob-public-access false \
    --output none
fi
id_storage="$(value id "${it[@]}")"

# ---- kv-mlops-1234 (azure.KeyVault)
it=(az keyvault show --name kv-mlops-1234 --resource-group rg-mlops-pipeline)
if exists "${it[@]}"; then
  say 'key vault kv-mlops-1234 is there'
elif exists az keyvault show-deleted --name kv-mlops-1234; then
  say 'bringing back key vault kv-mlops-1234'
  az keyvault recover --name kv-mlops-1234 --output none
else
  say 'making key vault kv-mlops-1234'
  az keyvault create \
    --name kv-mlops-1234 \
    --resource-group rg-mlops-pipeline \
    --location eastus \
    --sku standard \
    --retention-days 90 \
    --enable-rbac-authorization true \
    --output none
fi
id_vault="$(value id "${it[@]}")"

# ---- mlops-insights (azure.ApplicationInsights)
it=(az monitor app-insights component show --app mlops-insights --resource-group rg-mlops-pipeline)
if exists "${it[@]}"; then
  say 'Application Insights mlops-insights is there'
else
  say 'making Application Insights mlops-insights'
  az monitor app-insights component create \
    --app mlops-insights \
    --resource-group rg-mlops-pipeline \
    --location eastus \
    --application-type web \
    --output none
fi
id_insights="$(value id "${it[@]}")"

# ---- mlops-logs (azure.LogAnalytics)
it=(az monitor log-analytics workspace show --workspace-name mlops-logs --resource-group rg-mlops-pipeline)
if exists "${it[@]}"; then
  say 'log workspace mlops-logs is there'
else
  say 'making log workspace mlops-logs'
  az monitor log-analytics workspace create \
    --workspace-name mlops-logs \
    --resource-group rg-mlops-pipeline \
    --location eastus \
    --output none
fi
id_logs="$(value id "${it[@]}")"

# ---- aks-mlops-cluster (azure.ManagedCluster)
it=(az aks show --name aks-mlops-cluster --resource-group rg-mlops-pipeline)
if exists "${it[@]}"; then
  say 'cluster aks-mlops-cluster is there'
else
  say 'making cluster aks-mlops-cluster'
  az aks create \
    --name aks-mlops-cluster \
    --resource-group rg-mlops-pipeline \
    --location eastus \
    --enable-managed-identity \
    --nodepool-name system \
    --node-vm-size Standard_DS3_v2 \
    --node-count 2 \
    --enable-cluster-autoscaler \
    --min-count 2 \
    --max-count 5 \
    --attach-acr "$id_registry" \
    --enable-addons monitoring \
    --workspace-resource-id "$id_logs" \
    --no-ssh-key \
    --output none
fi
wait_for aks-mlops-cluster provisioningState "${it[@]}"
if exists az aks nodepool show --name mlpool --cluster-name aks-mlops-cluster --resource-group rg-mlops-pipeline; then
  say 'node pool mlpool is there'
else
  say 'adding node pool mlpool'
  az aks nodepool add \
    --name mlpool \
    --cluster-name aks-mlops-cluster \
    --resource-group rg-mlops-pipeline \
    --mode User \
    --node-vm-size Standard_DS3_v2 \
    --node-count 1 \
    --enable-cluster-autoscaler \
    --min-count 1 \
    --max-count 4 \
    --output none
fi
id_aks="$(value id "${it[@]}")"

# ---- extension (azureml.KubernetesExtension)
it=(az k8s-extension show --name extension --cluster-name aks-mlops-cluster --cluster-type managedClusters --resource-group rg-mlops-pipeline)
if exists "${it[@]}"; then
  say 'extension extension is there'
else
  say 'making extension extension'
  az k8s-extension create \
    --name extension \
    --cluster-name aks-mlops-cluster \
    --cluster-type managedClusters \
    --resource-group rg-mlops-pipeline \
    --extension-type Microsoft.AzureML.Kubernetes \
    --scope cluster \
    --auto-upgrade-minor-version true \
    --config enableTraining=True enableInference=True inferenceRouterServiceType=LoadBalancer inferenceRouterHA=False allowInsecureConnections=True \
    --output none
fi
wait_for extension provisioningState "${it[@]}"

# ---- mlw-mlops-demo (azureml.Workspace)
it=(az ml workspace show --name mlw-mlops-demo --resource-group rg-mlops-pipeline)
if exists "${it[@]}"; then
  say 'workspace mlw-mlops-demo is there'
else
  say 'making workspace mlw-mlops-demo'
  az ml workspace create \
    --name mlw-mlops-demo \
    --resource-group rg-mlops-pipeline \
    --location eastus \
    --storage-account "$id_storage" \
    --key-vault "$id_vault" \
    --application-insights "$id_insights" \
    --container-registry "$id_registry" \
    --output none
fi
wait_for mlw-mlops-demo provisioning_state "${it[@]}"

# ---- ml-workloads (k8s.Namespace)
kube_aks="$work/aks.kubeconfig"
az aks get-credentials \
  --name aks-mlops-cluster \
  --resource-group rg-mlops-pipeline \
  --file "$kube_aks" \
  --overwrite-existing \
  --only-show-errors
if ! exists kubectl --kubeconfig "$kube_aks" get namespace ml-workloads; then
  say 'making namespace ml-workloads'
  kubectl --kubeconfig "$kube_aks" create namespace ml-workloads
fi

# ---- small-cpu-model (azureml.InstanceType)
kubectl --kubeconfig "$kube_aks" wait --for condition=established --timeout 300s crd/instancetypes.amlarc.azureml.com
kubectl --kubeconfig "$kube_aks" apply --filename - <<'YAML'
apiVersion: amlarc.azureml.com/v1alpha1
kind: InstanceType
metadata:
  name: small-cpu-model
spec:
  nodeSelector:
    agentpool: mlpool
  resources:
    requests:
      cpu: "1"
      memory: 2Gi
    limits:
      cpu: "2"
      memory: 4Gi
YAML

# ---- large-cpu-model (azureml.InstanceType)
kubectl --kubeconfig "$kube_aks" wait --for condition=established --timeout 300s crd/instancetypes.amlarc.azureml.com
kubectl --kubeconfig "$kube_aks" apply --filename - <<'YAML'
apiVersion: amlarc.azureml.com/v1alpha1
kind: InstanceType
metadata:
  name: large-cpu-model
spec:
  nodeSelector:
    agentpool: mlpool
  resources:
    requests:
      cpu: "2"
      memory: 8Gi
    limits:
      cpu: "4"
      memory: 16Gi
YAML

# ---- aks-compute (azureml.KubernetesCompute)
it=(az ml compute show --name aks-compute --workspace-name mlw-mlops-demo --resource-group rg-mlops-pipeline)
if exists "${it[@]}"; then
  say 'compute aks-compute is there'
else
  say 'making compute aks-compute'
  az ml compute attach \
    --name aks-compute \
    --type Kubernetes \
    --workspace-name mlw-mlops-demo \
    --resource-group rg-mlops-pipeline \
    --resource-id "$id_aks" \
    --namespace ml-workloads \
    --identity-type SystemAssigned \
    --output none
fi
wait_for aks-compute provisioning_state "${it[@]}"
principal_compute="$(value identity.principal_id "${it[@]}")"

# ---- pull-images (azure.RoleAssignment)
grant "$principal_compute" ServicePrincipal 7f951dda-4ed3-4680-a7ca-43fe172d538d "$id_registry" # AcrPull

# ---- aks-diagnostics (azure.DiagnosticSettings)
it=(az monitor diagnostic-settings show --name aks-diagnostics --resource "$id_aks")
if exists "${it[@]}"; then
  say 'diagnostic setting aks-diagnostics is there'
else
  say 'making diagnostic setting aks-diagnostics'
  az monitor diagnostic-settings create \
    --name aks-diagnostics \
    --resource "$id_aks" \
    --workspace "$id_logs" \
    --logs '[{"category": "kube-apiserver", "enabled": true}, {"category": "kube-controller-manager", "enabled": true}, {"category": "kube-scheduler", "enabled": true}]' \
    --metrics '[{"category": "AllMetrics", "enabled": true}]' \
    --output none
fi

# ---- mlops-endpoint (azureml.KubernetesOnlineEndpoint)
cat >"$work/endpoint.endpoint.yml" <<'YAML'
$schema: https://azuremlschemas.azureedge.net/latest/kubernetesOnlineEndpoint.schema.json
name: mlops-endpoint
compute: azureml:aks-compute
auth_mode: key
YAML
it=(az ml online-endpoint show --name mlops-endpoint --workspace-name mlw-mlops-demo --resource-group rg-mlops-pipeline)
if exists "${it[@]}"; then
  say 'endpoint mlops-endpoint is there'
else
  say 'making endpoint mlops-endpoint'
  az ml online-endpoint create \
    --name mlops-endpoint \
    --file "$work/endpoint.endpoint.yml" \
    --workspace-name mlw-mlops-demo \
    --resource-group rg-mlops-pipeline \
    --output none
fi
wait_for mlops-endpoint provisioning_state "${it[@]}"
id_endpoint="$(value id "${it[@]}")"

# ---- high-latency-alert (azure.MetricAlert)
it=(az monitor metrics alert show --name high-latency-alert --resource-group rg-mlops-pipeline)
if exists "${it[@]}"; then
  say 'alert high-latency-alert is there'
else
  say 'making alert high-latency-alert'
  az monitor metrics alert create \
    --name high-latency-alert \
    --resource-group rg-mlops-pipeline \
    --scopes "$id_endpoint" \
    --condition 'avg RequestLatency > 1000' \
    --window-size 5m \
    --evaluation-frequency 1m \
    --severity 2 \
    --auto-mitigate true \
    --output none
fi

say 'everything is there'
