#pragma once

#include <map>
#include <optional>
#include <string>

#include "mlpc/emit/document.h"
#include "plan.h"

namespace mlpc::backends::kfp {

/// `{{$.inputs.parameters['name']}}`
std::string parameterPlaceholder(std::string_view name);

/// The placeholder of `run.id` and the like, or "".
std::string_view propertyPlaceholder(const ir::PropertyRef& ref);

/// Reports text that KFP would take for a placeholder of its own.
void checkPlaceholders(std::string_view text, source::Span origin, diag::Engine& diags);
/// The same for all texts of a constant.
void checkTexts(const support::Constant& constant, source::Span origin, diag::Engine& diags);
/// A constant that the document holds as data: its texts, and whether its numbers are kept exactly.
void checkConstant(const support::Constant& constant, source::Span origin, diag::Engine& diags);
/// Warns of a property that the back end leaves as it is.
void checkFilledIn(const ir::PropertyRef& ref, source::Span origin, diag::Engine& diags, std::string_view kfpVersion);

/// The `inputs` of one task of a DAG.
class TaskInputs {
 public:
  TaskInputs(Plan& plan, ScopeIndex scope) : plan_(plan), scope_(scope) {}

  /// Passes `value` to the input `name` of the component.
  void pass(const std::string& name, const ir::Value& value);
  /// Passes a constant text.
  void passText(const std::string& name, std::string text, source::Span origin);
  /// Passes the final status of the task or group `producer`.
  void passStatus(const std::string& name, const std::string& producer, source::Span origin = {});
  /// Passes a channel. Without an origin, that of the task holds.
  void passChannel(const std::string& name, const Channel& channel, source::Span origin = {});

  /// The text of a value, with placeholders where it is known to a run only; these become inputs of the task.
  std::string text(const ir::Value& value);
  /// The value as data, with placeholders in its strings. `inside` of a map or list.
  emit::Node data(const ir::Value& value, bool inside = false);

  [[nodiscard]] emit::Node take();

 private:
  std::string placeholder(const Channel& channel, source::Span origin);

  Plan& plan_;
  ScopeIndex scope_;
  std::map<std::string, emit::Node> parameters_;
  std::map<std::string, emit::Node> artifacts_;
};

}  // namespace mlpc::backends::kfp
