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

# ---- edge-pull (azure.RoleAssignment)
principal_workspace_identity="$(maybe principalId az identity show --name id-mlops --resource-group rg-mlops-pipeline --subscription 00000000-0000-0000-0000-000000000000)"
id_images="$(maybe id az acr show --name acrmlops1234 --resource-group rg-mlops-pipeline --subscription 00000000-0000-0000-0000-000000000000)"
revoke "$principal_workspace_identity" 7f951dda-4ed3-4680-a7ca-43fe172d538d "$id_images" # AcrPull

# ---- read-blobs (azure.RoleAssignment)
principal_k8s_compute="$(maybe identity.principal_id az ml compute show --name k8s-compute --workspace-name mlw-mlops-demo --resource-group rg-mlops-pipeline --subscription 00000000-0000-0000-0000-000000000000)"
id_data="$(maybe id az storage account show --name stmlops1234 --resource-group rg-mlops-pipeline --subscription 00000000-0000-0000-0000-000000000000)"
revoke "$principal_k8s_compute" 2a2b9908-6ea1-4ae2-8e65-a410df84e7d1 "$id_data" # Storage Blob Data Reader

# ---- pull-images (azure.RoleAssignment)
revoke "$principal_k8s_compute" 7f951dda-4ed3-4680-a7ca-43fe172d538d "$id_images" # AcrPull

# ---- amlarc-compute (azureml.KubernetesCompute)
if exists az ml compute show --name amlarc-compute --workspace-name mlw-mlops-demo --resource-group rg-mlops-pipeline --subscription 00000000-0000-0000-0000-000000000000; then
  say 'deleting compute amlarc-compute'
  az ml compute detach \
    --name amlarc-compute \
    --workspace-name mlw-mlops-demo \
    --resource-group rg-mlops-pipeline \
    --subscription 00000000-0000-0000-0000-000000000000 \
    --yes
fi
say 'left: the roles of identity id-mlops on cluster edge-1'

# ---- relay-owner (azure.RoleAssignment)
relay_arc="$(maybe id az relay namespace show --name relay-edge-1 --resource-group rg-mlops-pipeline --subscription 00000000-0000-0000-0000-000000000000)"
revoke "$principal_workspace_identity" 2787bf04-f1f5-4bfe-8383-c8a24483ee38 "$relay_arc" # Azure Relay Owner

# ---- k8s-compute (azureml.KubernetesCompute)
if exists az ml compute show --name k8s-compute --workspace-name mlw-mlops-demo --resource-group rg-mlops-pipeline --subscription 00000000-0000-0000-0000-000000000000; then
  say 'deleting compute k8s-compute'
  az ml compute detach \
    --name k8s-compute \
    --workspace-name mlw-mlops-demo \
    --resource-group rg-mlops-pipeline \
    --subscription 00000000-0000-0000-0000-000000000000 \
    --yes
fi
say 'left: the roles of identity id-mlops on cluster aks-mlops-cluster'

# ---- ml-edge (k8s.Namespace)
kube_arc="$work/arc.kubeconfig"
open_proxy "$kube_arc" 47011 \
  --name edge-1 \
  --resource-group rg-mlops-pipeline \
  --subscription 00000000-0000-0000-0000-000000000000
kubectl --kubeconfig "$kube_arc" delete namespace ml-edge --ignore-not-found

# ---- ml-workloads (k8s.Namespace)
kube_aks="$work/aks.kubeconfig"
az aks get-credentials \
  --name aks-mlops-cluster \
  --resource-group rg-mlops-pipeline \
  --subscription 00000000-0000-0000-0000-000000000000 \
  --file "$kube_aks" \
  --overwrite-existing \
  --only-show-errors
kubectl --kubeconfig "$kube_aks" delete namespace ml-workloads --ignore-not-found

say 'everything is gone'
