// The only table of commands and options.

#include <algorithm>
#include <array>

#include "back_ends.h"
#include "command.h"
#include "mlpc/diag/formats.h"

namespace mlpc::cli {
namespace {

constexpr auto kTargets = [] {
  std::array<std::string_view, std::size(kBackEnds) + 1> names;
  std::transform(std::begin(kBackEnds), std::end(kBackEnds), names.begin(), [](const auto& b) { return b.target; });
  names.back() = "all";
  return names;
}();

/// Help that lists the targets.
class TargetHelp {
 public:
  explicit constexpr TargetHelp(std::string_view before) {
    add(before);
    for (size_t i = 0; i < kTargets.size(); ++i) {
      if (i != 0) add(i + 1 < kTargets.size() ? ", " : " or ");
      add(kTargets[i]);
    }
    add(" (default); may be repeated");
  }
  [[nodiscard]] constexpr std::string_view text() const { return {text_.data(), size_}; }

 private:
  constexpr void add(std::string_view part) {
    for (const char c : part) text_[size_++] = c;
  }

  std::array<char, 200> text_{};  // too short does not compile
  size_t size_ = 0;
};
constexpr TargetHelp kCompileFor("");
constexpr TargetHelp kCheckFor("check for ");

constexpr std::array<std::string_view, 3> kOutputs = {"files", "ir", "source-map"};
constexpr std::array<std::string_view, 3> kColours = {"auto", "always", "never"};
constexpr std::array<std::string_view, 3> kSeverities = {"error", "warning", "info"};
constexpr std::array<std::string_view, 1> kSchemas = {"config"};
constexpr std::array<std::string_view, 3> kShells = {"bash", "zsh", "fish"};

constexpr OptionSpec kKfpVersion = {"--kfp-version", "", "VERSION",
                                    "version of the kfp package that components install when they run"};
constexpr OptionSpec kFormat = {"--format",
                                "",
                                "FORMAT",
                                "format of the diagnostics: text (default), json, json-lines, sarif, github, "
                                "azure-devops, gitlab, junit, checkstyle or rdjson",
                                Offer::Choices,
                                diag::kFormatNames,
                                "format"};
constexpr OptionSpec kWerror = {"--werror", "", "", "treat warnings as errors"};
constexpr OptionSpec kMostErrors = {"--max-errors", "", "N", "show at most N errors as text; `0` for all, default 100"};
constexpr OptionSpec kColour = {"--color", "", "WHEN", "auto (default), always or never", Offer::Choices, kColours};
constexpr OptionSpec kHelp = {"--help", "-h", "", "show this text"};

constexpr OptionSpec kCompileOptions[] = {
    {"--output", "-o", "DIR|FILE|-",
     "where to write: a folder, or for one output a file or `-` (standard output); default `.`", Offer::Paths},
    {"--target", "-t", "TARGET", kCompileFor.text(), Offer::Choices, kTargets, "target", true},
    {"--emit", "", "WHAT",
     "`files` (default), `ir` for the intermediate representation, or `source-map` for the origin of each value",
     Offer::Choices, kOutputs},
    kKfpVersion,
    kFormat,
    kMostErrors,
    kWerror,
    kColour,
};
constexpr OptionSpec kCheckOptions[] = {
    {"--together", "", "", "the files are one program, even if they do not import each other"},
    {"--target", "-t", "TARGET", kCheckFor.text(), Offer::Choices, kTargets, "target", true},
    kKfpVersion,
    kFormat,
    kMostErrors,
    kWerror,
    kColour,
};
constexpr OptionSpec kFmtOptions[] = {
    {"--check", "", "", "write nothing; list the files that would change, and exit with 1 if there are any"},
    {"--diff", "", "", "write nothing; show what would change"},
    kFormat,
    kMostErrors,
    kColour,
};
constexpr OptionSpec kImportOptions[] = {
    {"--output", "-o", "FILE|-", "where to write the source; default `-` (standard output)", Offer::Paths},
    kFormat,
    kMostErrors,
    kColour,
};
constexpr OptionSpec kLintOptions[] = {
    {"--fix", "", "", "apply the fixes that keep or restore the evident meaning"},
    {"--unsafe-fixes", "", "", "apply all fixes"},
    {"--diff", "", "", "write nothing; show what `--fix` would change first"},
    {"--select",
     "",
     "RULE",
     "report only this rule, code, beginning of codes or category; may be repeated",
     Offer::Diagnostics,
     {},
     {},
     true},
    {"--ignore", "", "RULE", "do not report this one; may be repeated", Offer::Diagnostics, {}, {}, true},
    {"--severity", "", "LEVEL", "report nothing below `error`, `warning` or `info` (default)", Offer::Choices,
     kSeverities},
    {"--baseline", "", "FILE", "do not report what this file lists", Offer::Paths},
    {"--update-baseline", "", "", "write what is found to the baseline, and report nothing"},
    {"--since", "", "REV", "report only what is in files that differ from a revision of git"},
    {"--config", "", "FILE", "settings; default: the nearest `mlpc.yaml` in the first folder and those above",
     Offer::Paths},
    kFormat,
    kMostErrors,
    kWerror,
    kColour,
};
constexpr OptionSpec kLspOptions[] = {
    {"--stdio", "", "", "which many editors give; the server speaks on these streams anyway"}};
constexpr OptionSpec kHelpOptions[] = {{"--man", "", "", "print the manual page mlpc(1) instead"}};

constexpr Command kCommands[] = {
    {"compile", "FILE…", "compile to the documents of the targets", kCompileOptions, runCompile, Offer::Sources},
    {"check", "PATH…", "report everything that compile would report, and write nothing", kCheckOptions, runCheck,
     Offer::Sources},
    {"lint", "PATH…", "check files, and the `.mlp` files in folders, by the settings of `mlpc.yaml`", kLintOptions,
     runLint, Offer::Sources},
    {"fmt", "FILE…", "format files, or the `.mlp` files in folders; `-` is standard input", kFmtOptions, runFmt,
     Offer::Sources},
    {"import", "FILE.yaml", "write source for a compiled pipeline of Kubeflow Pipelines", kImportOptions, runImport,
     Offer::Documents},
    {"explain", "CODE", "explain a diagnostic, with a failing and a fixed example", {}, runExplain, Offer::Diagnostics},
    {"lsp", "", "serve an editor by the Language Server Protocol, on standard input and output", kLspOptions, runLsp},
    {"schema", "config", "print the JSON schema of `mlpc.yaml`", {}, runSchema, Offer::Choices, kSchemas},
    {"completions",
     "SHELL",
     "print a script that completes command lines in bash, zsh or fish",
     {},
     runCompletions,
     Offer::Choices,
     kShells},
    {"version", "", "print the version", {}, runVersion},
    {"help", "[COMMAND]", "show this text, or that of a command", kHelpOptions, runHelp, Offer::Commands},
};

}  // namespace

std::span<const Command> allCommands() { return kCommands; }

const Command* findCommand(std::string_view name) {
  const auto* found =
      std::find_if(std::begin(kCommands), std::end(kCommands), [&](const Command& c) { return c.name == name; });
  return found == std::end(kCommands) ? nullptr : found;
}

std::vector<OptionSpec> optionsOf(const Command& command) {
  std::vector<OptionSpec> options(command.options.begin(), command.options.end());
  options.push_back(kHelp);
  return options;
}

}  // namespace mlpc::cli
