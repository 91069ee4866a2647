#pragma once

#include <string>

#include "mlpc/emit/document.h"

namespace mlpc::backends::kfp {

/// Data as Python writes it on one line. A string of the style `Code` is an expression and stays as it is.
std::string pythonExpression(const emit::Node& node);

}  // namespace mlpc::backends::kfp
