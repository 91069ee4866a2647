#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "mlpc/embedded/shell_script.h"

namespace mlpc::embedded {

/// An option of a command line, `--name value` or `--name=value`.
struct CommandOption {
  std::string_view name;  ///< `--name`, `-n`
  Range range;            ///< of the name
  std::vector<const ShellWord*> values;
  std::string_view inlined;  ///< after `=`

  /// Its only value as the shell would pass it, with expansions unresolved; empty if it has none.
  [[nodiscard]] std::string_view value() const {
    return !inlined.empty() ? inlined : values.empty() ? std::string_view() : std::string_view(values.front()->value);
  }
};

/// An `az …` command in a script.
struct AzCommand {
  const ShellCommand* command = nullptr;
  std::string path;  ///< the words before the options, `ml online-endpoint create`
  Range pathRange;
  std::vector<CommandOption> options;

  /// The option with one of these names, or an abbreviation of one, or null.
  [[nodiscard]] const CommandOption* find(std::initializer_list<std::string_view> names) const;
};

/// The `az` commands of a script, which must outlive them.
std::vector<AzCommand> azCommands(const ShellScript& script);

}  // namespace mlpc::embedded
