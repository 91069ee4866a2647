#include "methods.h"
#include "queries/cursor.h"
#include "queries/describe.h"

namespace mlpc::lsp::methods {

Json signatureHelp(Session& session, const Json& params) {
  const Place place = session.place(params);
  if (!place) return nullptr;
  const Cursor cursor(place.view, place.offset);
  const auto call = cursor.call();
  if (!call) return nullptr;
  const sema::Program& program = place.view.program();
  const sema::Symbol& symbol = program.symbols[call->callee];
  const sema::Signature* signature = program.signature(call->callee);
  if (signature == nullptr) return nullptr;
  std::string label = std::string(symbol.name) + "(";
  Json parameters = Json::array();
  for (const sema::Field& parameter : signature->parameters) {
    if (!parameters.empty()) label += ", ";
    const uint32_t begin = session.positions.units(label);
    label += headOf(program, parameter);
    Json one = {{"label", {begin, session.positions.units(label)}}};
    if (!parameter.doc.empty()) one["documentation"] = {{"kind", "markdown"}, {"value", parameter.doc}};
    parameters.push_back(std::move(one));
  }
  label += ")";
  Json help = {{"label", std::move(label)}, {"parameters", std::move(parameters)}};
  if (!symbol.doc.empty()) help["documentation"] = {{"kind", "markdown"}, {"value", symbol.doc}};
  // The parameter that the argument at the cursor is for: by name, otherwise the first that has none yet.
  size_t active = signature->parameters.size();
  for (size_t i = 0; i < signature->parameters.size(); ++i) {
    const std::string_view name = signature->parameters[i].name;
    if (call->argument.empty() ? !call->given.contains(name) : name == call->argument) {
      active = i;
      break;
    }
  }
  return {{"signatures", Json::array({std::move(help)})}, {"activeSignature", 0}, {"activeParameter", active}};
}

}  // namespace mlpc::lsp::methods
