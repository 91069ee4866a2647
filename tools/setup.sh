# shellcheck shell=bash
# Sourced by tools/mlpc, tools/test and tools/format: installs what a build needs and runs the build.
# The caller has set `root` to the project's folder. Nothing here writes to standard output, which belongs to mlpc.

build_packages=(
  antlr4 ccache cmake g++ libantlr4-runtime-dev libarchive-dev libcli11-dev libfmt-dev libgmock-dev libgtest-dev
  libncurses-dev libre2-dev libyaml-cpp-dev libyaml-dev llvm-14-dev ninja-build nlohmann-json3-dev zlib1g-dev
)
test_packages=(
  clang-14 clang-format-14 clang-tidy-14 fish git groff-base libclang-rt-14-dev neovim python3 python3-venv python3-yaml
  shellcheck valgrind zsh
)

log="${root:?}/build/setup.log"

say() { printf 'mlpc: %s\n' "$*" >&2; }

# Exits with status 2: the environment failed, not the input.
give_up() {
  say "$1"
  if [ -s "$log" ]; then
    tail -n 40 "$log" >&2
    say "the whole log is $log"
  fi
  exit 2
}

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    give_up "root or sudo is needed to install packages; ask for: $*"
  fi
}

# install_missing PROFILE PACKAGE...: looks at dpkg's database once per change of this script.
install_missing() {
  local stamp package installed missing=()
  stamp="$root/build/.setup-$1-$(cksum <"$root/tools/setup.sh" | tr ' ' '-')"
  shift
  [ -e "$stamp" ] && return
  if [ -n "${MLPC_SKIP_SETUP:-}" ]; then
    return
  fi
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    give_up "this script installs packages on Debian 12 only. Elsewhere install the counterparts of these yourself and
set MLPC_SKIP_SETUP=1: $*"
  fi
  installed=" $(dpkg-query -W -f '${db:Status-Status} ${Package}\n' 2>/dev/null | sed -n 's/^installed //p' | tr '\n' ' ') "
  for package in "$@"; do
    [[ $installed == *" $package "* ]] || missing+=("$package")
  done
  if [ ${#missing[@]} -gt 0 ]; then
    say "installing ${missing[*]}"
    # Continue in spite of an out-of-date package list: the packages may exist all the same.
    as_root apt-get -q -o DPkg::Lock::Timeout=300 update >>"$log" 2>&1 </dev/null || true
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 install \
      --no-install-recommends "${missing[@]}" >>"$log" 2>&1 </dev/null ||
      give_up "apt-get could not install ${missing[*]} (this is meant for Debian 12)"
  fi
  : >"$stamp"
}

# One set-up or build at a time: two calls in one clone would write the same files.
begin_setup() {
  mkdir -p "$root/build"
  exec 9>"$root/build/.lock"
  flock -n 9 || { say "waiting for another build in this folder" && flock 9; }
  : >"$log"
}
# Nothing that is started later may hold the lock.
end_setup() { exec 9>&-; }

# npm is needed for the grammars of compiler/embedded. An existing installation is used, wherever it came from.
node_packages=()
command -v node >/dev/null || node_packages+=(nodejs)
command -v npm >/dev/null || node_packages+=(npm)

setup_build() { install_missing build "${build_packages[@]}" "${node_packages[@]}"; }

setup_test() {
  local extra=()
  command -v go >/dev/null || [ -x /usr/local/go/bin/go ] || extra+=(golang-go)
  install_missing test "${build_packages[@]}" "${node_packages[@]}" "${test_packages[@]}" "${extra[@]}"
}

# build PRESET [CMAKE OPTION...] -- [TARGET...]: options stay in effect until the build folder is removed.
build() {
  local preset="$1" directory="$root/build/$1" options=()
  shift
  while [ "$1" != -- ]; do
    options+=("$1")
    shift
  done
  shift
  # A moved clone, whose configuration contains the old path.
  if [ -e "$directory/CMakeCache.txt" ] &&
    ! grep -qsxF "CMAKE_HOME_DIRECTORY:INTERNAL=$(cd "$root" && pwd -P)" "$directory/CMakeCache.txt"; then
    rm -rf "$directory"
  fi
  if [ ! -e "$directory/build.ninja" ] || [ ${#options[@]} -gt 0 ] ||
    [ "$root/CMakePresets.json" -nt "$directory/build.ninja" ]; then
    (cd "$root" && cmake --preset "$preset" "${options[@]}") >>"$log" 2>&1 </dev/null ||
      give_up "cannot configure the preset $preset"
  fi
  ninja -C "$directory" "$@" >>"$log" 2>&1 </dev/null || give_up "the build of the preset $preset failed"
}
