#pragma once

#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "evaluator.h"

namespace mlpc::lower {

/// Makes names of one kind unique in their place: `test`, `test_2`, …. Azure ignores case.
class UniqueNames {
 public:
  std::string give(std::string_view wanted);

 private:
  std::unordered_map<std::string, int> used_;
};

/// A body of a workflow that is being expanded: whose statements, with which names.
struct Expansion {
  ModuleId module;
  Environment& environment;
};

/// Where the variables of a `let` go, and what they may be called.
struct Scope {
  std::vector<ir::Variable>* variables = nullptr;
  UniqueNames* names = nullptr;
};

/// Whether `a: …` in the call of a step or template stands for a step of a script.
bool isScriptFence(const Lowering& lowering, ModuleId module, syntax::ExprId expr);

/// A `let` of a value: bound to it, or to a variable that is added to `scope`.
void lowerLet(Lowering& lowering, Expansion at, syntax::StmtId id, const syntax::LetStmt& let, const Scope& scope);
/// The parameters of a template, bound to the arguments of a use of it or to their defaults.
void bindArguments(Lowering& lowering, Expansion caller, const sema::CallUse& use, Environment& inside);
using RunBlock = std::function<void(const syntax::Block&)>;
/// Runs the branch of an `if` that is taken, if one is; complains where that is not known.
void decide(Lowering& lowering, Expansion at, syntax::StmtId id, const syntax::IfStmt& stmt, const RunBlock& run);
/// Runs the body of a `for` for each item, with the variable bound to it; complains where the items are not known.
void unroll(Lowering& lowering, Expansion at, syntax::StmtId id, const syntax::ForStmt& stmt, const RunBlock& run);

/// The steps of one job.
class StepsLowering {
 public:
  StepsLowering(Lowering& lowering, Scope scope) : lowering_(lowering), scope_(scope), evaluator_(lowering) {}
  /// Adds the steps of `block`; what else stands in it (settings, hooks) is left to the caller.
  void run(Expansion at, const syntax::Block& block, std::vector<ir::Step>& steps);
  /// The step that a call is. `name` is the `let`'s.
  ir::Step step(Expansion at, syntax::ExprId call, syntax::ExprId settings, std::string name);

 private:
  void statement(Expansion at, syntax::StmtId id, std::vector<ir::Step>& steps);
  void call(Expansion at, syntax::ExprId call, syntax::ExprId settings, SymbolId let, std::vector<ir::Step>& steps);
  void script(Expansion at, std::string_view language, syntax::ExprId body, syntax::ExprId settings, SymbolId let,
              source::Span origin, std::vector<ir::Step>& steps);
  void settings(Expansion at, syntax::ExprId record, ir::Step& step);
  void bindStep(Expansion at, SymbolId let, ir::Step& step);
  std::string nameOf(SymbolId let);

  Lowering& lowering_;
  Scope scope_;
  Evaluator evaluator_;
  UniqueNames stepNames_;
};

}  // namespace mlpc::lower
