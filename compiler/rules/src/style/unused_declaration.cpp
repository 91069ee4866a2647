// Declarations that nothing in the program refers to.
#include <algorithm>

#include "facts/uses.h"
#include "mlpc/diag/lint.h"
#include "mlpc/rules/context.h"

namespace mlpc::rules::style {

using namespace syntax;
using sema::SymbolKind;

namespace {

/// What a declaration of this kind is called; empty for those that are of use by themselves.
std::string_view describe(SymbolKind kind) {
  switch (kind) {
    case SymbolKind::Const: return "constant";
    case SymbolKind::Secret: return "secret";
    case SymbolKind::Component: return "component";
    default: return {};
  }
}

/// A file without anything that is compiled on its own is a library, whose other users are not known here.
bool isLibrary(const Tree& tree) {
  return std::none_of(tree.decls.begin(), tree.decls.end(),
                      [](const Decl& decl) { return std::holds_alternative<PipelineDecl>(decl.node); });
}

void findUnusedDeclarations(Context& context) {
  const Uses& uses = context.world.fact<Uses>();
  for (const File& file : context.world.files()) {
    if (!file.named() || isLibrary(file.tree())) continue;
    for (const sema::SymbolId id : file.symbols()) {
      const sema::Symbol& symbol = context.world.symbol(id);
      const std::string_view what = describe(symbol.kind);
      if (what.empty() || symbol.owner || symbol.name.empty() || uses.contains(id)) continue;
      // Code with errors may have meant it.
      if (!file.sound(symbol.decl) || context.world.mentionedInErrors(symbol.name)) continue;
      context.report(symbol.span, diag::unusedDeclaration, diag::Phrase(what), symbol.name);
    }
  }
}

}  // namespace

extern constinit const Rule unusedDeclaration{
    .name = "unused-declaration",
    .category = Category::Style,
    .level = Level::Info,
    .reach = Reach::Named,
    .records = {&diag::unusedDeclaration.record},
    .program = findUnusedDeclarations,
};

}  // namespace mlpc::rules::style
