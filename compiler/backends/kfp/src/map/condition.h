#pragma once

#include <string>

#include "plan.h"

namespace mlpc::backends::kfp {

/// A condition in CEL over the inputs of its group. In form it is what the SDK writes for one comparison; the whole
/// expression is compiled, with every precedence and escape that CEL asks for.
std::string celCondition(const Plan& plan, const ir::Value& condition);

/// The condition of the branch number `branch`: that none of the branches before it applies, and its own.
std::string branchCondition(const Plan& plan, const ir::Conditional& conditional, uint32_t branch);

}  // namespace mlpc::backends::kfp
