#pragma once

#include <memory>

#include "mlpc/ir/component.h"
#include "mlpc/support/boxed.h"
#include "mlpc/support/value_store.h"

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

/// The settings of one task, merged with the defaults of the pipeline. Absent settings were not asked for.
struct TaskOptions {
  OptionalValue name;  ///< instead of the one derived from the callee's
  OptionalValue displayName;
  std::vector<NodeRef> after;
  bool alwaysRun = false;
  bool cache = true;
  OptionalValue cacheKey;
  std::optional<support::Duration> timeout;
  support::Boxed<Retry> retry;
  OptionalValue image;
  std::vector<Field>
      env;  ///< string, SecretRef, Call secret/config_map with key, ResourceRef+key of a config map, Call field
  std::vector<Field> requests;  ///< by resource name
  std::vector<Field> limits;
  OptionalValue acceleratorType;
  OptionalValue acceleratorCount;
  std::vector<Field>
      volumes;  ///< by mount path: SecretRef, ResourceRef (ConfigMap), Call pvc/empty_dir/ephemeral/secret/config_map
  OptionalValue nodeSelector;  ///< a RecordValue, or a run-time map
  OptionalValue tolerations;   ///< a ListValue whose items are records or run-time maps, or a run-time list
  OptionalValue nodeAffinity;  ///< a ListValue of terms, or a run-time map
  std::vector<Field> labels;
  std::vector<Field> annotations;
  std::vector<Value> imagePullSecrets;
  OptionalValue imagePullPolicy;
  OptionalValue securityContext;
  std::vector<Value> initContainers;   ///< records as in the schema
  std::vector<SettingOrigin> origins;  ///< of each setting that was given
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
  std::vector<std::pair<std::string, std::string>> passthrough;  ///< field to "config" or "both"
  bool requested = false;  ///< declared in a file named on the command line, so it is emitted
  source::Span origin;
  std::vector<SettingOrigin> origins;  ///< of each setting that was given
};

}  // namespace mlpc::ir
