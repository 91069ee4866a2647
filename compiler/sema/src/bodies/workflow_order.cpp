// The order in which stages and jobs run: what they wait for, and cycles.

#include <algorithm>
#include <unordered_map>

#include "bodies/workflows.h"
#include "mlpc/diag/azure_devops.h"
#include "mlpc/diag/notes.h"
#include "mlpc/diag/workflows.h"
#include "mlpc/syntax/walk.h"

namespace mlpc::sema {

namespace {

syntax::ExprId afterOf(const syntax::Tree& tree, const syntax::ItemStmt& item) {
  return item.call ? fieldValue(tree, item.settings, "after") : settingValue(tree, item.body, "after");
}

}  // namespace

void WorkflowChecker::usesOf(syntax::ExprId expr, std::vector<std::pair<SymbolId, source::Span>>& out) const {
  walkExpressions(tree_, expr, [&](syntax::ExprId part) {
    if (const auto* use = std::get_if<StepOutputUse>(&infoOf(part).use); use != nullptr && !use->path.empty()) {
      out.emplace_back(use->path.front(), spanOf(tree_, part));
    }
  });
}

void WorkflowChecker::usesOf(const syntax::Block& block, std::vector<std::pair<SymbolId, source::Span>>& out) const {
  std::vector<syntax::ExprId> exprs;
  walkStatements(tree_, block, [&](syntax::StmtId id) {
    const syntax::Stmt& stmt = tree_.stmts[id];
    const auto* setting = std::get_if<syntax::SettingStmt>(&stmt.node);
    // Conditions and lists are decided when Azure DevOps expands the file.
    const bool early =
        std::holds_alternative<syntax::IfStmt>(stmt.node) || std::holds_alternative<syntax::ForStmt>(stmt.node);
    if (!early && (setting == nullptr || setting->key.text != "after")) appendExpressions(stmt, exprs);
  });
  for (const syntax::ExprId expr : exprs) usesOf(expr, out);
}

void WorkflowChecker::waits(syntax::StmtId id, std::vector<std::pair<SymbolId, source::Span>>& out) const {
  const auto& item = std::get<syntax::ItemStmt>(tree_.stmts[id].node);
  walkExpressions(tree_, afterOf(tree_, item), [&](syntax::ExprId part) {
    const auto* use = std::get_if<SymbolUse>(&infoOf(part).use);
    if (use != nullptr && std::holds_alternative<syntax::NameExpr>(tree_.exprs[part].node))
      out.emplace_back(use->symbol, spanOf(tree_, part));
  });
  usesOf(item.body, out);
  usesOf(item.call, out);
  usesOf(item.settings, out);
}

void WorkflowChecker::checkAfter(const syntax::ItemStmt& item, const std::unordered_map<SymbolId, size_t>& beside) {
  walkExpressions(tree_, afterOf(tree_, item), [&](syntax::ExprId part) {
    const auto* use = std::get_if<SymbolUse>(&infoOf(part).use);
    if (use == nullptr || !std::holds_alternative<syntax::NameExpr>(tree_.exprs[part].node)) return;
    const Symbol& symbol = file_.program.symbols[use->symbol];
    const bool waitable =
        symbol.kind == SymbolKind::Stage || symbol.kind == SymbolKind::Job || symbol.kind == SymbolKind::Let;
    if (!waitable || beside.count(use->symbol) != 0) return;
    const bool isStage = item.kind == syntax::ItemKind::Stage;
    file_.diags
        .report(spanOf(tree_, part), diag::afterKind, symbol.name,
                isStage ? "stage of this workflow" : "job of this stage")
        .note(symbol.span, diag::declaredHere, symbol.name);
  });
}

void WorkflowChecker::order(const syntax::Block& block, Level level) {
  WaitGraph graph;
  forEachChosen(block, [&](syntax::StmtId id) {
    if (std::holds_alternative<syntax::ItemStmt>(tree_.stmts[id].node)) graph.items.push_back(id);
  });
  std::unordered_map<SymbolId, size_t> indexOf;
  for (size_t i = 0; i < graph.items.size(); ++i) indexOf.emplace(symbolOf(graph.items[i]), i);
  graph.edges.resize(graph.items.size());
  std::vector<std::pair<SymbolId, source::Span>> found;
  for (size_t i = 0; i < graph.items.size(); ++i) {
    const auto& item = std::get<syntax::ItemStmt>(tree_.stmts[graph.items[i]].node);
    checkAfter(item, indexOf);
    found.clear();
    waits(graph.items[i], found);
    for (const auto& [symbol, span] : found) {
      const auto it = indexOf.find(symbol);
      if (it != indexOf.end()) graph.edges[i].push_back({it->second, span});
    }
    // Stages run one after the other.
    if (level == Level::Root && item.kind == syntax::ItemKind::Stage && !afterOf(tree_, item) && i > 0)
      graph.edges[i].push_back({i - 1, item.name.span});
  }
  graph.state.resize(graph.items.size());
  for (size_t i = 0; i < graph.items.size(); ++i) {
    if (graph.state[i] == WaitGraph::State::New) reportCycles(graph, i);
  }
}

void WorkflowChecker::reportCycles(WaitGraph& graph, size_t i) {
  const syntax::StmtId id = graph.items[i];
  const auto nameOf = [&](size_t one) { return file_.program.symbols[symbolOf(graph.items[one])].name; };
  // Whether a deployment waits for itself otherwise than by its `after`.
  const auto readsOwnOutput = [&](const WaitGraph::Edge& edge) {
    const auto& item = std::get<syntax::ItemStmt>(tree_.stmts[id].node);
    if (edge.to != i || item.kind != syntax::ItemKind::Deployment) return false;
    const syntax::ExprId after = settingValue(tree_, item.body, "after");
    return !after || edge.span.begin < spanOf(tree_, after).begin || spanOf(tree_, after).end < edge.span.end;
  };
  graph.state[i] = WaitGraph::State::Open;
  graph.path.push_back(i);
  for (const WaitGraph::Edge& edge : graph.edges[i]) {
    if (graph.state[edge.to] == WaitGraph::State::New) {
      reportCycles(graph, edge.to);
    } else if (readsOwnOutput(edge)) {
      file_.diags.report(edge.span, diag::outputOfOtherHook, nameOf(i));
    } else if (graph.state[edge.to] == WaitGraph::State::Open) {
      std::string chain;
      for (auto it = std::find(graph.path.begin(), graph.path.end(), edge.to); it != graph.path.end(); ++it)
        chain += "`" + std::string(nameOf(*it)) + "` waits for ";
      chain += "`" + std::string(nameOf(edge.to)) + "`";
      file_.diags.report(edge.span, diag::waitCycle, chain);
    }
  }
  graph.path.pop_back();
  graph.state[i] = WaitGraph::State::Done;
}

}  // namespace mlpc::sema
