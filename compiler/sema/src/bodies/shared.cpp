#include "bodies/shared.h"

#include "mlpc/diag/names.h"
#include "mlpc/diag/notes.h"

namespace mlpc::sema {

const syntax::Name* rootName(const syntax::Tree& tree, syntax::ExprId expr) {
  while (expr) {
    const syntax::ExprNode& node = tree.exprs[expr].node;
    if (const auto* name = std::get_if<syntax::NameExpr>(&node)) return &name->name;
    if (const auto* member = std::get_if<syntax::MemberExpr>(&node)) {
      expr = member->base;
    } else if (const auto* index = std::get_if<syntax::IndexExpr>(&node)) {
      expr = index->base;
    } else {
      return nullptr;
    }
  }
  return nullptr;
}

bool isNamespace(const FileContext& file, const Scope& scope, std::string_view name) {
  const SymbolId found = scope.find(name);
  return found && file.program.symbols[found].kind == SymbolKind::Namespace;
}

std::optional<std::string> constantText(const FileContext& file, syntax::ExprId expr) {
  if (!expr) return std::nullopt;
  const auto value = file.constant(expr);
  if (!value) return std::nullopt;
  const auto* text = value->as<std::string>();
  return text != nullptr ? std::optional(*text) : std::nullopt;
}

bool declareOrReport(FileContext& file, Scope& scope, SymbolId symbol) {
  const Symbol& declared = file.program.symbols[symbol];
  if (declared.name.empty() || scope.declare(declared.name, symbol)) return true;
  const Symbol& earlier = file.program.symbols[scope.findHere(declared.name)];
  file.diags.report(declared.span, diag::duplicateDeclaration, declared.name)
      .note(earlier.span, diag::declaredHere, earlier.name);
  return false;
}

void declareParameters(FileContext& file, Scope& scope, SymbolId owner,
                       const std::vector<syntax::Parameter>& parameters, SymbolKind kind,
                       const std::vector<Field>& fields) {
  for (size_t i = 0; i < parameters.size(); ++i) {
    // Of two with one name, the signature has the first only.
    const Field* field = file.named(fields, parameters[i].name.text);
    Symbol symbol;
    symbol.kind = kind;
    symbol.name = parameters[i].name.text;
    symbol.module = file.module;
    symbol.span = parameters[i].name.span;
    symbol.type = field != nullptr ? field->type : file.error();
    symbol.decl = file.program.symbols[owner].decl;
    symbol.index = static_cast<uint32_t>(i);
    symbol.owner = owner;
    symbol.doc = parameters[i].doc;
    if (field != nullptr) symbol.deprecated = field->deprecated;
    declareOrReport(file, scope, file.addSymbol(std::move(symbol)));
  }
}

}  // namespace mlpc::sema
