// The arguments of `Outputs(…)`.
#include <algorithm>
#include <optional>
#include <unordered_set>

#include "facts/component_code.h"
#include "mlpc/diag/notes.h"
#include "mlpc/diag/python.h"
#include "mlpc/rules/context.h"

namespace mlpc::rules::python {

namespace {

using embedded::PythonCall;
using sema::Field;

/// The arguments of one call that name no output, each with the output that was most likely meant, if there is one.
using Unknown = std::vector<std::pair<const PythonCall::Keyword*, std::optional<std::string>>>;

Unknown unknownFields(const PythonCall& call, const std::vector<std::string>& names, Context& context) {
  const std::unordered_set<std::string_view> known(names.begin(), names.end());
  Unknown unknown;
  for (const PythonCall::Keyword& keyword : call.keywords) {
    if (!known.contains(keyword.name)) unknown.emplace_back(&keyword, context.closest(keyword.name, names));
  }
  return unknown;
}

void reportUnknown(const ComponentCode& python, const Unknown& unknown, Context& context) {
  const std::vector<Field>& outputs = python.signature.outputs;
  for (const auto& [keyword, close] : unknown) {
    const source::Span at = python.span(keyword->range);
    auto report = context.report(at, diag::outputsField, keyword->name);
    const std::string_view name = keyword->name;
    const auto output = std::find_if(outputs.begin(), outputs.end(), [&](const Field& f) { return f.name == name; });
    if (output != outputs.end()) {
      report.note(output->span, diag::artifactIsFilled, name);
    } else if (close) {
      report.note(at, diag::didYouMean, *close).fix("rename the field", false, {{at, *close}});
    }
  }
}

void reportMissing(const ComponentCode& python, const PythonCall& call, const std::vector<std::string>& names,
                   const Unknown& unknown, Context& context) {
  std::unordered_set<std::string_view> given;
  for (const PythonCall::Keyword& keyword : call.keywords) given.insert(keyword.name);
  // What was only misspelt is not missing as well.
  for (const auto& [keyword, close] : unknown) {
    if (close) given.insert(*close);
  }
  std::vector<std::string> missing;
  for (const std::string& name : names) {
    if (!given.contains(name)) missing.push_back(name);
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
    const Unknown unknown = unknownFields(call, names, context);
    reportUnknown(python, unknown, context);
    if (call.positional == 0) reportMissing(python, call, names, unknown, context);
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
