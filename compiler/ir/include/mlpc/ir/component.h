#pragma once

#include "mlpc/ir/value.h"
#include "mlpc/vocabulary/prelude.h"

namespace mlpc::vocabulary {
// Not by its header, so that a new task does not compile everything that knows the IR.
enum class AzureTask : uint8_t;
}  // namespace mlpc::vocabulary

namespace mlpc::ir {

enum class ParameterKind : uint8_t { String, Int, Float, Bool, List, Map, TaskConfig, FinalStatus };

/// An artifact type as targets name it: `system.Model`, version `0.0.1`.
struct ArtifactType {
  std::string schema;
  std::string version;
  std::string name;  ///< as written in mlp: `Model`
  friend bool operator==(const ArtifactType&, const ArtifactType&) = default;
};

/// The type of a port: a parameter, an artifact, or a list of artifacts.
struct PortType {
  std::variant<ParameterKind, ArtifactType> kind = ParameterKind::String;
  bool artifactList = false;
  /// The element or value type of a list or map where it was declared (for run-time checks and code), otherwise empty.
  std::vector<PortType> element;
  [[nodiscard]] bool isArtifact() const { return std::holds_alternative<ArtifactType>(kind); }
};

/// An input or output of a component, pipeline or trainjob.
struct Port {
  std::string name;
  PortType type;
  bool optional = false;  ///< may be omitted from a call
  std::optional<support::Constant> defaultValue;
  std::string description;  ///< from its doc comment
  source::Span origin;
  source::Span defaultOrigin;  ///< of the default, if it has one
};

/// A function body in Python; the compiler writes the `def`.
struct PythonBody {
  std::string code;  ///< dedented
};
/// A Python module, verbatim; `entry` is the function.
struct PythonModule {
  std::string code;
  std::string entry;
  source::Span entryOrigin;  ///< if it was given
};
/// A script: parameters and the local paths of artifacts and outputs are variables.
struct BashBody {
  std::string code;
};
struct Container {
  std::vector<Value> command;
  std::vector<Value> arguments;
};
/// A notebook, optionally run from Python code.
struct NotebookBody {
  std::string path;
  std::string content;
  std::optional<std::string> python;
};
/// The task of the standard library with this name.
std::optional<vocabulary::AzureTask> standardTask(std::string_view task);
/// A task of Azure Pipelines.
struct AzureTask {
  std::string task;  ///< `AzureCLI@2`
  /// The one of the standard library, if it is there.
  std::optional<vocabulary::AzureTask> known = standardTask(task);

  /// Of an extension that somebody has published: `publisher.extension.Task@1`.
  [[nodiscard]] bool isForeign() const { return task.find('.') < task.find('@'); }
};
struct EmbeddedFile {
  std::string name;  ///< relative, separated by `/`
  std::string content;
  bool executable = false;
};
/// Files packed into a component.
struct Embedded {
  std::string path;
  std::vector<EmbeddedFile> files;  ///< sorted by name
};

/// A setting of a task that is passed to its input of type `TaskConfig`.
struct PassedSetting {
  vocabulary::prelude::Passthrough setting{};
  bool both = false;  ///< the task applies it as well
};

struct Component {
  std::string name;         ///< the identifier
  std::string emittedName;  ///< `name:` or derived; if empty, derive it from `name`
  std::string description;
  std::vector<Port> inputs;
  std::vector<Port> outputs;
  bool unnamedOutput = false;
  /// A component that targets know; it then has no body (an empty Container).
  std::optional<vocabulary::Builtin> builtin;
  std::variant<PythonBody, PythonModule, BashBody, Container, NotebookBody, AzureTask> body;
  std::optional<Embedded> embedded;
  std::string image;  ///< empty for the target's default
  source::Span imageOrigin;
  std::vector<std::string> packages;
  bool withoutPackages = false;  ///< `packages: []`: leaves out even those that a notebook has by default
  std::vector<std::string> pipIndexUrls;
  std::vector<std::string> pipTrustedHosts;
  bool venv = false;
  bool installKfp = true;
  std::string kfpPackage;   ///< path or requirement to use instead of the pinned one
  std::string targetImage;  ///< for a containerised component: the image that contains the code
  source::Span targetImageOrigin;
  std::vector<Field> env;  ///< constants
  std::vector<PassedSetting> passthrough;
  source::Span origin;      ///< of the name
  source::Span bodyOrigin;  ///< of the code
};

}  // namespace mlpc::ir
