#include "mlpc/backends/trainer/trainer.h"

#include "fold.h"
#include "manifest.h"
#include "mlpc/emit/yaml_writer.h"
#include "rules.h"

namespace mlpc::backends::trainer {

namespace {

std::optional<Runtime> runtimeOf(const Context& context, const ir::RecordValue& settings) {
  const ir::Value* given = settings.find("runtime");
  if (given == nullptr) return std::nullopt;
  if (const ir::Resource* resource = context.resource(*given)) return declaredRuntime(*resource);
  const std::string* name = given->text();
  if (name == nullptr) return std::nullopt;
  // A runtime may be declared and still be named by a string.
  for (const ir::Resource& resource : context.program.resources) {
    if (resource.kind.starts_with("trainer.") && resource.resourceName == *name) return declaredRuntime(resource);
  }
  return builtInRuntime(*name);
}

}  // namespace

std::vector<emit::OutputFile> emit(const ir::Program& program, const emit::BackendOptions& /*options*/,
                                   diag::Engine& diags) {
  const Context context{program, diags};
  std::vector<emit::OutputFile> files;
  for (const ir::Resource& resource : program.resources) {
    if (resource.existing || !resource.requested || !resource.kind.starts_with("trainer.")) continue;
    checkRuntime(context, resource);
    const char* suffix =
        resource.kind == "trainer.ClusterTrainingRuntime" ? ".cluster-training-runtime.yaml" : ".training-runtime.yaml";
    files.push_back(
        {resource.resourceName + suffix, emit::writeYaml(runtimeManifest(context, resource)), false, resource.origin});
  }
  for (const ir::TrainJob& job : program.trainJobs) {
    if (!job.requested) continue;
    const ir::RecordValue settings = applyDefaults(job.fields, job.inputs);
    checkTrainJob(context, job, settings, runtimeOf(context, settings));
    if (job.taskOnly) continue;
    files.push_back(
        {job.jobName + ".trainjob.yaml", emit::writeYaml(manifest(context, job, settings)), false, job.origin});
  }
  return files;
}

}  // namespace mlpc::backends::trainer
