#include "azure_rules.h"

#include <algorithm>
#include <array>

#include "mlpc/diag/notes.h"
#include "mlpc/diag/scripts.h"
#include "mlpc/embedded/python_names.h"
#include "mlpc/support/text.h"

namespace mlpc::sema {

using embedded::CodeText;
using embedded::kPlaceholderByte;
using embedded::Range;
using embedded::ShellCommand;
using embedded::ShellJoint;
using embedded::ShellScript;
using embedded::ShellWord;

namespace {

/// Options that every `az` command takes.
constexpr std::array<std::string_view, 7> kGlobalOptions = {
    "--debug", "--help", "--only-show-errors", "--output", "--query", "--subscription", "--verbose"};

/// All options of a command, where the list is known for sure (azure-cli-ml extension 2.x, its _params files).
struct KnownCommand {
  std::string_view path;
  std::array<std::string_view, 14> options;
};
constexpr std::array kKnownCommands = {
    KnownCommand{"ml online-deployment create",
                 {"--file", "--name", "--endpoint-name", "--all-traffic", "--local", "--local-enable-gpu",
                  "--vscode-debug", "--set", "--no-wait", "--web", "--skip-script-validation", "--package-model",
                  "--resource-group", "--workspace-name"}},
    KnownCommand{"ml online-endpoint create",
                 {"--file", "--name", "--auth-mode", "--local", "--set", "--no-wait", "--web", "--resource-group",
                  "--workspace-name", "", "", "", "", ""}},
};

/// Options that people write and that the command does not have.
struct WrongOption {
  std::string_view path;
  std::string_view wrong;
  std::string_view right;
};
constexpr std::array kWrongOptions = {
    WrongOption{"ml workspace create", "--app-insights", "--application-insights"},
    WrongOption{"monitor metrics alert create", "--action-group", "--action"},
};

/// Options of `az ml workspace create` that take an ARM id.
constexpr std::array<std::string_view, 8> kIdOptions = {
    "--storage-account", "--key-vault", "--application-insights", "--container-registry", "-s", "-k", "-a", "-c"};

class ToolChecker {
 public:
  ToolChecker(Checker& checker, ModuleId module, const CodeText& code, const ShellScript& script, bool extensionReady,
              ScriptFacts& facts)
      : checker_(checker),
        module_(module),
        code_(code),
        script_(script),
        extensionReady_(extensionReady),
        facts_(facts) {}

  void run() {
    const std::vector<AzCommand> commands = azCommands(script_);
    for (const AzCommand& command : commands) {
      if (command.path.starts_with("extension add")) extensionReady_ = true;
    }
    for (const AzCommand& command : commands) az(command, commands);
    for (const ShellCommand& command : script_.commands) other(command);
  }

 private:
  [[nodiscard]] source::Span span(Range range) const { return code_.span(range.begin, range.end); }

  void az(const AzCommand& command, const std::vector<AzCommand>& all) {
    knownOptions(command);
    for (const WrongOption& wrong : kWrongOptions) {
      if (command.path != wrong.path) continue;
      for (const CommandOption& option : command.options) {
        if (option.name != wrong.wrong) continue;
        checker_.diags.report(span(option.range), diag::azUnknownOption, command.path, option.name)
            .note(span(option.range), diag::didYouMean, wrong.right)
            .fix("use the right option", true, {{span(option.range), std::string(wrong.right)}});
      }
    }
    if (!extensionReady_ && (command.path.starts_with("ml ") || command.path.starts_with("k8s-extension "))) {
      extensionReady_ = true;  // once is enough
      checker_.diags.report(span(command.pathRange), diag::azExtensionMissing,
                            command.path.starts_with("ml ") ? "ml" : "k8s-extension");
    }
    if (command.path == "ml online-endpoint create") endpointCreate(command);
    if (command.path == "ml online-deployment create") deploymentCreate(command, all);
    if (command.path == "ml online-endpoint update" && command.find({"--traffic", "-r"}) != nullptr)
      facts_.shiftsTraffic = true;
    if (command.path == "ml workspace create") workspaceCreate(command);
    if (command.path == "ml compute attach") computeAttach(command);
    if (command.path == "k8s-extension create") extensionCreate(command);
    if (command.path == "ml online-endpoint get-credentials" &&
        code_.text().find("task.setsecret") == std::string_view::npos) {
      checker_.diags.report(span(command.pathRange), diag::keyInScript);
    }
  }

