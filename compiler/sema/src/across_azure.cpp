// What the resources of Azure want of each other: a cluster that is attached, its extension, its namespaces, identities
// and roles, and the deployments on it.

#include <algorithm>
#include <unordered_map>

#include "across.h"
#include "mlpc/diag/across.h"
#include "mlpc/diag/notes.h"
#include "mlpc/diag/scripts.h"
#include "mlpc/diag/types.h"
#include "mlpc/support/text.h"

namespace mlpc::sema {
namespace {

class AzureChecker {
 public:
  explicit AzureChecker(const World& world) : world_(world), checker_(world.checker) {}

  void run() {
    world_.each("KubernetesCompute", [&](const Declared& d) { compute(d); });
    computesTwice();
    world_.each("KubernetesOnlineEndpoint", [&](const Declared& d) { endpoint(d); });
    world_.each("KubernetesOnlineDeployment", [&](const Declared& d) { deployment(d); });
    world_.each("PipelineJob", [&](const Declared& d) { training(d); });
    world_.each("CommandJob", [&](const Declared& d) {
      training(d);
      instanceType(d.module, fieldValue(world_.tree(d), world_.field(d, "resources"), "instance_type"));
    });
    world_.each("InstanceType", [&](const Declared& d) { taintedPool(d); });
    world_.each("Object", [&](const Declared& d) { object(d); });
  }

 private:
  [[nodiscard]] const Declared* refer(const Declared& d, std::string_view field) const {
    return world_.reference(d.module, world_.field(d, field));
  }

  /// The role assignments of a principal.
  [[nodiscard]] bool hasRole(SymbolId principal, std::string_view role, SymbolId scope) const {
    bool found = false;
    world_.each("RoleAssignment", [&](const Declared& d) {
      const Declared* who = refer(d, "principal");
      const auto what = world_.text(d.module, world_.field(d, "role"));
      const Declared* where = refer(d, "scope");
      if (who == nullptr || who->symbol != principal || !what) return;
      // A role by its id, or a scope that is text, is believed.
      const bool roleFits = *what == role || what->find('-') != std::string::npos;
      const bool scopeFits = where == nullptr || where->symbol == scope || where->kind == "ResourceGroup";
      found = found || (roleFits && scopeFits);
    });
    return found;
  }

  void compute(const Declared& d) {
    const syntax::Tree& tree = world_.tree(d);
    const Declared* cluster = refer(d, "cluster");
    const Declared* space = refer(d, "namespace");
    if (space != nullptr) {
      if (space->name == "default" || space->name == "azureml" || space->name.starts_with("kube-")) {
        checker_.diags.report(spanOf(tree, world_.field(d, "namespace")), diag::sharedNamespace, space->name);
      }
      const Declared* of = refer(*space, "cluster");
      if (of != nullptr && cluster != nullptr && of->symbol != cluster->symbol) {
        checker_.diags
            .report(spanOf(tree, world_.field(d, "namespace")), diag::namespaceElsewhere, space->name, of->name)
            .note(space->span, diag::declaredHere, checker_.program.symbols[space->symbol].name);
      }
    }
    identity(d.module, world_.field(d, "identity"), "compute");
    if (cluster == nullptr) return;
    // A cluster that is made here has only the extensions that are made here.
    if (!cluster->existing) {
      const Declared* found = extensionOf(cluster->symbol);
      if (found == nullptr) {
        checker_.diags.report(spanOf(tree, world_.field(d, "cluster")), diag::extensionMissing, cluster->name)
            .note(cluster->span, diag::declaredHere, checker_.program.symbols[cluster->symbol].name);
      }
    }
    // A workspace with an identity of the user's needs rights that nobody gives it; those on the cluster come with the
    // attaching.
    const Declared* workspace = refer(d, "workspace");
    const Declared* own = workspace != nullptr ? refer(*workspace, "identity") : nullptr;
    if (own != nullptr && cluster->kind == "ConnectedCluster" && !world_.field(*cluster, "relay") &&
        !hasRole(own->symbol, "Azure Relay Owner", cluster->symbol)) {
      checker_.diags.report(spanOf(tree, world_.field(d, "cluster")), diag::relayRoleMissing, own->name, cluster->name)
          .note(own->span, diag::declaredHere, checker_.program.symbols[own->symbol].name);
    }
  }

