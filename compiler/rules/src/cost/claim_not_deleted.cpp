// Claims that a pipeline creates and nothing deletes.
#include <unordered_set>

#include "mlpc/diag/lint.h"
#include "mlpc/rules/context.h"
#include "mlpc/syntax/walk.h"
#include "mlpc/vocabulary/kubernetes.h"

namespace mlpc::rules::cost {

using namespace syntax;
using sema::SymbolId;

namespace {

/// The claims of one pipeline.
class Claims {
 public:
  Claims(const File& file, Context& context) : file_(file), context_(context) {}

  void statement(StmtId id) {
    const StmtNode& node = file_.tree().stmts[id].node;
    if (const auto* let = std::get_if<LetStmt>(&node)) call(let->value, file_.declared(id));
    if (const auto* called = std::get_if<CallStmt>(&node)) call(called->call, {});
    if (const auto* returned = std::get_if<ReturnStmt>(&node)) passOn(returned->value);
    if (const auto* yielded = std::get_if<YieldStmt>(&node)) passOn(yielded->value);
  }

  void report() {
    for (const Claim& claim : made_) {
      if (!isPassedOn(claim)) context_.report(claim.at, diag::claimNotDeleted);
    }
  }

 private:
  struct Claim {
    SymbolId let;
    ExprId name;  ///< the argument `pvc_name`
    source::Span at;
  };

  void call(ExprId expr, SymbolId let) {
    const auto* use = file_.use<sema::CallUse>(expr);
    if (use == nullptr || !use->callee) return;
    const auto callee = context_.world.builtin(*use);
    if (callee == Builtin::KubernetesCreatePvc) {
      made_.push_back(
          {let, context_.world.argument(*use, vocabulary::kubernetes::CreatePvcInput::PvcName), file_.span(expr)});
      return;
    }
    if (callee == Builtin::KubernetesDeletePvc) {
      const ExprId name = context_.world.argument(*use, vocabulary::kubernetes::DeletePvcInput::PvcName);
      if (name) deleted_.insert(sameness(name));
    }
    // Whatever receives the name may delete it.
    for (const ExprId given : use->arguments) passOn(given);
  }

  void passOn(ExprId expr) {
    walkExpressions(file_.tree(), expr, [&](ExprId part) {
      if (const auto* output = file_.use<sema::OutputUse>(part)) passedOn_.insert(output->task);
    });
  }

  [[nodiscard]] bool isPassedOn(const Claim& claim) const {
    return (claim.let && passedOn_.count(claim.let) != 0) || (claim.name && deleted_.count(sameness(claim.name)) != 0);
  }

  /// Two names are the same if they have the same value, or are the same input or output, or are strings made of the
  /// same parts.
  [[nodiscard]] std::string sameness(ExprId name) const {
    const auto value = file_.text(name);
    return value ? "\"" + *value : std::string(file_.source(name));
  }

  const File& file_;
  Context& context_;
  std::vector<Claim> made_;
  std::unordered_set<std::string> deleted_;
  std::unordered_set<SymbolId> passedOn_;
};

void findClaims(const File& file, Context& context) {
  file.eachSound<PipelineDecl>([&](DeclId, const PipelineDecl& pipeline) {
    Claims claims(file, context);
    walkStatements(file.tree(), pipeline.body, [&](StmtId id) { claims.statement(id); });
    claims.report();
  });
}

}  // namespace

extern constinit const Rule claimNotDeleted{
    .name = "claim-not-deleted",
    .category = Category::Cost,
    .level = Level::Warning,
    .reach = Reach::Named,
    .records = {&diag::claimNotDeleted.record},
    .file = findClaims,
};

}  // namespace mlpc::rules::cost