  void knownOptions(const AzCommand& command) {
    const auto known = std::find_if(kKnownCommands.begin(), kKnownCommands.end(),
                                    [&](const KnownCommand& k) { return k.path == command.path; });
    if (known == kKnownCommands.end()) return;
    std::vector<std::string> names;
    for (const std::string_view name : known->options) {
      if (!name.empty()) names.emplace_back(name);
    }
    for (const std::string_view name : kGlobalOptions) names.emplace_back(name);
    for (const CommandOption& option : command.options) {
      if (!option.name.starts_with("--") || std::find(names.begin(), names.end(), option.name) != names.end()) continue;
      // The Azure CLI takes the begin of an option if it fits only one.
      std::vector<std::string> fitting;
      for (const std::string& name : names) {
        if (name.starts_with(option.name)) fitting.push_back(name);
      }
      if (fitting.size() == 1) {
        checker_.diags.report(span(option.range), diag::azAbbreviation, option.name, fitting.front())
            .fix("write it out", true, {{span(option.range), fitting.front()}});
        continue;
      }
      auto report = checker_.diags.report(span(option.range), diag::azUnknownOption, command.path, option.name);
      if (command.path == "ml online-deployment create") {
        std::string setting(option.name.substr(2));
        std::replace(setting.begin(), setting.end(), '-', '_');
        report.note(span(option.range), diag::azUseSet, setting);
      } else if (const auto close = support::closest(option.name, names)) {
        report.note(span(option.range), diag::didYouMean, *close);
      }
    }
    for (const CommandOption& option : command.options) {
      if (option.name != "--set") continue;
      for (const ShellWord* word : option.values) {
        // A model or environment is named `azureml:NAME:VERSION`; without the prefix it is taken for a path.
        for (const std::string_view key : {"model=", "environment="}) {
          const std::string_view value = word->value;
          if (!value.starts_with(key)) continue;
          const std::string_view reference = value.substr(key.size());
          const bool known_ = reference.starts_with("azureml:") || reference.starts_with("azureml://") ||
                              reference.starts_with("$") || reference.starts_with("./") || reference.starts_with("/") ||
                              reference.empty() || reference.front() == kPlaceholderByte;
          const bool versioned =
              reference.find(':') != std::string_view::npos || reference.find('@') != std::string_view::npos;
          if (reference.starts_with("azureml:") || (!versioned && known_) || !versioned) continue;
          checker_.diags.report(span(word->range), diag::azReferencePrefix, key.substr(0, key.size() - 1));
        }
      }
    }
  }

  /// Whether the script makes sure that the thing is not there yet: `show … || create …`, or an `if`.
  [[nodiscard]] bool guarded(const AzCommand& command) const {
    return command.command->before == ShellJoint::Or || command.command->before == ShellJoint::And ||
           command.command->inCondition || command.command->after == ShellJoint::Or;
  }

  /// Whether a name is another one in each run: a placeholder that is known late, or a variable.
  [[nodiscard]] bool changing(const CommandOption* option) const {
    if (option == nullptr) return false;
    for (const ShellWord* word : option->values) {
      if (word->expands) return true;
      for (const CodeText::Placeholder& placeholder : code_.placeholders()) {
        if (placeholder.at >= word->range.begin && placeholder.at < word->range.end &&
            checker_.program.info(module_, placeholder.value).phase != Phase::Compile) {
          return true;
        }
      }
    }
    return option->inlined.find('$') != std::string_view::npos;
  }

  void endpointCreate(const AzCommand& command) {
    if (command.find({"--file", "-f"}) == nullptr && command.find({"--local"}) == nullptr) {
      checker_.diags.report(span(command.pathRange), diag::azManagedEndpoint);
    }
    if (!guarded(command) && !changing(command.find({"--name", "-n"}))) {
      checker_.diags.report(span(command.pathRange), diag::azCreateTwice, "endpoint")
          .note(span(command.pathRange), diag::azShowOrCreate);
    }
  }

  void deploymentCreate(const AzCommand& command, const std::vector<AzCommand>& all) {
    if (command.find({"--local"}) != nullptr) return;
    if (!guarded(command) && !changing(command.find({"--name", "-n"}))) {
      checker_.diags.report(span(command.pathRange), diag::azCreateTwice, "deployment")
          .note(span(command.pathRange), diag::azShowOrCreate);
    }
    const bool shifted = std::any_of(all.begin(), all.end(), [](const AzCommand& c) {
      return c.path == "ml online-endpoint update" && c.find({"--traffic", "-r"}) != nullptr;
    });
    if (command.find({"--all-traffic"}) == nullptr && !shifted)
      facts_.deploymentsWithoutTraffic.push_back(span(command.pathRange));
  }

