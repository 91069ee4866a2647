#pragma once

#include <concepts>
#include <type_traits>
#include <utility>
#include <vector>

#include "mlpc/syntax/tree.h"

/// The walks over a tree. Each family of nodes has one description of its parts (walk.cpp); a walk is iterative, so
/// that depth costs no stack, and visits the parts in the order of the source.
namespace mlpc::syntax {

/// What a walk does with the parts of the node that was just visited.
enum class Walk : uint8_t {
  Into,
  Over,  ///< skips them
};

/// Appends the direct parts of an expression, all of them valid.
void appendParts(const Tree& tree, ExprId expr, std::vector<ExprId>& out);
/// Appends the expressions directly in a statement, but not those of the statements inside it.
void appendExpressions(const Stmt& stmt, std::vector<ExprId>& out);
/// Appends the blocks of a statement.
void appendBlocks(const Stmt& stmt, std::vector<const Block*>& out);
/// Appends the expressions of a declaration that are not in a statement: values, records, arguments of decorators,
/// defaults of parameters and of the fields of a type.
void appendExpressions(const Tree& tree, const Decl& decl, std::vector<ExprId>& out);
/// The block of a declaration that has one, otherwise null.
const Block* bodyOf(const Decl& decl);

namespace detail {
/// What a visitor answers for a node: if it returns nothing, the parts are visited.
template <typename Visit, typename... Args>
Walk shown(Visit& visit, Args&&... args) {
  if constexpr (std::is_void_v<std::invoke_result_t<Visit&, Args...>>) {
    visit(std::forward<Args>(args)...);
    return Walk::Into;
  } else {
    return visit(std::forward<Args>(args)...);
  }
}
}  // namespace detail

/// Calls `visit(ExprId)` for each direct part of an expression.
template <std::invocable<ExprId> Visit>
void forEachPart(const Tree& tree, ExprId expr, Visit&& visit) {
  std::vector<ExprId> parts;
  appendParts(tree, expr, parts);
  for (const ExprId part : parts) visit(part);
}

/// Calls `enter(ExprId)` for `root` and everything inside it, a whole before its parts. `enter` may return a Walk. Does
/// nothing if `root` is invalid.
template <std::invocable<ExprId> Enter>
void walkExpressions(const Tree& tree, ExprId root, Enter&& enter) {
  if (!root) return;
  std::vector<ExprId> open{root};
  std::vector<ExprId> parts;
  while (!open.empty()) {
    const ExprId next = open.back();
    open.pop_back();
    if (detail::shown(enter, next) == Walk::Over) continue;
    parts.clear();
    appendParts(tree, next, parts);
    open.insert(open.end(), parts.rbegin(), parts.rend());
  }
}

/// The same, and calls `leave(ExprId)` after the parts of each whole, even if they were skipped.
template <std::invocable<ExprId> Enter, std::invocable<ExprId> Leave>
void walkExpressions(const Tree& tree, ExprId root, Enter&& enter, Leave&& leave) {
  if (!root) return;
  std::vector<std::pair<ExprId, bool>> open{{root, false}};
  std::vector<ExprId> parts;
  while (!open.empty()) {
    const auto [next, entered] = open.back();
    open.pop_back();
    if (entered) {
      leave(next);
      continue;
    }
    open.emplace_back(next, true);
    if (detail::shown(enter, next) == Walk::Over) continue;
    parts.clear();
    appendParts(tree, next, parts);
    for (auto it = parts.rbegin(); it != parts.rend(); ++it) open.emplace_back(*it, false);
  }
}

/// Visits the statements of `block` and all statements inside them. `visitor` is a function of a StmtId or has any of
///   enter(StmtId)                       before what is inside; may return a Walk
///   leave(StmtId)                       after it
///   enterBlock(StmtId, const Block&)    a block of that statement; may return a Walk
///   leaveBlock(StmtId, const Block&)
/// The group of a `let` is a statement inside it.
template <typename Visitor>
void walkStatements(const Tree& tree, const Block& block, Visitor&& visitor) {
  struct Step {
    StmtId stmt;
    const Block* block = nullptr;  ///< of that statement
    bool leaving = false;
  };
  std::vector<Step> open;
  std::vector<const Block*> blocks;
  const auto push = [&](const Block& inner) {
    for (auto it = inner.statements.rbegin(); it != inner.statements.rend(); ++it) open.push_back({*it});
  };
  push(block);
  while (!open.empty()) {
    const Step step = open.back();
    open.pop_back();
    if (step.block != nullptr) {
      if (step.leaving) {
        if constexpr (requires { visitor.leaveBlock(step.stmt, *step.block); })
          visitor.leaveBlock(step.stmt, *step.block);
        continue;
      }
      open.push_back({step.stmt, step.block, true});
      if constexpr (requires { visitor.enterBlock(step.stmt, *step.block); }) {
        const auto enter = [&](StmtId id, const Block& inner) { return visitor.enterBlock(id, inner); };
        if (detail::shown(enter, step.stmt, *step.block) == Walk::Over) continue;
      }
      push(*step.block);
      continue;
    }
    if (step.leaving) {
      if constexpr (requires { visitor.leave(step.stmt); }) visitor.leave(step.stmt);
      continue;
    }
    open.push_back({step.stmt, nullptr, true});
    if constexpr (std::invocable<Visitor&, StmtId>) {
      if (detail::shown(visitor, step.stmt) == Walk::Over) continue;
    } else if constexpr (requires { visitor.enter(step.stmt); }) {
      const auto enter = [&](StmtId id) { return visitor.enter(id); };
      if (detail::shown(enter, step.stmt) == Walk::Over) continue;
    }
    const Stmt& stmt = tree.stmts[step.stmt];
    if (const auto* let = std::get_if<LetStmt>(&stmt.node); let != nullptr && let->group) open.push_back({let->group});
    blocks.clear();
    appendBlocks(stmt, blocks);
    for (auto it = blocks.rbegin(); it != blocks.rend(); ++it) open.push_back({step.stmt, *it, false});
  }
}

/// Calls `visit(ExprId)` for every expression in a declaration, including the parts of other expressions, a whole
/// before its parts. `visit` may return a Walk.
template <std::invocable<ExprId> Visit>
void walkDeclaration(const Tree& tree, DeclId id, Visit&& visit) {
  const Decl& decl = tree.decls[id];
  std::vector<ExprId> roots;
  appendExpressions(tree, decl, roots);
  if (const Block* body = bodyOf(decl))
    walkStatements(tree, *body, [&](StmtId stmt) { appendExpressions(tree.stmts[stmt], roots); });
  for (const ExprId root : roots) walkExpressions(tree, root, visit);
}

}  // namespace mlpc::syntax
