// Jobs on a cluster whose extension is installed without training.
#include "facts/azure_ties.h"
#include "mlpc/diag/across.h"
#include "mlpc/diag/notes.h"
#include "mlpc/rules/context.h"

namespace mlpc::rules::azure {

namespace {

void findMissingTraining(Context& context) {
  const Resources& resources = context.world.fact<Resources>();
  const AzureTies& ties = context.world.fact<AzureTies>();
  for (const Kind kind : {Kind::AzuremlPipelineJob, Kind::AzuremlCommandJob}) {
    for (const Resource* job : resources.of(kind)) {
      const Resource* compute = resources.reference(*job, "compute");
      const Resource* cluster = compute != nullptr ? resources.reference(*compute, "cluster") : nullptr;
      const Resource* extension = cluster != nullptr ? ties.extensionOf(*cluster) : nullptr;
      const syntax::ExprId setting = extension != nullptr ? extension->field("training") : syntax::ExprId();
      const auto value = setting ? extension->file->constant(setting) : std::nullopt;
      const bool* flag = value ? value->as<bool>() : nullptr;
      if (flag == nullptr || *flag) continue;
      context.report(job->fieldSpan("compute"), diag::trainingMissing, cluster->name)
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
