// One experiment that is spelt in two ways.
#include <map>

#include "facts/python_bodies.h"
#include "mlpc/diag/mlflow.h"
#include "mlpc/rules/context.h"
#include "mlpc/support/text.h"

namespace mlpc::rules::mlflow {

namespace {

struct Experiment {
  std::string name;
  source::Span span;
};

/// Names that differ only in case and punctuation are meant to be the same.
std::string formOf(std::string_view name) {
  std::string form;
  for (const char c : support::toLower(name)) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (static_cast<unsigned char>(c) & 0x80U) != 0) form += c;
  }
  return form;
}

/// First in environments, then in code.
std::vector<Experiment> experiments(const World& world) {
  std::vector<Experiment> found;
  for (const File& file : world.files()) {
    for (const syntax::ExprId record : file.records()) {
      const syntax::ExprId value = syntax::fieldValue(file.tree(), record, "MLFLOW_EXPERIMENT_NAME");
      if (auto text = value ? file.text(value) : std::nullopt) found.push_back({std::move(*text), file.span(value)});
    }
  }
  world.fact<PythonBodies>().eachMlflow([&](const PythonBody& body) {
    for (const embedded::PythonCall& call : body.calls) {
      if (mlflowFunction(call) == "set_experiment" && isFixedText(call.firstString))
        found.push_back({std::string(call.firstString), body.span(call.firstArgument)});
    }
  });
  return found;
}

void findTwiceSpelt(Context& context) {
  std::map<std::string, Experiment> byForm;
  for (const Experiment& experiment : experiments(context.world)) {
    const auto [first, isNew] = byForm.emplace(formOf(experiment.name), experiment);
    if (isNew || first->second.name == experiment.name) continue;
    context.report(experiment.span, diag::mlflowTwoExperiments, experiment.name, first->second.name)
        .note(first->second.span, diag::spelledHere, first->second.name);
  }
}

}  // namespace

extern constinit const Rule mlflowTwoExperiments{
    .name = "mlflow-two-experiments",
    .category = Category::Mlflow,
    .level = Level::Warning,
    .reach = Reach::Every,
    .records = {&diag::mlflowTwoExperiments.record},
    .program = findTwiceSpelt,
};

}  // namespace mlpc::rules::mlflow
