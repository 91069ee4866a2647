#pragma once

#include <functional>
#include <map>

#include "mlpc/ir/component.h"
#include "mlpc/vocabulary/words.h"

namespace mlpc::ir {

/// A step: a call of a task, a built-in step or helper, or a script. Templates, `if` and `for` have been expanded.
struct Step {
  /// A script, a built-in step or helper, or a task: of the standard library, or the `task:` of a component.
  std::variant<vocabulary::Language, vocabulary::Builtin, AzureTask> what;
  std::string name;              ///< of the `let`; "" if nothing refers to it
  std::vector<Field> arguments;  ///< by parameter name; defaults from the schema are not included
  std::optional<Value> script;   ///< of a script: a constant string or a CodeValue
  /// The language of the fence that is the script, or of the one among the arguments (`az(script: pwsh <<<…)` is
  /// `pwsh`; the code itself is then the argument `script`), if there is a fence.
  std::optional<vocabulary::Language> language;
  std::vector<Field> settings;       ///< type Step: display_name, when, env, outputs, timeout, …
  std::vector<std::string> outputs;  ///< names declared in `outputs`
  /// The types of outputs that are not strings: Azure holds them as strings but has to compare them as something else.
  std::map<std::string, ParameterKind, std::less<>> outputKinds;
  source::Span origin;

  /// Whether it is this built-in step or helper.
  [[nodiscard]] bool is(vocabulary::Builtin builtin) const {
    const auto* own = std::get_if<vocabulary::Builtin>(&what);
    return own != nullptr && *own == builtin;
  }
  /// The task that it is, or null.
  [[nodiscard]] const AzureTask* task() const { return std::get_if<AzureTask>(&what); }
  /// `bash`, `checkout`, `azureml.deploy`, `AzureCLI@2`.
  [[nodiscard]] std::string_view calledAs() const;
};

struct Hook {
  vocabulary::HookName name{};
  std::vector<Field> settings;
  std::vector<Step> steps;
  source::Span origin;
};

/// A `let` whose value is not known at compile time.
struct Variable {
  std::string name;
  Value value;
  source::Span origin;
};

struct Job {
  std::string name;
  bool deployment = false;
  std::vector<Field> settings;  ///< type Job or Deployment
  std::vector<Variable> variables;
  std::vector<Step> steps;       ///< of a job
  std::vector<Hook> hooks;       ///< of a deployment
  std::optional<Step> external;  ///< instead of all that: the `template(…)` call whose jobs take its place
  source::Span origin;
};

struct Stage {
  std::string name;             ///< "" for the only stage of a workflow without stages
  std::vector<Field> settings;  ///< type Stage
  std::vector<Variable> variables;
  std::vector<Job> jobs;         ///< a single one named "" if a workflow consists only of steps
  std::optional<Step> external;  ///< instead of all that: the `template(…)` call whose stages take its place
  source::Span origin;
};

struct Workflow {
  std::string name;  ///< the identifier
  std::string description;
  std::vector<Port> inputs;
  std::vector<std::vector<support::Constant>>
      inputChoices;             ///< by input: the members of a union of literals; empty if any value is allowed
  std::vector<Field> settings;  ///< type Workflow
  std::vector<Variable> variables;
  std::vector<Stage> stages;
  bool hasStages = false;  ///< written with `stage`s
  bool hasJobs = false;    ///< written with `job`s (or stages)
  bool requested = false;
  source::Span origin;
};

}  // namespace mlpc::ir
