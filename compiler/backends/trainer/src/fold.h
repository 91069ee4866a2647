#pragma once

#include <vector>

#include "mlpc/ir/program.h"

namespace mlpc::backends::trainer {

/// `value` with each input replaced by its default, and folded as far as possible. An optional input without a default
/// becomes null; an input that has neither stays a reference.
ir::Value applyDefaults(const ir::Value& value, const std::vector<ir::Port>& inputs);
/// The same for every field of a record. Fields that become null are left out.
ir::RecordValue applyDefaults(const ir::RecordValue& record, const std::vector<ir::Port>& inputs);

}  // namespace mlpc::backends::trainer