  [[nodiscard]] const Declared* extensionOf(SymbolId cluster) const {
    const Declared* found = nullptr;
    world_.each("KubernetesExtension", [&](const Declared& e) {
      const Declared* on = refer(e, "cluster");
      if (on != nullptr && on->symbol == cluster) found = &e;
    });
    return found;
  }

  void identity(ModuleId module, syntax::ExprId record, std::string_view what) {
    if (!record) return;
    const syntax::Tree& tree = checker_.tree(module);
    const auto type = world_.text(module, fieldValue(tree, record, "type"));
    const syntax::ExprId list = fieldValue(tree, record, "identities");
    const auto* items = list ? std::get_if<syntax::ListExpr>(&tree.exprs[list].node) : nullptr;
    const size_t count = items != nullptr ? items->items.size() : 0;
    if (!type) return;
    if (*type == "user_assigned" && count == 0 && (!list || items != nullptr)) {
      checker_.diags.report(spanOf(tree, fieldValue(tree, record, "type")), diag::identityMissing, what);
    } else if (*type == "system_assigned" && count != 0) {
      checker_.diags.report(spanOf(tree, list), diag::identityUnwanted, what);
    } else if (count > 1 && what == "compute") {
      checker_.diags.report(spanOf(tree, items->items[1].value), diag::identityIgnored);
    }
  }

  void computesTwice() {
    std::vector<const Declared*> computes;
    world_.each("KubernetesCompute", [&](const Declared& d) { computes.push_back(&d); });
    for (size_t i = 0; i < computes.size(); ++i) {
      for (size_t k = 0; k < i; ++k) {
        const Declared& a = *computes[k];
        const Declared& b = *computes[i];
        const Declared* workspaceA = refer(a, "workspace");
        const Declared* workspaceB = refer(b, "workspace");
        if (workspaceA == nullptr || workspaceB == nullptr || workspaceA->symbol != workspaceB->symbol) continue;
        if (!a.name.empty() && a.name == b.name) {
          checker_.diags.report(b.span, diag::computeTwice, b.name)
              .note(a.span, diag::declaredHere, checker_.program.symbols[a.symbol].name);
          continue;
        }
        const Declared* clusterA = refer(a, "cluster");
        const Declared* clusterB = refer(b, "cluster");
        const Declared* spaceA = refer(a, "namespace");
        const Declared* spaceB = refer(b, "namespace");
        if (clusterA != nullptr && clusterB != nullptr && clusterA->symbol == clusterB->symbol && spaceA != nullptr &&
            spaceB != nullptr && spaceA->symbol == spaceB->symbol) {
          checker_.diags.report(spanOf(world_.tree(b), world_.field(b, "namespace")), diag::computesShare, spaceB->name)
              .note(a.span, diag::declaredHere, checker_.program.symbols[a.symbol].name);
        }
      }
    }
  }

  void endpoint(const Declared& d) {
    identity(d.module, world_.field(d, "identity"), "endpoint");
    const Declared* on = refer(d, "compute");
    const Declared* cluster = on != nullptr ? refer(*on, "cluster") : nullptr;
    const Declared* extension = cluster != nullptr ? extensionOf(cluster->symbol) : nullptr;
    if (extension != nullptr && !extension->existing && extension->record && !world_.field(*extension, "inference")) {
      checker_.diags.report(spanOf(world_.tree(d), world_.field(d, "compute")), diag::inferenceMissing, cluster->name)
          .note(extension->span, diag::declaredHere, checker_.program.symbols[extension->symbol].name);
    }
  }

