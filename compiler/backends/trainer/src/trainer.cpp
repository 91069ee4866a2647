#include "mlpc/backends/trainer/trainer.h"

#include "fold.h"
#include "legalize/rules.h"
#include "mlpc/backends/common/fields.h"
#include "mlpc/backends/common/trainjob.h"
#include "mlpc/diag/trainer.h"
#include "mlpc/emit/outlet.h"
#include "mlpc/vocabulary/trainer.h"

namespace mlpc::backends::trainer {

namespace {

using vocabulary::trainer::TrainingRuntime;
using vocabulary::trainer::TrainJob;

std::optional<Runtime> runtimeOf(const Context& context, const ir::RecordValue& settings) {
  const ir::Value* given = settings.find(TrainJob::Runtime);
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
  if (const ir::Value* spec = resource.fields.find(TrainingRuntime::Spec)) document.set("spec", context.data(*spec));
  return document;
}

/// The name of a job, with the place where it was given.
emit::Node nameOf(const ir::TrainJob& job) {
  const ir::Value* given = job.fields.find(TrainJob::Name);
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

/// The documents that there are to make.
struct Planned {
  std::vector<const ir::Resource*> runtimes;
  std::vector<Job> jobs;
};

/// What Trainer would reject.
void checkRuntimeDocument(const RuleContext& context, const ir::Resource& runtime) {
  checkRuntime(context, runtime);
  for (const TrainingRuntime field :
       {TrainingRuntime::Namespace, TrainingRuntime::Labels, TrainingRuntime::Annotations, TrainingRuntime::Spec}) {
    if (const ir::Value* value = given(runtime.fields.find(field))) context.demandData(*value);
  }
}

std::string fileOf(const ir::Resource& runtime) {
  const bool cluster = runtime.kind == Kind::TrainerClusterTrainingRuntime;
  return runtime.resourceName + (cluster ? ".cluster-training-runtime.yaml" : ".training-runtime.yaml");
}

std::string fileOf(const Job& job) { return job.declared->jobName + ".trainjob.yaml"; }

void map(const ir::Program& program, const Planned& planned, emit::Outlet& outlet) {
  const Context context{program};
  for (const ir::Resource* runtime : planned.runtimes) {
    outlet.yaml(fileOf(*runtime), runtime->origin, runtimeManifest(context, *runtime));
  }
  for (const Job& job : planned.jobs) {
    outlet.yaml(fileOf(job), job.declared->origin, trainJob(context, job.settings, nameOf(*job.declared)));
  }
}

}  // namespace

emit::Legalized legalize(const ir::Program& program, const emit::BackendOptions& /*options*/, diag::Engine& diags) {
  const RuleContext context{{program}, diags, reportLate};
  emit::Legalized result;
  Planned planned;
  for (const ir::Resource& resource : program.resources) {
    if (!isMade(resource)) continue;
    checkRuntimeDocument(context, resource);
    result.files.push_back({fileOf(resource), {}, false, resource.origin});
    planned.runtimes.push_back(&resource);
  }
  for (const ir::TrainJob& declared : program.trainJobs) {
    if (!declared.requested) continue;
    Job job{&declared, applyDefaults(declared.fields, declared.inputs)};
    checkTrainJob(context, declared, job.settings, runtimeOf(context, job.settings));
    if (declared.taskOnly) continue;
    checkTrainJobValues(context, job.settings);
    result.files.push_back({fileOf(job), {}, false, declared.origin});
    planned.jobs.push_back(std::move(job));
  }
  result.map = [&program, planned = std::move(planned)](emit::Outlet& outlet) { map(program, planned, outlet); };
  return result;
}

}  // namespace mlpc::backends::trainer
