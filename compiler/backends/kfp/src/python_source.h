#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mlpc/ir/component.h"
#include "mlpc/support/constant.h"

namespace mlpc::backends::kfp {

/// The name of the function that the KFP runtime calls.
std::string functionName(const ir::Component& component);

/// The `def` of a component with a Python body, preceded by the classes that its annotations use. Ends with a line
/// break.
std::string functionSource(const ir::Component& component, std::string_view body);

/// The body of a component that only runs its notebook.
std::string notebookBody(const ir::Component& component);

/// The module that the KFP runtime executes: the imports that it expects, `helper` (may be empty), then `code`.
std::string moduleSource(std::string_view helper, std::string_view code);

/// A constant as Python writes it, with whole numbers as floats if requested.
std::string pythonLiteral(const support::Constant& constant, bool wholeAsFloat);

/// `code` with every line indented, except lines that begin inside a string, whose text would change.
std::string indentPython(std::string_view code, std::string_view indent);

}  // namespace mlpc::backends::kfp
