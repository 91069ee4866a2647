// Entries of `after` that say nothing new: the task comes before by its data, or by another entry.
#include <map>
#include <set>

#include "mlpc/diag/lint.h"
#include "rules.h"

namespace mlpc::lint {

using namespace syntax;
using sema::SymbolId;

namespace {

/// What the tasks and groups of one pipeline wait for.
class OrderGraph {
  static constexpr size_t kMostLooks = 2'000'000;

 public:
  explicit OrderGraph(const Unit& unit) : unit_(unit) {}

  void block(const Block& block, const std::set<SymbolId>& around, const std::vector<SymbolId>& groups) {
    for (const StmtId id : block.statements) statement(id, around, groups, {});
  }

  void report() {
    for (const Waiting& waiting : waiting_) {
      for (size_t i = 0; i < waiting.after.size(); ++i) {
        // Lists of hundreds that all wait for each other are no person's; what is found until then is told.
        if (looked_ > kMostLooks) return;
        looked_ += waiting.after.size();
        std::set<SymbolId> others = waiting.direct;
        bool repeated = false;
        for (size_t k = 0; k < waiting.after.size(); ++k) {
          if (waiting.after[k].first == waiting.after[i].first) {
            repeated = repeated || k < i;
          } else {
            others.insert(waiting.after[k].first);
          }
        }
        const auto [symbol, at] = waiting.after[i];
        if (repeated || before(others).contains(symbol))
          unit_.diags.report(at, diag::redundantAfter, unit_.program.symbols[symbol].name);
      }
    }
  }

 private:
  struct Waiting {
    std::set<SymbolId> direct;  ///< by data
    std::vector<std::pair<SymbolId, source::Span>> after;
  };

  /// What an expression reads, without the list `skip`.
  void reads(ExprId expr, ExprId skip, std::set<SymbolId>& into) const {
    std::set<ExprId> skipped;
    if (skip) forEachExpr(unit_.tree, skip, [&](ExprId part) { skipped.insert(part); });
    if (!expr) return;
    forEachExpr(unit_.tree, expr, [&](ExprId part) {
      if (skipped.contains(part)) return;
      const sema::Use& use = unit_.info(part).use;
      if (const auto* output = std::get_if<sema::OutputUse>(&use)) into.insert(output->task);
      const auto* status = std::get_if<sema::FinalStatusUse>(&use);
      if (status != nullptr && status->task) into.insert(status->task);
    });
  }

  void task(ExprId call, ExprId settings, SymbolId let, const std::set<SymbolId>& around,
            const std::vector<SymbolId>& groups) {
    Waiting waiting;
    waiting.direct = around;
    const ExprId after = fieldValue(unit_.tree, settings, "after");
    reads(call, {}, waiting.direct);
    reads(settings, after, waiting.direct);
    const auto* list = after ? std::get_if<ListExpr>(&unit_.tree.exprs[after].node) : nullptr;
    if (list != nullptr) {
      for (const ListItem& item : list->items) {
        const sema::Use& use = unit_.info(item.value).use;
        if (const auto* symbol = std::get_if<sema::SymbolUse>(&use))
          waiting.after.emplace_back(symbol->symbol, unit_.span(item.value));
        if (const auto* output = std::get_if<sema::OutputUse>(&use))
          waiting.after.emplace_back(output->task, unit_.span(item.value));
      }
    }
    std::set<SymbolId> all = waiting.direct;
    for (const auto& [symbol, at] : waiting.after) all.insert(symbol);
    if (let) dependencies_[let].insert(all.begin(), all.end());
    for (const SymbolId group : groups) {
      // A group is over when all in it is.
      if (let) dependencies_[group].insert(let);
      dependencies_[group].insert(all.begin(), all.end());
    }
    waiting_.push_back(std::move(waiting));
  }

  void statement(StmtId id, const std::set<SymbolId>& around, const std::vector<SymbolId>& groups, SymbolId let) {
    const StmtNode& node = unit_.tree.stmts[id].node;
    std::vector<SymbolId> inside = groups;
    if (let) inside.push_back(let);
    if (const auto* named = std::get_if<LetStmt>(&node)) {
      const SymbolId symbol = unit_.declared(id);
      if (named->group) {
        statement(named->group, around, groups, symbol);
      } else {
        task(named->value, named->settings, symbol, around, groups);
      }
    } else if (const auto* call = std::get_if<CallStmt>(&node)) {
      task(call->call, call->settings, {}, around, groups);
    } else if (const auto* branches = std::get_if<IfStmt>(&node)) {
      std::set<SymbolId> inner = around;
      for (const IfBranch& branch : branches->branches) {
        reads(branch.condition, {}, inner);
        block(branch.body, inner, inside);
      }
    } else if (const auto* loop = std::get_if<ForStmt>(&node)) {
      std::set<SymbolId> inner = around;
      reads(loop->items, {}, inner);
      block(loop->body, inner, inside);
    } else if (const auto* handler = std::get_if<TryStmt>(&node)) {
      block(handler->body, around, inside);
    }
  }

  /// `start` and everything that is over before.
  [[nodiscard]] std::set<SymbolId> before(const std::set<SymbolId>& start) {
    std::set<SymbolId> seen;
    std::vector<SymbolId> open(start.begin(), start.end());
    while (!open.empty()) {
      const SymbolId next = open.back();
      open.pop_back();
      ++looked_;
      if (!seen.insert(next).second) continue;
      const auto found = dependencies_.find(next);
      if (found != dependencies_.end()) open.insert(open.end(), found->second.begin(), found->second.end());
    }
    return seen;
  }

  const Unit& unit_;
  std::map<SymbolId, std::set<SymbolId>> dependencies_;
  std::vector<Waiting> waiting_;
  size_t looked_ = 0;  ///< how many dependencies have been followed
};

}  // namespace

void findRedundantOrder(const Unit& unit) {
  for (const Block* body : pipelineBodies(unit)) {
    OrderGraph graph(unit);
    graph.block(*body, {}, {});
    graph.report();
  }
}

}  // namespace mlpc::lint
