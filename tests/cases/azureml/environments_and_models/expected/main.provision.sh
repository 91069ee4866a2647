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

# ---- rg-prices (azure.ResourceGroup)
it=(az group show --name rg-prices --subscription 11111111-2222-3333-4444-555555555555)
require "${it[@]}"

# ---- mlw-prices (azureml.Workspace)
it=(az ml workspace show --name mlw-prices --resource-group rg-prices --subscription 11111111-2222-3333-4444-555555555555)
require "${it[@]}"

# ---- aks-prices (azure.ManagedCluster)
it=(az aks show --name aks-prices --resource-group rg-prices --subscription 11111111-2222-3333-4444-555555555555)
id_aks="$(value id "${it[@]}")"

# ---- prices (k8s.Namespace)
kube_aks="$work/aks.kubeconfig"
az aks get-credentials \
  --name aks-prices \
  --resource-group rg-prices \
  --subscription 11111111-2222-3333-4444-555555555555 \
  --file "$kube_aks" \
  --overwrite-existing \
  --only-show-errors
require kubectl --kubeconfig "$kube_aks" get namespace prices

# ---- aks-prices (azureml.KubernetesCompute)
cat >"$work/compute.compute.yml" <<YAML
\$schema: https://azuremlschemas.azureedge.net/latest/kubernetesCompute.schema.json
name: aks-prices
type: kubernetes
resource_id: "${id_aks}"
namespace: prices
tags:
  cost_center: "42"
YAML
it=(az ml compute show --name aks-prices --workspace-name mlw-prices --resource-group rg-prices --subscription 11111111-2222-3333-4444-555555555555)
if exists "${it[@]}"; then
  say 'compute aks-prices is there'
else
  say 'making compute aks-prices'
  az ml compute attach \
    --name aks-prices \
    --type Kubernetes \
    --workspace-name mlw-prices \
    --resource-group rg-prices \
    --subscription 11111111-2222-3333-4444-555555555555 \
    --resource-id "$id_aks" \
    --namespace prices \
    --file "$work/compute.compute.yml" \
    --output none
fi
wait_for aks-prices provisioning_state "${it[@]}"

# ---- arc-prices (azure.ConnectedCluster)
it=(az connectedk8s show --name arc-prices --resource-group rg-prices --subscription 11111111-2222-3333-4444-555555555555)
require "${it[@]}"

# ---- spot (azureml.InstanceType)
kube_arc="$work/arc.kubeconfig"
open_proxy "$kube_arc" 47012 \
  --name arc-prices \
  --resource-group rg-prices \
  --subscription 11111111-2222-3333-4444-555555555555
kubectl --kubeconfig "$kube_arc" wait --for condition=established --timeout 300s crd/instancetypes.amlarc.azureml.com
kubectl --kubeconfig "$kube_arc" apply --filename - <<'YAML'
apiVersion: amlarc.azureml.com/v1alpha1
kind: InstanceType
metadata:
  name: spot
  labels:
    team: pricing
  annotations:
    example.org/note: may be taken away
spec:
  resources:
    requests:
      cpu: 250m
      memory: 512Mi
    limits:
      cpu: "1"
      memory: 1Gi
YAML

# ---- id-caller (azure.UserAssignedIdentity)
it=(az identity show --name id-caller --resource-group rg-prices --subscription 11111111-2222-3333-4444-555555555555)
id_caller="$(value id "${it[@]}")"

# ---- prices (azureml.KubernetesOnlineEndpoint)
cat >"$work/endpoint.endpoint.yml" <<YAML
\$schema: https://azuremlschemas.azureedge.net/latest/kubernetesOnlineEndpoint.schema.json
name: prices
compute: azureml:aks-prices
auth_mode: key
identity:
  type: user_assigned
  user_assigned_identities:
  - resource_id: "${id_caller}"
description: Prices of houses
properties:
  contract: v2
YAML
it=(az ml online-endpoint show --name prices --workspace-name mlw-prices --resource-group rg-prices --subscription 11111111-2222-3333-4444-555555555555)
if exists "${it[@]}"; then
  say 'endpoint prices is there'
else
  say 'making endpoint prices'
  az ml online-endpoint create \
    --name prices \
    --file "$work/endpoint.endpoint.yml" \
    --workspace-name mlw-prices \
    --resource-group rg-prices \
    --subscription 11111111-2222-3333-4444-555555555555 \
    --output none
fi
wait_for prices provisioning_state "${it[@]}"

say 'everything is there'
