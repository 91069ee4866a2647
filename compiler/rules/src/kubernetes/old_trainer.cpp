// Objects of an older Kubeflow Trainer.
#include "facts/resources.h"
#include "mlpc/diag/across.h"
#include "mlpc/rules/context.h"
#include "mlpc/vocabulary/k8s.h"

namespace mlpc::rules::kubernetes {

namespace {

using vocabulary::k8s::Object;

void findOldTrainers(Context& context) {
  for (const Resource* object : context.world.fact<Resources>().of(Kind::K8sObject)) {
    const auto version = object->text(Object::ApiVersion);
    if (version == "trainer.kubeflow.org/v2alpha1") {
      context.report(object->fieldSpan(Object::ApiVersion), diag::oldTrainer, *version);
    } else if (version == "kubeflow.org/v1") {
      const auto kind = object->text(Object::Kind);
      if (kind && kind->size() > 3 && kind->ends_with("Job"))
        context.report(object->fieldSpan(Object::Kind), diag::oldTrainer, *kind);
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
