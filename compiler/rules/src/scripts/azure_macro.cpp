// `$(name)` in bash, which Azure Pipelines would have replaced if it knew a variable of that name.
#include <algorithm>

#include "facts/workflow_scripts.h"
#include "mlpc/diag/scripts.h"
#include "mlpc/rules/context.h"

namespace mlpc::rules::scripts {

namespace {

using embedded::Range;
using embedded::ShellCommand;

/// `$(modelName)`: what people write who have Azure's variables in mind. Commands mostly consist of small letters.
bool looksLikeMacro(std::string_view text, const ShellCommand& command) {
  if (command.words.size() != 1 || !command.assignments.empty()) return false;
  const Range range = command.words.front().range;
  const std::string_view name = text.substr(range.begin, range.end - range.begin);
  const bool alone = range.begin >= 2 && text.substr(range.begin - 2, 2) == "$(" && text.substr(range.end, 1) == ")";
  const auto capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  const bool word = std::all_of(name.begin(), name.end(), [&](char c) {
    return capital(c) || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
  const std::string call = std::string(name) + "()";
  return alone && word && std::any_of(name.begin(), name.end(), capital) && text.find(call) == std::string_view::npos &&
         text.find("function " + std::string(name)) == std::string_view::npos;
}

void findMacros(Context& context) {
  for (const WorkflowScript& script : context.world.fact<WorkflowScripts>().all()) {
    const std::string_view text = script.text->text();
    for (const ShellCommand& command : script.script->commands) {
      if (!looksLikeMacro(text, command)) continue;
      const Range name = command.words.front().range;
      context.report(script.span({name.begin - 2, name.end + 1}), diag::azureMacro,
                     text.substr(name.begin, name.end - name.begin));
    }
  }
}

}  // namespace

extern constinit const Rule azureMacro{
    .name = "azure-macro",
    .category = Category::Scripts,
    .level = Level::Warning,
    .reach = Reach::Every,
    .records = {&diag::azureMacro.record},
    .program = findMacros,
};

}  // namespace mlpc::rules::scripts
