// Checks over several declarations: what one names, another has to declare.

#include "across.h"

#include <algorithm>
#include <array>
#include <unordered_set>

#include "mlflow_rules.h"
#include "mlpc/diag/across.h"
#include "mlpc/diag/notes.h"
#include "mlpc/diag/secrets.h"
#include "mlpc/diag/types.h"
#include "mlpc/support/text.h"
#include "mlpc/support/trainer.h"

namespace mlpc::sema {
namespace {

/// Labels that Kubernetes and AKS give to nodes by themselves.
constexpr std::array<std::string_view, 8> kNodeLabelPrefixes = {
    "kubernetes.io/",      "node.kubernetes.io/",        "topology.kubernetes.io/",
    "beta.kubernetes.io/", "kubernetes.azure.com/",      "node-role.kubernetes.io/",
    "nvidia.com/",         "feature.node.kubernetes.io/"};

class Cross {
 public:
  explicit Cross(const World& world) : world_(world), checker_(world.checker) {}

  void run() {
    collectPools();
    for (size_t i = 0; i < checker_.program.modules.size(); ++i) {
      const ModuleId module(static_cast<uint32_t>(i));
      const syntax::Tree& tree = checker_.tree(module);
      for (const syntax::DeclId id : tree.order) {
        if (const auto* job = std::get_if<syntax::TrainJobDecl>(&tree.decls[id].node)) runtime(module, tree, *job);
      }
      const bool records = closed_ || world_.has("Namespace");
      tree.exprs.forEachId([&](syntax::ExprId id) {
        if (records) record(module, tree, id);
        secretByName(module, tree, id);
      });
    }
  }

 private:
  /// The nodes' labels and taints, where every cluster of the program says which it has.
  void collectPools() {
    bool any = false;
    bool all = true;
    for (const Declared& cluster : world_.declared) {
      if (cluster.kind != "ManagedCluster" && cluster.kind != "ConnectedCluster") continue;
      any = true;
      const syntax::Tree& tree = world_.tree(cluster);
      const auto* pools = listOf(tree, world_.field(cluster, "node_pools"));
      taints(cluster.module, world_.field(cluster, "taints"));
      if (pools == nullptr) {
        all = false;
        continue;
      }
      for (const syntax::ListItem& pool : pools->items) {
        const auto name = world_.text(cluster.module, fieldValue(tree, pool.value, "name"));
        if (!name) {
          all = false;
          continue;
        }
        pools_.emplace_back(*name);
        taints(cluster.module, fieldValue(tree, pool.value, "taints"));
        const syntax::ExprId labels = fieldValue(tree, pool.value, "labels");
        const auto* record = labels ? std::get_if<syntax::RecordExpr>(&tree.exprs[labels].node) : nullptr;
        if (labels && record == nullptr) all = false;
        for (size_t i = 0; record != nullptr && i < record->items.size(); ++i)
          labels_.emplace(record->items[i].key.text);
      }
    }
    closed_ = any && all;
  }

  static const syntax::ListExpr* listOf(const syntax::Tree& tree, syntax::ExprId expr) {
    return expr ? std::get_if<syntax::ListExpr>(&tree.exprs[expr].node) : nullptr;
  }

  void taints(ModuleId module, syntax::ExprId list) {
    const syntax::Tree& tree = checker_.tree(module);
    if (const auto* items = listOf(tree, list)) {
      for (const syntax::ListItem& item : items->items) {
        if (const auto key = world_.text(module, fieldValue(tree, item.value, "key"))) taints_.insert(*key);
      }
    }
  }

  void runtime(ModuleId module, const syntax::Tree& tree, const syntax::TrainJobDecl& job) {
    const syntax::ExprId value = fieldValue(tree, job.record, "runtime");
    const auto name = world_.text(module, value);
    if (!name || !std::holds_alternative<syntax::StringExpr>(tree.exprs[value].node)) return;
    if (support::findTrainerRuntime(*name) != nullptr) return;
    const bool declared = std::any_of(world_.declared.begin(), world_.declared.end(), [&](const Declared& d) {
      return (d.kind == "TrainingRuntime" || d.kind == "ClusterTrainingRuntime") && d.name == *name;
    });
    if (declared) return;
    auto report = checker_.diags.report(spanOf(tree, value), diag::unknownRuntime, *name);
    std::vector<std::string> names;
    for (const support::TrainerRuntime& known : support::kTrainerRuntimes) names.emplace_back(known.name);
    if (const auto close = support::closest(*name, names)) {
      report.note(spanOf(tree, value), diag::didYouMean, *close);
    } else {
      report.note({}, diag::declareExisting, "trainer.ClusterTrainingRuntime");
    }
  }

