// The order in which stages and jobs run: what they wait for, and cycles in that.

#include <algorithm>
#include <unordered_map>

#include "bodies/workflows.h"
#include "mlpc/diag/azure_devops.h"
#include "mlpc/diag/notes.h"
#include "mlpc/diag/workflows.h"
#include "mlpc/syntax/walk.h"

namespace mlpc::sema {

void WorkflowChecker::collectItems(const syntax::Block& block, std::vector<syntax::StmtId>& out) const {
  walkStatements(tree_, block, [&](syntax::StmtId id) {
    const syntax::StmtNode& node = tree_.stmts[id].node;
    if (std::holds_alternative<syntax::ItemStmt>(node)) out.push_back(id);
    const bool chooses = std::holds_alternative<syntax::IfStmt>(node) || std::holds_alternative<syntax::ForStmt>(node);
    return chooses ? syntax::Walk::Into : syntax::Walk::Over;
  });
}

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
  const syntax::ExprId after =
      item.call ? fieldValue(tree_, item.settings, "after") : settingValue(tree_, item.body, "after");
  walkExpressions(tree_, after, [&](syntax::ExprId part) {
    const auto* use = std::get_if<SymbolUse>(&infoOf(part).use);
    if (use != nullptr && std::holds_alternative<syntax::NameExpr>(tree_.exprs[part].node))
      out.emplace_back(use->symbol, spanOf(tree_, part));
  });
  usesOf(item.body, out);
  usesOf(item.call, out);
  usesOf(item.settings, out);
}

void WorkflowChecker::order(const syntax::Block& block, Level level) {
  std::vector<syntax::StmtId> items;
  collectItems(block, items);
  std::vector<SymbolId> symbols;
  std::unordered_map<SymbolId, size_t> indexOf;
  for (const syntax::StmtId id : items) {
    symbols.push_back(symbolOf(id));
    indexOf.emplace(symbols.back(), symbols.size() - 1);
  }
  struct Edge {
    size_t to;
    source::Span span;
  };
  std::vector<std::vector<Edge>> edges(items.size());
  std::vector<std::pair<SymbolId, source::Span>> found;
  for (size_t i = 0; i < items.size(); ++i) {
    const auto& item = std::get<syntax::ItemStmt>(tree_.stmts[items[i]].node);
    const syntax::ExprId after =
        item.call ? fieldValue(tree_, item.settings, "after") : settingValue(tree_, item.body, "after");
    const bool isStage = item.kind == syntax::ItemKind::Stage;
    // `after` names what stands beside it.
    walkExpressions(tree_, after, [&](syntax::ExprId part) {
      const auto* use = std::get_if<SymbolUse>(&infoOf(part).use);
      if (use == nullptr || !std::holds_alternative<syntax::NameExpr>(tree_.exprs[part].node)) return;
      const Symbol& symbol = file_.program.symbols[use->symbol];
      const bool beside = indexOf.count(use->symbol) != 0;
      if (!beside &&
          (symbol.kind == SymbolKind::Stage || symbol.kind == SymbolKind::Job || symbol.kind == SymbolKind::Let)) {
        file_.diags
            .report(spanOf(tree_, part), diag::afterKind, symbol.name,
                    isStage ? "stage of this workflow" : "job of this stage")
            .note(symbol.span, diag::declaredHere, symbol.name);
      }
    });
    found.clear();
    waits(items[i], found);
    for (const auto& [symbol, span] : found) {
      const auto it = indexOf.find(symbol);
      if (it != indexOf.end()) edges[i].push_back({it->second, span});
    }
    if (level == Level::Root && isStage && !after && i > 0) edges[i].push_back({i - 1, item.name.span});
  }
  const auto isDeployment = [&](syntax::StmtId id) {
    return std::get<syntax::ItemStmt>(tree_.stmts[id].node).kind == syntax::ItemKind::Deployment;
  };
  const auto isAfter = [&](syntax::StmtId id, source::Span span) {
    const syntax::ExprId after = settingValue(tree_, std::get<syntax::ItemStmt>(tree_.stmts[id].node).body, "after");
    return after && spanOf(tree_, after).begin <= span.begin && span.end <= spanOf(tree_, after).end;
  };
  // Depth first; an edge back to what is open closes a cycle.
  std::vector<uint8_t> state(items.size(), 0);
  std::vector<size_t> path;
  const auto visit = [&](const auto& self, size_t i) -> void {
    state[i] = 1;
    path.push_back(i);
    for (const Edge& edge : edges[i]) {
      if (state[edge.to] == 0) {
        self(self, edge.to);
      } else if (edge.to == i && isDeployment(items[i]) && !isAfter(items[i], edge.span)) {
        file_.diags.report(edge.span, diag::outputOfOtherHook, file_.program.symbols[symbols[i]].name);
      } else if (state[edge.to] == 1) {
        const auto from = std::find(path.begin(), path.end(), edge.to);
        std::string chain;
        for (auto it = from; it != path.end(); ++it) {
          chain += "`";
          chain += file_.program.symbols[symbols[*it]].name;
          chain += "` waits for ";
        }
        chain += "`";
        chain += file_.program.symbols[symbols[edge.to]].name;
        chain += "`";
        file_.diags.report(edge.span, diag::waitCycle, chain);
      }
    }
    path.pop_back();
    state[i] = 2;
  };
  for (size_t i = 0; i < items.size(); ++i) {
    if (state[i] == 0) visit(visit, i);
  }
}

}  // namespace mlpc::sema
