// The order in which stages and jobs run: what they wait for, and cycles.

#include "bodies/workflow_order.h"

#include <algorithm>
#include <unordered_map>

#include "bodies/chosen.h"
#include "bodies/shared.h"
#include "mlpc/diag/azure_devops.h"
#include "mlpc/diag/notes.h"
#include "mlpc/diag/workflows.h"
#include "mlpc/sema/written.h"
#include "mlpc/syntax/walk.h"
#include "mlpc/vocabulary/azure_devops.h"

namespace mlpc::sema {
namespace {

using vocabulary::ado::Stage;

syntax::ExprId afterOf(const syntax::Tree& tree, const syntax::ItemStmt& item) {
  return item.call ? fieldValue(tree, item.settings, Stage::After) : settingValue(tree, item.body, Stage::After);
}

/// A stage or job that another one waits for, and where it says so.
struct Wait {
  SymbolId item;
  source::Span span;
};

/// The stages or jobs of one block, and what they wait for.
class WaitOrder {
 public:
  WaitOrder(FileContext& file, const syntax::Block& block) : file_(file), tree_(file.tree) {
    forEachChosen(tree_, block, [&](syntax::StmtId id) {
      if (!std::holds_alternative<syntax::ItemStmt>(tree_.stmts[id].node)) return;
      const SymbolId symbol = file_.declared(id);
      indices_.emplace(symbol, items_.size());
      items_.push_back({.statement = std::get<syntax::ItemStmt>(tree_.stmts[id].node), .symbol = symbol, .edges = {}});
    });
  }

  void check(Siblings siblings) {
    for (size_t i = 0; i < items_.size(); ++i) {
      Item& item = items_[i];
      checkAfter(item.statement);
      for (const Wait& wait : waits(item.statement)) {
        const auto it = indices_.find(wait.item);
        if (it != indices_.end()) item.edges.push_back({it->second, wait.span});
      }
      const bool stage = item.statement.kind == syntax::ItemKind::Stage;
      if (siblings == Siblings::OfWorkflow && stage && !afterOf(tree_, item.statement) && i > 0)
        item.edges.push_back({i - 1, item.statement.name.span});
    }
    for (size_t i = 0; i < items_.size(); ++i) {
      if (items_[i].state == State::New) reportCycles(i);
    }
  }

 private:
  struct Edge {
    size_t to;
    source::Span span;
  };
  enum class State : uint8_t { New, Open, Done };
  struct Item {
    const syntax::ItemStmt& statement;
    SymbolId symbol;
    std::vector<Edge> edges;
    State state = State::New;
    size_t nextEdge = 0;  ///< the first that has not been followed
    size_t place = 0;     ///< in the path, while it is open
  };

  void addUses(syntax::ExprId expr, std::vector<Wait>& out) const {
    walkExpressions(tree_, expr, [&](syntax::ExprId part) {
      if (const auto* use = std::get_if<StepOutputUse>(&file_.known(part).use); use != nullptr && !use->path.empty()) {
        out.push_back({use->path.front(), spanOf(tree_, part)});
      }
    });
  }

  void addUses(const syntax::Block& block, std::vector<Wait>& out) const {
    std::vector<syntax::ExprId> exprs;
    walkStatements(tree_, block, [&](syntax::StmtId id) {
      const syntax::Stmt& stmt = tree_.stmts[id];
      const auto* setting = std::get_if<syntax::SettingStmt>(&stmt.node);
      // Conditions and lists are decided when Azure DevOps expands the file.
      const bool early =
          std::holds_alternative<syntax::IfStmt>(stmt.node) || std::holds_alternative<syntax::ForStmt>(stmt.node);
      if (!early && (setting == nullptr || !is(setting->key.text, Stage::After))) appendExpressions(stmt, exprs);
    });
    for (const syntax::ExprId expr : exprs) addUses(expr, out);
  }

