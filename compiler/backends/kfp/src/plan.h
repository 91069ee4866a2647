#pragma once

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "channel.h"
#include "mlpc/diag/engine.h"
#include "mlpc/emit/document.h"
#include "mlpc/ir/program.h"
#include "names.h"

namespace mlpc::backends::kfp {

/// An output that a group hands on from something inside.
struct SurfacedOutput {
  struct Source {
    std::string task;
    std::string key;
  };
  ChannelType type;
  std::vector<Source> sources;  ///< several: the one of the branch that runs
  source::Span origin;          ///< where it is asked for, if that is known
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
  uint32_t choices = 0;  ///< outputs of a Branches scope so far
};

struct PlannedTask {
  std::string name;
  ScopeIndex scope = kRootScope;
  bool exit = false;
  std::set<std::string> dependencies;
};

/// One pipeline with everything named and every edge drawn as KFP wants it: groups can read outer values only through
/// inputs of their own, hand out values only through outputs of their own, and tasks can only wait for their siblings.
///
/// Naming follows kfp.dsl and kfp.compiler (compiler_utils.py) so that a pipeline that is ported keeps its caches.
class Plan {
 public:
  Plan(const ir::Program& program, const ir::Pipeline& pipeline, diag::Engine& diags, std::string_view kfpVersion);

  [[nodiscard]] const ir::Program& program() const { return program_; }
  [[nodiscard]] const ir::Pipeline& pipeline() const { return pipeline_; }
  [[nodiscard]] diag::Engine& diags() const { return diags_; }
  /// The version that the document is for.
  [[nodiscard]] std::string_view kfpVersion() const { return kfpVersion_; }
  [[nodiscard]] const std::vector<Scope>& scopes() const { return scopes_; }
  [[nodiscard]] const PlannedTask& task(ir::NodeId node) const { return tasks_[node.index()]; }
  /// Of the dependencies of a task those that the document leaves out: the producers of amounts and images. The SDK
  /// does not list them, and KFP's compiler to Argo adds the producers of all parameters itself.
  [[nodiscard]] const std::set<std::string>& unlisted(ir::NodeId node) const;
  /// The exit tasks in the order of their handlers.
  [[nodiscard]] const std::vector<ir::NodeId>& exitTasks() const { return exitTasks_; }
  /// The name of the task or group that stands for a node.
  [[nodiscard]] const std::string& unitName(ir::NodeId node) const;

  /// The channel of a value, or null if it has none (a constant, text, …). Reports what cannot be one.
  const Channel* channel(const ir::Value& value);

  /// Where a task of `scope` finds the value: `{componentInputParameter: …}` and the like.
  [[nodiscard]] emit::Node bind(const Channel& channel, ScopeIndex scope) const;
  /// The same for an artifact.
  [[nodiscard]] emit::Node bindArtifact(const Channel& channel, ScopeIndex scope) const;

 private:
  void number(const ir::Region& region, ScopeIndex scope);
  void numberConditional(ir::NodeId id, const ir::Conditional& conditional, ScopeIndex scope);
  void numberLoop(ir::NodeId id, const ir::Loop& loop, ScopeIndex scope);
  ScopeIndex addScope(Scope::Kind kind, ScopeIndex parent, ir::NodeId node, uint32_t branch = 0);
  /// Names that the settings of tasks give, before all that are made from the names of what is called.
  void takeGivenNames();
  void nameTask(ir::NodeId id, ScopeIndex scope);
  std::string taskBaseName(const ir::Task& task) const;
  uint32_t nextGroup() { return ++groups_; }

  void connect(const ir::Region& region, ScopeIndex scope);
  void connectConditional(ir::NodeId id, const ir::Conditional& conditional);
  void connectLoop(const ir::Loop& loop, ScopeIndex group);
  void connectTask(ir::NodeId id);
  /// Lets the tasks of `scope` depend on the conditions around them.
  void connectConditionsOf(ScopeIndex scope);
  /// Lets the scopes from the producer down to `scope` take the value in.
  void bring(const Channel& channel, ScopeIndex scope);
  /// Makes what has the dependencies `own` in `scope`, or the group around it, wait for the task or group `upstream` of
  /// `home`.
  void depend(const std::string& upstream, ScopeIndex home, ScopeIndex scope, std::set<std::string>& own);
  [[nodiscard]] ScopeIndex commonScope(ScopeIndex a, ScopeIndex b) const;
  [[nodiscard]] ScopeIndex homeOf(ir::NodeId node) const;
  /// The channels that a value reads.
  void collect(const ir::Value& value, std::vector<const Channel*>& channels);
  void collect(const ir::Task& task, std::vector<const Channel*>& channels);
  /// The channels that only the container of a task reads: its image and amounts.
  void collectContainer(const ir::TaskOptions& options, std::vector<const Channel*>& channels);

  Channel* inputChannel(const std::string& name);
  Channel* outputChannel(const ir::OutputRef& ref);
  Channel* taskOutput(const ir::OutputRef& ref);
  Channel* loopOutput(const ir::OutputRef& ref);
  Channel* choiceOutput(const ir::OutputRef& ref);
  /// What one branch yields and no other; null if several do, or none.
  static const ir::Yield* onlyYield(const ir::OutputRef& ref, const ir::Conditional& conditional);
  /// The output of a group of which one branch yields.
  Channel* maybeOutput(const ir::Yield& only, ScopeIndex group);
  /// The output of a group that hands `from` up; `yielded` is where it was written.
  Channel* groupOutput(const Channel& from, ScopeIndex group, bool asList, const ir::Value& yielded);
  /// Reports a state that the checker should not have let through.
  Channel* broken(const ir::Value& value, std::string_view what);
  Channel* fieldChannel(const ir::FieldRef& ref);
  /// The channel of what a loop yields.
  const Channel* collectedFrom(const ir::Value& value);
  /// Hands `from` up through the groups to the output `name` of `top`; it has the same name on every level. False if
  /// `from` does not come out of `top`.
  bool surface(const Channel& from, ScopeIndex top, bool asList, std::string& name);
  /// Whether the value is what one of several branches yields.
  [[nodiscard]] bool isChoice(const Channel& channel) const;
  /// Whether the value is what a loop yields.
  [[nodiscard]] bool isCollection(const Channel& channel) const;
  Channel* make(Channel channel);

  const ir::Program& program_;
  const ir::Pipeline& pipeline_;
  diag::Engine& diags_;
  std::string_view kfpVersion_;
  std::vector<Scope> scopes_;
  std::vector<PlannedTask> tasks_;  // by node
  std::map<ir::NodeId, std::set<std::string>> unlisted_;
  std::vector<ScopeIndex> scopeOfNode_;  // of groups, by node
  std::vector<ir::NodeId> exitTasks_;
  UniqueNames taskNames_;
  uint32_t groups_ = 0;
  std::deque<Channel> channels_;
  std::unordered_map<std::string, Channel*> byKey_;
};

/// The outputs of what a task calls.
struct CalleeOutput {
  std::string name;
  ChannelType type;
};
std::optional<CalleeOutput> calleeOutput(const ir::Program& program, const ir::Task& task, std::string_view output);

}  // namespace mlpc::backends::kfp
