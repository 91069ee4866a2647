#pragma once

#include <string_view>

// The parts of the scripts that are the same for every program. Each function comes with the comment that a reader
// needs.
namespace mlpc::backends::azureml {

inline constexpr std::string_view kSay = R"sh(say() { printf '%s\n' "$*" >&2; }
)sh";

inline constexpr std::string_view kExists =
    R"sh(# Whether a command finds what it shows. Any failure but "not found" ends the script: nothing is known then.
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
)sh";

inline constexpr std::string_view kNeeds = R"sh(needs() {
  if ! command -v "$1" >/dev/null; then
    say "$1 is not installed"
    exit 1
  fi
}
)sh";

inline constexpr std::string_view kRequire = R"sh(# Ends the script where something is not there that has to be.
require() {
  if ! exists "$@"; then
    say "not found: $*"
    exit 1
  fi
}
)sh";

inline constexpr std::string_view kValue =
    R"sh(# value QUERY COMMAND…: prints one value of what a command shows, and fails if there is none.
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
)sh";

inline constexpr std::string_view kMaybe = R"sh(# The same, and nothing where there is none.
maybe() {
  if exists "${@:2}"; then value "$@"; fi
}
)sh";

inline constexpr std::string_view kWait =
    R"sh(# wait_for NAME QUERY COMMAND…: waits until what a command shows is Succeeded; an hour at most.
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
)sh";

inline constexpr std::string_view kGrant = R"sh(# grant PRINCIPAL TYPE ROLE SCOPE: gives a role, unless it is held.
grant() {
  local held
  held="$(az role assignment list --scope "$4" --role "$3" --query "[?principalId=='$1'] | length(@)" --output tsv)"
  if [[ "${held:-0}" == 0 ]]; then
    az role assignment create --assignee-object-id "$1" --assignee-principal-type "$2" --role "$3" --scope "$4" \
      --output none
  fi
}
)sh";

inline constexpr std::string_view kRevoke = R"sh(# revoke PRINCIPAL ROLE SCOPE: takes a role back, if it is held.
revoke() {
  local ids=() id
  if [[ -z "$1" || -z "$3" ]]; then return; fi
  while IFS= read -r id; do
    if [[ -n "$id" ]]; then ids+=("$id"); fi
  done < <(az role assignment list --scope "$3" --role "$2" --query "[?principalId=='$1'].id" --output tsv)
  if ((${#ids[@]} > 0)); then az role assignment delete --ids "${ids[@]}"; fi
}
)sh";

inline constexpr std::string_view kProxy =
    R"sh(# open_proxy KUBECONFIG PORT OPTION…: a way into a connected cluster, until the script ends.
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
)sh";

inline constexpr std::string_view kWork = R"sh(# Kubeconfigs and documents, for as long as the script runs.
work="$(mktemp -d)"
trap 'rm -rf -- "$work"' EXIT
)sh";

inline constexpr std::string_view kWorkWithProxies = R"sh(# Kubeconfigs and documents, for as long as the script runs.
work="$(mktemp -d)"
proxies=()
tidy() {
  if ((${#proxies[@]} > 0)); then kill -- "${proxies[@]}" 2>/dev/null || true; fi
  rm -rf -- "$work"
}
trap tidy EXIT
)sh";

}  // namespace mlpc::backends::azureml
