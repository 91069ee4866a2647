#pragma once

#include <variant>

#include "mlpc/syntax/expr.h"

namespace mlpc::syntax {

/// `key: value` at the beginning of a block.
struct SettingStmt {
  Name key;
  bool quotedKey = false;
  ExprId value;
};
/// `let x = call {settings}` (a value, optionally with settings), or `let x = if … / for … / try …` (a group).
struct LetStmt {
  Name name;
  TypeId type;      ///< invalid if not written
  ExprId value;     ///< invalid if `group` is set
  ExprId settings;  ///< a RecordExpr, or invalid
  StmtId group;     ///< an IfStmt, ForStmt or TryStmt, or invalid
};
struct IfBranch {
  ExprId condition;  ///< invalid for `else`
  Block body;
};
struct IfStmt {
  std::vector<IfBranch> branches;  ///< `if`, each `else if`, then optionally `else`
};
struct ForStmt {
  Name variable;
  ExprId items;
  Block body;
};
struct TryStmt {
  Block body;
  Block finally;
};
struct ReturnStmt {
  ExprId value;
};
struct YieldStmt {
  ExprId value;
};
/// A call, on its own or with settings.
struct CallStmt {
  ExprId call;      ///< a CallExpr (its callee may be a VersionExpr)
  ExprId settings;  ///< a RecordExpr, or invalid
};
/// `python <<<…>>>`, `python module <<<…>>>`, `python "file.py"`, `bash <<<…>>> {settings}`.
struct CodeStmt {
  Name language;
  bool module = false;
  source::Span moduleSpan;
  ExprId body;      ///< a FenceExpr or a StringExpr
  ExprId settings;  ///< a RecordExpr, or invalid
};
enum class ItemKind : uint8_t { Stage, Job, Deployment };
/// `stage Build {…}`, `job Test {…}`, `deployment Live {…}`, or `stage Dev = template(…) {settings}`.
struct ItemStmt {
  ItemKind kind;
  Name name;
  Block body;       ///< in the first form
  ExprId call;      ///< in the second form, otherwise invalid
  ExprId settings;  ///< in the second form, a RecordExpr or invalid
  std::string_view doc;
};
/// `deploy {…}`, `on_failure {…}`: a word and a block.
struct HookStmt {
  Name name;
  Block body;
};
struct ErrorStmt {};

using StmtNode = std::variant<ErrorStmt, SettingStmt, LetStmt, IfStmt, ForStmt, TryStmt, ReturnStmt, YieldStmt,
                              CallStmt, CodeStmt, ItemStmt, HookStmt>;

struct Stmt {
  source::Span span;
  StmtNode node;
};

}  // namespace mlpc::syntax
