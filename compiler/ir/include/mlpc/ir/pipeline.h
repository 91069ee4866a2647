#pragma once

#include <memory>

#include "mlpc/ir/component.h"
#include "mlpc/support/boxed.h"
#include "mlpc/support/value_store.h"
#include "mlpc/vocabulary/prelude.h"

namespace mlpc::ir {

/// A setting that few tasks have, stored compactly since there may be very many tasks.
using OptionalValue = support::Boxed<Value>;

struct Retry {
  int64_t max = 0;
  support::Duration backoff;
  double factor = 2.0;
  support::Duration cap = support::Duration::seconds(3600);
};

/// Where a setting was written, by its mlp name ("retry", "env", …).
struct SettingOrigin {
  std::string name;
  source::Span key;
  source::Span value;
};

/// Amounts by the names of resources.
struct TaskResources {
  std::vector<Field> requests;
  std::vector<Field> limits;
};

struct Accelerator {
  OptionalValue type;
  OptionalValue count;
};

/// The settings of one task, merged with the defaults of the pipeline: a member for each field of `TaskOptions` in the
/// standard library. Absent settings were not asked for.
///
/// Values of `env` are text, a SecretRef, a Call of `secret` or `config_map` with a key, a ResourceRef and key of a
/// config map, or a Call of `field`; those of `volumes`, by mount path, a SecretRef, a ResourceRef of a config map, or
/// a Call of `pvc`, `empty_dir`, `ephemeral`, `secret` or `config_map`. What may come from a run is a record or list,
/// or the run-time map or list.
struct TaskOptions {
  // What the types of the schema are here.
  using Any = OptionalValue;
  using Flag = bool;
  using Time = std::optional<support::Duration>;
  using Fields = std::vector<Field>;
  using Values = std::vector<Value>;
  using Nodes = std::vector<NodeRef>;
  using Retry = support::Boxed<ir::Retry>;
  using TaskResources = ir::TaskResources;
  using Accelerator = ir::Accelerator;
  using SecurityContext = OptionalValue;

#define MLPC_FIELD(enumerator, member, type, ...) type member{__VA_ARGS__};
#include "mlpc/vocabulary/task_options.def"
#undef MLPC_FIELD

  std::vector<SettingOrigin> origins;  ///< of each setting that was given

  /// Calls `visit(setting, &TaskOptions::member)` for each field, in the order of the schema.
  template <typename Visit>
  static void each(const Visit& visit) {
#define MLPC_FIELD(enumerator, member, type, ...) \
  visit(vocabulary::prelude::TaskOptions::enumerator, &TaskOptions::member);
#include "mlpc/vocabulary/task_options.def"
#undef MLPC_FIELD
  }
};

/// The options of a task, shared by all tasks with the same options: most have none, or the pipeline's defaults. Never
/// null.
using SharedOptions = std::shared_ptr<const TaskOptions>;
/// The options of a task that has no settings.
const SharedOptions& noOptions();

struct Argument {
  std::string port;
  Value value;
  source::Span origin;
};

/// `importer[T](…)`.
struct Importer {
  ArtifactType type;
  Value uri;
  OptionalValue metadata;
  bool reimport = false;
  bool downloadToWorkspace = false;
};

struct Task {
  std::variant<ComponentId, PipelineId, TrainJobId, Importer> callee;
  std::string letName;              ///< "" if nothing refers to it
  std::vector<Argument> arguments;  ///< those given, in the order of the callee's inputs
  SharedOptions options = noOptions();
};

/// What a group yields under a name ("" if it yields a single value).
struct Yield {
  std::string name;
  PortType type;  ///< for a loop: of the whole list
  Value value;    ///< as seen inside the branch or body
};
/// Nodes in the order in which they were written.
struct Region {
  std::vector<NodeId> nodes;
  std::vector<Yield> yields;
};
struct Branch {
  std::optional<Value> condition;  ///< absent for `else`
  Region body;
  std::string name;  ///< setting `name:`; "" if none
  std::string displayName;
  source::Span titleOrigin;  ///< of the display name, else of the name, if there is one
  source::Span origin;
};
/// if / else if / else
struct Conditional {
  std::vector<Branch> branches;
};
struct Loop {
  Value items;  ///< a ListValue of constants (raw items), or a run-time list
  PortType itemType;
  bool recordItems = false;  ///< items are records, whose fields are read by FieldRef
  Region body;
  std::optional<int64_t> parallelism;
};
/// try / finally
struct ExitHandler {
  Region body;
  NodeId exitTask;  ///< a Task node that is in no region
};

/// A task or a group.
struct Node {
  std::variant<Task, Conditional, Loop, ExitHandler> what;
  NodeId parent;        ///< the group around it; invalid at the top level
  uint32_t branch = 0;  ///< which branch of a Conditional parent
  std::string letName;
  std::string name;          ///< the group's setting `name`
  std::string displayName;   ///< the group's setting `display_name`
  source::Span titleOrigin;  ///< of the display name, else of the name, if there is one
  source::Span origin;       ///< of the callee's name, or of the keyword
};

struct Workspace {
  Value size;
  std::optional<Value> storageClass;
  std::vector<std::string> accessModes;
  source::Span accessModesOrigin;
};

struct Output {
  Port port;
  Value value;
};

struct Pipeline {
  std::string name;         ///< the identifier
  std::string emittedName;  ///< setting `name:` or the derived name
  std::string displayName;
  std::string description;
  std::vector<Port> inputs;
  std::vector<Output> outputs;
  bool unnamedOutput = false;
  support::ValueStore<NodeId, Node> nodes;
  Region body;
  std::string root;
  std::string kfpVersion;  ///< of the KFP runtime package; empty for what the command line or the back end specifies
  std::optional<support::Duration> timeout;
  std::optional<support::Duration> ttlCompletion;
  std::optional<support::Duration> ttlSuccess;
  std::optional<support::Duration> ttlFailure;
  std::optional<Workspace> workspace;
  std::vector<PassedSetting> passthrough;
  bool requested = false;  ///< declared in a file named on the command line, so it is emitted
  source::Span origin;
  std::vector<SettingOrigin> origins;  ///< of each setting that was given
};

}  // namespace mlpc::ir
