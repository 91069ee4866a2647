#pragma once

#include <string_view>

#include "mlpc/emit/document.h"
#include "mlpc/ir/component.h"

namespace mlpc::backends::kfp {

/// The constant `value` in the form in which KFP stores data: protobuf's Value, in which all numbers are doubles.
emit::Node structValue(const support::Constant& constant);

/// As structValue, but numbers keep their type: for the text of constant loop items.
emit::Node plainValue(const support::Constant& constant);

/// The name of a parameter's type in a document: `NUMBER_INTEGER`.
std::string_view parameterTypeName(ir::ParameterKind kind);

}  // namespace mlpc::backends::kfp
