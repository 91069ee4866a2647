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
# Ends the script where something is not there that has to be.
require() {
  if ! exists "$@"; then
    say "not found: $*"
    exit 1
  fi
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

# ---- rg-mlops-pipeline (azure.ResourceGroup)
it=(az group show --name rg-mlops-pipeline --subscription 00000000-0000-0000-0000-000000000000)
require "${it[@]}"

# ---- aks-mlops-cluster (azure.ManagedCluster)
it=(az aks show --name aks-mlops-cluster --resource-group rg-mlops-pipeline --subscription 00000000-0000-0000-0000-000000000000)
id_aks="$(value id "${it[@]}")"

# ---- ml-workloads (k8s.Namespace)
kube_aks="$work/aks.kubeconfig"
az aks get-credentials \
  --name aks-mlops-cluster \
  --resource-group rg-mlops-pipeline \
  --subscription 00000000-0000-0000-0000-000000000000 \
  --file "$kube_aks" \
  --overwrite-existing \
  --only-show-errors
if ! exists kubectl --kubeconfig "$kube_aks" get namespace ml-workloads; then
  say 'making namespace ml-workloads'
  kubectl --kubeconfig "$kube_aks" create namespace ml-workloads
fi

# ---- edge-1 (azure.ConnectedCluster)
it=(az connectedk8s show --name edge-1 --resource-group rg-mlops-pipeline --subscription 00000000-0000-0000-0000-000000000000)
id_arc="$(value id "${it[@]}")"
relay_arc="$(value id az relay namespace show --name relay-edge-1 --resource-group rg-mlops-pipeline --subscription 00000000-0000-0000-0000-000000000000)"

# ---- ml-edge (k8s.Namespace)
kube_arc="$work/arc.kubeconfig"
open_proxy "$kube_arc" 47012 \
  --name edge-1 \
  --resource-group rg-mlops-pipeline \
  --subscription 00000000-0000-0000-0000-000000000000
if ! exists kubectl --kubeconfig "$kube_arc" get namespace ml-edge; then
  say 'making namespace ml-edge'
  kubectl --kubeconfig "$kube_arc" create namespace ml-edge
fi

# ---- id-mlops (azure.UserAssignedIdentity)
it=(az identity show --name id-mlops --resource-group rg-mlops-pipeline --subscription 00000000-0000-0000-0000-000000000000)
id_workspace_identity="$(value id "${it[@]}")"
principal_workspace_identity="$(value principalId "${it[@]}")"

# ---- mlw-mlops-demo (azureml.Workspace)
it=(az ml workspace show --name mlw-mlops-demo --resource-group rg-mlops-pipeline --subscription 00000000-0000-0000-0000-000000000000)
require "${it[@]}"

# ---- k8s-compute (azureml.KubernetesCompute)
# Roles that the workspace's identity needs before it can attach a cluster.
grant "$principal_workspace_identity" ServicePrincipal acdd72a7-3385-48ef-bd42-f606fba81ae7 "$id_aks" # Reader
grant "$principal_workspace_identity" ServicePrincipal 85cb6faf-e071-4c9b-8136-154b5a04f717 "$id_aks" # Kubernetes Extension Contributor
grant "$principal_workspace_identity" ServicePrincipal 0ab0b1a8-8aac-4efd-b8c2-3ee1fb270be8 "$id_aks" # Azure Kubernetes Service Cluster Admin Role
it=(az ml compute show --name k8s-compute --workspace-name mlw-mlops-demo --resource-group rg-mlops-pipeline --subscription 00000000-0000-0000-0000-000000000000)
if exists "${it[@]}"; then
  say 'compute k8s-compute is there'
else
  say 'making compute k8s-compute'
  az ml compute attach \
    --name k8s-compute \
    --type Kubernetes \
    --workspace-name mlw-mlops-demo \
    --resource-group rg-mlops-pipeline \
    --subscription 00000000-0000-0000-0000-000000000000 \
    --resource-id "$id_aks" \
    --namespace ml-workloads \
    --identity-type SystemAssigned \
    --output none
fi
wait_for k8s-compute provisioning_state "${it[@]}"
principal_k8s_compute="$(value identity.principal_id "${it[@]}")"

# ---- relay-owner (azure.RoleAssignment)
grant "$principal_workspace_identity" ServicePrincipal 2787bf04-f1f5-4bfe-8383-c8a24483ee38 "$relay_arc" # Azure Relay Owner

# ---- amlarc-compute (azureml.KubernetesCompute)
# Roles that the workspace's identity needs before it can attach a cluster.
grant "$principal_workspace_identity" ServicePrincipal acdd72a7-3385-48ef-bd42-f606fba81ae7 "$id_arc" # Reader
grant "$principal_workspace_identity" ServicePrincipal 85cb6faf-e071-4c9b-8136-154b5a04f717 "$id_arc" # Kubernetes Extension Contributor
it=(az ml compute show --name amlarc-compute --workspace-name mlw-mlops-demo --resource-group rg-mlops-pipeline --subscription 00000000-0000-0000-0000-000000000000)
if exists "${it[@]}"; then
  say 'compute amlarc-compute is there'
else
  say 'making compute amlarc-compute'
  az ml compute attach \
    --name amlarc-compute \
    --type Kubernetes \
    --workspace-name mlw-mlops-demo \
    --resource-group rg-mlops-pipeline \
    --subscription 00000000-0000-0000-0000-000000000000 \
    --resource-id "$id_arc" \
    --namespace ml-edge \
    --identity-type UserAssigned \
    --user-assigned-identities "$id_workspace_identity" \
    --output none
fi
wait_for amlarc-compute provisioning_state "${it[@]}"

# ---- acrmlops1234 (azure.ContainerRegistry)
it=(az acr show --name acrmlops1234 --resource-group rg-mlops-pipeline --subscription 00000000-0000-0000-0000-000000000000)
id_images="$(value id "${it[@]}")"

# ---- pull-images (azure.RoleAssignment)
grant "$principal_k8s_compute" ServicePrincipal 7f951dda-4ed3-4680-a7ca-43fe172d538d "$id_images" # AcrPull

# ---- stmlops1234 (azure.StorageAccount)
it=(az storage account show --name stmlops1234 --resource-group rg-mlops-pipeline --subscription 00000000-0000-0000-0000-000000000000)
id_data="$(value id "${it[@]}")"

# ---- read-blobs (azure.RoleAssignment)
grant "$principal_k8s_compute" ServicePrincipal 2a2b9908-6ea1-4ae2-8e65-a410df84e7d1 "$id_data" # Storage Blob Data Reader

# ---- edge-pull (azure.RoleAssignment)
grant "$principal_workspace_identity" ServicePrincipal 7f951dda-4ed3-4680-a7ca-43fe172d538d "$id_images" # AcrPull

say 'everything is there'
