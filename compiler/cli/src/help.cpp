// `mlpc help`, and the manual page.

#include <fmt/format.h>

#include <ostream>

#include "command.h"

namespace mlpc::cli {
namespace {

constexpr std::string_view kSummary =
    "mlpc compiles machine-learning pipelines to Kubeflow Pipelines, Kubeflow Trainer, Azure DevOps and Azure ML";

struct Term {
  std::string_view name;
  std::string_view meaning;
};
constexpr Term kStatuses[] = {
    {"0", "Nothing was wrong."},
    {"1", "There were errors in the input, or warnings with --werror."},
    {"2", "The command line was wrong, or a file could not be read or written."},
    {"3", "import could not express everything, and listed what it left out."},
};
constexpr Term kEnvironment[] = {
    {"NO_COLOR", "If set and not empty, diagnostics have no colours unless --color asks for them."},
};
constexpr Term kExamples[] = {
    {"mlpc compile train.mlp -o out", "Writes one file for each output into the folder out."},
    {"mlpc compile train.mlp --target kfp -o -", "Prints the one pipeline of train.mlp."},
    {"mlpc check --werror *.mlp", "Fails if there is an error or a warning."},
    {"mlpc import pipeline.yaml -o pipeline.mlp", "Goes from a compiled pipeline back to source."},
    {"source <(mlpc completions bash)", "Completes command lines in this shell from now on."},
};

std::string usageOf(const Command& command) {
  return fmt::format("mlpc {}{}{}{}", command.name, command.options.empty() ? "" : " [OPTIONS]",
                     command.operands.empty() ? "" : " ", command.operands);
}

std::string formsOf(const OptionSpec& option) {
  std::string forms =
      option.shortName.empty() ? std::string(option.name) : fmt::format("{}, {}", option.shortName, option.name);
  if (!option.value.empty()) forms += fmt::format(" {}", option.value);
  return forms;
}

/// Text for roff: dashes that can be searched for and copied, and no request at the beginning of a line.
std::string roff(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if ((c == '.' || c == '\'') && i == 0) out += "\\&";
    if (c == '-') {
      out += "\\-";
    } else if (c == '\\') {
      out += "\\e";
    } else if (text.substr(i).starts_with("…")) {
      out += "\\&...";
      i += std::string_view("…").size() - 1;
    } else if (c != '`') {
      out += c;
    }
  }
  return out;
}

std::string terms(std::string_view title, std::span<const Term> list) {
  std::string out = fmt::format(".SH {}\n", title);
  for (const Term& term : list) out += fmt::format(".TP\n.B {}\n{}\n", roff(term.name), roff(term.meaning));
  return out;
}

}  // namespace

std::string helpText(const Command& command) {
  std::string out = fmt::format("usage: {}\n\n{}\n\noptions:\n", usageOf(command), command.summary);
  for (const OptionSpec& option : optionsOf(command)) {
    const std::string left = formsOf(option);
    out += left.size() < 26 ? fmt::format("  {:<26}{}\n", left, option.help)
                            : fmt::format("  {}\n  {:<26}{}\n", left, "", option.help);
  }
  return out;
}

std::string manPage() {
  std::string out = fmt::format(".TH MLPC 1 \"\" \"mlpc {}\" \"User Commands\"\n.SH NAME\nmlpc \\- ", MLPC_VERSION);
  out += roff("compiler of machine-learning pipelines") + "\n.SH SYNOPSIS\n";
  for (const Command& command : allCommands()) out += fmt::format(".B {}\n.br\n", roff(usageOf(command)));
  out += fmt::format(".SH DESCRIPTION\n{}.\nDiagnostics go to standard error.\n.SH COMMANDS\n", roff(kSummary));
  for (const Command& command : allCommands()) {
    out += fmt::format(".SS {}\n{}.\n", roff(usageOf(command)), roff(command.summary));
    for (const OptionSpec& option : command.options)
      out += fmt::format(".TP\n.B {}\n{}\n", roff(formsOf(option)), roff(option.help));
  }
  out += terms("EXIT STATUS", kStatuses);
  out += terms("ENVIRONMENT", kEnvironment);
  out += terms("EXAMPLES", kExamples);
  return out;
}

int runHelp(const ParsedOptions& options, Environment& environment) {
  if (options.has("--man")) {
    environment.out << manPage();
    return kOk;
  }
  if (!options.operands.empty()) {
    const Command* command = findCommand(options.operands[0]);
    if (command == nullptr)
      return usageError(environment, fmt::format("there is no command `{}`", options.operands[0]));
    environment.out << helpText(*command);
    return kOk;
  }
  environment.out << kSummary << "\n\nusage: mlpc COMMAND [OPTIONS] …\n\ncommands:\n";
  for (const Command& command : allCommands())
    environment.out << fmt::format("  {:<12}{}\n", command.name, command.summary);
  environment.out << "\n`mlpc help COMMAND` shows the options of a command.\n";
  return kOk;
}

}  // namespace mlpc::cli
