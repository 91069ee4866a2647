#pragma once

#include "mlpc/syntax/walk.h"

namespace mlpc::sema {

/// Calls `visit(StmtId)` for the statements of a block, and in place of an `if` or `for` of a workflow for those that
/// it chooses from.
template <typename Visit>
void forEachChosen(const syntax::Tree& tree, const syntax::Block& block, const Visit& visit) {
  walkStatements(tree, block, [&](syntax::StmtId id) {
    const syntax::StmtNode& node = tree.stmts[id].node;
    if (std::holds_alternative<syntax::IfStmt>(node) || std::holds_alternative<syntax::ForStmt>(node))
      return syntax::Walk::Into;
    visit(id);
    return syntax::Walk::Over;
  });
}

}  // namespace mlpc::sema
