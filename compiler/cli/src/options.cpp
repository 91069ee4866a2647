#include "options.h"

#include <fmt/format.h>

#include <algorithm>

#include "mlpc/support/text.h"

namespace mlpc::cli {

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

ParsedOptions parseOptions(std::span<const std::string_view> arguments, std::span<const OptionSpec> specs) {
  ParsedOptions result;
  bool onlyOperands = false;
  for (size_t i = 0; i < arguments.size(); ++i) {
    const std::string_view argument = arguments[i];
    if (onlyOperands || argument.size() < 2 || argument[0] != '-') {
      result.operands.emplace_back(argument);
      continue;
    }
    if (argument == "--") {
      onlyOperands = true;
      continue;
    }
    const bool isLong = argument.substr(0, 2) == "--";
    const size_t equals = isLong ? argument.find('=') : std::string_view::npos;
    const std::string_view name = argument.substr(0, equals);
    auto spec = std::find_if(specs.begin(), specs.end(),
                             [&](const OptionSpec& s) { return s.name == name || s.shortName == name; });
    std::optional<std::string> attached;
    if (equals != std::string_view::npos) attached = std::string(argument.substr(equals + 1));
    // `-oDIR`, `-o=DIR`
    if (spec == specs.end() && !isLong && argument.size() > 2) {
      spec = std::find_if(specs.begin(), specs.end(), [&](const OptionSpec& s) {
        return s.shortName == argument.substr(0, 2) && !s.value.empty();
      });
      if (spec != specs.end()) attached = std::string(argument.substr(argument[2] == '=' ? 3 : 2));
    }
    if (spec == specs.end()) {
      std::vector<std::string> names;
      for (const OptionSpec& s : specs) names.emplace_back(s.name);
      const auto near = support::closest(name, names);
      result.error = near ? fmt::format("there is no option `{}`; did you mean `{}`?", name, *near)
                          : fmt::format("there is no option `{}`", name);
      return result;
    }
    if (spec->value.empty()) {
      if (attached) {
        result.error = fmt::format("`{}` takes no value", spec->name);
        return result;
      }
      result.given.emplace_back(spec->name, "");
      continue;
    }
    if (!attached) {
      if (i + 1 >= arguments.size()) {
        result.error = fmt::format("`{}` wants a value: {} {}", name, name, spec->value);
        return result;
      }
      attached = std::string(arguments[++i]);
    }
    result.given.emplace_back(spec->name, *attached);
  }
  return result;
}

}  // namespace mlpc::cli
