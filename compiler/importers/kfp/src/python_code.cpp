#include "python_code.h"

#include <algorithm>
#include <unordered_set>

#include "identifiers.h"
#include "layout.h"
#include "mlpc/embedded/python_code.h"
#include "mlpc/embedded/shell_script.h"
#include "mlpc/support/kfp_sdk.h"
#include "mlpc/support/python.h"
#include "mlpc/support/text.h"

namespace mlpc::importers::kfp {
namespace {

namespace sdk = support::kfp_sdk;

constexpr std::string_view kPin = "kfp==";

/// The part that creates an environment, with the space before the next part.
bool takeVenv(std::string_view& text) {
  return support::takePrefix(text, sdk::kMakeVenv) && support::takePrefix(text, " ");
}

struct PipCommand {
  std::vector<std::string> urls;
  std::vector<std::string> hosts;
  std::vector<std::string> words;
};

std::optional<PipCommand> takePip(std::string_view& text, std::string_view begin = sdk::kPipInstall) {
  if (!support::takePrefix(text, begin)) return std::nullopt;
  const embedded::ShellScript script = embedded::readShell(text, embedded::Shell::Posix);
  if (!script.whole || script.commands.empty()) return std::nullopt;
  PipCommand command;
  std::string_view option;
  uint32_t end = 0;
  for (const embedded::ShellWord& word : script.commands.front().words) {
    const std::string_view written = text.substr(word.range.begin, word.range.end - word.range.begin);
    // Between single spaces, and quoted as the SDK does it: nothing else would be written again.
    if (word.range.begin != end + (end == 0 ? 0 : 1)) return std::nullopt;
    end = word.range.end;
    const bool url = written == (command.urls.empty() ? "--index-url" : "--extra-index-url");
    if (option.empty() && command.words.empty() && (url || written == "--trusted-host")) {
      option = written;
    } else if (written != (option.empty() ? support::quotePython(word.value) : support::quoteShell(word.value))) {
      return std::nullopt;
    } else {
      (option.empty()               ? command.words
       : option == "--trusted-host" ? command.hosts
                                    : command.urls)
          .push_back(word.value);
      option = {};
    }
  }
  if (!option.empty() || command.words.empty()) return std::nullopt;
  text.remove_prefix(end);
  return command;
}

/// Whether these are the words with which the SDK installs itself; if so, sets the version.
bool installsKfp(const std::vector<std::string>& words, PythonProgram& program) {
  const bool standard = words.size() == 3 && words[0].starts_with(kPin) && words[1] == sdk::kNoDependencies &&
                        words[2] == sdk::kTypingExtensions;
  if (standard) program.kfpVersion = words[0].substr(kPin.size());
  return standard;
}

bool namesKfp(const std::vector<std::string>& words) {
  return std::any_of(words.begin(), words.end(), [](const std::string& word) { return word.starts_with("kfp"); });
}

/// Everything in one command, with the SDK last.
bool readFirstInstall(std::string_view script, PythonProgram& program) {
  auto all = takePip(script, sdk::kPipInstall20);
  if (!all || !script.empty() || all->words.empty()) return false;
  std::string own = std::move(all->words.back());
  all->words.pop_back();
  if (namesKfp(all->words)) return false;
  if (own.starts_with(kPin)) {
    program.kfpVersion = own.substr(kPin.size());
  } else {
    program.kfpPackage = std::move(own);
  }
  program.packages = std::move(all->words);
  program.indexUrls = all->urls;
  if (all->hosts != all->urls) program.trustedHosts = all->hosts;
  return !all->urls.empty() || all->hosts.empty();
}

bool readInstall(std::string_view script, PythonProgram& program) {
  if (!support::takePrefix(script, sdk::kFindPip) || !script.ends_with(sdk::kThenRun)) return false;
  script.remove_suffix(sdk::kThenRun.size());
  if (program.first) return readFirstInstall(script, program);
  program.venv = takeVenv(script);
  auto first = takePip(script);
  if (!first) return false;
  if (script.empty()) {
    // One command: the packages, or just the SDK.
    if (!installsKfp(first->words, program)) {
      program.installKfp = namesKfp(first->words);
      program.packages = first->words;
      // If the SDK is among the component's packages, the SDK creates no environment.
      if (program.venv && program.installKfp) return false;
    }
  } else {
    const bool kfpFirst = installsKfp(first->words, program);
    if ((program.venv && !kfpFirst) || !support::takePrefix(script, "  &&  ")) return false;
    if (!kfpFirst) program.venv = takeVenv(script);
    auto second = takePip(script);
    if (!second || !script.empty() || second->urls != first->urls || second->hosts != first->hosts) return false;
    if (kfpFirst) std::swap(first->words, second->words);
    if (namesKfp(first->words)) return false;
    program.packages = first->words;
    if (!kfpFirst && !installsKfp(second->words, program)) {
      if (second->words.size() != 1) return false;
      program.kfpPackage = second->words.front();
    }
    if (!program.kfpVersion.empty() && kfpFirst != sdk::installsItselfFirst(program.kfpVersion)) return false;
  }
  program.indexUrls = first->urls;
  if (first->hosts != first->urls) program.trustedHosts = first->hosts;
  return !first->urls.empty() || first->hosts.empty();
}

}  // namespace

std::string functionToExecute(const Node& container) {
  const Node* args = container.find("args");
  if (args == nullptr) return {};
  for (size_t i = 0; i + 1 < args->items.size(); ++i) {
    if (args->items[i].text == "--function_to_execute") return args->items[i + 1].text;
  }
  return {};
}

std::optional<PythonProgram> readPythonProgram(const Node& container) {
  const Node* args = container.find("args");
  const Node* command = container.find("command");
  if (args == nullptr || command == nullptr || args->items.size() != 4) return std::nullopt;
  const auto& given = args->items;
  if (given[0].text != "--executor_input" || given[1].text != "{{$}}" || given[2].text != "--function_to_execute")
    return std::nullopt;
  PythonProgram program;
  program.function = given[3].text;
  const auto& words = command->items;
  size_t at = 0;
  program.first = std::any_of(words.begin(), words.end(), [](const Node& word) {
    return word.text == sdk::kRunModule20 || word.text == sdk::executorModule("2.0.0");
  });
  const std::string_view sdkVersion = program.first ? "2.0.0" : "";
  const bool installs = words.size() > 2 && words[0].text == "sh" && words[1].text == "-c";
  if (installs) {
    if (!readInstall(words[2].text, program)) return std::nullopt;
    at = 3;
  } else {
    program.installKfp = false;
  }
  const auto word = [&](size_t i) {
    return at + i < words.size() ? std::string_view(words[at + i].text) : std::string_view();
  };
  if (words.size() == at + 3 && word(0) == "python3" && word(1) == "-m" && word(2) == sdk::executorModule(sdkVersion)) {
    // If the image contains the code, it contains the SDK too.
    if (!program.kfpVersion.empty() || !program.kfpPackage.empty()) return std::nullopt;
    program.inImage = true;
    program.installKfp = true;
    return program;
  }
  if (words.size() != at + 4 || word(0) != "sh" || word(1) != "-ec" || word(2) != sdk::runModule(sdkVersion))
    return std::nullopt;
  std::string_view code = word(3);
  if (!support::takePrefix(code, sdk::kImports) || !support::takePrefix(code, "\n") || !code.ends_with('\n'))
    return std::nullopt;
  code.remove_suffix(1);
  // The compiler ends the code with a line break if it has none.
  if (!code.ends_with('\n')) return std::nullopt;
  program.code = code.ends_with("\n\n") ? std::string(code) : std::string(code.substr(0, code.size() - 1));
  return program;
}

std::optional<PythonFunction> findFunction(std::string_view code, std::string_view name) {
  const embedded::PythonCode python(code);
  for (const embedded::PythonFunction& found : python.functions()) {
    if (found.name != name) continue;
    PythonFunction function;
    for (const embedded::PythonParameter& parameter : found.parameters) {
      function.takesAny = function.takesAny || parameter.keywords;
      if (parameter.star) continue;
      function.parameters.push_back({std::string(python.text(parameter.name)), std::string(parameter.annotation.text()),
                                     static_cast<bool>(parameter.defaultValue)});
    }
    function.returns = found.returns.text();
    return function;
  }
  return std::nullopt;
}

bool isModule(const PythonProgram& program, const Ports& inputs, const Ports& outputs) {
  if (program.inImage || !isIdentifier(program.function) || !fitsFence(program.code)) return false;
  const auto taken = [](const Port& port) { return support::isTakenInModule(port.name); };
  if (std::any_of(inputs.begin(), inputs.end(), taken) || std::any_of(outputs.begin(), outputs.end(), taken))
    return false;
  const auto function = findFunction(program.code, program.function);
  if (!function) return false;
  const auto isPort = [&](const std::string& name) {
    return inputs.find(name) != nullptr || outputs.find(name) != nullptr;
  };
  std::unordered_set<std::string_view> parameters;
  for (const PythonParameter& parameter : function->parameters) parameters.insert(parameter.name);
  const bool known =
      std::all_of(function->parameters.begin(), function->parameters.end(), [&](const PythonParameter& parameter) {
        return parameter.hasDefault || isPort(parameter.name) ||
               parameter.annotation.find("EmbeddedInput") != std::string::npos;
      });
  return known && (function->takesAny || std::all_of(inputs.begin(), inputs.end(),
                                                     [&](const Port& port) { return parameters.contains(port.name); }));
}

}  // namespace mlpc::importers::kfp