  /// Jobs need an extension that was made with training.
  void training(const Declared& d) {
    const Declared* on = refer(d, "compute");
    const Declared* cluster = on != nullptr ? refer(*on, "cluster") : nullptr;
    const Declared* extension = cluster != nullptr ? extensionOf(cluster->symbol) : nullptr;
    const syntax::ExprId setting = extension != nullptr ? world_.field(*extension, "training") : syntax::ExprId();
    const auto value = setting ? constantOf(checker_.program, extension->module, setting) : std::nullopt;
    const bool* flag = value ? value->as<bool>() : nullptr;
    if (flag == nullptr || *flag) return;
    checker_.diags.report(spanOf(world_.tree(d), world_.field(d, "compute")), diag::trainingMissing, cluster->name)
        .note(spanOf(world_.tree(*extension), setting), diag::declaredHere, "training");
  }

  void instanceType(ModuleId module, syntax::ExprId value) {
    const auto name = world_.text(module, value);
    const syntax::Tree& tree = checker_.tree(module);
    if (!name || !std::holds_alternative<syntax::StringExpr>(tree.exprs[value].node) || *name == "defaultinstancetype")
      return;
    std::vector<std::string> names;
    world_.each("InstanceType", [&](const Declared& d) { names.push_back(d.name); });
    if (std::find(names.begin(), names.end(), *name) != names.end()) return;
    auto report = checker_.diags.report(spanOf(tree, value), diag::unknownInstanceType, *name);
    if (const auto close = support::closest(*name, names)) {
      report.note(spanOf(tree, value), diag::didYouMean, *close);
    } else {
      report.note({}, diag::declareExisting, "azureml.InstanceType");
    }
  }

  void deployment(const Declared& d) {
    const syntax::Tree& tree = world_.tree(d);
    instanceType(d.module, world_.field(d, "instance_type"));
    for (const std::string_view key : {"model", "environment"}) {
      const syntax::ExprId value = world_.field(d, key);
      const auto text = world_.text(d.module, value);
      if (!text || !std::holds_alternative<syntax::StringExpr>(tree.exprs[value].node)) continue;
      if (!text->starts_with("azureml:") && !text->starts_with("azureml://"))
        checker_.diags.report(spanOf(tree, value), diag::azReferencePrefix, key);
    }
    const syntax::ExprId scale = world_.field(d, "scale_settings");
    if (world_.field(d, "instance_count") && !scale) {
      checker_.diags.report(world_.spanOfField(d, "instance_count"), diag::countWithoutScale);
    }
    const syntax::ExprId requests = world_.field(d, "request_settings");
    if (const syntax::RecordItem* item = findItem(tree, requests, "max_concurrent_requests_per_instance")) {
      checker_.diags.report(item->key.span, diag::concurrencySet);
    }
    environment(d);
  }

  void environment(const Declared& d) {
    const syntax::ExprId value = world_.field(d, "environment");
    if (!value) return;
    // Declared, or written in place.
    const Declared* declared = world_.reference(d.module, value);
    const ModuleId module = declared != nullptr ? declared->module : d.module;
    const syntax::ExprId record = declared != nullptr ? declared->record : value;
    const syntax::Tree& tree = checker_.tree(module);
    const syntax::ExprId imageExpr = fieldValue(tree, record, "image");
    const auto image = world_.text(module, imageExpr);
    const bool built = fieldValue(tree, record, "conda_file") || fieldValue(tree, record, "build");
    if (image && image->starts_with("mcr.microsoft.com/azureml/") &&
        (image->find("-py36") != std::string::npos || image->find("-py37") != std::string::npos ||
         image->find("-py38") != std::string::npos)) {
      checker_.diags.report(spanOf(tree, imageExpr), diag::oldInferenceImage, *image);
    }
    // The registry that the image comes from: the workspace's own for what is built.
    const Declared* endpoint = refer(d, "endpoint");
    const Declared* on = endpoint != nullptr ? refer(*endpoint, "compute") : nullptr;
    if (on == nullptr) return;
    const Declared* workspace = refer(*on, "workspace");
    const Declared* registry = nullptr;
    if (built && workspace != nullptr) registry = refer(*workspace, "container_registry");
    if (image) {
      world_.each("ContainerRegistry", [&](const Declared& r) {
        if (!r.name.empty() && image->starts_with(r.name + ".azurecr.io/")) registry = &r;
      });
    }
    if (registry == nullptr || canPull(*on, *registry)) return;
    checker_.diags.report(on->span, diag::computeCannotPull, on->name, registry->name)
        .note(declared != nullptr ? declared->span : spanOf(tree, value), diag::imageFrom, registry->name)
        .note(registry->span, diag::declaredHere, checker_.program.symbols[registry->symbol].name);
  }

