// Entries of `after` that add nothing: the task already comes before because of its data, or of another entry.
#include <map>
#include <set>

#include "mlpc/diag/lint.h"
#include "mlpc/rules/context.h"
#include "mlpc/syntax/walk.h"
#include "mlpc/vocabulary/prelude.h"

namespace mlpc::rules::style {

using vocabulary::prelude::TaskOptions;
using namespace syntax;
using sema::SymbolId;

namespace {

constexpr Option kOrderOptions[] = {
    {"most-looks", "how many dependencies are followed in one pipeline, before the rule gives up", int64_t{2'000'000}},
};

/// What the tasks and groups of a pipeline wait for.
class OrderGraph {
 public:
  OrderGraph(const File& file, Context& context)
      : file_(file), context_(context), mostLooks_(static_cast<size_t>(context.number("most-looks"))) {}

  void enter(StmtId id) {
    const StmtNode& node = file_.tree().stmts[id].node;
    if (isGroup(node)) around_.push_back(around_.back());
    if (const auto* let = std::get_if<LetStmt>(&node)) {
      const SymbolId symbol = file_.declared(id);
      if (!let->group) {
        task(let->value, let->settings, symbol);
      } else if (symbol) {
        groups_.push_back(symbol);
      }
    }
    if (const auto* call = std::get_if<CallStmt>(&node)) task(call->call, call->settings, {});
    if (const auto* loop = std::get_if<ForStmt>(&node)) reads(loop->items, {}, around_.back());
  }

  void leave(StmtId id) {
    const StmtNode& node = file_.tree().stmts[id].node;
    if (isGroup(node)) around_.pop_back();
    const auto* let = std::get_if<LetStmt>(&node);
    if (let != nullptr && let->group && file_.declared(id)) groups_.pop_back();
  }

  Walk enterBlock(StmtId id, const Block& block) {
    const StmtNode& node = file_.tree().stmts[id].node;
    if (const auto* branches = std::get_if<IfStmt>(&node)) {
      // A branch waits for its own condition and the previous ones.
      for (const IfBranch& branch : branches->branches) {
        if (&branch.body == &block) reads(branch.condition, {}, around_.back());
      }
    }
    const auto* handler = std::get_if<TryStmt>(&node);
    return handler != nullptr && &handler->finally == &block ? Walk::Over : Walk::Into;
  }

  void report() {
    for (const Waiting& waiting : waiting_) {
      // Nobody writes lists of hundreds of tasks that all wait for each other; what was found up to then is reported.
      if (looked_ > mostLooks_) return;
      const std::set<SymbolId> others = before(waiting);
      std::set<SymbolId> written;
      for (const auto& [symbol, at] : waiting.after) {
        if (!written.insert(symbol).second || others.contains(symbol))
          context_.report(at, diag::redundantAfter, context_.world.symbol(symbol).name);
      }
    }
    context_.world.look(looked_);
  }

 private:
  struct Waiting {
    std::set<SymbolId> direct;  ///< because of data
    std::vector<std::pair<SymbolId, source::Span>> after;
  };

  static bool isGroup(const StmtNode& node) {
    return std::holds_alternative<IfStmt>(node) || std::holds_alternative<ForStmt>(node) ||
           std::holds_alternative<TryStmt>(node);
  }

  /// What an expression reads, except for the list `skip`.
  void reads(ExprId expr, ExprId skip, std::set<SymbolId>& into) const {
    walkExpressions(file_.tree(), expr, [&](ExprId part) {
      if (part == skip) return Walk::Over;
      if (const auto* output = file_.use<sema::OutputUse>(part)) into.insert(output->task);
      const auto* status = file_.use<sema::FinalStatusUse>(part);
      if (status != nullptr && status->task) into.insert(status->task);
      return Walk::Into;
    });
  }

