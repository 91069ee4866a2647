#include "uses.h"

#include "mlpc/support/id.h"

namespace mlpc::rules {

using sema::SymbolId;

Uses::Uses(const World& world) {
  const auto collect = support::Overload{
      [&](const sema::SymbolUse& use) { add(use.symbol); },
      [&](const sema::OutputUse& use) { add(use.task); },
      [&](const sema::StepOutputUse& use) {
        for (const SymbolId symbol : use.path) add(symbol);
      },
      [&](const sema::KeyUse& use) { add(use.symbol); },
      [&](const sema::AttributeUse& use) { add(use.symbol); },
      [&](const sema::PortUse& use) { add(use.port); },
      [&](const sema::FinalStatusUse& use) { add(use.task); },
      [](const auto&) {},
  };
  for (const File& file : world.files()) {
    file.tree().exprs.forEachId([&](syntax::ExprId expr) { std::visit(collect, file.info(expr).use); });
  }
}

}  // namespace mlpc::rules
