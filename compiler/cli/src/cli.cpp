#include "mlpc/cli/cli.h"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "command.h"
#include "mlpc/backends/azure_devops/azure_devops.h"
#include "mlpc/backends/azureml/azureml.h"
#include "mlpc/backends/kfp/kfp.h"
#include "mlpc/backends/trainer/trainer.h"
#include "mlpc/diag/registry.h"
#include "mlpc/diag/render.h"
#include "mlpc/support/text.h"

namespace mlpc::cli {
namespace {

constexpr driver::Backend kBackends[] = {
    {"kfp", backends::kfp::emit},
    {"trainer", backends::trainer::emit},
    {"azure-devops", backends::azure_devops::emit},
    {"azureml", backends::azureml::emit},
    {"azure", backends::azureml::emitScripts},
};

constexpr Command kCommands[] = {
    {"compile", "FILE…", "compile to the documents of the targets", kCompileOptions, runCompile},
    {"check", "FILE…", "report everything that compile would, and write nothing", kCheckOptions, runCheck},
    {"import", "FILE.yaml", "write source for a compiled pipeline of Kubeflow Pipelines", kImportOptions, runImport},
    {"explain", "CODE", "what a diagnostic means, with a failing and a fixed example", {}, runExplain},
    {"version", "", "print the version", {}, runVersion},
    {"help", "[COMMAND]", "this text, or that of a command", {}, runHelp},
};

// Of the language's tool box, but of later versions: an honest answer instead of "unknown command".
constexpr std::string_view kLater[] = {"lint", "fmt", "graph", "lsp", "run", "init", "doc", "diff", "completions"};

}  // namespace

std::span<const driver::Backend> allBackends() { return kBackends; }
std::span<const Command> allCommands() { return kCommands; }

int usageError(Environment& environment, std::string_view message, std::string_view command) {
  environment.err << "mlpc: " << message << '\n';
  if (!command.empty())
    environment.err << "try `mlpc help " << command << "`\n";
  else
    environment.err << "try `mlpc help`\n";
  return kUsage;
}

std::string helpText(const Command& command) {
  std::string out =
      fmt::format("usage: mlpc {}{}{}{}{}\n\n{}\n", command.name, command.options.empty() ? "" : " [OPTIONS]",
                  command.operands.empty() ? "" : " ", command.operands, "", command.summary);
  if (!command.options.empty()) out += "\noptions:\n";
  for (const OptionSpec& option : command.options) {
    std::string left =
        option.shortName.empty() ? std::string(option.name) : fmt::format("{}, {}", option.shortName, option.name);
    if (!option.value.empty()) left += fmt::format(" {}", option.value);
    out += left.size() < 26 ? fmt::format("  {:<26}{}\n", left, option.help)
                            : fmt::format("  {}\n  {:<26}{}\n", left, "", option.help);
  }
  return out;
}

int runHelp(const ParsedOptions& options, Environment& environment) {
  if (!options.operands.empty()) {
    for (const Command& command : kCommands) {
      if (command.name == options.operands[0]) {
        environment.out << helpText(command);
        return kOk;
      }
    }
    return usageError(environment, fmt::format("there is no command `{}`", options.operands[0]));
  }
  environment.out << "mlpc compiles machine-learning pipelines to Kubeflow Pipelines, Kubeflow Trainer, Azure DevOps "
                     "and Azure ML\n\n"
                     "usage: mlpc COMMAND [OPTIONS] …\n\ncommands:\n";
  for (const Command& command : kCommands)
    environment.out << fmt::format("  {:<12}{}\n", command.name, command.summary);
  environment.out << "\n`mlpc help COMMAND` tells a command's options.\n";
  return kOk;
}

int runVersion(const ParsedOptions&, Environment& environment) {
  environment.out << "mlpc " MLPC_VERSION "\n";
  return kOk;
}

int runExplain(const ParsedOptions& options, Environment& environment) {
  if (options.operands.size() != 1)
    return usageError(environment, "`explain` wants one code, such as MLP2101", "explain");
  std::string_view code = options.operands[0];
  const diag::Record* record = diag::findRecord(code);  // by name, `unknown-name`
  if (record == nullptr) {
    if (code.size() > 3 && (code.substr(0, 3) == "MLP" || code.substr(0, 3) == "mlp")) code.remove_prefix(3);
    const bool digits =
        code.size() == 4 && std::all_of(code.begin(), code.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (digits) record = diag::findRecord(static_cast<uint16_t>(std::stoi(std::string(code))));
  }
  if (record == nullptr) {
    std::vector<std::string> names;
    for (const diag::Record& r : diag::allRecords()) {
      names.push_back(diag::codeText(r.code));
      names.emplace_back(r.name);
    }
    const auto near = support::closest(options.operands[0], names);
    std::string message = fmt::format("there is no diagnostic `{}`", options.operands[0]);
    if (near) message += fmt::format("; did you mean `{}`?", *near);
    return usageError(environment, message, "explain");
  }
  environment.out << diag::page(record->code);
  return kOk;
}

int run(std::span<const std::string_view> arguments, Environment& environment) {
  if (arguments.empty()) {
    runHelp({}, environment);
    return kUsage;
  }
  std::string_view name = arguments[0];
  if (name == "--help" || name == "-h") name = "help";
  if (name == "--version" || name == "-V") name = "version";
  const auto* command =
      std::find_if(std::begin(kCommands), std::end(kCommands), [&](const Command& c) { return c.name == name; });
  if (command == std::end(kCommands)) {
    if (std::find(std::begin(kLater), std::end(kLater), name) != std::end(kLater)) {
      return usageError(environment, fmt::format("`mlpc {}` is not part of this version", name));
    }
    std::vector<std::string> names;
    for (const Command& c : kCommands) names.emplace_back(c.name);
    const auto near = support::closest(name, names);
    return usageError(environment, near ? fmt::format("there is no command `{}`; did you mean `{}`?", name, *near)
                                        : fmt::format("there is no command `{}`", name));
  }
  const auto rest = arguments.subspan(1);
  if (std::any_of(rest.begin(), rest.end(), [](std::string_view a) { return a == "--help" || a == "-h"; })) {
    environment.out << helpText(*command);
    return kOk;
  }
  const ParsedOptions options = parseOptions(rest, command->options);
  if (!options.error.empty()) return usageError(environment, options.error, command->name);
  return command->run(options, environment);
}

}  // namespace mlpc::cli
