#pragma once

#include "mlpc/rules/rule.h"

// The rules by name. The file of a rule includes this, which makes the rule available to the table.
#define MLPC_RULE(category, identifier) \
  namespace mlpc::rules::category {     \
  extern const Rule identifier;         \
  }
#include "table.def"
#undef MLPC_RULE
