// Modules that are imported and that no package of the component provides.
#include <algorithm>
#include <unordered_set>

#include "facts/component_code.h"
#include "mlpc/diag/python.h"
#include "mlpc/embedded/python_names.h"
#include "mlpc/rules/context.h"
#include "mlpc/vocabulary/prelude.h"
#include "python/python_modules.h"

namespace mlpc::rules::python {

namespace {

using embedded::kPlaceholderByte;
using embedded::PythonImport;
using vocabulary::prelude::ComponentSettings;

/// Whether the image is known to contain nothing but Python: the default one, or an official one.
bool plainImage(const ComponentCode& python) {
  const syntax::ExprId image = python.setting(ComponentSettings::Image);
  if (!image) return true;
  const auto text = python.file.text(image);
  if (!text) return false;
  std::string_view name = *text;
  for (const std::string_view prefix : {"docker.io/", "library/"}) {
    if (name.starts_with(prefix)) name.remove_prefix(prefix.size());
  }
  return name.starts_with("python:") || name.find("ubi8/python-") != std::string_view::npos ||
         name.find("ubi9/python-") != std::string_view::npos;
}

/// The packages of the component; nothing if they may provide anything.
std::optional<std::vector<std::string>> packagesOf(const ComponentCode& python) {
  std::vector<std::string> packages;
  const syntax::ExprId list = python.setting(ComponentSettings::Packages);
  if (!list) return packages;
  const auto value = python.file.constant(list);
  const auto* items = value ? value->as<support::Constant::List>() : nullptr;
  if (items == nullptr) return std::nullopt;
  for (const support::Constant& item : *items) {
    const auto* text = item.as<std::string>();
    std::string name = text != nullptr ? pythonRequirementName(*text) : std::string();
    if (name.empty()) return std::nullopt;  // a URL or a path, too
    packages.push_back(std::move(name));
  }
  return packages;
}

bool installsKfp(const ComponentCode& python) {
  const syntax::ExprId setting = python.setting(ComponentSettings::InstallKfp);
  const auto value = setting ? python.file.constant(setting) : std::nullopt;
  const auto* flag = value ? value->as<bool>() : nullptr;
  return flag == nullptr || *flag;
}

void judgeImports(const ComponentCode& python, Context& context) {
  if (!plainImage(python)) return;
  const auto packages = packagesOf(python);
  if (!packages) return;
  const bool withKfp = installsKfp(python);
  std::unordered_set<std::string_view> local;
  if (!python.body) {
    for (const embedded::PythonFunction& f : python.code.functions()) local.insert(f.name);
  }
  std::unordered_set<std::string_view> told;
  for (const PythonImport& import : python.code.imports()) {
    if (import.module.empty() || import.guarded) continue;
    const std::string_view top = import.module.substr(0, import.module.find('.'));
    if (embedded::isPythonStandardModule(top) || top.find(kPlaceholderByte) != std::string_view::npos ||
        local.count(top) != 0)
      continue;
    if (withKfp && (top == "kfp" || top == "typing_extensions")) continue;
    if (top == "pip" || top == "setuptools" || top == "wheel") continue;  // in the images
    // The first version of the SDK is reported as outdated; installing it would be bad advice.
    if (import.module.starts_with("azureml.core") || import.module.starts_with("azureml.train")) continue;
    const std::vector<std::string> from = pythonPackagesOf(import.module);
    const bool installed = std::any_of(packages->begin(), packages->end(), [&](const std::string& package) {
      return std::find(from.begin(), from.end(), package) != from.end() || pythonPackageBrings(package, top);
    });
    if (installed || !told.insert(top).second) continue;
    context.report(python.span(import.range), diag::moduleNotInstalled, top, from.front());
  }
}

void findMissingModules(const File& file, Context& context) {
  for (const ComponentCode& python : goodPythonOf(context.world, file)) judgeImports(python, context);
}

}  // namespace

extern constinit const Rule moduleNotInstalled{
    .name = "module-not-installed",
    .category = Category::Python,
    .level = Level::Warning,
    .reach = Reach::Every,
    .records = {&diag::moduleNotInstalled.record},
    .file = findMissingModules,
};

}  // namespace mlpc::rules::python
