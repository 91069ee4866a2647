#pragma once

#include <string>
#include <vector>

#include "bodies/body_context.h"
#include "bodies/workflow_steps.h"

namespace mlpc::sema {

/// Whether a fence is a script on its own or after `let`.
bool isStepScript(const syntax::Name& language);

/// Checks one workflow or template: what stands where, and settings of stages, jobs and hooks (workflow_items.cpp).
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

  void block(const syntax::Block& block, Scope& scope, Level level, SymbolId owner, StepChecker& steps);
  void statement(syntax::StmtId id, Scope& scope, Level level, SymbolId owner, StepChecker& steps);
  void item(syntax::StmtId id, const syntax::ItemStmt& item, Scope& scope);
  void stage(const syntax::ItemStmt& item, const Scope& scope, SymbolId symbol);
  void job(const syntax::ItemStmt& item, const Scope& scope, SymbolId symbol);
  void hooks(const syntax::ItemStmt& item, Scope& scope, SymbolId symbol);
  void declareMatrix(const syntax::Block& block, Scope& scope, SymbolId owner);
  void condition(syntax::ExprId expr);
  void placement(const syntax::Block& block, Level level);
  [[nodiscard]] Member memberOf(syntax::StmtId id) const;
  void itemNames(const syntax::Block& block);
  [[nodiscard]] bool hasAny(const syntax::Block& block, Member member) const;
  void poolRules(const syntax::Block& block);
  [[nodiscard]] bool runsForPullRequests() const;
  /// Whether a job or its stage runs on a condition.
  [[nodiscard]] bool isGuarded(SymbolId job) const;

  const BodyContext& context_;
  FileContext& file_;
  SymbolId symbol_;
  const syntax::Tree& tree_;
  const syntax::Decl& decl_;
};

}  // namespace mlpc::sema
