// Conditions that the conditions around them decide, or that contradict themselves.
#include "conditions.h"
#include "mlpc/diag/lint.h"
#include "mlpc/syntax/walk.h"

namespace mlpc::rules::correctness {

using namespace syntax;

namespace {

/// Visits the branches of a pipeline with what is known in each.
class ConditionWalk {
 public:
  ConditionWalk(const File& file, Context& context) : file_(file), context_(context), reader_(file, context.world) {}

  void enter(StmtId id) {
    if (isChoice(id)) left_.push_back(here_.back());
  }

  void leave(StmtId id) {
    if (isChoice(id)) left_.pop_back();
  }

  void enterBlock(StmtId id, const Block& block) {
    Known inner = isChoice(id) ? left_.back() : here_.back();
    const ExprId condition = conditionOf(id, block);
    learns_.push_back(condition && !decide(condition, inner));
    if (learns_.back()) reader_.assume(condition, true, inner);
    here_.push_back(std::move(inner));
  }

  void leaveBlock(StmtId id, const Block& block) {
    here_.pop_back();
    if (learns_.back()) reader_.assume(conditionOf(id, block), false, left_.back());
    learns_.pop_back();
  }

 private:
  [[nodiscard]] bool isChoice(StmtId id) const { return std::holds_alternative<IfStmt>(file_.tree().stmts[id].node); }

  /// The condition of a branch; invalid for any other block.
  [[nodiscard]] ExprId conditionOf(StmtId id, const Block& block) const {
    const auto* branches = std::get_if<IfStmt>(&file_.tree().stmts[id].node);
    for (size_t i = 0; branches != nullptr && i < branches->branches.size(); ++i) {
      if (&branches->branches[i].body == &block) return branches->branches[i].condition;
    }
    return {};
  }

  /// Whether the value of a condition is known, which is reported: then nothing can be learned from it.
  bool decide(ExprId condition, const Known& known) {
    // What is known at compile time has its own warning.
    if (file_.info(condition).phase == sema::Phase::Compile) return false;
    const Truth truth = reader_.truth(condition, known);
    if (truth == Truth::Maybe) return false;
    const source::Span at = file_.span(condition);
    auto report = truth == Truth::Yes ? context_.report(at, diag::alwaysHolds) : context_.report(at, diag::neverHolds);
    if (const source::Span reason = reader_.reason(condition, known); reason.valid())
      report.note(reason, diag::becauseOf);
    return true;
  }

  const File& file_;
  Context& context_;
  ConditionReader reader_;
  std::vector<Known> here_{{}};  ///< for each open block, what is known in it
  std::vector<Known> left_;      ///< for each open `if`, what is known if none of the branches up to now was taken
  std::vector<bool> learns_;     ///< for each open block, whether it is a branch whose condition may or may not hold
};

void findDecidedConditions(const File& file, Context& context) {
  file.eachSound<PipelineDecl>([&](DeclId, const PipelineDecl& pipeline) {
    walkStatements(file.tree(), pipeline.body, ConditionWalk(file, context));
  });
}

}  // namespace

extern constinit const Rule neverHolds{
    .name = "never-holds",
    .category = Category::Correctness,
    .level = Level::Warning,
    .reach = Reach::Named,
    .records = {&diag::neverHolds.record, &diag::alwaysHolds.record},
    .file = findDecidedConditions,
};

}  // namespace mlpc::rules::correctness
