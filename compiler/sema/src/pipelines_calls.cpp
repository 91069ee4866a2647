// What pipelines run: cycles, and the workspace that a run has or has not.

#include <algorithm>
#include <unordered_map>

#include "across.h"
#include "mlpc/diag/pipelines.h"

namespace mlpc::sema {
namespace {

struct PipelineNode {
  SymbolId symbol;
  ModuleId module;
  const syntax::PipelineDecl* decl = nullptr;
  std::vector<std::pair<size_t, source::Span>> calls;
  std::vector<size_t> callers;
  source::Span usesWorkspace;  ///< valid if it does
  bool hasWorkspace = false;
};

class CallChecker {
 public:
  explicit CallChecker(Checker& checker) : checker_(checker) {}

  void run() {
    collect();
    for (size_t i = 0; i < nodes_.size(); ++i) statements(i, nodes_[i].decl->body);
    for (size_t i = 0; i < nodes_.size(); ++i) {
      for (const auto& [to, span] : nodes_[i].calls) nodes_[to].callers.push_back(i);
    }
    std::vector<uint8_t> state(nodes_.size(), 0);
    for (size_t i = 0; i < nodes_.size(); ++i) {
      if (state[i] == 0) cycles(i, state);
    }
    for (size_t i = 0; i < nodes_.size(); ++i) workspace(i);
    for (size_t i = 0; i < nodes_.size(); ++i) limits(i);
  }

 private:
  void collect() {
    for (size_t m = 0; m < checker_.program.modules.size(); ++m) {
      const ModuleId module(static_cast<uint32_t>(m));
      const syntax::Tree& tree = checker_.tree(module);
      for (const syntax::DeclId id : tree.order) {
        const auto* pipeline = std::get_if<syntax::PipelineDecl>(&tree.decls[id].node);
        if (pipeline == nullptr) continue;
        const auto found = checker_.program.module(module).scope.find(tree.decls[id].name.text);
        if (found == checker_.program.module(module).scope.end()) continue;
        PipelineNode node;
        node.symbol = found->second;
        node.module = module;
        node.decl = pipeline;
        node.hasWorkspace = settingValue(tree, pipeline->body, "workspace").valid();
        index_.emplace(found->second, nodes_.size());
        nodes_.push_back(std::move(node));
      }
    }
  }

  void statements(size_t at, const syntax::Block& block) {
    const syntax::Tree& tree = checker_.tree(nodes_[at].module);
    for (const syntax::StmtId id : block.statements) {
      const syntax::StmtNode* node = &tree.stmts[id].node;
      if (const auto* let = std::get_if<syntax::LetStmt>(node)) {
        if (let->value) call(at, let->value, let->settings);
        if (!let->group) continue;
        node = &tree.stmts[let->group].node;
      }
      if (const auto* called = std::get_if<syntax::CallStmt>(node)) call(at, called->call, called->settings);
      if (const auto* branches = std::get_if<syntax::IfStmt>(node)) {
        for (const syntax::IfBranch& branch : branches->branches) statements(at, branch.body);
      }
      if (const auto* loop = std::get_if<syntax::ForStmt>(node)) statements(at, loop->body);
      if (const auto* handler = std::get_if<syntax::TryStmt>(node)) {
        statements(at, handler->body);
        statements(at, handler->finally);
      }
    }
  }

  void call(size_t at, syntax::ExprId expr, syntax::ExprId settings) {
    PipelineNode& node = nodes_[at];
    const syntax::Tree& tree = checker_.tree(node.module);
    if (const CallUse* use = checker_.callUse(node.module, expr); use != nullptr && use->callee) {
      if (const auto it = index_.find(use->callee); it != index_.end())
        node.calls.emplace_back(it->second, spanOf(tree, expr));
      const Symbol& callee = checker_.program.symbols[use->callee];
      if (callee.name == "importer" && checker_.program.module(callee.module).standard) {
        const Signature& signature = checker_.signatureOf(use->callee);
        for (size_t i = 0; i < use->arguments.size() && i < signature.parameters.size(); ++i) {
          if (signature.parameters[i].name != "download_to_workspace" || !use->arguments[i]) continue;
          const auto value = constantOf(checker_.program, node.module, use->arguments[i]);
          const bool* flag = value ? value->as<bool>() : nullptr;
          if (flag == nullptr || *flag) node.usesWorkspace = spanOf(tree, use->arguments[i]);
        }
      }
    }
    if (node.usesWorkspace.valid()) return;
    for (const syntax::ExprId part : {expr, settings}) {
      walkExpr(tree, part, [&](syntax::ExprId inner) {
        const auto* property = std::get_if<PropertyUse>(&checker_.program.info(node.module, inner).use);
        if (property != nullptr && property->space == "run" && property->property == "workspace")
          node.usesWorkspace = spanOf(tree, inner);
      });
    }
  }

