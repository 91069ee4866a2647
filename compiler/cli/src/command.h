#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mlpc/cli/cli.h"
#include "options.h"

namespace mlpc::cli {

/// A command of `mlpc`. Parsing, help, completions and the manual page all read this.
struct Command {
  std::string_view name;
  std::string_view operands;  ///< `FILE…`
  std::string_view summary;
  std::span<const OptionSpec> options;
  int (*run)(const ParsedOptions&, Environment&);
  Offer offer = Offer::Nothing;                    ///< for its operands
  std::span<const std::string_view> choices = {};  ///< the possible operands, if there are few
};

/// Every command, in the order of `mlpc help`.
std::span<const Command> allCommands();
/// Null if there is no such command.
const Command* findCommand(std::string_view name);
/// The command's own options, and those that every command has.
std::vector<OptionSpec> optionsOf(const Command& command);

int runCompile(const ParsedOptions& options, Environment& environment);
int runCheck(const ParsedOptions& options, Environment& environment);
int runFmt(const ParsedOptions& options, Environment& environment);
int runLint(const ParsedOptions& options, Environment& environment);
int runSchema(const ParsedOptions& options, Environment& environment);
int runImport(const ParsedOptions& options, Environment& environment);
int runExplain(const ParsedOptions& options, Environment& environment);
int runLsp(const ParsedOptions& options, Environment& environment);
int runCompletions(const ParsedOptions& options, Environment& environment);
int runVersion(const ParsedOptions& options, Environment& environment);
int runHelp(const ParsedOptions& options, Environment& environment);

/// Reports on `err` what is wrong with the command line; returns kUsage.
int usageError(Environment& environment, std::string_view message, std::string_view command = {});
/// Report on `err` what cannot be read or written, and why; return kUsage.
int cannotRead(Environment& environment, std::string_view what);
int cannotWrite(Environment& environment, std::string_view what);
/// What follows the path of an output that would replace an input.
inline constexpr std::string_view kIsInput = ": it was read as an input";
/// The help of one command.
std::string helpText(const Command& command);
/// The manual page `mlpc(1)`.
std::string manPage();
/// The script that lets a shell (`bash`, `zsh` or `fish`) complete command lines; empty for any other shell.
std::string completionScript(std::string_view shell);
/// The codes and names of all diagnostics.
std::vector<std::string> diagnosticNames();

}  // namespace mlpc::cli
