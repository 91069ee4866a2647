// Names that nothing binds, and names of placeholders that nothing replaces in a body.
#include <unordered_set>

#include "facts/component_code.h"
#include "mlpc/diag/components.h"
#include "mlpc/diag/notes.h"
#include "mlpc/diag/python.h"
#include "mlpc/embedded/python_names.h"
#include "mlpc/rules/context.h"
#include "mlpc/support/text.h"
#include "mlpc/vocabulary/prelude.h"

namespace mlpc::rules::python {

namespace {

using sema::Field;
using vocabulary::prelude::ComponentSettings;

std::unordered_set<std::string_view> namesFromOutside(const ComponentCode& python, const World& world) {
  std::unordered_set<std::string_view> known = {"Outputs"};
  if (python.setting(ComponentSettings::Embed)) known.emplace("embedded");
  if (!python.body) return known;
  for (const Field& field : python.signature.parameters) known.emplace(field.name);
  for (const Field& field : python.signature.outputs) {
    if (python.namedOutputs && isArtifact(world.types(), field.type)) known.emplace(field.name);
  }
  return known;
}

void findUndefined(const ComponentCode& python, Context& context) {
  const std::unordered_set<std::string_view> known = namesFromOutside(python, context.world);
  const std::vector<Field>& outputs = python.signature.outputs;
  std::vector<std::string> candidates;
  for (const embedded::Range range : python.code.undefinedNames(known)) {
    const std::string_view name = python.code.text(range);
    if (embedded::isExecutorName(name)) continue;
    if (candidates.empty()) {
      candidates.assign(known.begin(), known.end());
      candidates.insert(candidates.end(), embedded::executorNames().begin(), embedded::executorNames().end());
    }
    auto report = context.report(python.span(range), diag::pythonUndefined, name);
    const auto output = std::find_if(outputs.begin(), outputs.end(), [&](const Field& f) { return f.name == name; });
    if (python.body && python.namedOutputs && output != outputs.end()) {
      report.note(output->span, diag::parameterIsReturned, name);
    } else if (const auto close = support::closest(name, candidates)) {
      report.note(python.span(range), diag::didYouMean, *close);
    }
  }
}

/// Placeholders of pipelines reach a body only as text that nothing replaces.
void findPlaceholders(const ComponentCode& python, Context& context) {
  for (const embedded::Range name : python.code.names()) {
    const std::string_view word = python.code.text(name);
    if (!word.ends_with("_PLACEHOLDER")) continue;
    if (word.starts_with("PIPELINE_") || word == "RUN_ID_PLACEHOLDER")
      context.report(python.span(name), diag::propertyInBody, word);
  }
}

void findUndefinedNames(const File& file, Context& context) {
  for (const ComponentCode& python : goodPythonOf(context.world, file)) {
    findUndefined(python, context);
    findPlaceholders(python, context);
  }
}

}  // namespace

extern constinit const Rule pythonUndefined{
    .name = "python-undefined",
    .category = Category::Python,
    .level = Level::Error,
    .reach = Reach::Every,
    .records = {&diag::pythonUndefined.record, &diag::propertyInBody.record},
    .first = true,
    .file = findUndefinedNames,
};

}  // namespace mlpc::rules::python
