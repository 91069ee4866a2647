#pragma once

#include <string>

#include "plan.h"

namespace mlpc::backends::kfp {

/// The text of a value in a task of `plan`, with placeholders for what is known only at run time. They are the names of
/// the inputs that carry the values.
std::string runText(const Plan& plan, const ir::Value& value);

}  // namespace mlpc::backends::kfp
