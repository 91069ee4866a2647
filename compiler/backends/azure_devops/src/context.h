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

/// A place in the file, by when Azure reads it.
enum class Place : uint8_t {
  Expansion,  ///< before the run: names, connections, templates; `${{ }}` at most
  Variable,   ///< the value of a variable: macros, `${{ }}`, `$[ ]`
  Input,      ///< inputs and environment of a step, display names of steps: macros and `${{ }}`
  RunName,    ///< the number of a run: macros of what is known when it starts, and `${{ }}`
};

/// A variable that the compiler makes for a value, of Azure or of a process.
struct HeldVariable {
  std::string name;
  std::string value;
  source::Span origin;  ///< of the value
};

/// What the conversion of one workflow knows besides the value at hand.
struct Context {
  const ir::Program& program;
  const ir::Workflow& workflow;
  diag::Engine& diags;

  // Where we are; null outside.
  const ir::Stage* stage = nullptr;
  const ir::Job* job = nullptr;
  const ir::Hook* hook = nullptr;

  // What the file's head has to declare because something below uses it.
  std::set<std::string> groups;
  std::map<std::string, ir::ResourceId> containers;
  std::map<std::string, ir::ResourceId> repositories;
  std::map<std::string, ir::ResourceId> pipelines;
  /// Variables that the current job needs for values which have no macro.
  std::vector<HeldVariable> hoisted;

  /// The variable `name` as seen from here (job, then stage, then workflow), or null.
  [[nodiscard]] const ir::Variable* findVariable(std::string_view name) const;
  /// The step that `ref` means, or null.
  [[nodiscard]] const ir::Step* findStep(const ir::StepOutputRef& ref) const;
  [[nodiscard]] const ir::Job* findJob(const ir::StepOutputRef& ref) const;
  /// Where `part` stands for the `number`th time in the text that was written at `origin`; `origin` if that is not
  /// where it was written.
  [[nodiscard]] source::Span placeIn(source::Span origin, std::string_view part, size_t number) const;
  /// The name of the Azure variable behind a `let`. Azure hides names that begin with endpoint, input, secret, path or
  /// securefile from tasks (define variables, "naming restrictions"), and a variable of a group or a matrix, or one of
  /// Azure's own, must not be hidden by a `let`: such a name gets a prefix.
  [[nodiscard]] std::string variableName(std::string_view let) const;
  /// Notes that a variable of a group is used, so that another group does not take its place unseen.
  void useGroupVariable(const std::string& group, std::string_view variable, source::Span origin);
  /// Reports variables that are used and are in two of the groups that the workflow uses.
  void checkGroups();
  /// What a group of variables is for: its declaration, or else its first use.
  [[nodiscard]] source::Span originOfGroup(std::string_view group) const;

  /// Names, in lower case, that a `let` cannot have.
  std::set<std::string, std::less<>> reservedNames;
  struct GroupVariable {
    std::string group;
    std::string name;
    source::Span origin;
  };
  std::vector<GroupVariable> groupVariables;
  /// Finds out `reservedNames`.
  void reserveNames();
  /// A variable of the current job with this value; one that is there already is used again.
  std::string hoist(std::string_view wish, const std::string& value, source::Span origin);
};

/// The prefix for which Azure hides a variable of this name from tasks; empty if it does not.
std::string_view hiddenPrefix(std::string_view name);
/// The name of the variable of a process that Azure makes of a variable: `my.var` becomes `MY_VAR`.
std::string upperSnake(std::string_view text);
/// True if there is a value, and it is not `null`.
bool given(const ir::Value* value);
/// The value of the setting `name`, or null.
const ir::Value* setting(const std::vector<ir::Field>& settings, std::string_view name);

}  // namespace mlpc::backends::azure_devops