  void record(ModuleId module, const syntax::Tree& tree, syntax::ExprId id) {
    if (!std::holds_alternative<syntax::RecordExpr>(tree.exprs[id].node)) return;
    if (closed_) {
      if (const syntax::RecordItem* selector = findItem(tree, id, "node_selector"))
        nodeSelector(module, tree, selector->value);
      if (const syntax::RecordItem* tolerations = findItem(tree, id, "tolerations")) {
        if (const auto* items = listOf(tree, tolerations->value)) {
          for (const syntax::ListItem& item : items->items) toleration(module, tree, item.value);
        }
      }
    }
    const syntax::RecordItem* space = findItem(tree, id, "namespace");
    if (space != nullptr) nameSpace(module, tree, space->value);
  }

  /// `secret("name")["key"]` where the program declares a secret of that name.
  void secretByName(ModuleId module, const syntax::Tree& tree, syntax::ExprId id) {
    const auto* index = std::get_if<syntax::IndexExpr>(&tree.exprs[id].node);
    if (index == nullptr) return;
    const CallUse* use = checker_.callUse(module, index->base);
    if (use == nullptr || !use->callee || use->arguments.empty()) return;
    const Symbol& callee = checker_.program.symbols[use->callee];
    if (callee.name != "secret" || !checker_.program.module(callee.module).standard) return;
    const auto name = world_.text(module, use->arguments.front());
    const auto key = world_.text(module, index->index);
    if (!name || !key) return;
    for (size_t i = 0; i < checker_.program.modules.size(); ++i) {
      const ModuleId other(static_cast<uint32_t>(i));
      const syntax::Tree& file = checker_.tree(other);
      for (const syntax::DeclId declId : file.order) {
        const auto* secret = std::get_if<syntax::SecretDecl>(&file.decls[declId].node);
        if (secret == nullptr) continue;
        const syntax::ExprId given = fieldValue(file, secret->record, "name");
        const std::string called =
            given ? world_.text(other, given).value_or("") : support::toKebab(file.decls[declId].name.text);
        const syntax::ExprId keys = fieldValue(file, secret->record, "keys");
        const auto* list = listOf(file, keys);
        if (called != *name || list == nullptr) continue;
        const bool known = std::any_of(list->items.begin(), list->items.end(), [&](const syntax::ListItem& item) {
          return item.spread || world_.text(other, item.value) == key;
        });
        if (known) continue;
        checker_.diags.report(spanOf(tree, index->index), diag::unknownSecretKey, file.decls[declId].name.text, *key)
            .note(file.decls[declId].name.span, diag::declaredHere, file.decls[declId].name.text);
      }
    }
  }

  void nodeSelector(ModuleId module, const syntax::Tree& tree, syntax::ExprId value) {
    const auto* record = value ? std::get_if<syntax::RecordExpr>(&tree.exprs[value].node) : nullptr;
    if (record == nullptr) return;
    for (const syntax::RecordItem& item : record->items) {
      if (item.spread || item.key.empty()) continue;
      const std::string_view key = item.key.text;
      if (key == "agentpool" || key == "kubernetes.azure.com/agentpool") {
        const auto pool = world_.text(module, item.value);
        if (!pool || std::find(pools_.begin(), pools_.end(), *pool) != pools_.end()) continue;
        auto report = checker_.diags.report(spanOf(tree, item.value), diag::unknownPool, *pool);
        if (const auto close = support::closest(*pool, pools_))
          report.note(spanOf(tree, item.value), diag::didYouMean, *close);
        continue;
      }
      const bool common = std::any_of(kNodeLabelPrefixes.begin(), kNodeLabelPrefixes.end(),
                                      [&](std::string_view p) { return key.starts_with(p); });
      if (!common && labels_.count(std::string(key)) == 0)
        checker_.diags.report(item.key.span, diag::selectorWithoutPool, key);
    }
  }

  void toleration(ModuleId module, const syntax::Tree& tree, syntax::ExprId value) {
    const auto key = world_.text(module, fieldValue(tree, value, "key"));
    if (!key || taints_.count(*key) != 0 || key->starts_with("node.kubernetes.io/") ||
        key->starts_with("ml.azure.com/") || key->starts_with("kubernetes.azure.com/") ||
        key->starts_with("nvidia.com/")) {
      return;
    }
    checker_.diags.report(spanOf(tree, fieldValue(tree, value, "key")), diag::tolerationWithoutTaint, *key);
  }

