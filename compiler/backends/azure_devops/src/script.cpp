#include "script.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "expression.h"
#include "mlpc/emit/document.h"
#include "mlpc/support/text.h"
#include "mlpc/vocabulary/azure_devops.h"

namespace mlpc::backends::azure_devops {
namespace {

using support::equalIgnoringCase;
using vocabulary::Language;
using vocabulary::ado::Step;

// A name that leads a reader of the script to the value.
std::string wishedName(const Context& context, const ir::Value& value) {
  if (const auto* input = value.as<ir::InputRef>()) return upperSnake(input->name);
  if (const auto* variable = value.as<ir::VariableRef>()) return upperSnake(variable->name);
  if (const auto* output = value.as<ir::StepOutputRef>()) return upperSnake(output->output);
  if (const auto* property = value.as<ir::PropertyRef>())
    return upperSnake(std::string(name(property->space)) + "_" + property->property);
  if (const auto* resource = value.as<ir::ResourceRef>()) {
    return upperSnake(resource->attribute.empty() ? context.program.resources[resource->resource].name
                                                  : resource->attribute);
  }
  return "VALUE";
}

// Variables of a process with a meaning to the shell, to its tools or to the agent.
bool isProcessName(std::string_view name) {
  constexpr std::string_view kNames[] = {"PATH",        "HOME",        "USER",
                                         "USERNAME",    "LOGNAME",     "SHELL",
                                         "PWD",         "OLDPWD",      "IFS",
                                         "TERM",        "LANG",        "TMPDIR",
                                         "TMP",         "TEMP",        "HOSTNAME",
                                         "UID",         "EUID",        "PPID",
                                         "RANDOM",      "SECONDS",     "LINENO",
                                         "OPTARG",      "OPTIND",      "OPTERR",
                                         "REPLY",       "ENV",         "CDPATH",
                                         "GROUPS",      "PS1",         "PS2",
                                         "PS3",         "PS4",         "DIRSTACK",
                                         "OS",          "FUNCNAME",    "SHLVL",
                                         "HISTFILE",    "SHELLOPTS",   "POSIXLY_CORRECT",
                                         "MAIL",        "EDITOR",      "PAGER",
                                         "CI",          "DISPLAY",     "NO_COLOR",
                                         "COMSPEC",     "WINDIR",      "SYSTEMROOT",
                                         "PATHEXT",     "APPDATA",     "USERPROFILE",
                                         "TZ",          "HTTP_PROXY",  "NO_PROXY",
                                         "HTTPS_PROXY", "COMPUTERNAME"};
  constexpr std::string_view kPrefixes[] = {"BASH",  "LC_",    "LD_",   "DYLD_",   "PYTHON",  "PIP_",   "GIT_",
                                            "SSH_",  "AZURE_", "ARM_",  "BUILD_",  "SYSTEM_", "AGENT_", "PIPELINE_",
                                            "VSTS_", "NODE_",  "JAVA_", "DOCKER_", "KUBE",    "HELM_",  "XDG_"};
  return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames) ||
         std::any_of(std::begin(kPrefixes), std::end(kPrefixes), [&](auto prefix) { return name.starts_with(prefix); });
}

/// The words of a script: longest runs of letters, digits and underscores.
std::unordered_set<std::string_view> wordsOf(const std::vector<ir::Value>& parts) {
  const auto inWord = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; };
  std::unordered_set<std::string_view> words;
  for (const ir::Value& part : parts) {
    const std::string_view text = part.text() != nullptr ? std::string_view(*part.text()) : std::string_view();
    for (auto at = std::find_if(text.begin(), text.end(), inWord); at != text.end();) {
      const auto end = std::find_if_not(at, text.end(), inWord);
      words.emplace(at, end);
      at = std::find_if(end, text.end(), inWord);
    }
  }
  return words;
}

// How a variable is read in this place of a bash script.
std::string bashReference(const std::string& name, ir::CodePlace where) {
  switch (where) {
    case ir::CodePlace::Bare: return "\"${" + name + "}\"";
    case ir::CodePlace::SingleQuotes: return "'\"${" + name + "}\"'";
    default: return "${" + name + "}";
  }
}

// Azure turns every variable into a process variable, whose value wins over that of the step.
bool isOverwritten(const Context& context, const std::string& name, std::string_view value) {
  const auto clashes = [&](const void* key, const auto& fill) {
    auto [known, isNew] = context.lookup->processNames.try_emplace(key);
    if (isNew) fill(known->second);
    const auto [begin, end] = known->second.equal_range(name);
    return std::any_of(
        begin, end, [&](const auto& entry) { return !equalIgnoringCase(value, fmt::format("$({})", entry.second)); });
  };
  const auto any = [&](const std::vector<ir::Variable>& variables) {
    return clashes(&variables, [&](Lookup::ProcessNames& names) {
      for (const ir::Variable& variable : variables) {
        std::string variableName = context.variableName(variable.name);
        std::string processName = upperSnake(variableName);
        names.emplace(std::move(processName), std::move(variableName));
      }
    });
  };
  return any(context.workflow.variables) || (context.stage != nullptr && any(context.stage->variables)) ||
         (context.job != nullptr && any(context.job->variables)) || clashes(nullptr, [&](Lookup::ProcessNames& names) {
           for (const std::string& reserved : context.reservedNames) names.emplace(upperSnake(reserved), reserved);
         });
}

}  // namespace

