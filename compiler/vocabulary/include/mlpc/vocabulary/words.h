#pragma once

#include "mlpc/vocabulary/names.h"

// Words of programs that nothing declares.
namespace mlpc::vocabulary {

/// A language of code that the compiler reads, or `text`, which is what any other fence holds.
enum class Language : uint8_t { Bash, Cmd, Powershell, Pwsh, Python, Sh, Text };
template <>
inline constexpr std::array<std::string_view, 7> kNames<Language>{"bash",   "cmd", "powershell", "pwsh",
                                                                  "python", "sh",  "text"};

/// What a fence with this word in front holds.
inline Language languageOf(std::string_view word) { return find<Language>(word).value_or(Language::Text); }

constexpr bool isPowerShell(Language language) {
  return language == Language::Powershell || language == Language::Pwsh;
}
/// Whether the compiler inserts values into it as literals of the language.
constexpr bool isScript(Language language) { return language != Language::Cmd && language != Language::Text; }
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

/// What `run` and `task` know.
enum class Property : uint8_t {
  ArtifactsDir,
  Attempt,
  Branch,
  Commit,
  CreatedAt,
  Id,
  Name,
  Number,
  Reason,
  Ref,
  ResourceName,
  Root,
  ScheduledAt,
  SourcesDir,
  Workspace,
  WorkspaceDir
};
template <>
inline constexpr std::array<std::string_view, 16> kNames<Property>{
    "artifacts_dir", "attempt", "branch",        "commit", "created_at",   "id",          "name",      "number",
    "reason",        "ref",     "resource_name", "root",   "scheduled_at", "sources_dir", "workspace", "workspace_dir"};

/// What an artifact has in the command of a container.
enum class ArtifactPart : uint8_t { Metadata, Name, Path, Uri };
template <>
inline constexpr std::array<std::string_view, 4> kNames<ArtifactPart>{"metadata", "name", "path", "uri"};

/// Names that are visible where there is something for them to mean.
enum class ImplicitName : uint8_t { ExecutorInput, FinalStatus };
template <>
inline constexpr std::array<std::string_view, 2> kNames<ImplicitName>{"executor_input", "final_status"};

/// Where a built-in function may be called: `@where("command")`.
enum class CallPlace : uint8_t { Command, Pipeline };
template <>
inline constexpr std::array<std::string_view, 2> kNames<CallPlace>{"command", "pipeline"};

}  // namespace mlpc::vocabulary
