#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "mlpc/diag/record.h"

namespace mlpc::diag {

/// Every record, sorted by code.
std::span<const Record> allRecords();
/// The record of a code (2103), or null.
const Record* findRecord(uint16_t code);
/// The record named `name`, or null. If no record has this name any more, the first one that had it.
const Record* findRecord(std::string_view name);
/// Everything that `name` has ever stood for: the record that has it, then those that had it earlier or were split off
/// from the one that had it.
std::vector<const Record*> findRecords(std::string_view name);

}  // namespace mlpc::diag
