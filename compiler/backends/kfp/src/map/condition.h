#pragma once

#include <string>

#include "plan.h"

namespace mlpc::backends::kfp {

/// The condition of the branch number `branch`, in CEL over the inputs of its group: that none of the previous branches
/// applies, and its own. One comparison has the form that the SDK writes; the whole expression is compiled, with all
/// the precedence and escaping that CEL requires.
std::string branchCondition(const Plan& plan, const ir::Conditional& conditional, uint32_t branch);

}  // namespace mlpc::backends::kfp
