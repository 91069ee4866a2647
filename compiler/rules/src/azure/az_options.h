#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "facts/workflow_scripts.h"

namespace mlpc::rules::azure {

/// All options of a command, where the list is known for sure; empty for other commands.
std::vector<std::string> azOptionsOf(std::string_view path);

/// An option that is written otherwise than the command knows it.
struct OddOption {
  const WorkflowScript& script;
  const embedded::AzCommand& command;
  const embedded::CommandOption& option;
  const std::vector<std::string>& known;  ///< all that the command has
  std::vector<std::string> beginning;     ///< those of them that begin so
};

/// Calls `visit(const OddOption&)` for the long options of known commands that these do not have as they are written.
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
