#pragma once

#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "evaluator.h"

namespace mlpc::lower {

/// Makes names of one kind unique in their place: `test`, `test_2`, … Azure ignores case.
class UniqueNames {
 public:
  std::string give(std::string_view wanted);

 private:
  std::unordered_map<std::string, int> used_;
};

/// A body of a workflow that is being expanded: whose statements, and with which names.
struct Expansion {
  ModuleId module;
  Environment& environment;
};

/// Where the variables of a `let` go, and which names are free.
struct Scope {
  std::vector<ir::Variable>* variables = nullptr;
  UniqueNames* names = nullptr;
};

/// A `let` with a value: binds the name to it, or to a variable that is added to `scope`.
void lowerLet(Lowering& lowering, Expansion at, syntax::StmtId id, const syntax::LetStmt& let, const Scope& scope);
/// Binds the parameters of a template to the arguments of one of its uses, or to their defaults.
void bindArguments(Lowering& lowering, Expansion caller, const sema::CallUse& use, source::Span at,
                   Environment& inside);
using RunBlock = std::function<void(const syntax::Block&)>;
/// Runs the branch of an `if` that is taken, if any; reports if that is not known.
void decide(Lowering& lowering, Expansion at, syntax::StmtId id, const syntax::IfStmt& stmt, const RunBlock& run);
/// Runs the body of a `for` for each item, with the variable bound to it; reports if the items are not known.
void unroll(Lowering& lowering, Expansion at, syntax::StmtId id, const syntax::ForStmt& stmt, const RunBlock& run);

/// The steps of one job.
class StepsLowering {
 public:
  StepsLowering(Lowering& lowering, Scope scope) : lowering_(lowering), scope_(scope), evaluator_(lowering) {}
  /// Adds the steps of `block`; anything else in it (settings, hooks) is left to the caller.
  void run(Expansion at, const syntax::Block& block, std::vector<ir::Step>& steps);
  /// The step for a call. `name` is that of the `let`.
  ir::Step step(Expansion at, syntax::ExprId call, syntax::ExprId settings, std::string name);

 private:
  void statement(Expansion at, syntax::StmtId id, std::vector<ir::Step>& steps);
  void call(Expansion at, syntax::ExprId call, syntax::ExprId settings, SymbolId let, std::vector<ir::Step>& steps);
  void script(Expansion at, vocabulary::Language language, syntax::ExprId body, syntax::ExprId settings, SymbolId let,
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
