#include "mlpc/cli/cli.h"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "back_ends.h"
#include "command.h"
#include "mlpc/support/text.h"

namespace mlpc::cli {
namespace {

// Commands planned for later versions: better an honest answer than "unknown command".
constexpr std::string_view kLater[] = {"graph", "run", "init", "doc", "diff", "locate"};

}  // namespace

std::span<const workspace::Backend> allBackends() { return kBackEnds; }

int usageError(Environment& environment, std::string_view message, std::string_view command) {
  environment.err << "mlpc: " << support::visible(message) << '\n';
  if (!command.empty())
    environment.err << "try `mlpc help " << command << "`\n";
  else
    environment.err << "try `mlpc help`\n";
  return kUsage;
}

int cannotRead(Environment& environment, std::string_view what) {
  environment.err << "mlpc: cannot read " << support::visible(what) << '\n';
  return kUsage;
}

int cannotWrite(Environment& environment, std::string_view what) {
  environment.err << "mlpc: cannot write " << support::visible(what) << '\n';
  return kUsage;
}

int runVersion(const ParsedOptions&, Environment& environment) {
  environment.out << "mlpc " MLPC_VERSION "\n";
  return kOk;
}

namespace {

int runCommand(std::span<const std::string_view> arguments, Environment& environment) {
  if (arguments.empty()) {
    runHelp({}, environment);
    return kUsage;
  }
  std::string_view name = arguments[0];
  if (name == "--help" || name == "-h") name = "help";
  if (name == "--version" || name == "-V") name = "version";
  const Command* command = findCommand(name);
  if (command == nullptr) {
    if (std::find(std::begin(kLater), std::end(kLater), name) != std::end(kLater)) {
      return usageError(environment, fmt::format("`mlpc {}` is not part of this version", name));
    }
    std::vector<std::string> names;
    for (const Command& c : allCommands()) names.emplace_back(c.name);
    const auto near = support::closest(name, names);
    return usageError(environment, near ? fmt::format("there is no command `{}`; did you mean `{}`?", name, *near)
                                        : fmt::format("there is no command `{}`", name));
  }
  const auto rest = arguments.subspan(1);
  // Whatever else is wrong with the line.
  if (std::any_of(rest.begin(), std::find(rest.begin(), rest.end(), "--"),
                  [](std::string_view a) { return a == "--help" || a == "-h"; })) {
    environment.out << helpText(*command);
    return kOk;
  }
  const ParsedOptions options = parseOptions(rest, optionsOf(*command));
  if (!options.error.empty()) return usageError(environment, options.error, command->name);
  return command->run(options, environment);
}

}  // namespace

int run(std::span<const std::string_view> arguments, Environment& environment) {
  const int status = runCommand(arguments, environment);
  environment.out.flush();
  environment.err.flush();
  if (!environment.out) return cannotWrite(environment, "to standard output");
  return environment.err ? status : kUsage;
}

}  // namespace mlpc::cli