  void workspaceCreate(const AzCommand& command) {
    for (const CommandOption& option : command.options) {
      if (std::find(kIdOptions.begin(), kIdOptions.end(), option.name) == kIdOptions.end() || option.values.empty())
        continue;
      const ShellWord& word = *option.values.front();
      bool name = !word.expands && word.value.find('/') == std::string::npos &&
                  word.value.find(kPlaceholderByte) == std::string::npos;
      if (word.value.size() == 1 && word.value[0] == kPlaceholderByte) {
        const CodeText::Placeholder* placeholder = nullptr;
        for (const CodeText::Placeholder& p : code_.placeholders()) {
          if (p.at >= word.range.begin && p.at < word.range.end) placeholder = &p;
        }
        if (placeholder != nullptr) {
          const auto* use = std::get_if<AttributeUse>(&checker_.program.info(module_, placeholder->value).use);
          name = use != nullptr && use->attribute == "name";
        }
      }
      if (name) checker_.diags.report(span(word.range), diag::azWantsId, option.name);
    }
  }

  void computeAttach(const AzCommand& command) {
    const CommandOption* identities = command.find({"--user-assigned-identities", "-i"});
    const CommandOption* type = command.find({"--identity-type"});
    if (identities != nullptr && type == nullptr) {
      checker_.diags.report(span(identities->range), diag::attachIdentityType);
    }
    if (identities != nullptr && identities->value().starts_with("subscriptions/")) {
      checker_.diags.report(span(identities->values.empty() ? identities->range : identities->values.front()->range),
                            diag::azWantsId, identities->name);
    }
    const CommandOption* cluster = command.find({"--resource-id"});
    if (cluster != nullptr && cluster->value().starts_with("subscriptions/")) {
      checker_.diags.report(span(cluster->values.empty() ? cluster->range : cluster->values.front()->range),
                            diag::azWantsId, cluster->name);
    }
    const CommandOption* name = command.find({"--namespace"});
    if (name == nullptr || name->value() == "azureml" || name->value() == "default") {
      checker_.diags.report(span(name == nullptr ? command.pathRange : name->range), diag::attachNamespace);
    }
  }

  void extensionCreate(const AzCommand& command) {
    const CommandOption* type = command.find({"--extension-type"});
    if (type == nullptr || support::toKebab(type->value()) != "microsoft-azureml-kubernetes") return;
    bool enabled = false;
    for (const CommandOption& option : command.options) {
      if (option.name != "--config" && option.name != "--configuration-settings") continue;
      for (const ShellWord* word : option.values) {
        enabled = enabled || word->expands || word->value.starts_with("enableTraining") ||
                  word->value.starts_with("enableInference");
      }
      enabled = enabled || option.inlined.starts_with("enable");
    }
    if (!enabled && command.find({"--config-file", "--config-settings-file"}) == nullptr) {
      checker_.diags.report(span(command.pathRange), diag::extensionConfig);
    }
  }

  void other(const ShellCommand& command) {
    if (command.words.empty()) return;
    const auto word = [&](size_t i) {
      return i < command.words.size() ? std::string_view(command.words[i].value) : std::string_view();
    };
    size_t first = 0;
    while (word(first) == "sudo" || word(first) == "exec") ++first;
    const std::string_view name = word(first);
    if (name == "sleep" && !command.inCondition) {
      const std::string_view length = word(first + 1);
      unsigned seconds = 0;
      for (const char c : length) {
        if (c < '0' || c > '9') break;
        seconds = std::min(100000U, seconds * 10 + static_cast<unsigned>(c - '0'));
      }
      const char unit = length.empty() ? 's' : length.back();
      if (unit == 'm') seconds *= 60;
      if (unit == 'h') seconds *= 3600;
      // In a loop it is polling.
      if (seconds >= 60 && code_.text().find("while ") == std::string_view::npos &&
          code_.text().find("until ") == std::string_view::npos &&
          code_.text().find("for ") == std::string_view::npos) {
        checker_.diags.report(span(command.range()), diag::fixedSleep, length);
      }
      return;
    }
    size_t pip = first;
    if ((name.starts_with("python")) && word(first + 1) == "-m") pip = first + 2;
    if (word(pip).starts_with("pip") && word(pip + 1) == "install") {
      for (size_t i = pip + 2; i < command.words.size(); ++i) {
        const std::string_view package = word(i);
        if (package.starts_with("azureml-sdk") || package.starts_with("azureml-core") ||
            package.starts_with("azureml-pipeline")) {
          checker_.diags.report(span(command.words[i].range), diag::sdkVersionOne,
                                package.substr(0, package.find_first_of("=<>[~")));
        }
      }
      return;
    }
    if (name == "curl") {
      bool fails = false;
      bool looks = false;
      for (size_t i = first + 1; i < command.words.size(); ++i) {
        const std::string_view option = word(i);
        if (option == "--fail" || option == "--fail-with-body" || option == "-w" || option == "--write-out")
          fails = true;
        if (option.size() > 1 && option[0] == '-' && option[1] != '-' && option.find('f') != std::string_view::npos)
          fails = true;
        if (option == "--data" || option == "-d" || option == "-X" || option == "--request" ||
            option.starts_with("--data-"))
          looks = true;
      }
      // Only where the answer matters: a request that does something.
      if (!fails && looks && !command.condition)
        checker_.diags.report(span(command.words[first].range), diag::curlWithoutFail);
    }
  }

