#pragma once

#include <string>
#include <utility>
#include <vector>

#include "bodies/body_context.h"
#include "bodies/shared.h"

namespace mlpc::sema {

/// Whether the sources of the repository are there when a step runs.
enum class Sources : uint8_t {
  There,
  IfCheckedOut,  ///< in a deployment
};

/// Checks the steps of one job or hook in their order, and the scripts in them.
class StepChecker {
 public:
  StepChecker(const BodyContext& context, Sources sources)
      : context_(context), file_(context.file), tree_(context.file.tree), sources_(sources) {}

  /// Checks a `let` of a value or a step, whose symbol may have been announced.
  void let(syntax::StmtId id, const syntax::LetStmt& statement, Scope& scope, SymbolId owner);
  void code(const syntax::CodeStmt& statement, const Scope& scope);
  void call(const syntax::CallStmt& statement, source::Span span, const Scope& scope) {
    call(statement.call, statement.settings, span, scope, {});
  }

 private:
  void call(syntax::ExprId call, syntax::ExprId settings, source::Span span, const Scope& scope, SymbolId let);
  /// Adds to the outputs that the settings of the step `let` declare those that what it calls has anyway.
  void addOutputs(SymbolId let, const Signature& called);
  /// Checks that what is called may be a step. False if nothing more is to be said about it.
  bool isStep(const CallUse& use, syntax::ExprId call);
  void script(syntax::ExprId fence);
  void helper(const CallUse& use, const Symbol& callee, syntax::ExprId call);
  void submit(const CallUse& use, const Signature& signature, syntax::ExprId call);
  void needsCheckout(source::Span at);
  void stepName(std::string_view name, source::Span span);

  const BodyContext& context_;
  FileContext& file_;
  const syntax::Tree& tree_;
  Sources sources_;
  std::vector<std::pair<std::string, source::Span>> names_;  ///< of the steps above, in lower case
};

}  // namespace mlpc::sema
