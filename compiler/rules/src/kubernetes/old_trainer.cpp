// Objects of an older Kubeflow Trainer.
#include "facts/resources.h"
#include "mlpc/diag/across.h"
#include "mlpc/rules/context.h"

namespace mlpc::rules::kubernetes {

namespace {

void findOldTrainers(Context& context) {
  for (const Resource* object : context.world.fact<Resources>().of(Kind::K8sObject)) {
    const auto version = object->text("api_version");
    if (version == "trainer.kubeflow.org/v2alpha1") {
      context.report(object->fieldSpan("api_version"), diag::oldTrainer, *version);
    } else if (version == "kubeflow.org/v1") {
      const auto kind = object->text("kind");
      if (kind && kind->size() > 3 && kind->ends_with("Job"))
        context.report(object->fieldSpan("kind"), diag::oldTrainer, *kind);
    }
  }
}

}  // namespace

extern constinit const Rule oldTrainer{
    .name = "old-trainer",
    .category = Category::Kubernetes,
    .level = Level::Error,
    .reach = Reach::Every,
    .records = {&diag::oldTrainer.record},
    .program = findOldTrainers,
};

}  // namespace mlpc::rules::kubernetes
