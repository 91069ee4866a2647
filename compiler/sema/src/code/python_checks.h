#pragma once

#include "bodies/body_context.h"

namespace mlpc::sema {

/// What the checks of Python need to know of its component.
struct PythonBody {
  SymbolId component;
  const Signature* signature = nullptr;
  const syntax::Block* block = nullptr;
  bool namedOutputs = false;
};
/// Checks the placeholders of a fence. A `python module` or a file must hold the function, with the inputs as
/// parameters.
void checkPython(const BodyContext& context, const PythonBody& body, const syntax::CodeStmt& code);

}  // namespace mlpc::sema
