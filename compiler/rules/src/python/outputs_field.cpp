// The arguments of `Outputs(…)`.
#include <algorithm>

#include "facts/component_code.h"
#include "mlpc/diag/notes.h"
#include "mlpc/diag/python.h"
#include "mlpc/rules/context.h"
#include "mlpc/support/text.h"

namespace mlpc::rules::python {

namespace {

using embedded::PythonCall;
using sema::Field;

void unknownFields(const ComponentCode& python, const PythonCall& call, const std::vector<std::string>& names,
                   Context& context) {
  const std::vector<Field>& outputs = python.signature.outputs;
  for (const PythonCall::Keyword& keyword : call.keywords) {
    if (std::find(names.begin(), names.end(), keyword.name) != names.end()) continue;
    const source::Span at = python.span(keyword.range);
    auto report = context.report(at, diag::outputsField, keyword.name);
    const auto output =
        std::find_if(outputs.begin(), outputs.end(), [&](const Field& f) { return f.name == keyword.name; });
    if (output != outputs.end()) {
      report.note(output->span, diag::artifactIsFilled, keyword.name);
    } else if (const auto close = support::closest(keyword.name, names)) {
      report.note(at, diag::didYouMean, *close).fix("rename the field", false, {{at, *close}});
    }
  }
}

void missingFields(const ComponentCode& python, const PythonCall& call, const std::vector<std::string>& names,
                   Context& context) {
  std::vector<std::string> missing;
  for (const std::string& name : names) {
    const bool given =
        std::any_of(call.keywords.begin(), call.keywords.end(), [&](const auto& k) { return k.name == name; });
    // What was only misspelt is not missing as well.
    const bool misspelt = std::any_of(call.keywords.begin(), call.keywords.end(), [&](const auto& k) {
      return std::find(names.begin(), names.end(), k.name) == names.end() && support::closest(k.name, names) == name;
    });
    if (!given && !misspelt) missing.push_back(name);
  }
  if (!missing.empty()) context.report(python.span(call.range), diag::outputsMissing, diag::OneOf(missing, " and "));
}

void judgeOutputs(const ComponentCode& python, embedded::Node statements, Context& context) {
  std::vector<std::string> names;
  for (const Field* field : python.returned()) names.emplace_back(field->name);
  const auto returns = python.code.returns(statements);
  // If it returns nothing at all, another rule reports that.
  if (names.empty() || std::none_of(returns.begin(), returns.end(), [](const auto& r) { return bool(r.value); }))
    return;
  for (const PythonCall& call : python.code.calls()) {
    if (call.callee != "Outputs" || call.spread) continue;
    if (call.positional != 0) context.report(python.span(call.range), diag::outputsPositional);
    unknownFields(python, call, names, context);
    if (call.positional == 0) missingFields(python, call, names, context);
  }
}

void findWrongOutputs(const File& file, Context& context) {
  for (const ComponentCode& python : goodPythonOf(context.world, file)) {
    const embedded::Node statements = python.namedOutputs ? python.statements() : embedded::Node();
    if (statements) judgeOutputs(python, statements, context);
  }
}

}  // namespace

extern constinit const Rule outputsField{
    .name = "outputs-field",
    .category = Category::Python,
    .level = Level::Error,
    .reach = Reach::Every,
    .records = {&diag::outputsField.record, &diag::outputsMissing.record, &diag::outputsPositional.record},
    .first = true,
    .file = findWrongOutputs,
};

}  // namespace mlpc::rules::python
