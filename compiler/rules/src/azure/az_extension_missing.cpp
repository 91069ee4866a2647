// Commands of extensions of `az` that the script does not install.
#include <algorithm>

#include "facts/workflow_scripts.h"
#include "mlpc/diag/scripts.h"
#include "mlpc/rules/context.h"

namespace mlpc::rules::azure {

using embedded::AzCommand;

namespace {

/// The extension that a command belongs to; empty if it needs none.
std::string_view extensionOf(const AzCommand& command) {
  if (command.path.starts_with("ml ")) return "ml";
  return command.path.starts_with("k8s-extension ") ? "k8s-extension" : std::string_view();
}

void findMissingCliExtensions(Context& context) {
  for (const WorkflowScript& script : context.world.fact<WorkflowScripts>().all()) {
    const bool adds = std::any_of(script.az.begin(), script.az.end(),
                                  [](const AzCommand& c) { return c.path.starts_with("extension add"); });
    if (script.signedIn || adds) continue;
    // Once is enough.
    const auto first =
        std::find_if(script.az.begin(), script.az.end(), [](const AzCommand& c) { return !extensionOf(c).empty(); });
    if (first != script.az.end())
      context.report(script.span(first->pathRange), diag::azExtensionMissing, extensionOf(*first));
  }
}

}  // namespace

extern constinit const Rule azExtensionMissing{
    .name = "az-extension-missing",
    .category = Category::Azure,
    .level = Level::Warning,
    .reach = Reach::Every,
    .records = {&diag::azExtensionMissing.record},
    .program = findMissingCliExtensions,
};

}  // namespace mlpc::rules::azure
