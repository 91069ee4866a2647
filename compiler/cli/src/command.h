#pragma once

#include <span>
#include <string>
#include <string_view>

#include "mlpc/cli/cli.h"
#include "options.h"

namespace mlpc::cli {

/// A command of `mlpc`.
struct Command {
  std::string_view name;
  std::string_view operands;  ///< `FILE…`
  std::string_view summary;
  std::span<const OptionSpec> options;
  int (*run)(const ParsedOptions&, Environment&);
};

/// Every command, in the order of `mlpc help`.
std::span<const Command> allCommands();

int runCompile(const ParsedOptions& options, Environment& environment);
int runCheck(const ParsedOptions& options, Environment& environment);
int runImport(const ParsedOptions& options, Environment& environment);
int runExplain(const ParsedOptions& options, Environment& environment);
int runVersion(const ParsedOptions& options, Environment& environment);
int runHelp(const ParsedOptions& options, Environment& environment);

/// Says what was wrong with the command line, on `err`; returns kUsage.
int usageError(Environment& environment, std::string_view message, std::string_view command = {});
/// The help of one command.
std::string helpText(const Command& command);

inline constexpr OptionSpec kCompileOptions[] = {
    {"--output", "-o", "DIR|FILE|-",
     "where to write: a folder, or for one artefact a file or `-` (standard output); default `.`"},
    {"--target", "-t", "TARGET", "kfp, trainer, azure-devops, azureml, azure or all (default); may be repeated"},
    {"--emit", "", "WHAT", "`files` (default), or `ir` to print the intermediate representation"},
    {"--kfp-version", "", "VERSION", "version of the kfp package that components install when they run"},
    {"--format", "", "FORMAT", "of the diagnostics: text (default) or json"},
    {"--werror", "", "", "warnings are errors"},
    {"--color", "", "WHEN", "auto (default), always or never"},
};
inline constexpr OptionSpec kImportOptions[] = {
    {"--output", "-o", "FILE|-", "where to write the source; default `-` (standard output)"},
    {"--format", "", "FORMAT", "of the diagnostics: text (default) or json"},
    {"--color", "", "WHEN", "auto (default), always or never"},
};
inline constexpr OptionSpec kCheckOptions[] = {
    {"--target", "-t", "TARGET",
     "check for kfp, trainer, azure-devops, azureml, azure or all (default); may be repeated"},
    {"--kfp-version", "", "VERSION", "version of the kfp package that components install when they run"},
    {"--format", "", "FORMAT", "of the diagnostics: text (default) or json"},
    {"--werror", "", "", "warnings are errors"},
    {"--color", "", "WHEN", "auto (default), always or never"},
};

}  // namespace mlpc::cli
