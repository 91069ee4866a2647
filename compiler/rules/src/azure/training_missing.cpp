// Jobs on a cluster whose extension is installed without training.
#include "facts/azure_ties.h"
#include "mlpc/diag/across.h"
#include "mlpc/diag/notes.h"
#include "mlpc/rules/context.h"
#include "mlpc/vocabulary/azure_ml.h"

namespace mlpc::rules::azure {

namespace {

using vocabulary::azureml::CommandJob;
using vocabulary::azureml::KubernetesCompute;
using vocabulary::azureml::KubernetesExtension;

void findMissingTraining(Context& context) {
  const Resources& resources = context.world.fact<Resources>();
  const AzureTies& ties = context.world.fact<AzureTies>();
  for (const Kind kind : {Kind::AzuremlPipelineJob, Kind::AzuremlCommandJob}) {
    for (const Resource* job : resources.of(kind)) {
      const Resource* compute = resources.reference(*job, CommandJob::Compute);
      const Resource* cluster =
          compute != nullptr ? resources.reference(*compute, KubernetesCompute::Cluster) : nullptr;
      const Resource* extension = cluster != nullptr ? ties.extensionOf(*cluster) : nullptr;
      const syntax::ExprId setting =
          extension != nullptr ? extension->field(KubernetesExtension::Training) : syntax::ExprId();
      const auto value = setting ? extension->file->constant(setting) : std::nullopt;
      const bool* flag = value ? value->as<bool>() : nullptr;
      if (flag == nullptr || *flag) continue;
      context.report(job->fieldSpan(CommandJob::Compute), diag::trainingMissing, cluster->name)
          .note(extension->file->span(setting), diag::declaredHere, "training");
    }
  }
}

}  // namespace

extern constinit const Rule trainingMissing{
    .name = "training-missing",
    .category = Category::Azure,
    .level = Level::Error,
    .reach = Reach::Every,
    .records = {&diag::trainingMissing.record},
    .program = findMissingTraining,
};

}  // namespace mlpc::rules::azure
