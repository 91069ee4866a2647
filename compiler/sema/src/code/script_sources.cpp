#include "code/script_sources.h"

#include "mlpc/embedded/az_command.h"
#include "mlpc/embedded/python_names.h"

namespace mlpc::sema {

using embedded::AzCommand;
using embedded::azCommands;
using embedded::CommandOption;
using embedded::isPythonStandardModule;
using embedded::kPlaceholderByte;
using embedded::Range;
using embedded::ShellCommand;
using embedded::ShellScript;

std::optional<Range> readsSources(const ShellScript& script) {
  const auto relative = [](std::string_view value) {
    if (value.empty() || value[0] == '/' || value[0] == '$' || value[0] == '~' || value[0] == '-' ||
        value[0] == kPlaceholderByte)
      return false;
    return value.find("://") == std::string_view::npos;
  };
  for (const AzCommand& az : azCommands(script)) {
    for (const CommandOption& option : az.options) {
      const bool takesFile = option.name == "--file" || option.name == "-f" || option.name == "--request-file" ||
                             option.name == "--path" || option.name == "--code" || option.name == "--template-file";
      if (takesFile && relative(option.value()))
        return option.values.empty() ? option.range : option.values.front()->range;
    }
  }
  for (const ShellCommand& command : script.commands) {
    const auto word = [&](size_t i) {
      return i < command.words.size() ? std::string_view(command.words[i].value) : std::string_view();
    };
    if (word(0).starts_with("python") && command.words.size() > 1) {
      const std::string_view file = word(1);
      if (file.size() > 3 && file.substr(file.size() - 3) == ".py" && relative(file)) return command.words[1].range;
    }
    if (word(0).starts_with("python") && word(1) == "-m") {
      const std::string_view pythonModule = word(2).substr(0, word(2).find('.'));
      if (!pythonModule.empty() && pythonModule != "pip" && !embedded::isPythonStandardModule(pythonModule))
        return command.words[2].range;
    }
    if (word(0) == "kubectl") {
      for (size_t i = 1; i + 1 < command.words.size(); ++i) {
        if ((word(i) == "-f" || word(i) == "--filename" || word(i) == "-k") && relative(word(i + 1)))
          return command.words[i + 1].range;
      }
    }
    if (word(0).starts_with("./") && word(0).size() > 2) return command.words[0].range;
    if ((word(0) == "bash" || word(0) == "sh" || word(0) == "source") && relative(word(1)) &&
        word(1).find(".sh") != std::string_view::npos) {
      return command.words[1].range;
    }
  }
  return std::nullopt;
}

}  // namespace mlpc::sema
