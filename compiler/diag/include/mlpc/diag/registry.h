#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "mlpc/diag/record.h"

namespace mlpc::diag {

/// Another name by which a diagnostic can be allowed and explained: one that it had before, or that of a diagnostic
/// from which it was split off.
struct Alias {
  std::string_view name;
  uint16_t code;
};

/// Every record, by code.
std::span<const Record> allRecords();
/// Every other name, by name and code.
std::span<const Alias> allAliases();
/// The record of a code (2103), or null.
const Record* findRecord(uint16_t code);
/// The record named `name`, or null. If no record has this name today, the first one that once had it.
const Record* findRecord(std::string_view name);
/// Whatever `name` has ever stood for: the record that has it, then the aliases.
std::vector<const Record*> findRecords(std::string_view name);

}  // namespace mlpc::diag
