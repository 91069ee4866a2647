#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "mlpc/diag/record.h"

namespace mlpc::diag {

/// Another name by which a diagnostic can be allowed and explained: an earlier one, or that of a diagnostic that it was
/// split off from.
struct Alias {
  std::string_view name;
  uint16_t code;
};

/// Every record, sorted by code.
std::span<const Record> allRecords();
/// Every other name, sorted by name and code.
std::span<const Alias> allAliases();
/// The record of a code (2103), or null.
const Record* findRecord(uint16_t code);
/// The record named `name`, or null. If no record has this name any more, the first one that had it.
const Record* findRecord(std::string_view name);
/// Everything that `name` has ever stood for: the record that has it, then the aliases.
std::vector<const Record*> findRecords(std::string_view name);

}  // namespace mlpc::diag
