#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "bodies/body_context.h"
#include "code/bodies.h"
#include "mlpc/syntax/walk.h"

namespace mlpc::sema {

/// Checks one workflow or template: what is allowed where (workflows.cpp), steps and scripts (workflow_steps.cpp), and
/// the order in which stages and jobs run (workflow_order.cpp).
class WorkflowChecker {
 public:
  WorkflowChecker(const BodyContext& context, SymbolId symbol);
  void workflow(const syntax::WorkflowDecl& decl);
  void shared(const syntax::TemplateDecl& decl);

  /// Creates the symbols of the stages, jobs and named steps in a block, so that earlier ones can refer to later ones.
  void announce(SymbolId owner, const syntax::Block& block);

  /// What the statements in one kind of braces are.
  enum class Member : uint8_t { Nothing, Stage, Job, Step, Hook, Any };

 private:
  /// Azure's parameters only have types and choices.
  void inputConstraints(const syntax::Parameter& input, const Field& field);
  enum class Level : uint8_t { Root, Stage, Job, Deployment, Hook };

  /// What is known about the job or hook whose steps are being read.
  struct Steps {
    bool deployment = false;  ///< sources are only present if they were checked out
    bool checkedOut = false;
    std::vector<std::pair<std::string, source::Span>> names;  ///< in lower case
  };

  void block(const syntax::Block& block, Scope& scope, Level level, SymbolId owner, Steps* steps);
  void statement(syntax::StmtId id, Scope& scope, Level level, SymbolId owner, Steps* steps);
  void item(syntax::StmtId id, const syntax::ItemStmt& item, Scope& scope);
  void stage(const syntax::ItemStmt& item, const Scope& scope, SymbolId symbol);
  void job(const syntax::ItemStmt& item, const Scope& scope, SymbolId symbol);
  void hooks(const syntax::ItemStmt& item, Scope& scope, SymbolId symbol);
  void declareMatrix(const syntax::Block& block, Scope& scope, SymbolId owner);
  void condition(syntax::ExprId expr);
  void placement(const syntax::Block& block, Level level);
  /// Calls `visit` for the statements of a block, and in place of an `if` or `for` for those that it chooses from.
  template <typename Visit>
  void forEachChosen(const syntax::Block& block, const Visit& visit) const {
    walkStatements(tree_, block, [&](syntax::StmtId id) {
      const syntax::StmtNode& node = tree_.stmts[id].node;
      if (std::holds_alternative<syntax::IfStmt>(node) || std::holds_alternative<syntax::ForStmt>(node))
        return syntax::Walk::Into;
      visit(id);
      return syntax::Walk::Over;
    });
  }
  [[nodiscard]] Member memberOf(syntax::StmtId id) const;
  void itemNames(const syntax::Block& block);
  [[nodiscard]] bool hasAny(const syntax::Block& block, Member member) const;
  void poolRules(const syntax::Block& block);
  [[nodiscard]] bool runsForPullRequests() const;
  /// Whether a job or its stage runs on a condition.
  [[nodiscard]] bool isGuarded(SymbolId job) const;

  // workflow_steps.cpp
  void let(syntax::StmtId id, const syntax::LetStmt& statement, Scope& scope, SymbolId owner, Steps* steps);
  void code(const syntax::CodeStmt& statement, const Scope& scope, Steps* steps);
  void call(syntax::ExprId call, syntax::ExprId settings, source::Span span, const Scope& scope, Steps* steps,
            SymbolId let);
  /// Adds to the outputs that the settings of the step `let` declare those that what it calls has anyway.
  void addOutputs(SymbolId let, const Signature& called);
  /// Checks that what is called may be a step. False if nothing more is to be said about it.
  bool isStep(const CallUse& use, syntax::ExprId call, Steps* steps);
  void script(syntax::ExprId fence, Steps* steps);
  void helper(const CallUse& use, const Symbol& callee, syntax::ExprId call, Steps* steps);
  void submit(const CallUse& use, const Signature& signature, syntax::ExprId call);
  void needsCheckout(source::Span at, Steps* steps);
  void stepName(std::string_view name, source::Span span, Steps* steps);

  // workflow_order.cpp
  /// What stages or jobs wait for.
  struct WaitGraph {
    struct Edge {
      size_t to;
      source::Span span;
    };
    enum class State : uint8_t { New, Open, Done };
    std::vector<syntax::StmtId> items;
    std::vector<std::vector<Edge>> edges;  ///< by item
    std::vector<State> state;              ///< by item
    std::vector<size_t> path;              ///< from the first item that is open to the last
  };
  /// Reports an `after` that refers to the wrong thing, and cycles of waiting.
  void order(const syntax::Block& block, Level level);
  /// Checks that `after` names siblings of the item.
  void checkAfter(const syntax::ItemStmt& item, const std::unordered_map<SymbolId, size_t>& beside);
  /// Depth first; an edge back to what is open closes a cycle.
  void reportCycles(WaitGraph& graph, size_t item);
  /// The symbols that the item waits for: those in `after`, and those whose outputs it reads.
  void waits(syntax::StmtId id, std::vector<std::pair<SymbolId, source::Span>>& out) const;
  void usesOf(const syntax::Block& block, std::vector<std::pair<SymbolId, source::Span>>& out) const;
  void usesOf(syntax::ExprId expr, std::vector<std::pair<SymbolId, source::Span>>& out) const;

  [[nodiscard]] const ExprInfo& infoOf(syntax::ExprId expr) const { return file_.known(expr); }
  [[nodiscard]] SymbolId symbolOf(syntax::StmtId id) const;

  const BodyContext& context_;
  FileContext& file_;
  SymbolId symbol_;
  const syntax::Tree& tree_;
  const syntax::Decl& decl_;
};

}  // namespace mlpc::sema
