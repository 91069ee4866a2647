#include <map>
#include <string>

#include "lowering.h"
#include "mlpc/support/text.h"

namespace mlpc::lower {
namespace {

/// The first declaration under each emitted name of one kind of artefact.
class Names {
 public:
  Names(diag::Engine& diags, std::string_view what) : diags_(diags), what_(what) {}

  /// `scope` is what tells two of one name apart: a namespace, a cluster.
  void add(const std::string& name, const std::string& scope, source::Span origin, const std::string& declared) {
    const auto [found, isNew] = first_.emplace(std::pair(name, scope), std::pair(origin, declared));
    if (isNew) return;
    diags_.report(origin, diag::equalNames, name, diag::Phrase(what_))
        .note(found->second.first, diag::declaredHere, found->second.second);
  }

 private:
  diag::Engine& diags_;
  std::string what_;
  std::map<std::pair<std::string, std::string>, std::pair<source::Span, std::string>> first_;
};

/// What a resource lives in, as text: the same name may be there once in each.
std::string scopeOf(const ir::RecordValue& fields) {
  std::string scope;
  for (const std::string_view key :
       {"workspace", "cluster", "resource_group", "namespace", "endpoint", "subscription", "scope"}) {
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
  std::map<std::string, Names> resources;
  for (const ir::Resource& resource : program.resources) {
    if (resource.existing || !resource.requested) continue;
    const auto found = resources.emplace(resource.kind, Names(diags, "`" + resource.kind + "`")).first;
    found->second.add(resource.resourceName, scopeOf(resource.fields), resource.origin, resource.name);
  }
}

}  // namespace mlpc::lower
