#include <map>
#include <string>

#include "lowering.h"
#include "mlpc/diag/lowering.h"
#include "mlpc/diag/notes.h"
#include "mlpc/support/text.h"
#include "mlpc/vocabulary/kinds.h"

namespace mlpc::lower {
namespace {

using vocabulary::Kind;

/// The first declaration with each emitted name, for one kind of artifact.
class Names {
 public:
  Names(diag::Engine& diags, std::string_view what) : diags_(diags), what_(what) {}

  /// `scope` distinguishes objects of the same name: a namespace, a cluster. `anyCase`: the target ignores case.
  void add(const std::string& name, const std::string& scope, source::Span origin, const std::string& declared,
           bool anyCase = false) {
    const auto [found, isNew] =
        first_.emplace(std::pair(anyCase ? support::toLower(name) : name, scope), First{name, origin, declared});
    if (isNew) return;
    const First& first = found->second;
    auto report = diags_.report(origin, diag::equalNames, name, diag::Phrase(what_));
    report.note(first.origin, diag::declaredHere, first.declared);
    if (first.name != name) report.note({}, diag::namesInAnyCase, first.name, name);
  }

 private:
  struct First {
    std::string name;
    source::Span origin;
    std::string declared;
  };
  diag::Engine& diags_;
  std::string what_;
  std::map<std::pair<std::string, std::string>, First> first_;
};

/// What a resource is part of, as a string: each of these may contain the same name once.
std::string scopeOf(const ir::RecordValue& fields) {
  std::string scope;
  using enum vocabulary::ResourceField;
  for (const vocabulary::ResourceField key :
       {Workspace, Cluster, ResourceGroup, Namespace, Endpoint, Subscription, Scope}) {
    const ir::Value* value = fields.find(key);
    scope += '/';
    if (value == nullptr) continue;
    if (const auto* ref = value->as<ir::ResourceRef>())
      scope += std::to_string(ref->resource.index());
    else if (const auto constant = value->constant())
      scope += constant->toJson();
  }
  return scope;
}

/// Azure Resource Manager ignores case; assets of Azure Machine Learning and Kubernetes do not, or only allow lower
/// case.
bool takesAnyCase(Kind kind) {
  return moduleOf(kind) == vocabulary::Module::Azure || kind == Kind::AzuremlWorkspace ||
         kind == Kind::AzuremlKubernetesCompute || kind == Kind::AzuremlKubernetesOnlineEndpoint ||
         kind == Kind::AzuremlKubernetesOnlineDeployment || kind == Kind::AzuremlBatchEndpoint;
}

/// Kinds whose names are part of addresses, so that they must be unique in all of Azure.
bool isGlobal(Kind kind) {
  return kind == Kind::AzureStorageAccount || kind == Kind::AzureContainerRegistry || kind == Kind::AzureKeyVault;
}

}  // namespace

void checkUniqueNames(const ir::Program& program, diag::Engine& diags) {
  Names pipelines(diags, "pipeline");
  for (const ir::Pipeline& pipeline : program.pipelines) {
    if (pipeline.requested) pipelines.add(pipeline.emittedName, {}, pipeline.origin, pipeline.name);
  }
  Names jobs(diags, "trainjob");
  for (const ir::TrainJob& job : program.trainJobs) {
    if (job.requested && !job.taskOnly) jobs.add(job.jobName, scopeOf(job.fields), job.origin, job.name);
  }
  Names workflows(diags, "workflow");
  for (const ir::Workflow& workflow : program.workflows)
    workflows.add(workflow.name, {}, workflow.origin, workflow.name);
  std::map<Kind, Names> resources;
  for (const ir::Resource& resource : program.resources) {
    if (resource.existing || !resource.requested) continue;
    const auto found =
        resources.emplace(resource.kind, Names(diags, "`" + std::string(name(resource.kind)) + "`")).first;
    found->second.add(resource.resourceName, isGlobal(resource.kind) ? std::string() : scopeOf(resource.fields),
                      resource.origin, resource.name, takesAnyCase(resource.kind));
  }
}

}  // namespace mlpc::lower
