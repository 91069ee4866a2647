#pragma once

#include <string>

#include "plan.h"

namespace mlpc::backends::kfp {

/// A condition in CEL over the inputs of its group. It has the form that the SDK writes for one comparison; the whole
/// expression is compiled, with all the precedence and escaping that CEL requires.
std::string celCondition(const Plan& plan, const ir::Value& condition);

/// The condition of the branch number `branch`: that none of the previous branches applies, and its own.
std::string branchCondition(const Plan& plan, const ir::Conditional& conditional, uint32_t branch);

}  // namespace mlpc::backends::kfp