  void task(ExprId call, ExprId settings, SymbolId let) {
    Waiting waiting;
    waiting.direct = around_.back();
    const ExprId after = fieldValue(file_.tree(), settings, TaskOptions::After);
    reads(call, {}, waiting.direct);
    reads(settings, after, waiting.direct);
    if (const auto* list = file_.as<ListExpr>(after)) {
      for (const ListItem& item : list->items) {
        if (const auto* symbol = file_.use<sema::SymbolUse>(item.value))
          waiting.after.emplace_back(symbol->symbol, file_.span(item.value));
        if (const auto* output = file_.use<sema::OutputUse>(item.value))
          waiting.after.emplace_back(output->task, file_.span(item.value));
      }
    }
    std::set<SymbolId> all = waiting.direct;
    for (const auto& [symbol, at] : waiting.after) all.insert(symbol);
    if (let) dependencies_[let].insert(all.begin(), all.end());
    for (const SymbolId group : groups_) {
      // A group has finished when everything in it has.
      if (let) dependencies_[group].insert(let);
      dependencies_[group].insert(all.begin(), all.end());
    }
    if (!waiting.after.empty()) waiting_.push_back(std::move(waiting));
  }

  /// What finishes before a task because of its data, or because an entry of its `after` waits for it.
  [[nodiscard]] std::set<SymbolId> before(const Waiting& waiting) {
    std::set<SymbolId> seen;
    std::vector<SymbolId> open(waiting.direct.begin(), waiting.direct.end());
    const auto follow = [&](SymbolId symbol) {
      const auto found = dependencies_.find(symbol);
      if (found != dependencies_.end()) open.insert(open.end(), found->second.begin(), found->second.end());
    };
    if (waiting.direct.empty() && waiting.after.size() == 1) return seen;
    // Everything waits for what is declared above it, so nothing above the first entry leads to an entry.
    uint32_t first = UINT32_MAX;
    for (const auto& [symbol, at] : waiting.after) {
      first = std::min(first, context_.world.symbol(symbol).span.begin);
      follow(symbol);
    }
    while (!open.empty()) {
      const SymbolId next = open.back();
      open.pop_back();
      ++looked_;
      if (seen.insert(next).second && context_.world.symbol(next).span.begin > first) follow(next);
    }
    return seen;
  }

  const File& file_;
  Context& context_;
  std::map<SymbolId, std::set<SymbolId>> dependencies_;
  std::vector<Waiting> waiting_;
  std::vector<std::set<SymbolId>> around_{{}};  ///< for each open group, what everything in it waits for
  std::vector<SymbolId> groups_;                ///< those that are open and have a name
  size_t mostLooks_;
  size_t looked_ = 0;  ///< how many dependencies have been followed
};

/// Whether a task of the block waits for another in `after`.
bool hasAfter(const Tree& tree, const Block& block) {
  bool found = false;
  walkStatements(tree, block, [&](StmtId id) {
    const StmtNode& node = tree.stmts[id].node;
    const auto* let = std::get_if<LetStmt>(&node);
    const auto* call = std::get_if<CallStmt>(&node);
    const ExprId settings = let != nullptr ? let->settings : call != nullptr ? call->settings : ExprId();
    found = found || fieldValue(tree, settings, TaskOptions::After);
  });
  return found;
}

void findRedundantAfter(const File& file, Context& context) {
  file.eachSound<PipelineDecl>([&](DeclId, const PipelineDecl& pipeline) {
    if (!hasAfter(file.tree(), pipeline.body)) return;
    OrderGraph graph(file, context);
    walkStatements(file.tree(), pipeline.body, graph);
    graph.report();
  });
}

}  // namespace

extern constinit const Rule redundantAfter{
    .name = "redundant-after",
    .category = Category::Style,
    .level = Level::Info,
    .reach = Reach::Named,
    .records = {&diag::redundantAfter.record},
    .options = kOrderOptions,
    .file = findRedundantAfter,
};

}  // namespace mlpc::rules::style
