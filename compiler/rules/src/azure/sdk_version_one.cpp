// The first SDK of Azure Machine Learning, imported or installed.
#include "facts/python_bodies.h"
#include "facts/workflow_scripts.h"
#include "mlpc/diag/scripts.h"
#include "mlpc/rules/context.h"

namespace mlpc::rules::azure {

namespace {

void findInstalled(const WorkflowScript& script, Context& context) {
  for (const embedded::ShellCommand& command : script.script->commands) {
    const auto word = [&](size_t i) {
      return i < command.words.size() ? std::string_view(command.words[i].value) : std::string_view();
    };
    size_t pip = 0;
    while (word(pip) == "sudo" || word(pip) == "exec") ++pip;
    if (word(pip).starts_with("python") && word(pip + 1) == "-m") pip += 2;
    if (!word(pip).starts_with("pip") || word(pip + 1) != "install") continue;
    for (size_t i = pip + 2; i < command.words.size(); ++i) {
      const std::string_view package = word(i);
      if (package.starts_with("azureml-sdk") || package.starts_with("azureml-core") ||
          package.starts_with("azureml-pipeline"))
        context.report(script.span(command.words[i].range), diag::sdkVersionOne,
                       package.substr(0, package.find_first_of("=<>[~")));
    }
  }
}

void findOldSdk(Context& context) {
  for (const PythonBody& body : context.world.fact<PythonBodies>().all()) {
    for (const embedded::PythonImport& import : body.imports) {
      if (import.module.starts_with("azureml.core") || import.module.starts_with("azureml.train"))
        context.report(body.span(import.range), diag::sdkVersionOne, import.module);
    }
  }
  for (const WorkflowScript& script : context.world.fact<WorkflowScripts>().all()) findInstalled(script, context);
}

}  // namespace

extern constinit const Rule sdkVersionOne{
    .name = "sdk-version-one",
    .category = Category::Azure,
    .level = Level::Warning,
    .reach = Reach::Every,
    .records = {&diag::sdkVersionOne.record},
    .program = findOldSdk,
};

}  // namespace mlpc::rules::azure
