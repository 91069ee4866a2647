#include "az_options.h"

#include <array>
#include <iterator>

namespace mlpc::rules::azure {
namespace {

/// Options that every `az` command accepts.
constexpr std::array<std::string_view, 7> kGlobalOptions = {
    "--debug", "--help", "--only-show-errors", "--output", "--query", "--subscription", "--verbose"};

// From the _params files of the extension azure-cli-ml 2.x.
constexpr std::array<std::string_view, 14> kDeploymentOptions = {"--file",
                                                                 "--name",
                                                                 "--endpoint-name",
                                                                 "--all-traffic",
                                                                 "--local",
                                                                 "--local-enable-gpu",
                                                                 "--vscode-debug",
                                                                 "--set",
                                                                 "--no-wait",
                                                                 "--web",
                                                                 "--skip-script-validation",
                                                                 "--package-model",
                                                                 "--resource-group",
                                                                 "--workspace-name"};
constexpr std::array<std::string_view, 9> kEndpointOptions = {
    "--file",    "--name", "--auth-mode",      "--local",         "--set",
    "--no-wait", "--web",  "--resource-group", "--workspace-name"};

}  // namespace

std::vector<std::string> azOptionsOf(std::string_view path) {
  std::vector<std::string> options;
  if (path == "ml online-deployment create") options.assign(kDeploymentOptions.begin(), kDeploymentOptions.end());
  if (path == "ml online-endpoint create") options.assign(kEndpointOptions.begin(), kEndpointOptions.end());
  if (!options.empty()) options.insert(options.end(), kGlobalOptions.begin(), kGlobalOptions.end());
  return options;
}

}  // namespace mlpc::rules::azure
