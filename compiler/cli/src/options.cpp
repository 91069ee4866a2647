#include "options.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "mlpc/support/text.h"

namespace mlpc::cli {
namespace {

using Specs = std::span<const OptionSpec>;

const OptionSpec* find(Specs specs, std::string_view name) {
  const auto spec = std::find_if(specs.begin(), specs.end(), [&](const OptionSpec& s) {
    return s.name == name || (!s.shortName.empty() && s.shortName == name);
  });
  return spec == specs.end() ? nullptr : &*spec;
}

std::string expectsValue(std::string_view name, const OptionSpec& spec) {
  return fmt::format("`{}` expects a value: {} {}", name, name, spec.value);
}

/// Compensates for differences between CLI11 and what mlpc has always accepted: `-o=DIR` means `-o DIR`, and
/// `--output=` does not take the next argument. Returns what is wrong, or an empty string.
std::string normalize(std::vector<std::string>& arguments, Specs specs) {
  for (std::string& argument : arguments) {
    if (argument == "--") break;
    const size_t equals = argument.starts_with('-') ? argument.find('=') : std::string::npos;
    if (equals == std::string::npos) continue;
    const std::string name = argument.substr(0, equals);
    const OptionSpec* spec = find(specs, name);
    if (spec == nullptr) continue;
    if (spec->value.empty()) return fmt::format("`{}` takes no value", spec->name);
    if (equals + 1 == argument.size()) return expectsValue(name, *spec);
    if (name == spec->shortName) argument.erase(equals, 1);
  }
  return {};
}

std::string unknownOption(std::string_view argument, Specs specs) {
  const std::string_view name = argument.substr(0, argument.find('='));
  std::vector<std::string> names;
  for (const OptionSpec& spec : specs) names.emplace_back(spec.name);
  const auto near = support::closest(name, names);
  return near ? fmt::format("there is no option `{}`; did you mean `{}`?", name, *near)
              : fmt::format("there is no option `{}`", name);
}

/// What CLI11 left over: operands and unknown options. Operands are not declared as an option, because CLI11 would
/// split `[a,b]`.
void takeRest(const std::vector<std::string>& rest, Specs specs, ParsedOptions& result) {
  bool onlyOperands = false;
  for (const std::string& argument : rest) {
    if (!onlyOperands && argument == "--") {
      onlyOperands = true;
    } else if (!onlyOperands && argument.size() > 1 && argument[0] == '-') {
      result.error = unknownOption(argument, specs);
      return;
    } else {
      result.operands.push_back(argument);
    }
  }
}

std::string checkChoice(const OptionSpec& spec, const std::string& value) {
  if (spec.choices.empty() || std::find(spec.choices.begin(), spec.choices.end(), value) != spec.choices.end())
    return {};
  if (spec.noun.empty())
    return fmt::format("`{}` expects {}, not `{}`", spec.name, enumerate(spec.choices, "or"), value);
  return fmt::format("there is no {} `{}`; there are {}", spec.noun, value, enumerate(spec.choices, "and"));
}

}  // namespace

std::string enumerate(std::span<const std::string_view> words, std::string_view conjunction) {
  std::string out;
  for (size_t i = 0; i < words.size(); ++i) {
    if (i != 0) out += i + 1 < words.size() ? ", " : fmt::format(" {} ", conjunction);
    out += words[i];
  }
  return out;
}

bool ParsedOptions::has(std::string_view name) const {
  return std::any_of(given.begin(), given.end(), [&](const auto& option) { return option.first == name; });
}

std::optional<std::string> ParsedOptions::value(std::string_view name) const {
  auto it = std::find_if(given.rbegin(), given.rend(), [&](const auto& option) { return option.first == name; });
  return it != given.rend() ? std::optional(it->second) : std::nullopt;
}

std::vector<std::string> ParsedOptions::values(std::string_view name) const {
  std::vector<std::string> result;
  for (const auto& [option, value] : given) {
    if (option == name) result.push_back(value);
  }
  return result;
}

ParsedOptions parseOptions(std::span<const std::string_view> arguments, Specs specs) {
  ParsedOptions result;
  // Setting up CLI11 takes 100,000 instructions, a fifth of the start-up.
  if (std::none_of(arguments.begin(), arguments.end(), [](std::string_view a) { return a.starts_with('-'); })) {
    result.operands.assign(arguments.begin(), arguments.end());
    return result;
  }
  std::vector<std::string> words(arguments.begin(), arguments.end());
  result.error = normalize(words, specs);
  if (!result.error.empty()) return result;

  CLI::App app;
  app.set_help_flag();
  app.allow_extras();
  std::vector<CLI::Option*> options;
  for (const OptionSpec& spec : specs) {
    const std::string names =
        spec.shortName.empty() ? std::string(spec.name) : fmt::format("{},{}", spec.shortName, spec.name);
    options.push_back(spec.value.empty() ? app.add_flag(names)
                                         : app.add_option(names)->expected(1)->take_all()->allow_extra_args(false));
  }
  try {
    std::reverse(words.begin(), words.end());
    app.parse(words);
  } catch (const CLI::ParseError& error) {
    // At this point flags have no values, so only a value can be missing: that of the last argument.
    const std::string_view last = arguments.back();
    const OptionSpec* spec = find(specs, last);
    result.error = spec != nullptr ? expectsValue(last, *spec) : error.what();
    return result;
  }
  for (size_t i = 0; i < specs.size(); ++i) {
    for (const std::string& value : options[i]->results()) {
      result.given.emplace_back(specs[i].name, specs[i].value.empty() ? std::string() : value);
      result.error = checkChoice(specs[i], value);
      if (!result.error.empty()) return result;
    }
  }
  takeRest(app.remaining(), specs, result);
  return result;
}

}  // namespace mlpc::cli