  /// What an item waits for: `after`, and outputs that it reads.
  [[nodiscard]] std::vector<Wait> waits(const syntax::ItemStmt& item) const {
    std::vector<Wait> out;
    walkExpressions(tree_, afterOf(tree_, item), [&](syntax::ExprId part) {
      const auto* use = std::get_if<SymbolUse>(&file_.known(part).use);
      if (use != nullptr && std::holds_alternative<syntax::NameExpr>(tree_.exprs[part].node))
        out.push_back({use->symbol, spanOf(tree_, part)});
    });
    addUses(item.body, out);
    addUses(item.call, out);
    addUses(item.settings, out);
    return out;
  }

  /// `after` names siblings of the item.
  void checkAfter(const syntax::ItemStmt& item) {
    walkExpressions(tree_, afterOf(tree_, item), [&](syntax::ExprId part) {
      const auto* use = std::get_if<SymbolUse>(&file_.known(part).use);
      if (use == nullptr || !std::holds_alternative<syntax::NameExpr>(tree_.exprs[part].node)) return;
      const Symbol& symbol = file_.program.symbols[use->symbol];
      const bool waitable =
          symbol.kind == SymbolKind::Stage || symbol.kind == SymbolKind::Job || symbol.kind == SymbolKind::Let;
      if (!waitable || indices_.count(use->symbol) != 0) return;
      const bool isStage = item.kind == syntax::ItemKind::Stage;
      file_.diags
          .report(spanOf(tree_, part), diag::afterKind, symbol.name,
                  isStage ? "stage of this workflow" : "job of this stage")
          .note(symbol.span, diag::declaredHere, symbol.name);
    });
  }

  /// Depth first; an edge back to what is open closes a cycle.
  void reportCycles(size_t start) {
    open(start);
    while (!path_.empty()) {
      const size_t i = path_.back();
      Item& item = items_[i];
      if (item.nextEdge == item.edges.size()) {
        path_.pop_back();
        item.state = State::Done;
        continue;
      }
      const Edge& edge = item.edges[item.nextEdge++];
      if (items_[edge.to].state == State::New) {
        open(edge.to);
      } else if (edge.to == i && readsOwnOutput(item.statement, edge.span)) {
        file_.diags.report(edge.span, diag::outputOfOtherHook, nameOf(i));
      } else if (items_[edge.to].state == State::Open) {
        file_.diags.report(edge.span, diag::waitCycle, chainTo(edge.to));
      }
    }
  }

  void open(size_t i) {
    items_[i].state = State::Open;
    items_[i].place = path_.size();
    path_.push_back(i);
  }

  [[nodiscard]] std::string_view nameOf(size_t i) const { return file_.program.symbols[items_[i].symbol].name; }

  /// A cycle in words, from an item that is open to itself. Of a long one, only the first part and the last.
  [[nodiscard]] std::string chainTo(size_t first) const {
    constexpr size_t kMostNames = 10;
    std::string chain;
    for (size_t place = items_[first].place; place < path_.size(); ++place) {
      if (place == items_[first].place + kMostNames && place + 1 < path_.size()) {
        chain += "… waits for ";
        place = path_.size() - 1;
      }
      chain += "`" + std::string(nameOf(path_[place])) + "` waits for ";
    }
    return chain + "`" + std::string(nameOf(first)) + "`";
  }

  /// Whether a deployment waits for itself at `span` because one hook reads what another gives, not by its `after`.
  [[nodiscard]] bool readsOwnOutput(const syntax::ItemStmt& item, source::Span span) const {
    if (item.kind != syntax::ItemKind::Deployment) return false;
    const syntax::ExprId after = settingValue(tree_, item.body, Stage::After);
    return !after || span.begin < spanOf(tree_, after).begin || spanOf(tree_, after).end < span.end;
  }

  FileContext& file_;
  const syntax::Tree& tree_;
  std::vector<Item> items_;
  std::unordered_map<SymbolId, size_t> indices_;
  std::vector<size_t> path_;  ///< from the first item that is open to the last
};

}  // namespace

void checkOrder(FileContext& file, const syntax::Block& block, Siblings siblings) {
  WaitOrder(file, block).check(siblings);
}

}  // namespace mlpc::sema