  Checker& checker_;
  ModuleId module_;
  const CodeText& code_;
  const ShellScript& script_;
  bool extensionReady_;
  ScriptFacts& facts_;
};

}  // namespace

const CommandOption* AzCommand::find(std::initializer_list<std::string_view> names) const {
  for (const CommandOption& option : options) {
    for (const std::string_view name : names) {
      if (option.name == name) return &option;
    }
  }
  return nullptr;
}

std::vector<AzCommand> azCommands(const ShellScript& script) {
  std::vector<AzCommand> out;
  for (const ShellCommand& command : script.commands) {
    size_t i = 0;
    while (i < command.words.size() && (command.words[i].value == "sudo" || command.words[i].value == "exec")) ++i;
    if (i >= command.words.size() || command.words[i].value != "az") continue;
    AzCommand az;
    az.command = &command;
    az.pathRange = command.words[i].range;
    for (++i; i < command.words.size(); ++i) {
      const ShellWord& word = command.words[i];
      if (!word.value.empty() && word.value[0] == '-' && word.value != "-") {
        CommandOption option;
        const std::string_view text = word.value;
        const size_t equals = text.find('=');
        option.name = text.substr(0, equals);
        option.range = {word.range.begin, word.quoted || word.expands
                                              ? word.range.end
                                              : word.range.begin + static_cast<uint32_t>(option.name.size())};
        if (equals != std::string_view::npos) option.inlined = text.substr(equals + 1);
        az.options.push_back(option);
      } else if (!az.options.empty()) {
        az.options.back().values.push_back(&word);
      } else {
        if (!az.path.empty()) az.path += ' ';
        az.path += word.value;
        az.pathRange.end = word.range.end;
      }
    }
    out.push_back(std::move(az));
  }
  return out;
}

std::optional<Range> readsSources(const ShellScript& script) {
  const auto relative = [](std::string_view value) {
    if (value.empty() || value[0] == '/' || value[0] == '$' || value[0] == '~' || value[0] == '-' ||
        value[0] == kPlaceholderByte)
      return false;
    return value.find("://") == std::string_view::npos;
  };
  for (const AzCommand& az : azCommands(script)) {
    for (const CommandOption& option : az.options) {
      const bool takesFile = option.name == "--file" || option.name == "-f" || option.name == "--request-file" ||
                             option.name == "--path" || option.name == "--code" || option.name == "--template-file";
      if (takesFile && relative(option.value()))
        return option.values.empty() ? option.range : option.values.front()->range;
    }
  }
  for (const ShellCommand& command : script.commands) {
    const auto word = [&](size_t i) {
      return i < command.words.size() ? std::string_view(command.words[i].value) : std::string_view();
    };
    if (word(0).starts_with("python") && command.words.size() > 1) {
      const std::string_view file = word(1);
      if (file.size() > 3 && file.substr(file.size() - 3) == ".py" && relative(file)) return command.words[1].range;
    }
    if (word(0).starts_with("python") && word(1) == "-m") {
      const std::string_view pythonModule = word(2).substr(0, word(2).find('.'));
      if (!pythonModule.empty() && pythonModule != "pip" && !embedded::isPythonStandardModule(pythonModule))
        return command.words[2].range;
    }
    if (word(0) == "kubectl") {
      for (size_t i = 1; i + 1 < command.words.size(); ++i) {
        if ((word(i) == "-f" || word(i) == "--filename" || word(i) == "-k") && relative(word(i + 1)))
          return command.words[i + 1].range;
      }
    }
    if (word(0).starts_with("./") && word(0).size() > 2) return command.words[0].range;
    if ((word(0) == "bash" || word(0) == "sh" || word(0) == "source") && relative(word(1)) &&
        word(1).find(".sh") != std::string_view::npos) {
      return command.words[1].range;
    }
  }
  return std::nullopt;
}

void checkToolCommands(Checker& checker, ModuleId module, const CodeText& code, const ShellScript& script,
                       bool extensionReady, ScriptFacts& facts) {
  ToolChecker(checker, module, code, script, extensionReady, facts).run();
}

}  // namespace mlpc::sema
