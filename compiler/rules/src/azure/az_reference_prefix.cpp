// Models and environments that are named without `azureml:`.
#include "facts/resources.h"
#include "facts/workflow_scripts.h"
#include "mlpc/diag/scripts.h"
#include "mlpc/rules/context.h"
#include "mlpc/vocabulary/azure_ml.h"

namespace mlpc::rules::azure {

using embedded::AzCommand;
using embedded::CommandOption;
using vocabulary::azureml::KubernetesOnlineDeployment;

namespace {

void findInDeployments(Context& context) {
  for (const Resource* deployment : context.world.fact<Resources>().of(Kind::AzuremlKubernetesOnlineDeployment)) {
    for (const auto key : {KubernetesOnlineDeployment::Model, KubernetesOnlineDeployment::Environment}) {
      const syntax::ExprId value = deployment->field(key);
      const auto text = deployment->file->text(value);
      if (text && !text->starts_with("azureml:") && !text->starts_with("azureml://"))
        context.report(deployment->file->span(value), diag::azReferencePrefix, vocabulary::name(key));
    }
  }
}

/// A reference to a model or environment is `azureml:NAME:VERSION`; without the prefix it is taken for a path.
bool lacksPrefix(std::string_view reference) {
  return !reference.starts_with("azureml:") && reference.find_first_of(":@") != std::string_view::npos;
}

void findInOptions(const WorkflowScript& script, const AzCommand& command, Context& context) {
  for (const CommandOption& option : command.options) {
    if (option.name != "--set") continue;
    for (const embedded::ShellWord* word : option.values) {
      for (const auto field : {KubernetesOnlineDeployment::Model, KubernetesOnlineDeployment::Environment}) {
        const std::string key(vocabulary::name(field));
        const std::string_view value = word->value;
        if (value.starts_with(key + "=") && lacksPrefix(value.substr(key.size() + 1)))
          context.report(script.span(word->range), diag::azReferencePrefix, key);
      }
    }
  }
}

void findPlainReferences(Context& context) {
  findInDeployments(context);
  context.world.fact<WorkflowScripts>().eachAz([&](const WorkflowScript& script, const AzCommand& command) {
    if (command.path == "ml online-deployment create" || command.path == "ml online-endpoint create")
      findInOptions(script, command, context);
  });
}

}  // namespace

extern constinit const Rule azReferencePrefix{
    .name = "az-reference-prefix",
    .category = Category::Azure,
    .level = Level::Error,
    .reach = Reach::Every,
    .records = {&diag::azReferencePrefix.record},
    .program = findPlainReferences,
};

}  // namespace mlpc::rules::azure
