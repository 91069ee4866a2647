#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "mlpc/diag/engine.h"
#include "mlpc/emit/document.h"
#include "mlpc/ir/program.h"

namespace mlpc::backends::azure_devops {

/// A place in the file, classified by when Azure reads it.
enum class Place : uint8_t {
  Expansion,  ///< before the run: names, connections, templates; `${{ }}` at most
  Variable,   ///< the value of a variable: macros, `${{ }}`, `$[ ]`
  Input,      ///< inputs and environment of a step, display names of steps: macros and `${{ }}`
  RunName,    ///< the number of a run: macros of what is known when it starts, and `${{ }}`
};

/// A variable that the compiler creates for a value, in Azure or in a process.
struct HeldVariable {
  std::string name;
  std::string value;
  source::Span origin;  ///< of the value
};

/// What the conversion of one workflow knows besides the current value.
struct Context {
  const ir::Program& program;
  const ir::Workflow& workflow;
  diag::Engine& diags;

  // The current stage, job and hook; null outside.
  const ir::Stage* stage = nullptr;
  const ir::Job* job = nullptr;
  const ir::Hook* hook = nullptr;

  // What the file's head has to declare because something below uses it.
  std::set<std::string> groups;
  std::map<std::string, ir::ResourceId> containers;
  std::map<std::string, ir::ResourceId> repositories;
  std::map<std::string, ir::ResourceId> pipelines;
  /// Variables that the current job needs for values that have no macro.
  std::vector<HeldVariable> hoisted;

  /// The variable `name` as seen from here (job, then stage, then workflow), or null.
  [[nodiscard]] const ir::Variable* findVariable(std::string_view name) const;
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
  /// Records that a variable of a group is used, so that another group does not silently replace it.
  void useGroupVariable(const std::string& group, std::string_view variable, source::Span origin);
  /// Reports variables that are used and occur in two of the groups that the workflow uses.
  void checkGroups();
  /// What a group of variables is needed for: its declaration, or else its first use.
  [[nodiscard]] source::Span originOfGroup(std::string_view group) const;

  /// Names, in lower case, that a `let` cannot have.
  std::set<std::string, std::less<>> reservedNames;
  struct GroupVariable {
    std::string group;
    std::string name;
    source::Span origin;
  };
  std::vector<GroupVariable> groupVariables;
  /// Computes `reservedNames`.
  void reserveNames();
  /// A variable of the current job with this value; an existing one is reused.
  std::string hoist(std::string_view wish, const std::string& value, source::Span origin);
};

/// The prefix that makes Azure hide a variable of this name from tasks; empty if there is none.
std::string_view hiddenPrefix(std::string_view name);
/// The name of the process variable that Azure creates for a variable: `my.var` becomes `MY_VAR`.
std::string upperSnake(std::string_view text);
/// True if there is a value other than `null`.
bool given(const ir::Value* value);
/// The value of the setting `name`, or null.
const ir::Value* setting(const std::vector<ir::Field>& settings, std::string_view name);

}  // namespace mlpc::backends::azure_devops
