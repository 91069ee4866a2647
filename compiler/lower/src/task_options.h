#pragma once

#include "lowering.h"
#include "mlpc/ir/pipeline.h"

namespace mlpc::lower {

/// The settings of one task, from its record. What the record does not set is taken from `base` (the pipeline's
/// `defaults`).
ir::SharedOptions taskOptions(Lowering& lowering, std::vector<ir::Field> settings, const ir::TaskOptions& base);

/// `passthrough: {…}` of a component or pipeline.
std::vector<ir::PassedSetting> passedSettings(const ir::Value& record);
/// What a call of `importer[…](…)` means.
ir::Importer importerOf(Lowering& lowering, const sema::CallUse& use, std::vector<ir::Argument> arguments);

}  // namespace mlpc::lower
