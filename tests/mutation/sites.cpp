#include "sites.h"

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <set>
#include <string>
#include <string_view>

#include "mlpc/diag/place.h"

namespace mlpc {

namespace {

std::mutex mutex;
std::string currentCase;
std::set<std::string> logged;  // of the current case

// `compiler/…`, whatever folder the build calls the project's.
std::string_view pathInProject(std::string_view path) {
  const size_t start = path.rfind("compiler/");
  return start == std::string_view::npos ? path : path.substr(start);
}

void log(const char* file, const std::string& site) {
  const std::lock_guard lock(mutex);
  if (!logged.insert(site).second) return;
  // Opened for each, since a process may be killed by its test.
  if (std::FILE* out = std::fopen(file, "a")) {
    std::fputs(fmt::format("{}\t{}\n", site, currentCase).c_str(), out);
    std::fclose(out);
  }
}

}  // namespace

void test::beginCase(std::string_view name) {
  const std::lock_guard lock(mutex);
  currentCase = name;
  logged.clear();
}

// Takes the place of the definition in mlpc_diag.
bool diag::switchedOff(const Place& place, uint16_t code) {
  static const char* const wanted = std::getenv("MLPC_MUTATION");
  static const char* const file = std::getenv("MLPC_MUTATION_LOG");
  if (wanted == nullptr && file == nullptr) return false;
  const std::string site = fmt::format("{}:{} MLP{:04}", pathInProject(place.callFile()), place.callLine(), code);
  if (file != nullptr) log(file, site);
  return wanted != nullptr && site == wanted;
}

}  // namespace mlpc
