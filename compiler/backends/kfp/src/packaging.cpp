#include "packaging.h"

#include <algorithm>

#include "mlpc/support/kfp_sdk.h"
#include "mlpc/support/text.h"

namespace mlpc::backends::kfp {
namespace {

namespace sdk = support::kfp_sdk;

std::string indexOptions(const ir::Component& component, std::string_view kfpVersion) {
  const auto& urls = component.pipIndexUrls;
  if (urls.empty()) return {};
  const bool inPairs = sdk::trustsEachIndex(kfpVersion) && component.pipTrustedHosts.empty();
  std::string options;
  for (size_t i = 0; i < urls.size(); ++i) {
    options += i == 0 ? "--index-url " : "--extra-index-url ";
    options += support::quoteShell(urls[i]) + ' ';
    if (inPairs) options += "--trusted-host " + support::quoteShell(urls[i]) + ' ';
  }
  if (inPairs) return options;
  for (const std::string& host : component.pipTrustedHosts.empty() ? urls : component.pipTrustedHosts) {
    options += "--trusted-host " + support::quoteShell(host) + ' ';
  }
  return options;
}

std::string pipInstall(const std::vector<std::string>& packages, const std::string& options,
                       std::string_view begin = sdk::kPipInstall) {
  std::string text = std::string(begin) + options;
  for (size_t i = 0; i < packages.size(); ++i) {
    if (i != 0) text += ' ';
    text += support::quotePython(packages[i]);
  }
  return text;
}

}  // namespace

std::vector<std::string> installCommand(const ir::Component& component, const std::vector<std::string>& packages,
                                        std::string_view kfpVersion) {
  const bool ownKfp = std::any_of(packages.begin(), packages.end(),
                                  [](const std::string& package) { return package.starts_with("kfp"); });
  const bool addKfp = component.installKfp && component.targetImage.empty() && !ownKfp;
  if (!addKfp && packages.empty()) return {};

  const std::string options = indexOptions(component, kfpVersion);
  if (sdk::isFirst(kfpVersion)) {
    std::vector<std::string> all = packages;
    if (addKfp) all.push_back(component.kfpPackage.empty() ? "kfp==" + std::string(kfpVersion) : component.kfpPackage);
    std::string script(sdk::kFindPip);
    if (component.venv) script += std::string(sdk::kMakeVenv) + ' ';
    script += pipInstall(all, options, sdk::kPipInstall20);
    script += sdk::kThenRun;
    return {"sh", "-c", std::move(script)};
  }
  std::vector<std::string> steps;
  // The SDK creates no environment if it does not install itself.
  if (component.venv && !addKfp) steps.emplace_back(sdk::kMakeVenv);
  const bool kfpFirst = sdk::installsItselfFirst(kfpVersion);
  if (!packages.empty() && !kfpFirst) {
    steps.push_back(pipInstall(packages, options));
    if (addKfp) steps.emplace_back(" && ");
  }
  if (addKfp) {
    if (component.venv) steps.emplace_back(sdk::kMakeVenv);
    if (component.kfpPackage.empty()) {
      steps.push_back(pipInstall(
          {"kfp==" + std::string(kfpVersion), std::string(sdk::kNoDependencies), std::string(sdk::kTypingExtensions)},
          options));
    } else {
      steps.push_back(pipInstall({component.kfpPackage}, options));
    }
  }
  if (!packages.empty() && kfpFirst) {
    if (addKfp) steps.emplace_back(" && ");
    steps.push_back(pipInstall(packages, options));
  }
  std::string script(sdk::kFindPip);
  for (size_t i = 0; i < steps.size(); ++i) {
    if (i != 0) script += ' ';
    script += steps[i];
  }
  script += sdk::kThenRun;
  return {"sh", "-c", std::move(script)};
}

}  // namespace mlpc::backends::kfp
