// Names of a pipeline that nothing refers to.
#include "facts/uses.h"
#include "mlpc/diag/lint.h"
#include "mlpc/rules/context.h"

namespace mlpc::rules::style {
namespace {

void findUnusedLets(const File& file, Context& context) {
  const Uses& uses = context.world.fact<Uses>();
  for (const sema::SymbolId id : file.symbols()) {
    const sema::Symbol& symbol = context.world.symbol(id);
    if (symbol.kind != sema::SymbolKind::Let || !symbol.owner || symbol.name.empty() || uses.contains(id)) continue;
    const sema::Symbol& owner = context.world.symbol(symbol.owner);
    if (owner.kind == sema::SymbolKind::Pipeline && file.sound(owner.decl))
      context.report(symbol.span, diag::unusedLet, symbol.name);
  }
}

}  // namespace

extern constinit const Rule unusedLet{
    .name = "unused-let",
    .category = Category::Style,
    .level = Level::Info,
    .reach = Reach::Named,
    .records = {&diag::unusedLet.record},
    .file = findUnusedLets,
};

}  // namespace mlpc::rules::style
