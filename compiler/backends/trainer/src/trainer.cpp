#include "mlpc/backends/trainer/trainer.h"

#include "fold.h"
#include "mlpc/backends/common/fields.h"
#include "mlpc/backends/common/trainjob.h"
#include "mlpc/diag/trainer.h"
#include "mlpc/emit/outlet.h"
#include "rules.h"

namespace mlpc::backends::trainer {

namespace {

std::optional<Runtime> runtimeOf(const Context& context, const ir::RecordValue& settings) {
  const ir::Value* given = settings.find("runtime");
  if (given == nullptr) return std::nullopt;
  if (const ir::Resource* resource = context.resource(given)) return declaredRuntime(*resource);
  const std::string* name = given->text();
  if (name == nullptr) return std::nullopt;
  // A runtime may be declared and still be referred to by a string.
  for (const ir::Resource& resource : context.program.resources) {
    if (moduleOf(resource.kind) == Module::Trainer && resource.resourceName == *name) return declaredRuntime(resource);
  }
  return builtInRuntime(*name);
}

void reportLate(diag::Engine& diags, source::Span origin, std::string_view /*setting*/) {
  diags.report(origin, diag::trainerRunTimeValue);
}

/// The document of a runtime; its `spec` is copied unchanged.
emit::Node runtimeManifest(const Context& context, const ir::Resource& resource) {
  const bool cluster = resource.kind == Kind::TrainerClusterTrainingRuntime;
  emit::Node document =
      kubernetesObject(context, kTrainerApiVersion, cluster ? "ClusterTrainingRuntime" : "TrainingRuntime",
                       nameOf(resource), resource.fields);
  if (const ir::Value* spec = resource.fields.find("spec")) document.set("spec", context.data(*spec));
  return document;
}

/// The name of a job, with the place where it was given.
emit::Node nameOf(const ir::TrainJob& job) {
  const ir::Value* given = job.fields.find("name");
  return std::move(emit::Node(job.jobName).at(given == nullptr ? job.origin : given->origin));
}

bool isMade(const ir::Resource& resource) {
  return !resource.existing && resource.requested && moduleOf(resource.kind) == Module::Trainer;
}

/// A TrainJob with its inputs replaced by their defaults.
struct Job {
  const ir::TrainJob* declared;
  ir::RecordValue settings;
};

/// What Trainer would reject.
void legalize(const Context& context, const std::vector<Job>& jobs) {
  for (const ir::Resource& resource : context.program.resources) {
    if (isMade(resource)) checkRuntime(context, resource);
  }
  for (const Job& job : jobs) checkTrainJob(context, *job.declared, job.settings, runtimeOf(context, job.settings));
}

}  // namespace

void documents(const ir::Program& program, const emit::BackendOptions& /*options*/, diag::Engine& diags,
               emit::Outlet& outlet) {
  const Context context{program, diags, reportLate};
  std::vector<Job> jobs;
  for (const ir::TrainJob& job : program.trainJobs) {
    if (job.requested) jobs.push_back({&job, applyDefaults(job.fields, job.inputs)});
  }
  legalize(context, jobs);
  for (const ir::Resource& resource : program.resources) {
    if (!isMade(resource)) continue;
    const char* suffix = resource.kind == Kind::TrainerClusterTrainingRuntime ? ".cluster-training-runtime.yaml"
                                                                              : ".training-runtime.yaml";
    outlet.yaml(resource.resourceName + suffix, resource.origin, runtimeManifest(context, resource));
  }
  for (const Job& job : jobs) {
    if (job.declared->taskOnly) continue;
    outlet.yaml(job.declared->jobName + ".trainjob.yaml", job.declared->origin,
                trainJob(context, job.settings, nameOf(*job.declared)));
  }
}

}  // namespace mlpc::backends::trainer
