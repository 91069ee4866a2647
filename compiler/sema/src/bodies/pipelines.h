#pragma once

#include <unordered_set>
#include <vector>

#include "bodies/body_context.h"
#include "bodies/shared.h"

namespace mlpc::sema {

/// Checks the statements of one pipeline. The groups (`if`, `for`, `try`) are in groups.cpp.
class PipelineChecker {
 public:
  PipelineChecker(const BodyContext& context, SymbolId symbol);
  void run();

 private:
  /// What a `yield` contained: a value without a name, or the fields of a record.
  struct Yield {
    source::Span span;
    bool record = false;
    std::vector<Field> fields;  ///< just one, called "Output", if it is not a record
    bool dead = false;          ///< a condition that is known keeps it from running
  };
  /// The `let … = if` or the `for` that a `yield` belongs to.
  struct Target {
    bool loop = false;
    bool named = false;         ///< something can refer to what is yielded
    uint32_t firstSymbol = 0;   ///< names declared inside have this index or a greater one
    std::vector<Yield> yields;  ///< for a loop, all of them; for an `if`, those of the branch being read
  };
  /// An `if` that does not yield in every branch: its value can only be passed out, by a `return` or by the `yield` of
  /// a loop.
  struct Maybe {
    SymbolId let;
    source::Span yield;
    source::Span noElse;  ///< invalid if there is one
    std::vector<source::Span> empty;
    source::Span never;  ///< of a group that yields only where nothing can run; otherwise invalid
  };
  enum class Where : uint8_t { Top, Branch, Loop, Try, Finally };
  /// What is around a statement.
  struct Around {
    Where where = Where::Top;
    Target* target = nullptr;   ///< what a `yield` belongs to, or null
    bool underPlainIf = false;  ///< inside a plain `if` that is itself inside the target
    bool dead = false;          ///< in a branch that never runs
  };

  void statements(const syntax::Block& block, Scope& scope, const Around& around);
  void statement(syntax::StmtId id, Scope& scope, const Around& around, bool last);
  void let(syntax::StmtId id, const syntax::LetStmt& statement, Scope& scope, const Around& around);
  void call(const syntax::CallStmt& statement, source::Span span, const Scope& scope, Where where);
  /// Checks what belongs to a task: its settings and its arguments. `let` may be invalid.
  void task(syntax::ExprId call, syntax::ExprId settings, const Scope& scope, Where where);
  void taskSettings(syntax::ExprId call, syntax::ExprId settings, Where where);
  [[nodiscard]] bool isReturnableInput(syntax::ExprId expr) const;
  void returns(const syntax::ReturnStmt& statement, source::Span span, const Scope& scope);
  void yields(const syntax::YieldStmt& statement, source::Span span, const Scope& scope, const Around& around);
  void notHere(source::Span span, std::string_view what);

  // groups.cpp
  /// Checks a group; `let` is the name that refers to it, or invalid, and gets its yields.
  void group(syntax::StmtId id, Scope& scope, SymbolId let, const Around& around);
  void branches(const syntax::IfStmt& statement, source::Span span, Scope& scope, SymbolId let, const Around& around);
  /// Reports values that may be absent where one is needed.
  void checkMaybes();
  void loop(syntax::StmtId id, const syntax::ForStmt& statement, Scope& scope, SymbolId let);
  void handler(const syntax::TryStmt& statement, source::Span span, Scope& scope, Where where);
  void finallyBlock(const syntax::Block& block, Scope& scope);
  void finallyDependencies(syntax::ExprId expr);
  [[nodiscard]] TypeId itemType(const syntax::ForStmt& statement, const Scope& scope);
  [[nodiscard]] TypeId commonRecord(const syntax::ListExpr& literal) const;
  /// Whether several yields have the same shape, merging their types; reports where they differ.
  bool sameShape(const Yield& first, const Yield& other);
  void nameYields(SymbolId let, std::vector<Field> fields, bool unnamed);
  [[nodiscard]] bool hasTasks(const syntax::Block& block) const;
  /// Tells scopes about names that were declared in inner braces, so that a use outside them can be explained.
  void leave(Scope& outer, const syntax::Block& block);

  [[nodiscard]] const ExprInfo& infoOf(syntax::ExprId expr) const { return file_.known(expr); }

  const BodyContext& context_;
  FileContext& file_;
  SymbolId symbol_;
  const syntax::Tree& tree_;
  const syntax::Decl& decl_;
  const syntax::PipelineDecl& pipeline_;
  const Signature& signature_;
  std::vector<Maybe> maybe_;
  std::unordered_set<syntax::ExprId> handedOut_;  ///< expressions in a `return` or in the `yield` of a loop
};

}  // namespace mlpc::sema
