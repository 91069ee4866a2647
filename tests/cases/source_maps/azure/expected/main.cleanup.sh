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

# ---- acrdemo1234 (azure.ContainerRegistry)
if exists az acr show --name acrdemo1234 --resource-group rg-demo; then
  say 'deleting registry acrdemo1234'
  az acr delete --name acrdemo1234 --resource-group rg-demo --yes
fi

# ---- rg-demo (azure.ResourceGroup)
if exists az group show --name rg-demo; then
  say 'deleting group rg-demo'
  az group delete --name rg-demo --yes
fi

say 'everything is gone'
