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
az extension add --name connectedk8s --upgrade --yes --only-show-errors
az extension add --name k8s-extension --upgrade --yes --only-show-errors
az extension add --name ml --upgrade --yes --only-show-errors

# ---- rg-edge (azure.ResourceGroup)
it=(az group show --name rg-edge)
if exists "${it[@]}"; then
  say 'group rg-edge is there'
else
  say 'making group rg-edge'
  az group create --name rg-edge --location westeurope --output none
fi

# ---- edge-1 (azure.ConnectedCluster)
it=(az connectedk8s show --name edge-1 --resource-group rg-edge)
if exists "${it[@]}"; then
  say 'connected cluster edge-1 is there'
else
  say 'making connected cluster edge-1'
  az connectedk8s connect \
    --name edge-1 \
    --resource-group rg-edge \
    --location northeurope \
    --tags site=berlin \
    --kube-context edge-admin \
    --yes \
    --output none
fi
wait_for edge-1 provisioningState "${it[@]}"

# ---- stedge1 (azure.StorageAccount)
it=(az storage account show --name stedge1 --resource-group rg-edge)
if exists "${it[@]}"; then
  say 'storage account stedge1 is there'
else
  say 'making storage account stedge1'
  az storage account create \
    --name stedge1 \
    --resource-group rg-edge \
    --location westeurope \
    --sku Standard_LRS \
    --kind StorageV2 \
    --https-only true \
    --min-tls-version TLS1_2 \
    --allow-blob-public-access false \
    --output none
fi
id_account="$(value id "${it[@]}")"

# ---- kv-edge-1 (azure.KeyVault)
it=(az keyvault show --name kv-edge-1 --resource-group rg-edge)
if exists "${it[@]}"; then
  say 'key vault kv-edge-1 is there'
elif exists az keyvault show-deleted --name kv-edge-1; then
  say 'bringing back key vault kv-edge-1'
  az keyvault recover --name kv-edge-1 --output none
else
  say 'making key vault kv-edge-1'
  az keyvault create \
    --name kv-edge-1 \
    --resource-group rg-edge \
    --location westeurope \
    --sku standard \
    --retention-days 90 \
    --enable-rbac-authorization true \
    --output none
fi
id_vault="$(value id "${it[@]}")"

# ---- mlw-edge (azureml.Workspace)
it=(az ml workspace show --name mlw-edge --resource-group rg-edge)
if exists "${it[@]}"; then
  say 'workspace mlw-edge is there'
else
  say 'making workspace mlw-edge'
  az ml workspace create \
    --name mlw-edge \
    --resource-group rg-edge \
    --location westeurope \
    --storage-account "$id_account" \
    --output none
fi
wait_for mlw-edge provisioning_state "${it[@]}"
principal_ws="$(value identity.principal_id "${it[@]}")"

# ---- extension (azureml.KubernetesExtension)
it=(az k8s-extension show --name extension --cluster-name edge-1 --cluster-type connectedClusters --resource-group rg-edge)
if exists "${it[@]}"; then
  say 'extension extension is there'
else
  say 'making extension extension'
  az k8s-extension create \
    --name extension \
    --cluster-name edge-1 \
    --cluster-type connectedClusters \
    --resource-group rg-edge \
    --extension-type Microsoft.AzureML.Kubernetes \
    --scope cluster \
    --auto-upgrade-minor-version true \
    --config enableTraining=True enableInference=True inferenceRouterServiceType=LoadBalancer inferenceRouterHA=True allowInsecureConnections=True \
    --output none
fi
wait_for extension provisioningState "${it[@]}"
relay_edge="$(value id az relay namespace show --name relay-edge-1 --resource-group rg-edge)"

# ---- relay-owner (azure.RoleAssignment)
grant "$principal_ws" ServicePrincipal 2787bf04-f1f5-4bfe-8383-c8a24483ee38 "$relay_edge" # Azure Relay Owner

# ---- on-call-people (azure.ActionGroup)
it=(az monitor action-group show --name on-call-people --resource-group rg-edge)
if exists "${it[@]}"; then
  say 'action group on-call-people is there'
else
  say 'making action group on-call-people'
  az monitor action-group create \
    --name on-call-people \
    --resource-group rg-edge \
    --short-name on-call \
    --action email first first@example.org \
    --action email second second@example.org \
    --tags team=edge \
    --output none
fi
id_on_call="$(value id "${it[@]}")"

# ---- vault-is-busy (azure.MetricAlert)
it=(az monitor metrics alert show --name vault-is-busy --resource-group rg-edge)
if exists "${it[@]}"; then
  say 'alert vault-is-busy is there'
else
  say 'making alert vault-is-busy'
  az monitor metrics alert create \
    --name vault-is-busy \
    --resource-group rg-edge \
    --scopes "$id_vault" \
    --condition 'avg SaturationShoebox > 75' \
    --window-size 15m \
    --evaluation-frequency 5m \
    --severity 1 \
    --description "The vault's limit is near" \
    --auto-mitigate false \
    --action "$id_on_call" \
    --tags team=edge \
    --output none
fi

# ---- vault-audit (azure.DiagnosticSettings)
it=(az monitor diagnostic-settings show --name vault-audit --resource "$id_vault")
if exists "${it[@]}"; then
  say 'diagnostic setting vault-audit is there'
else
  say 'making diagnostic setting vault-audit'
  az monitor diagnostic-settings create \
    --name vault-audit \
    --resource "$id_vault" \
    --storage-account "$id_account" \
    --logs '[{"category": "AuditEvent", "enabled": true}]' \
    --output none
fi

say 'everything is there'
