#pragma once

#include <map>
#include <string>

#include "mlpc/emit/document.h"
#include "plan.h"

namespace mlpc::backends::kfp {

/// Where a task finds a value: `{componentInputParameter: …}` and the like.
emit::Node sourceNode(const Source& source, bool artifact = false);

/// The `inputs` of one task of a DAG.
class TaskInputs {
 public:
  TaskInputs(const Plan& plan, ScopeIndex scope) : plan_(plan), scope_(scope) {}

  /// Passes `value` to the input `name` of the component.
  void pass(const std::string& name, const ir::Value& value);
  /// Passes a constant string.
  void passText(const std::string& name, std::string text, source::Span origin);
  /// Passes the final status of the task or group `producer`.
  void passStatus(const std::string& name, const std::string& producer, source::Span origin = {});
  /// Passes a channel. Without an origin, that of the task applies.
  void passChannel(const std::string& name, const Channel& channel, source::Span origin = {});

  /// A value as a string, with placeholders for what is known only at run time; these become inputs of the task.
  std::string text(const ir::Value& value);
  /// The value as data, with placeholders in its strings.
  emit::Node data(const ir::Value& value);

  [[nodiscard]] emit::Node take();

 private:
  /// Creates inputs for what the placeholders in the text of `value` refer to.
  void bind(const ir::Value& value);

  const Plan& plan_;
  ScopeIndex scope_;
  std::map<std::string, emit::Node> parameters_;
  std::map<std::string, emit::Node> artifacts_;
};

}  // namespace mlpc::backends::kfp