  [[nodiscard]] bool canPull(const Declared& on, const Declared& registry) const {
    if (hasRole(on.symbol, "AcrPull", registry.symbol)) return true;
    for (const Declared* who :
         world_.references(on.module, fieldValue(world_.tree(on), world_.field(on, "identity"), "identities"))) {
      if (hasRole(who->symbol, "AcrPull", registry.symbol)) return true;
    }
    // The nodes themselves may pull.
    const Declared* cluster = refer(on, "cluster");
    if (cluster == nullptr || cluster->existing) return cluster == nullptr;
    const std::vector<const Declared*> from = world_.references(cluster->module, world_.field(*cluster, "pull_from"));
    return std::any_of(from.begin(), from.end(), [&](const Declared* r) { return r->symbol == registry.symbol; });
  }

  /// Azure Machine Learning bears only its own taints.
  void taintedPool(const Declared& d) {
    const syntax::Tree& tree = world_.tree(d);
    const syntax::ExprId selector = world_.field(d, "node_selector");
    const auto pool = world_.text(d.module, fieldValue(tree, selector, "agentpool"));
    if (!pool) return;
    world_.each("ManagedCluster", [&](const Declared& cluster) {
      const syntax::Tree& clusterTree = world_.tree(cluster);
      const syntax::ExprId list = world_.field(cluster, "node_pools");
      const auto* pools = list ? std::get_if<syntax::ListExpr>(&clusterTree.exprs[list].node) : nullptr;
      for (size_t i = 0; pools != nullptr && i < pools->items.size(); ++i) {
        const syntax::ExprId item = pools->items[i].value;
        if (world_.text(cluster.module, fieldValue(clusterTree, item, "name")) != pool) continue;
        const syntax::ExprId taintList = fieldValue(clusterTree, item, "taints");
        const auto* taints = taintList ? std::get_if<syntax::ListExpr>(&clusterTree.exprs[taintList].node) : nullptr;
        for (size_t k = 0; taints != nullptr && k < taints->items.size(); ++k) {
          const auto key = world_.text(cluster.module, fieldValue(clusterTree, taints->items[k].value, "key"));
          if (!key || key->starts_with("ml.azure.com/")) continue;
          checker_.diags.report(spanOf(tree, fieldValue(tree, selector, "agentpool")), diag::poolTainted, *pool, *key)
              .note(spanOf(clusterTree, taints->items[k].value), diag::taintHere, *key);
        }
      }
    });
  }

  /// Kinds of Kubeflow that are gone.
  void object(const Declared& d) {
    const syntax::Tree& tree = world_.tree(d);
    const auto version = world_.text(d.module, world_.field(d, "api_version"));
    const auto kind = world_.text(d.module, world_.field(d, "kind"));
    if (!version) return;
    if (*version == "trainer.kubeflow.org/v2alpha1") {
      checker_.diags.report(spanOf(tree, world_.field(d, "api_version")), diag::oldTrainer, *version);
    } else if (*version == "kubeflow.org/v1" && kind && kind->size() > 3 && kind->substr(kind->size() - 3) == "Job") {
      checker_.diags.report(spanOf(tree, world_.field(d, "kind")), diag::oldTrainer, *kind);
    }
  }

  const World& world_;
  Checker& checker_;
};

}  // namespace

void checkAzureAcross(const World& world) { AzureChecker(world).run(); }

}  // namespace mlpc::sema
