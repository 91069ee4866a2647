#include "mlpc/embedded/az_command.h"

namespace mlpc::embedded {

const CommandOption* AzCommand::find(std::initializer_list<std::string_view> names) const {
  for (const CommandOption& option : options) {
    for (const std::string_view name : names) {
      if (option.name == name) return &option;
    }
  }
  return nullptr;
}

std::vector<AzCommand> azCommands(const ShellScript& script) {
  std::vector<AzCommand> out;
  for (const ShellCommand& command : script.commands) {
    size_t i = 0;
    while (i < command.words.size() && (command.words[i].value == "sudo" || command.words[i].value == "exec")) ++i;
    if (i >= command.words.size() || command.words[i].value != "az") continue;
    AzCommand az;
    az.command = &command;
    az.pathRange = command.words[i].range;
    for (++i; i < command.words.size(); ++i) {
      const ShellWord& word = command.words[i];
      if (!word.value.empty() && word.value[0] == '-' && word.value != "-") {
        CommandOption option;
        const std::string_view text = word.value;
        const size_t equals = text.find('=');
        option.name = text.substr(0, equals);
        option.range = {word.range.begin, word.quoted || word.expands
                                              ? word.range.end
                                              : word.range.begin + static_cast<uint32_t>(option.name.size())};
        if (equals != std::string_view::npos) option.inlined = text.substr(equals + 1);
        az.options.push_back(option);
      } else if (!az.options.empty()) {
        az.options.back().values.push_back(&word);
      } else {
        if (!az.path.empty()) az.path += ' ';
        az.path += word.value;
        az.pathRange.end = word.range.end;
      }
    }
    out.push_back(std::move(az));
  }
  return out;
}

}  // namespace mlpc::embedded
