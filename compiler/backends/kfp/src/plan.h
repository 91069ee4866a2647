#pragma once

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "channel.h"
#include "mlpc/ir/program.h"
#include "mlpc/vocabulary/components.h"

namespace mlpc::backends::kfp {

using vocabulary::Builtin;

/// An output that a group passes on from something inside it.
struct SurfacedOutput {
  struct Source {
    std::string task;
    std::string key;
  };
  ChannelType type;
  std::vector<Source> sources;  ///< if there are several: that of the branch that runs
  source::Span origin;          ///< where it is requested, if known
};

/// The root or a group: one DAG of the document.
struct Scope {
  enum class Kind : uint8_t { Root, Condition, Branches, Loop, ExitHandler };
  Kind kind = Kind::Root;
  ScopeIndex parent = kRootScope;
  uint32_t depth = 0;
  ir::NodeId node;
  uint32_t branch = 0;
  std::string name;
  std::vector<ScopeIndex> groups;
  std::vector<ir::NodeId> tasks;
  Channel* item = nullptr;                                    ///< of a loop
  std::vector<const Channel*> conditionChannels;              ///< of its own condition
  std::map<std::string, const Channel*, std::less<>> inputs;  ///< by input name
  std::map<std::string, SurfacedOutput> outputs;
  std::set<std::string> dependencies;
  uint32_t choices = 0;  ///< number of outputs of a Branches scope up to now
};

struct PlannedTask {
  std::string name;
  ScopeIndex scope = kRootScope;
  bool exit = false;
  std::set<std::string> dependencies;
};

/// Where a task finds a value.
struct Source {
  bool isOutput = false;  ///< an output of `producer`, a sibling of the task; otherwise an input of the scope around it
  std::string_view producer;
  std::string_view name;
  std::string_view selector;  ///< the field of it, as in `["a"]["b"]`; empty: the whole value
};

/// One pipeline with all names assigned and all edges drawn as KFP needs them: a group can read outer values only
/// through its own inputs and pass out values only through its own outputs, and a task can only wait for its siblings.
/// Created by `Planner`.
class Plan {
 public:
  [[nodiscard]] const ir::Program& program() const { return *program_; }
  [[nodiscard]] const ir::Pipeline& pipeline() const { return *pipeline_; }
  /// The version that the document is for.
  [[nodiscard]] const std::string& kfpVersion() const { return kfpVersion_; }
  [[nodiscard]] const std::vector<Scope>& scopes() const { return scopes_; }
  [[nodiscard]] const PlannedTask& task(ir::NodeId node) const { return tasks_[node.index()]; }
  /// Those dependencies of a task that the document omits: the producers of amounts and images. The SDK does not list
  /// them, and KFP's compiler to Argo itself adds the producers of all parameters.
  [[nodiscard]] const std::set<std::string>& unlisted(ir::NodeId node) const;
  /// The exit tasks, in the order of their handlers.
  [[nodiscard]] const std::vector<ir::NodeId>& exitTasks() const { return exitTasks_; }
  /// The group whose exit task `id` is.
  [[nodiscard]] const Scope* handlerOf(ir::NodeId id) const;
  /// The name of the task or group that represents a node.
  [[nodiscard]] const std::string& unitName(ir::NodeId node) const;

  /// The channel of a value, or null if it has none (a constant, text, …).
  [[nodiscard]] const Channel* channel(const ir::Value& value) const;
  /// Where a task of `scope` finds what a channel carries.
  [[nodiscard]] Source sourceOf(const Channel& channel, ScopeIndex scope) const;

 protected:
  Plan(const ir::Program& program, const ir::Pipeline& pipeline, std::string kfpVersion)
      : program_(&program), pipeline_(&pipeline), kfpVersion_(std::move(kfpVersion)) {}

  static std::string keyOf(const ir::InputRef& ref) { return 'i' + ref.name; }
  static std::string keyOf(const ir::OutputRef& ref) { return std::to_string(ref.producer.index()) + '.' + ref.output; }
  static std::string keyOfField(const Channel& field) { return 'f' + field.fullName(); }
  /// What `ref` is ultimately a field of.
  static const ir::Value& baseOf(const ir::FieldRef& ref);
  /// What `ref` selects from `record`, the channel of its base.
  static Channel fieldOf(const ir::FieldRef& ref, const Channel& record);

  const ir::Program* program_;
  const ir::Pipeline* pipeline_;
  std::string kfpVersion_;
  std::vector<Scope> scopes_;
  std::vector<PlannedTask> tasks_;  // by node
  std::map<ir::NodeId, std::set<std::string>> unlisted_;
  std::vector<ScopeIndex> scopeOfNode_;  // of groups, by node
  std::vector<ir::NodeId> exitTasks_;
  std::map<ir::NodeId, ScopeIndex> handlers_;  // by exit task
  std::deque<Channel> channels_;
  std::unordered_map<std::string, Channel*> byKey_;  // into channels_
};

/// The plans of all pipelines that go into documents of one version.
struct Plans {
  const ir::Program& program;
  std::string kfpVersion;
  std::map<ir::PipelineId, Plan> pipelines;
};

}  // namespace mlpc::backends::kfp
