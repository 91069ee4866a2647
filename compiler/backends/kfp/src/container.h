#pragma once

#include <optional>
#include <string>
#include <vector>

#include "mlpc/ir/program.h"
#include "mlpc/support/name_index.h"
#include "mlpc/vocabulary/components.h"

namespace mlpc::backends::kfp {

using vocabulary::Builtin;

/// A string of a document. Without an origin, that of the component applies.
struct Text {
  std::string text;
  source::Span origin;
};
struct Variable {
  std::string name;
  Text value;
  source::Span origin;  ///< of the name
};

/// What an executor runs, before a task changes anything in it.
struct Container {
  std::vector<Text> command;
  std::vector<Text> arguments;
  Text image;
  std::vector<Variable> env;
};

Container componentContainer(const ir::Component& component, std::string_view kfpVersion);

/// The script of a component in bash, which gets its values from its arguments, and those arguments.
struct BashScript {
  std::string script;
  std::vector<Text> arguments;
};
BashScript bashScript(const ir::Component& component, const ir::BashBody& body);

/// The inputs and outputs of a component, as its command refers to them.
class Ports {
 public:
  explicit Ports(const ir::Component& component) : component_(component) {}

  /// The port that a command reads or writes by `ref`, or null.
  [[nodiscard]] const ir::Port* find(const ir::PortRef& ref);
  /// How the document calls it.
  [[nodiscard]] std::string nameOf(const ir::PortRef& ref) const;
  /// What replaces it in the command.
  [[nodiscard]] std::string placeholder(const ir::PortRef& ref);

 private:
  const ir::Component& component_;
  support::NameIndex names_;
};

/// One element of a container's command: a string with placeholders, or the JSON that KFP uses for what may be absent.
/// A list in it is spliced in, so one element may become several.
std::vector<Text> commandElements(Ports& ports, const ir::Value& value);

/// Whether a task changes anything in its component's container.
bool changesContainer(const ir::TaskOptions& options);
/// The amount of a resource, if it is known at compile time.
std::optional<support::Quantity> quantityOf(const ir::Value& value);

}  // namespace mlpc::backends::kfp
