#include <algorithm>
#include <array>

#include "mlpc/diag/diagnostics.h"

namespace mlpc::diag {
namespace {

constexpr Record kUnsorted[] = {
#define MLPC_DIAGNOSTIC(code, severity, id, name, message, ...) {code, Severity::severity, name, message},
#define MLPC_NOTE(id, message, ...)
#include "all.def"
#undef MLPC_DIAGNOSTIC
#undef MLPC_NOTE
};

constexpr auto kRecords = [] {
  auto records = std::to_array(kUnsorted);
  std::sort(records.begin(), records.end(), [](const Record& a, const Record& b) { return a.code < b.code; });
  return records;
}();

constexpr bool codesAreUnique() {
  for (size_t i = 1; i < kRecords.size(); ++i) {
    if (kRecords[i - 1].code == kRecords[i].code) return false;
  }
  return true;
}
static_assert(codesAreUnique(), "two diagnostics share a code");

}  // namespace

std::span<const Record> allRecords() { return kRecords; }

const Record* findRecord(uint16_t code) {
  auto it =
      std::lower_bound(kRecords.begin(), kRecords.end(), code, [](const Record& r, uint16_t c) { return r.code < c; });
  return it != kRecords.end() && it->code == code ? &*it : nullptr;
}

const Record* findRecord(std::string_view name) {
  auto it = std::find_if(kRecords.begin(), kRecords.end(), [&](const Record& r) { return r.name == name; });
  return it != kRecords.end() ? &*it : nullptr;
}

}  // namespace mlpc::diag
