#include "packaging.h"

#include <algorithm>

#include "mlpc/support/text.h"

namespace mlpc::backends::kfp {
namespace {

constexpr std::string_view kFindPip =
    "\n"
    "if ! [ -x \"$(command -v pip)\" ]; then\n"
    "    python3 -m ensurepip || python3 -m ensurepip --user || apt-get install python3-pip\n"
    "fi\n"
    "\n"
    "PIP_DISABLE_PIP_VERSION_CHECK=1 ";
constexpr std::string_view kMakeVenv =
    "\n"
    "export PIP_DISABLE_PIP_VERSION_CHECK=1\n"
    "tmp=$(mktemp -d)\n"
    "python3 -m venv \"$tmp/venv\" --system-site-packages\n"
    ". \"$tmp/venv/bin/activate\"\n";

std::string indexOptions(const ir::Component& component) {
  const auto& urls = component.pipIndexUrls;
  if (urls.empty()) return {};
  std::string options;
  for (size_t i = 0; i < urls.size(); ++i) {
    options += i == 0 ? "--index-url " : "--extra-index-url ";
    options += support::quoteShell(urls[i]) + ' ';
  }
  for (const std::string& host : component.pipTrustedHosts.empty() ? urls : component.pipTrustedHosts) {
    options += "--trusted-host " + support::quoteShell(host) + ' ';
  }
  return options;
}

std::string pipInstall(const std::vector<std::string>& packages, const std::string& options) {
  std::string text = "python3 -m pip install --quiet --no-warn-script-location " + options;
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

  const std::string options = indexOptions(component);
  std::vector<std::string> steps;
  // The SDK forgets the environment where it does not install itself.
  if (component.venv && !addKfp) steps.emplace_back(kMakeVenv);
  if (!packages.empty()) {
    steps.push_back(pipInstall(packages, options));
    if (addKfp) steps.emplace_back(" && ");
  }
  if (addKfp) {
    if (component.venv) steps.emplace_back(kMakeVenv);
    if (component.kfpPackage.empty()) {
      steps.push_back(pipInstall(
          {"kfp==" + std::string(kfpVersion), "--no-deps", "typing-extensions>=3.7.4,<5; python_version<\"3.9\""},
          options));
    } else {
      steps.push_back(pipInstall({component.kfpPackage}, options));
    }
  }
  std::string script(kFindPip);
  for (size_t i = 0; i < steps.size(); ++i) {
    if (i != 0) script += ' ';
    script += steps[i];
  }
  script += " && \"$0\" \"$@\"\n";
  return {"sh", "-c", std::move(script)};
}

}  // namespace mlpc::backends::kfp
