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

# ---- rg-demo (azure.ResourceGroup)
it=(az group show --name rg-demo)
if exists "${it[@]}"; then
  say 'group rg-demo is there'
else
  say 'making group rg-demo'
  az group create --name rg-demo --location westeurope --output none
fi

# ---- acrdemo1234 (azure.ContainerRegistry)
it=(az acr show --name acrdemo1234 --resource-group rg-demo)
if exists "${it[@]}"; then
  say 'registry acrdemo1234 is there'
else
  say 'making registry acrdemo1234'
  az acr create \
    --name acrdemo1234 \
    --resource-group rg-demo \
    --location westeurope \
    --tags team=a \
    --sku Premium \
    --admin-enabled false \
    --output none
fi

say 'everything is there'
