#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bodies/body_context.h"
#include "mlpc/embedded/file_code.h"
#include "types/type_rules.h"

namespace mlpc::sema {

// Shared by the checks of bodies.

/// The setting `name` of a block, or null.
const syntax::SettingStmt* findSetting(const syntax::Tree& tree, const syntax::Block& block, std::string_view name);
/// The value of the setting `name` of a block; invalid if there is none.
syntax::ExprId settingValue(const syntax::Tree& tree, const syntax::Block& block, std::string_view name);
/// The name at the root of `a.b["c"]`, or null.
const syntax::Name* rootName(const syntax::Tree& tree, syntax::ExprId expr);
/// The span of an expression.
inline source::Span spanOf(const syntax::Tree& tree, syntax::ExprId expr) { return tree.exprs[expr].span; }

/// Whether `name` is `run`, `task` or `matrix`, and not something that the file declares.
bool isNamespace(const FileContext& file, const Scope& scope, std::string_view name);

/// The value of a constant string; empty if it is not one.
std::optional<std::string> constantText(const FileContext& file, syntax::ExprId expr);

/// Declares the parameters of `owner` in `scope`; two with the same name are reported.
void declareParameters(FileContext& file, Scope& scope, SymbolId owner,
                       const std::vector<syntax::Parameter>& parameters, SymbolKind kind,
                       const std::vector<Field>& fields);
/// Declares `symbol` in `scope`, or reports that the name is already in use there.
bool declareOrReport(FileContext& file, Scope& scope, SymbolId symbol);

// ---- python_checks.cpp

/// What the checks of Python need to know of its component.
struct PythonBody {
  SymbolId component;
  const Signature* signature = nullptr;
  const syntax::Block* block = nullptr;
  bool namedOutputs = false;
};
/// Checks the placeholders of a fence. A `python module` or a file must contain the function, with the inputs as
/// parameters.
void checkPython(const BodyContext& context, const PythonBody& body, const syntax::CodeStmt& code);

}  // namespace mlpc::sema
