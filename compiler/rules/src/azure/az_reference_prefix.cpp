// Models and environments that are named without `azureml:`.
#include "facts/resources.h"
#include "mlpc/diag/scripts.h"
#include "mlpc/rules/context.h"
#include "table.h"

namespace mlpc::rules::azure {

namespace {

void findPlainReferences(Context& context) {
  for (const Resource* deployment : context.world.fact<Resources>().of("KubernetesOnlineDeployment")) {
    for (const std::string_view key : {"model", "environment"}) {
      const syntax::ExprId value = deployment->field(key);
      const auto text = deployment->file->text(value);
      if (text && !text->starts_with("azureml:") && !text->starts_with("azureml://"))
        context.report(deployment->file->span(value), diag::azReferencePrefix, key);
    }
  }
}

}  // namespace

constinit const Rule azReferencePrefix{
    .name = "az-reference-prefix",
    .category = Category::Azure,
    .level = Level::Error,
    .reach = Reach::Every,
    .records = {&diag::azReferencePrefix.record},
    .program = findPlainReferences,
};

}  // namespace mlpc::rules::azure
