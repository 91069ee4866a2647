#pragma once

#include "mlpc/vocabulary/names.h"

// Words of programs that nothing declares.
namespace mlpc::vocabulary {

/// A language of code that the compiler reads. What other fences hold is text to it.
enum class Language : uint8_t { Bash, Cmd, Powershell, Pwsh, Python, Sh };
template <>
inline constexpr std::array<std::string_view, 6> kNames<Language>{"bash", "cmd", "powershell", "pwsh", "python", "sh"};

constexpr bool isPowerShell(Language language) {
  return language == Language::Powershell || language == Language::Pwsh;
}
/// Whether an agent of Azure Pipelines runs it as a step.
constexpr bool isStepLanguage(Language language) { return language == Language::Bash || isPowerShell(language); }

/// The word after `@`; some are only for the standard library.
enum class DecoratorName : uint8_t {
  Allow,
  Attribute,
  Builtin,
  Deprecated,
  Kind,
  Length,
  Pattern,
  Positional,
  Range,
  Variadic,
  Verbatim,
  Where
};
template <>
inline constexpr std::array<std::string_view, 12> kNames<DecoratorName>{"allow", "attribute", "builtin",  "deprecated",
                                                                        "kind",  "length",    "pattern",  "positional",
                                                                        "range", "variadic",  "verbatim", "where"};

/// The parts of a deployment.
enum class HookName : uint8_t { Deploy, OnFailure, OnSuccess, PostRouteTraffic, PreDeploy, RouteTraffic };
template <>
inline constexpr std::array<std::string_view, 6> kNames<HookName>{
    "deploy", "on_failure", "on_success", "post_route_traffic", "pre_deploy", "route_traffic"};

/// What is known while a pipeline or workflow runs: `run.id`.
enum class Space : uint8_t { Matrix, Run, Task };
template <>
inline constexpr std::array<std::string_view, 3> kNames<Space>{"matrix", "run", "task"};

}  // namespace mlpc::vocabulary
