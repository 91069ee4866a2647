#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "context.h"
#include "scripts/command.h"
#include "scripts/plan.h"

namespace mlpc::backends::azureml {

/// What both scripts have in common: variables for what is known only when they run, and which helper functions they
/// use.
///
/// Sections are written in order. A section that asks for `id(x)` marks the variable as used; provisioning sets it
/// where `x` is created or found, clean-up before the section that asks first.
class Writer {
 public:
  Writer(const Context& context, const Plan& plan);

  /// `"$id_acr"`: the ARM id.
  Word id(const ir::Resource& resource);
  /// `"$principal_k8s_compute"`: the object id of its identity.
  Word principal(const ir::Resource& resource);
  /// The region, from the resource or from its group; `"$location_rg"` where only Azure knows it.
  Word location(const ir::Resource& resource);
  /// `"$relay_arc"`: the ARM id of the relay of a connected cluster.
  Word relay(const ir::Resource& cluster);
  /// `kubectl --kubeconfig "$kube_aks"`; access to the cluster is set up first.
  std::string kubectl(const ir::Resource& cluster);
  /// The value of a field as one word: text, numbers, and ids of resources inside text.
  Word valueWord(const ir::Value& value);
  /// The same for a field of `resource`; empty if it was omitted.
  std::optional<Word> field(const ir::Resource& resource, vocabulary::FieldName name);

  /// The command that shows a resource; it fails if there is none.
  Command show(const ir::Resource& resource);
  /// Options that most commands share.
  void group(Command& command, const ir::Resource& resource);
  void subscription(Command& command, const ir::Resource& resource);
  void workspace(Command& command, const ir::Resource& resource);
  void tags(Command& command, const ir::Resource& resource, std::string_view option = "--tags");

  /// The name for people: `acrmlops1234`.
  [[nodiscard]] static const std::string& label(const ir::Resource& resource) { return resource.resourceName; }

  /// What provisioning has to set once `resource` exists: only variables that are used. The array `it` shows the
  /// resource.
  emit::Script assignments(const ir::Resource& resource);
  /// What clean-up has to look up before the section that was just written.
  emit::Script takeLookups();
  /// Access to the clusters that the section just written is the first to use.
  emit::Script takeAccess();

  /// The part before the sections: tools, signing in, extensions, the working folder. Call it after they were written.
  [[nodiscard]] std::string preparation() const;

  /// Extensions of the Azure CLI that are needed, and helper functions that are used.
  std::set<std::string> extensions;
  bool usesGrant = false;
  bool usesWait = false;
  bool usesRequire = false;
  bool usesValue = false;
  bool usesWork = false;
  bool usesProxy = false;
  bool usesKubectl = false;
  bool usesKubelogin = false;

  [[nodiscard]] const Context& context() const { return context_; }
  /// The resource whose identity is the principal of `resource`: itself, or an identity assigned to it.
  const ir::Resource& principalOwner(const ir::Resource& resource) const;
  const std::string& variable(const ir::Resource& resource);

 private:
  struct Use {
    bool id = false;
    bool principal = false;
    bool location = false;
    bool relay = false;
  };
  emit::Script assignment(const ir::Resource& resource, std::string_view prefix, std::string_view query,
                          const emit::Script& command, bool tolerant);
  void lookUp(bool& used, const emit::Script& text);
  emit::Script idAssignment(const ir::Resource& resource, bool tolerant);
  emit::Script principalAssignment(const ir::Resource& resource, bool tolerant);
  emit::Script relayAssignment(const ir::Resource& resource, bool tolerant);

  const Context& context_;
  std::map<const ir::Resource*, std::string> names_;
  std::set<std::string> taken_;
  std::map<const ir::Resource*, Use> uses_;
  std::set<const ir::Resource*> opened_;
  emit::Script lookups_;
  emit::Script access_;
};

/// Creates everything in the plan; when run again, it leaves existing resources as they are.
emit::Script provisionScript(const Context& context, const Plan& plan);
/// Deletes what `provisionScript` creates, in reverse order.
emit::Script cleanupScript(const Context& context, const Plan& plan);

}  // namespace mlpc::backends::azureml
