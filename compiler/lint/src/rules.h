#pragma once

#include <vector>

#include "mlpc/lint/lint.h"

namespace mlpc::lint {

/// One file that is judged.
struct Unit {
  const sema::Program& program;
  sema::ModuleId id;
  const sema::Module& module;
  const syntax::Tree& tree;
  diag::Engine& diags;

  [[nodiscard]] const sema::ExprInfo& info(syntax::ExprId expr) const { return program.info(id, expr); }
  [[nodiscard]] source::Span span(syntax::ExprId expr) const { return tree.exprs[expr].span; }
  /// The symbol that a `let`, `for` or the like declares; invalid if there is none.
  [[nodiscard]] sema::SymbolId declared(syntax::StmtId stmt) const;
};

/// The parts of an expression and itself, outside first.
void forEachExpr(const syntax::Tree& tree, syntax::ExprId expr, const std::function<void(syntax::ExprId)>& visit);

/// The bodies of the pipelines of a file, in its order.
std::vector<const syntax::Block*> pipelineBodies(const Unit& unit);

// The rules; lint.cpp has their table.

void findUnused(const Unit& unit);
void findUnusedDeclarations(const Unit& unit);
void findDecidedConditions(const Unit& unit);
void findRedundantOrder(const Unit& unit);
void findClaimsLeft(const Unit& unit);
void findNarrowedArtifacts(const Unit& unit);

}  // namespace mlpc::lint
