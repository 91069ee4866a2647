#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bodies.h"
#include "mlpc/embedded/shell_script.h"

namespace mlpc::sema {

/// An option of a command line, `--name value` or `--name=value`.
struct CommandOption {
  std::string_view name;  ///< `--name`, `-n`
  embedded::Range range;  ///< of the name
  std::vector<const embedded::ShellWord*> values;
  std::string_view inlined;  ///< behind `=`

  /// Its one value as the shell would pass it, expansions unresolved; empty if it has none.
  [[nodiscard]] std::string_view value() const {
    return !inlined.empty() ? inlined : values.empty() ? std::string_view() : std::string_view(values.front()->value);
  }
};

/// An `az …` command of a script.
struct AzCommand {
  const embedded::ShellCommand* command = nullptr;
  std::string path;  ///< the words in front of the options, `ml online-endpoint create`
  embedded::Range pathRange;
  std::vector<CommandOption> options;

  /// The option of one of these names, abbreviations included, or null.
  [[nodiscard]] const CommandOption* find(std::initializer_list<std::string_view> names) const;
};

std::vector<AzCommand> azCommands(const embedded::ShellScript& script);

/// What the scripts of one workflow do, for the checks that look at more than one.
struct ScriptFacts {
  std::vector<source::Span> deploymentsWithoutTraffic;
  bool shiftsTraffic = false;
};

/// Checks the `az`, `pip`, `sleep` and `curl` commands of a script against what these tools accept. `extensionReady`:
/// the `ml` extension is installed by the step itself.
void checkToolCommands(Checker& checker, ModuleId module, const embedded::CodeText& code,
                       const embedded::ShellScript& script, bool extensionReady, ScriptFacts& facts);

/// Whether a command reads a file of the repository, which must have been checked out: the word that says so, or
/// nothing.
std::optional<embedded::Range> readsSources(const embedded::ShellScript& script);

}  // namespace mlpc::sema
