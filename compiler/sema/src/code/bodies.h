#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bodies/body_context.h"
#include "mlpc/embedded/code_text.h"
#include "mlpc/embedded/shell_script.h"
#include "types/type_rules.h"

namespace mlpc::sema {

// What the checks of bodies share.

/// The setting `name` of a block, or null.
const syntax::SettingStmt* findSetting(const syntax::Tree& tree, const syntax::Block& block, std::string_view name);
/// The value of the setting `name` of a block; invalid if it is not there.
syntax::ExprId settingValue(const syntax::Tree& tree, const syntax::Block& block, std::string_view name);
/// The name at the root of `a.b["c"]`, or null.
const syntax::Name* rootName(const syntax::Tree& tree, syntax::ExprId expr);
/// The span of an expression.
inline source::Span spanOf(const syntax::Tree& tree, syntax::ExprId expr) { return tree.exprs[expr].span; }

/// Whether `name` is `run`, `task` or `matrix`, and nothing that the file declares.
bool isNamespace(const FileContext& file, const Scope& scope, std::string_view name);

/// A constant text, or nothing.
std::optional<std::string> constantText(const FileContext& file, syntax::ExprId expr);

/// Declares the parameters of `owner` in `scope`; two of one name are reported.
void declareParameters(FileContext& file, Scope& scope, SymbolId owner,
                       const std::vector<syntax::Parameter>& parameters, SymbolKind kind,
                       const std::vector<Field>& fields);
/// Declares `symbol` in `scope`, or reports that the name is taken there.
bool declareOrReport(FileContext& file, Scope& scope, SymbolId symbol);

// ---- python_rules.cpp

/// What a python body needs to know of its component.
struct PythonBody {
  SymbolId component;
  const Signature* signature = nullptr;
  const syntax::Block* block = nullptr;
  bool namedOutputs = false;
};
/// Checks a `python <<< … >>>` body.
void checkPythonBody(const BodyContext& context, const PythonBody& body, syntax::ExprId fence);
/// Checks a `python module` or a file of Python: it must hold the function, with the inputs as parameters.
void checkPythonModule(const BodyContext& context, const PythonBody& body, const syntax::CodeStmt& code);

// ---- bash_rules.cpp

/// Reports what is wrong with a bash script as such, quotes, brackets and here-documents, and variables that are not
/// quoted.
embedded::ShellScript checkBashSyntax(FileContext& file, const embedded::CodeText& code);

}  // namespace mlpc::sema