  void cycles(size_t start, std::vector<uint8_t>& state) {
    // Depth first without recursion: chains of pipelines may be long.
    struct Frame {
      size_t node;
      size_t next;
    };
    std::vector<Frame> path{{start, 0}};
    state[start] = 1;
    while (!path.empty()) {
      const size_t node = path.back().node;
      if (path.back().next == nodes_[node].calls.size()) {
        state[node] = 2;
        path.pop_back();
        continue;
      }
      const auto [to, span] = nodes_[node].calls[path.back().next++];
      if (state[to] == 0) {
        state[to] = 1;
        path.push_back({to, 0});
      } else if (state[to] == 1) {
        auto report = checker_.diags.report(span, diag::recursivePipeline, nameOf(to));
        const auto from = std::find_if(path.begin(), path.end(), [to = to](const Frame& f) { return f.node == to; });
        for (auto it = from; it + 1 != path.end(); ++it) {
          const auto& [inner, innerSpan] = nodes_[it->node].calls[it->next - 1];
          report.note(innerSpan, diag::throughPipeline, nameOf(it->node), nameOf(inner));
        }
      }
    }
  }

  /// The run's workspace comes with the outermost pipeline: each that is run by no other has to have one.
  void workspace(size_t at) {
    const PipelineNode& node = nodes_[at];
    if (!node.usesWorkspace.valid()) return;
    std::vector<size_t> open{at};
    std::vector<bool> seen(nodes_.size(), false);
    std::vector<size_t> lacking;
    bool has = node.hasWorkspace;
    while (!open.empty()) {
      const size_t next = open.back();
      open.pop_back();
      if (seen[next]) continue;
      seen[next] = true;
      has = has || nodes_[next].hasWorkspace;
      if (nodes_[next].callers.empty() && !nodes_[next].hasWorkspace) lacking.push_back(next);
      for (const size_t caller : nodes_[next].callers) open.push_back(caller);
    }
    if (!has) {
      checker_.diags.report(node.usesWorkspace, diag::workspaceMissing, nameOf(at));
      return;
    }
    for (const size_t outermost : lacking) {
      const auto& calls = nodes_[outermost].calls;
      const auto call = std::find_if(calls.begin(), calls.end(), [&](const auto& c) { return seen[c.first]; });
      auto report = checker_.diags.report(node.usesWorkspace, diag::workspaceMissing, nameOf(outermost));
      if (call != calls.end()) report.note(call->second, diag::throughPipeline, nameOf(outermost), nameOf(call->first));
    }
  }

  /// Deadlines are of runs: a pipeline that is run by another does not bring its own.
  void limits(size_t at) {
    const PipelineNode& node = nodes_[at];
    if (node.callers.empty()) return;
    const syntax::Tree& tree = checker_.tree(node.module);
    for (const std::string_view key : {"timeout", "ttl"}) {
      const syntax::SettingStmt* setting = findSetting(tree, node.decl->body, key);
      if (setting == nullptr) continue;
      for (const size_t caller : node.callers) {
        if (findSetting(checker_.tree(nodes_[caller].module), nodes_[caller].decl->body, key) != nullptr) continue;
        const auto& calls = nodes_[caller].calls;
        const auto call = std::find_if(calls.begin(), calls.end(), [&](const auto& c) { return c.first == at; });
        checker_.diags.report(spanOf(tree, setting->value), diag::limitOfInnerPipeline, key, nameOf(at), nameOf(caller))
            .note(call->second, diag::throughPipeline, nameOf(caller), nameOf(at));
        break;
      }
    }
  }

  [[nodiscard]] std::string_view nameOf(size_t at) const { return checker_.program.symbols[nodes_[at].symbol].name; }

  Checker& checker_;
  std::vector<PipelineNode> nodes_;
  std::unordered_map<SymbolId, size_t> index_;
};

}  // namespace

void checkPipelineCalls(Checker& checker) { CallChecker(checker).run(); }

}  // namespace mlpc::sema
