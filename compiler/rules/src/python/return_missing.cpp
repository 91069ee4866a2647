// Whether the code returns what the component declares.
#include "facts/component_code.h"
#include "mlpc/diag/python.h"
#include "mlpc/rules/context.h"

namespace mlpc::rules::python {

namespace {

using embedded::Node;
using embedded::PythonReturn;
using sema::Field;

void findUnwanted(const ComponentCode& python, const std::vector<PythonReturn>& found, Context& context) {
  const std::vector<Field>& outputs = python.signature.outputs;
  for (const PythonReturn& r : found) {
    if (!r.value || r.value.text() == "None") continue;
    auto report = context.report(python.span(r.value.range()), diag::returnUnwanted, python.component.name);
    if (!outputs.empty()) report.note(outputs.front().span, diag::artifactIsFilled, outputs.front().name);
  }
}

/// Named outputs that are returned without `Outputs(…)`.
void findNameless(const ComponentCode& python, const std::vector<PythonReturn>& found,
                  const std::vector<const Field*>& fields, Context& context) {
  for (const embedded::PythonCall& call : python.code.calls()) {
    if (call.callee == "Outputs") return;
  }
  std::string example;
  for (const Field* field : fields) {
    if (!example.empty()) example += ", ";
    example += field->name;
    example += "=…";
  }
  for (const PythonReturn& r : found) {
    if (r.value) context.report(python.span(r.value.range()), diag::returnNeedsOutputs, example);
  }
}

void judgeReturns(const ComponentCode& python, Node statements, Context& context) {
  const std::vector<const Field*> fields = python.returned();
  const std::vector<PythonReturn> found = python.code.returns(statements);
  if (fields.empty()) return findUnwanted(python, found, context);
  bool any = false;
  for (const PythonReturn& r : found) any = any || r.value;
  const bool ends = !python.code.fallsThrough(statements);
  const bool unnamed = fields.front()->name == "Output" && !python.namedOutputs;
  const std::string_view what = unnamed ? std::string_view("its output") : std::string_view(fields.front()->name);
  if (!any) {
    // A body that only raises or exits never needs to return.
    if (ends && found.empty()) return;
    context.report(python.signature.outputs.front().span, diag::returnMissing, python.component.name, what);
    return;
  }
  for (const PythonReturn& r : found) {
    if (!r.value) context.report(python.span(r.keyword), diag::returnMissing, python.component.name, what);
  }
  if (!ends) context.report(python.span(python.code.lastHead(statements)), diag::returnMayBeMissed);
  if (python.namedOutputs) findNameless(python, found, fields, context);
}

void findMissingReturns(const File& file, Context& context) {
  for (const ComponentCode& python : goodPythonOf(context.world, file)) {
    if (const Node statements = python.statements()) judgeReturns(python, statements, context);
  }
}

}  // namespace

extern constinit const Rule returnMissing{
    .name = "return-missing",
    .category = Category::Python,
    .level = Level::Error,
    .reach = Reach::Every,
    .records = {&diag::returnMissing.record, &diag::returnUnwanted.record, &diag::returnMayBeMissed.record,
                &diag::returnNeedsOutputs.record},
    .first = true,
    .file = findMissingReturns,
};

}  // namespace mlpc::rules::python
