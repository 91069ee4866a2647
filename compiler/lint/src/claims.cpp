// Claims that a pipeline makes and nothing deletes.
#include "mlpc/diag/lint.h"
#include "mlpc/sema/constants.h"
#include "rules.h"

namespace mlpc::lint {

using namespace syntax;
using sema::SymbolId;

namespace {

class ClaimRules {
 public:
  explicit ClaimRules(const Unit& unit) : unit_(unit) {}

  void block(const Block& block) {
    for (const StmtId id : block.statements) statement(id);
  }

  void report() const {
    for (const Claim& claim : made_) {
      if (!isHandedOn(claim)) unit_.diags.report(claim.at, diag::claimNotDeleted);
    }
  }

 private:
  struct Claim {
    SymbolId let;
    ExprId name;  ///< the argument `pvc_name`
    source::Span at;
  };

  void statement(StmtId id) {
    const StmtNode& node = unit_.tree.stmts[id].node;
    if (const auto* let = std::get_if<LetStmt>(&node)) {
      if (let->group) {
        statement(let->group);
      } else {
        call(let->value, unit_.declared(id));
      }
    } else if (const auto* called = std::get_if<CallStmt>(&node)) {
      call(called->call, {});
    } else if (const auto* returned = std::get_if<ReturnStmt>(&node)) {
      handOn(returned->value);
    } else if (const auto* yielded = std::get_if<YieldStmt>(&node)) {
      handOn(yielded->value);
    } else if (const auto* branches = std::get_if<IfStmt>(&node)) {
      for (const IfBranch& branch : branches->branches) block(branch.body);
    } else if (const auto* loop = std::get_if<ForStmt>(&node)) {
      block(loop->body);
    } else if (const auto* handler = std::get_if<TryStmt>(&node)) {
      block(handler->body);
      block(handler->finally);
    }
  }

  void call(ExprId expr, SymbolId let) {
    const auto* use = std::get_if<sema::CallUse>(&unit_.info(expr).use);
    if (use == nullptr || !use->callee) return;
    const sema::Symbol& callee = unit_.program.symbols[use->callee];
    const bool builtin = unit_.program.module(callee.module).standard;
    const auto argument = [&](std::string_view name) {
      const sema::Signature* signature = unit_.program.signature(use->callee);
      for (size_t i = 0; signature != nullptr && i < signature->parameters.size() && i < use->arguments.size(); ++i) {
        if (signature->parameters[i].name == name) return use->arguments[i];
      }
      return ExprId();
    };
    if (builtin && callee.name == "create_pvc") {
      made_.push_back({let, argument("pvc_name"), unit_.span(expr)});
      return;
    }
    if (builtin && callee.name == "delete_pvc") deleted_.push_back(argument("pvc_name"));
    // Whoever is given the name may delete it.
    for (const ExprId given : use->arguments) handOn(given);
  }

  void handOn(ExprId expr) {
    if (!expr) return;
    forEachExpr(unit_.tree, expr, [&](ExprId part) {
      if (const auto* output = std::get_if<sema::OutputUse>(&unit_.info(part).use)) handedOn_.push_back(output->task);
    });
  }

  [[nodiscard]] bool isHandedOn(const Claim& claim) const {
    for (const SymbolId task : handedOn_) {
      if (claim.let && task == claim.let) return true;
    }
    for (const ExprId name : deleted_) {
      if (name && claim.name && sameName(name, claim.name)) return true;
    }
    return false;
  }

  [[nodiscard]] bool sameName(ExprId a, ExprId b) const {
    const auto x = sema::constantOf(unit_.program, unit_.id, a);
    const auto y = sema::constantOf(unit_.program, unit_.id, b);
    if (x && y) return *x == *y;
    // The same input or output, or text made of the same.
    return unit_.program.sources.text(unit_.span(a)) == unit_.program.sources.text(unit_.span(b));
  }

  const Unit& unit_;
  std::vector<Claim> made_;
  std::vector<ExprId> deleted_;
  std::vector<SymbolId> handedOn_;
};

}  // namespace

void findClaimsLeft(const Unit& unit) {
  for (const Block* body : pipelineBodies(unit)) {
    ClaimRules rules(unit);
    rules.block(*body);
    rules.report();
  }
}

}  // namespace mlpc::lint
