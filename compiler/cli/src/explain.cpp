#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "command.h"
#include "mlpc/diag/registry.h"
#include "mlpc/diag/render.h"
#include "mlpc/support/text.h"

namespace mlpc::cli {

std::vector<std::string> diagnosticNames() {
  std::vector<std::string> names;
  for (const diag::Record& record : diag::allRecords()) {
    names.push_back(diag::codeText(record.code));
    names.emplace_back(record.name);
  }
  return names;
}

int runExplain(const ParsedOptions& options, Environment& environment) {
  if (options.operands.size() != 1)
    return usageError(environment, "`explain` expects one code, such as MLP2101", "explain");
  std::string_view code = options.operands[0];
  const diag::Record* record = diag::findRecord(code);  // by name, `unknown-name`
  if (record == nullptr) {
    if (code.size() > 3 && (code.substr(0, 3) == "MLP" || code.substr(0, 3) == "mlp")) code.remove_prefix(3);
    const bool digits =
        code.size() == 4 && std::all_of(code.begin(), code.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (digits) record = diag::findRecord(static_cast<uint16_t>(std::stoi(std::string(code))));
  }
  if (record == nullptr) {
    const auto near = support::closest(options.operands[0], diagnosticNames());
    std::string message = fmt::format("there is no diagnostic `{}`", options.operands[0]);
    if (near) message += fmt::format("; did you mean `{}`?", *near);
    return usageError(environment, message, "explain");
  }
  environment.out << diag::page(record->code);
  return kOk;
}

}  // namespace mlpc::cli
