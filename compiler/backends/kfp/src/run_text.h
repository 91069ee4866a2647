#pragma once

#include <string>

#include "plan.h"

namespace mlpc::backends::kfp {

/// The text of a value in a task of `plan`, with placeholders where it is known to a run only. They are the names of
/// the inputs that carry it.
std::string runText(const Plan& plan, const ir::Value& value);

}  // namespace mlpc::backends::kfp
