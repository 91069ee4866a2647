// Instance types that nothing declares.
#include <unordered_set>

#include "facts/resources.h"
#include "mlpc/diag/across.h"
#include "mlpc/diag/notes.h"
#include "mlpc/diag/types.h"
#include "mlpc/rules/context.h"
#include "mlpc/vocabulary/azure_ml.h"

namespace mlpc::rules::azure {

using vocabulary::azureml::CommandJob;
using vocabulary::azureml::JobResources;
using vocabulary::azureml::KubernetesOnlineDeployment;
using namespace syntax;

namespace {

constexpr std::string_view kBuiltIn[] = {"defaultinstancetype"};

constexpr Option kInstanceOptions[] = {
    {"built-in", "instance types that a cluster has from the start", std::span(kBuiltIn)}};

void findUnknownInstanceTypes(Context& context) {
  const Resources& resources = context.world.fact<Resources>();
  const std::vector<std::string_view> builtIn = context.words("built-in");
  std::unordered_set<std::string_view> known(builtIn.begin(), builtIn.end());
  std::vector<std::string> names;
  for (const Resource* type : resources.of(Kind::AzuremlInstanceType)) {
    names.push_back(type->name);
    known.insert(type->name);
  }
  const auto judge = [&](const File& file, ExprId value) {
    const auto name = file.text(value);
    if (!name || known.count(*name) != 0) return;
    auto report = context.report(file.span(value), diag::unknownInstanceType, *name);
    if (const auto close = context.closest(*name, names)) {
      report.note(file.span(value), diag::didYouMean, *close);
    } else {
      report.note({}, diag::declareExisting, "azureml.InstanceType");
    }
  };
  for (const Resource* deployment : resources.of(Kind::AzuremlKubernetesOnlineDeployment))
    judge(*deployment->file, deployment->field(KubernetesOnlineDeployment::InstanceType));
  for (const Resource* job : resources.of(Kind::AzuremlCommandJob))
    judge(*job->file, job->field(CommandJob::Resources, JobResources::InstanceType));
}

}  // namespace

extern constinit const Rule unknownInstanceType{
    .name = "unknown-instance-type",
    .category = Category::Azure,
    .level = Level::Error,
    .reach = Reach::Every,
    .records = {&diag::unknownInstanceType.record},
    .options = kInstanceOptions,
    .program = findUnknownInstanceTypes,
};

}  // namespace mlpc::rules::azure