  void nameSpace(ModuleId module, const syntax::Tree& tree, syntax::ExprId value) {
    if (!value || !std::holds_alternative<syntax::StringExpr>(tree.exprs[value].node) || !world_.has("Namespace"))
      return;
    const auto name = world_.text(module, value);
    if (!name || name->empty() || *name == "default" || name->starts_with("kube-")) return;
    std::vector<std::string> names;
    bool declared = false;
    world_.each("Namespace", [&](const Declared& d) {
      declared = declared || d.name == *name || d.name.empty();
      names.push_back(d.name);
    });
    if (declared) return;
    auto report = checker_.diags.report(spanOf(tree, value), diag::unknownNamespace, *name);
    if (const auto close = support::closest(*name, names)) report.note(spanOf(tree, value), diag::didYouMean, *close);
  }

  const World& world_;
  Checker& checker_;
  std::vector<std::string> pools_;
  std::unordered_set<std::string> labels_;
  std::unordered_set<std::string> taints_;
  bool closed_ = false;
};

}  // namespace

World::World(Checker& theChecker) : checker(theChecker) {
  for (size_t i = 0; i < checker.program.modules.size(); ++i) {
    const ModuleId module(static_cast<uint32_t>(i));
    const syntax::Tree& file = checker.tree(module);
    for (const syntax::DeclId id : file.order) {
      const syntax::Decl& decl = file.decls[id];
      const auto* resource = std::get_if<syntax::ResourceDecl>(&decl.node);
      const auto* existing = std::get_if<syntax::ExistingDecl>(&decl.node);
      if (resource == nullptr && existing == nullptr) continue;
      const auto found = checker.program.module(module).scope.find(decl.name.text);
      if (found == checker.program.module(module).scope.end()) continue;
      const TypeId type = checker.typeOf(found->second);
      if (!type || checker.program.types[type].kind != TypeKind::Record) continue;
      Declared d;
      d.symbol = found->second;
      d.module = module;
      if (const SymbolId kind = checker.program.types[type].symbol) {
        d.kind = checker.program.symbols[kind].name;
        if (checker.program.symbols[kind].module)
          d.kindModule = checker.program.module(checker.program.symbols[kind].module).name;
      }
      d.record = resource != nullptr ? resource->record : existing->record;
      d.existing = existing != nullptr;
      d.span = decl.name.span;
      const syntax::ExprId name = fieldValue(file, d.record, "name");
      d.name = name ? constantText(checker, module, name).value_or("") : support::toKebab(decl.name.text);
      declared.push_back(std::move(d));
    }
  }
}

const Declared* World::find(SymbolId symbol) const {
  const auto it = std::find_if(declared.begin(), declared.end(), [&](const Declared& d) { return d.symbol == symbol; });
  return it != declared.end() ? &*it : nullptr;
}

bool World::has(std::string_view kind) const {
  return std::any_of(declared.begin(), declared.end(), [&](const Declared& d) { return d.kind == kind; });
}

source::Span World::spanOfField(const Declared& d, std::string_view name) const {
  const syntax::RecordItem* item = findItem(tree(d), d.record, name);
  return item != nullptr ? item->key.span : d.span;
}

const Declared* World::reference(ModuleId module, syntax::ExprId expr) const {
  if (!expr) return nullptr;
  const auto* use = std::get_if<SymbolUse>(&checker.program.info(module, expr).use);
  return use != nullptr ? find(use->symbol) : nullptr;
}

std::vector<const Declared*> World::references(ModuleId module, syntax::ExprId list) const {
  std::vector<const Declared*> out;
  const auto* items = list ? std::get_if<syntax::ListExpr>(&checker.tree(module).exprs[list].node) : nullptr;
  for (size_t i = 0; items != nullptr && i < items->items.size(); ++i) {
    if (const Declared* d = reference(module, items->items[i].value)) out.push_back(d);
  }
  return out;
}

void Checker::checkAcross() {
  const World world(*this);
  Cross(world).run();
  checkAzureAcross(world);
  checkCredentials(*this);
  checkPipelineCalls(*this);
  checkMlflowAcross(*this);
}

}  // namespace mlpc::sema