std::string freeName(const Context& context, const std::string& wish, const std::string& value,
                     const std::unordered_set<std::string_view>& words, HeldVariables& env) {
  const auto meansSomething = [&](const std::string& name) {
    return isProcessName(name) || isOverwritten(context, name, value) || words.contains(name);
  };
  const std::string base = meansSomething(wish) ? "VALUE_" + wish : wish;
  return env.freeName(base, base, meansSomething);
}

bool mentions(const ir::Value& script, std::string_view word) {
  bool found = false;
  ir::forEach(script, [&](const ir::Value& part) {
    const std::string* text = part.text();
    if (text == nullptr) return;
    size_t line = 0;
    while (line < text->size()) {
      size_t end = text->find('\n', line);
      if (end == std::string::npos) end = text->size();
      std::string_view content = std::string_view(*text).substr(line, end - line);
      const size_t first = content.find_first_not_of(" \t");
      if (first != std::string_view::npos && content[first] != '#') {
        for (size_t at = content.find(word); at != std::string_view::npos; at = content.find(word, at + 1)) {
          auto isWord = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-'; };
          const bool begins = at == 0 || !isWord(content[at - 1]);
          const bool ends = at + word.size() >= content.size() || !isWord(content[at + word.size()]);
          if (begins && ends) found = true;
        }
      }
      line = end + 1;
    }
  });
  return found;
}

std::vector<std::string> scriptPrologue(const ir::Step& step, const ir::Value& script, Language language) {
  std::vector<std::string> lines;
  const bool strict = flagOf(setting(step.settings, Step::Strict), true);
  if (isPowerShell(language)) {
    if (!mentions(script, "set_output")) return lines;
    lines.emplace_back("function set_output([string]$name, [string]$value) {");
    lines.emplace_back("  $value = $value.Replace('%', '%AZP25').Replace(\"`r\", '%0D').Replace(\"`n\", '%0A')");
    lines.emplace_back("  Write-Host \"##vso[task.setvariable variable=$name;isOutput=true]$value\"");
    lines.emplace_back("}");
    return lines;
  }
  if (language != Language::Bash) return lines;
  if (strict) lines.emplace_back("set -euo pipefail");
  if (mentions(script, "set_output")) {
    // Azure reads the value up to the end of the line, so line ends and its escape character are encoded.
    lines.emplace_back("set_output() {");
    lines.emplace_back("  local value=${2//%/%AZP25}; value=${value//$'\\r'/%0D}; value=${value//$'\\n'/%0A}");
    lines.emplace_back("  printf '##vso[task.setvariable variable=%s;isOutput=true]%s\\n' \"$1\" \"$value\"");
    lines.emplace_back("}");
  }
  return lines;
}

Script renderScript(Context& context, const ir::Value& script, Language language,
                    const std::vector<std::string>& prologue) {
  Script result;
  for (const std::string& line : prologue) result.text += line + "\n";
  if (const std::string* text = script.text()) {
    result.text += *text;
    return result;
  }
  const std::vector<ir::Value>* parts = nullptr;
  const std::vector<ir::CodePlace>* places = nullptr;
  if (const auto* code = script.as<ir::CodeValue>())
    parts = &code->parts, places = &code->places;
  else if (const auto* interpolation = script.as<ir::Interpolation>())
    parts = &interpolation->parts;
  const std::vector<ir::Value> whole{script};
  if (parts == nullptr) parts = &whole;
  std::optional<std::unordered_set<std::string_view>> words;
  for (const ir::Value& part : *parts) {
    if (const std::string* text = part.text()) {
      result.text += *text;
      continue;
    }
    // Azure puts its own variables into every process.
    const auto* property = part.as<ir::PropertyRef>();
    std::string name;
    if (property != nullptr && property->space == vocabulary::Space::Run &&
        !predefinedVariable(property->property).empty()) {
      name = upperSnake(predefinedVariable(property->property));
      result.predefined.insert(name);
    } else {
      const std::string value = text(context, part, Place::Input, true);
      const HeldVariable* same = result.env.withValue(value);
      if (same == nullptr) {
        if (!words) words = wordsOf(*parts);
        std::string free = freeName(context, wishedName(context, part), value, *words, result.env);
        same = &result.env.add({std::move(free), value, part.origin});
      }
      name = same->name;
    }
    if (places == nullptr) {
      result.text += emit::kUnmapped;
      continue;
    }
    const ir::CodePlace place = (*places)[static_cast<size_t>(&part - parts->data())];
    result.text += isPowerShell(language) ? "$($env:" + name + ")" : bashReference(name, place);
  }
  return result;
}

}  // namespace mlpc::backends::azure_devops
