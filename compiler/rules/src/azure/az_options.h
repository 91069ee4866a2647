#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "facts/workflow_scripts.h"

namespace mlpc::rules::azure {

/// All options of a command, if the list is known for certain; empty for other commands.
std::vector<std::string> azOptionsOf(std::string_view path);

/// An option that the command does not know in this spelling.
struct OddOption {
  const WorkflowScript& script;
  const embedded::AzCommand& command;
  const embedded::CommandOption& option;
  const std::vector<std::string>& known;  ///< all options of the command
  std::vector<std::string> beginning;     ///< those that begin with it
};

/// Calls `visit(const OddOption&)` for the long options that known commands do not have in this spelling.
template <typename Visit>
void eachOddOption(const WorkflowScripts& scripts, const Visit& visit) {
  scripts.eachAz([&](const WorkflowScript& script, const embedded::AzCommand& command) {
    const std::vector<std::string> known = azOptionsOf(command.path);
    if (known.empty()) return;
    for (const embedded::CommandOption& option : command.options) {
      if (!option.name.starts_with("--") || std::find(known.begin(), known.end(), option.name) != known.end()) continue;
      OddOption odd{script, command, option, known, {}};
      std::copy_if(known.begin(), known.end(), std::back_inserter(odd.beginning),
                   [&](const std::string& name) { return name.starts_with(option.name); });
      visit(odd);
    }
  });
}

}  // namespace mlpc::rules::azure
