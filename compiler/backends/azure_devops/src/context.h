#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "held.h"
#include "lookup.h"
#include "mlpc/ir/program.h"

namespace mlpc::backends::azure_devops {

using vocabulary::AzureTask;
using vocabulary::Builtin;

/// A place in the file, classified by when Azure reads it.
enum class Place : uint8_t {
  Expansion,  ///< before the run: names, connections, templates; `${{ }}` at most
  Variable,   ///< the value of a variable: macros, `${{ }}`, `$[ ]`
  Input,      ///< inputs and environment of a step, display names of steps: macros and `${{ }}`
  RunName,    ///< the number of a run: macros of what is known when it starts, and `${{ }}`
};

/// What is known about one workflow besides the current value. The rules and the mapping add what they need
/// (`RuleContext`, `MapContext`).
struct Context {
  const ir::Program& program;
  const ir::Workflow& workflow;

  // The current stage, job and hook; null outside.
  const ir::Stage* stage = nullptr;
  const ir::Job* job = nullptr;

  /// Variables that the current job needs for values that have no macro.
  HeldVariables hoisted;

  /// The variable `name` as seen from here (job, then stage, then workflow), or null.
  [[nodiscard]] const ir::Variable* findVariable(std::string_view name) const;
  /// What is known about a variable that `findVariable` gave.
  [[nodiscard]] const VariableFacts& factsOf(const ir::Variable& variable) const;
  /// The step that `ref` refers to, or null.
  [[nodiscard]] const ir::Step* findStep(const ir::StepOutputRef& ref) const;
  [[nodiscard]] const ir::Job* findJob(const ir::StepOutputRef& ref) const;
  /// The place of the `number`th occurrence of `part` in the text written at `origin`; `origin` itself if it was not
  /// written there.
  [[nodiscard]] source::Span placeIn(source::Span origin, std::string_view part, size_t number) const;
  /// The name of the Azure variable for a `let`. Azure hides names that begin with endpoint, input, secret, path or
  /// securefile from tasks (define variables, "naming restrictions"), and a `let` must not hide a variable of a group
  /// or a matrix, or one of Azure's own: such names get a prefix.
  [[nodiscard]] std::string variableName(std::string_view let) const;

  /// Names, in lower case, that a `let` cannot have.
  std::set<std::string, std::less<>> reservedNames;
  /// Computes `reservedNames`.
  void reserveNames();
  /// A variable of the current job with this value; an existing one is reused.
  std::string hoist(std::string_view wish, const std::string& value, source::Span origin);

  /// Copies share it.
  std::shared_ptr<Lookup> lookup = std::make_shared<Lookup>();
};

/// What the head of a file has to declare because something below uses it: the plan of a workflow.
struct Uses {
  struct GroupVariable {
    std::string group;
    std::string name;
    source::Span origin;
  };
  std::set<std::string> groups;
  std::vector<GroupVariable> groupVariables;
  std::map<std::string, ir::ResourceId> containers;
  std::map<std::string, ir::ResourceId> repositories;
  std::map<std::string, ir::ResourceId> pipelines;
};

/// The prefix that makes Azure hide a variable of this name from tasks; empty if there is none.
std::string_view hiddenPrefix(std::string_view name);
/// The name of the process variable that Azure creates for a variable: `my.var` becomes `MY_VAR`.
std::string upperSnake(std::string_view text);
std::string lowerCase(std::string_view text);
/// The names of the variables in the declaration of a group.
std::vector<std::string> namesOf(const ir::Resource& group);
/// True if there is a value other than `null`.
bool given(const ir::Value* value);
/// A constant flag, or its usual value.
bool flagOf(const ir::Value* value, bool usual);
/// `value`, or null if it is not given.
inline const ir::Value* ifGiven(const ir::Value* value) { return given(value) ? value : nullptr; }
/// The value as a record, or null.
inline const ir::RecordValue* recordOf(const ir::Value* value) {
  return value != nullptr ? value->as<ir::RecordValue>() : nullptr;
}
/// The value of the setting `name`, or null.
const ir::Value* setting(const std::vector<ir::Field>& settings, vocabulary::FieldName name);
/// The same, or null if it is not given.
inline const ir::Value* settingOf(const std::vector<ir::Field>& settings, vocabulary::FieldName name) {
  return ifGiven(setting(settings, name));
}

}  // namespace mlpc::backends::azure_devops
