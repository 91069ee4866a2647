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
az extension add --name ml --upgrade --yes --only-show-errors
# Kubeconfigs and documents, for as long as the script runs.
work="$(mktemp -d)"
trap 'rm -rf -- "$work"' EXIT

# ---- rg (azure.ResourceGroup)
it=(az group show --name rg --subscription 00000000-0000-0000-0000-000000000000)
require "${it[@]}"

# ---- aks (azure.ManagedCluster)
it=(az aks show --name aks --resource-group rg --subscription 00000000-0000-0000-0000-000000000000)
id_aks="$(value id "${it[@]}")"

# ---- ml (k8s.Namespace)
kube_aks="$work/aks.kubeconfig"
az aks get-credentials \
  --name aks \
  --resource-group rg \
  --subscription 00000000-0000-0000-0000-000000000000 \
  --file "$kube_aks" \
  --overwrite-existing \
  --only-show-errors
if ! exists kubectl --kubeconfig "$kube_aks" get namespace ml; then
  say 'making namespace ml'
  kubectl --kubeconfig "$kube_aks" create namespace ml
fi

# ---- wsp (azureml.Workspace)
it=(az ml workspace show --name wsp --resource-group rg --subscription 00000000-0000-0000-0000-000000000000)
require "${it[@]}"

# ---- kcomp (azureml.KubernetesCompute)
it=(az ml compute show --name kcomp --workspace-name wsp --resource-group rg --subscription 00000000-0000-0000-0000-000000000000)
if exists "${it[@]}"; then
  say 'compute kcomp is there'
else
  say 'making compute kcomp'
  az ml compute attach \
    --name kcomp \
    --type Kubernetes \
    --workspace-name wsp \
    --resource-group rg \
    --subscription 00000000-0000-0000-0000-000000000000 \
    --resource-id "$id_aks" \
    --namespace ml \
    --identity-type SystemAssigned \
    --output none
fi
wait_for kcomp provisioning_state "${it[@]}"

# ---- scoring (azureml.KubernetesOnlineEndpoint)
cat >"$work/scoring.endpoint.yml" <<'YAML'
$schema: https://azuremlschemas.azureedge.net/latest/kubernetesOnlineEndpoint.schema.json
name: scoring
compute: azureml:kcomp
auth_mode: key
YAML
it=(az ml online-endpoint show --name scoring --workspace-name wsp --resource-group rg --subscription 00000000-0000-0000-0000-000000000000)
if exists "${it[@]}"; then
  say 'endpoint scoring is there'
else
  say 'making endpoint scoring'
  az ml online-endpoint create \
    --name scoring \
    --file "$work/scoring.endpoint.yml" \
    --workspace-name wsp \
    --resource-group rg \
    --subscription 00000000-0000-0000-0000-000000000000 \
    --output none
fi
wait_for scoring provisioning_state "${it[@]}"

say 'everything is there'
