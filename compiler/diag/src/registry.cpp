#include "mlpc/diag/registry.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace mlpc::diag {
namespace {

/// Another name by which a diagnostic can be allowed and explained: an earlier one, or that of a diagnostic that it was
/// split off from.
struct Alias {
  std::string_view name;
  uint16_t code;
};

#define MLPC_RULE(category, ...) MLPC_DIAGNOSTIC(__VA_ARGS__)

constexpr Record kUnsorted[] = {
#define MLPC_DIAGNOSTIC(code, severity, tells, allowance, id, name, message, ...) \
  {code, Severity::severity, Tells::tells, Allowance::allowance, name, message},
#define MLPC_NOTE(id, message, ...)
#define MLPC_ALIAS(name, code)
#include "mlpc/diag/all_areas.inc"
#undef MLPC_DIAGNOSTIC
#undef MLPC_ALIAS
};

constexpr Alias kUnsortedAliases[] = {
#define MLPC_DIAGNOSTIC(code, severity, tells, allowance, id, name, message, ...)
#define MLPC_ALIAS(name, code) {name, code},
#include "mlpc/diag/all_areas.inc"
#undef MLPC_DIAGNOSTIC
#undef MLPC_ALIAS
#undef MLPC_NOTE
#undef MLPC_RULE
};

constexpr auto kRecords = [] {
  auto records = std::to_array(kUnsorted);
  std::sort(records.begin(), records.end(), [](const Record& a, const Record& b) { return a.code < b.code; });
  return records;
}();

constexpr auto kAliases = [] {
  auto aliases = std::to_array(kUnsortedAliases);
  std::sort(aliases.begin(), aliases.end(),
            [](const Alias& a, const Alias& b) { return std::tie(a.name, a.code) < std::tie(b.name, b.code); });
  return aliases;
}();

constexpr bool codesAreUnique() {
  for (size_t i = 1; i < kRecords.size(); ++i) {
    if (kRecords[i - 1].code == kRecords[i].code) return false;
  }
  return true;
}
static_assert(codesAreUnique(), "two diagnostics share a code");

static_assert(std::all_of(kRecords.begin(), kRecords.end(),
                          [](const Record& r) { return r.severity == Severity::Error || mayBeAllowed(r); }),
              "what is no error may always be allowed");

static_assert(std::all_of(kAliases.begin(), kAliases.end(),
                          [](const Alias& alias) {
                            return std::any_of(kRecords.begin(), kRecords.end(),
                                               [&](const Record& r) { return r.code == alias.code; });
                          }),
              "an alias names a code that is not registered");

static_assert(std::none_of(kAliases.begin(), kAliases.end(),
                           [](const Alias& alias) {
                             return std::any_of(kRecords.begin(), kRecords.end(), [&](const Record& r) {
                               return r.code == alias.code && r.name == alias.name;
                             });
                           }),
              "a name is no alias of itself");

}  // namespace

std::span<const Record> allRecords() { return kRecords; }

const Record* findRecord(uint16_t code) {
  auto it =
      std::lower_bound(kRecords.begin(), kRecords.end(), code, [](const Record& r, uint16_t c) { return r.code < c; });
  return it != kRecords.end() && it->code == code ? &*it : nullptr;
}

const Record* findRecord(std::string_view name) {
  const auto records = findRecords(name);
  return records.empty() ? nullptr : records.front();
}

std::vector<const Record*> findRecords(std::string_view name) {
  std::vector<const Record*> result;
  for (const Record& record : kRecords) {
    if (record.name == name) result.push_back(&record);
  }
  for (const Alias& alias : kAliases) {
    if (alias.name == name) result.push_back(findRecord(alias.code));
  }
  return result;
}

}  // namespace mlpc::diag
