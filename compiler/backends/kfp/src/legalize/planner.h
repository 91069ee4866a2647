#pragma once

#include "mlpc/diag/engine.h"
#include "mlpc/support/name_index.h"
#include "names.h"
#include "plan.h"

namespace mlpc::backends::kfp {

/// Makes the plan of a pipeline, and reports names that are not possible and values that cannot be passed on.
class Planner : private Plan {
 public:
  Planner(const ir::Program& program, const ir::Pipeline& pipeline, std::string kfpVersion, diag::Engine& diags)
      : Plan(program, pipeline, std::move(kfpVersion)), diags_(diags) {}

  Plan run() &&;

 private:
  void number(const ir::Region& region, ScopeIndex scope);
  void numberConditional(ir::NodeId id, const ir::Conditional& conditional, ScopeIndex scope);
  void numberLoop(ir::NodeId id, const ir::Loop& loop, ScopeIndex scope);
  ScopeIndex addScope(Scope::Kind kind, ScopeIndex parent, ir::NodeId node, uint32_t branch = 0);
  /// The names given in the settings of tasks, before all those derived from the names of callees.
  void takeGivenNames();
  void nameTask(ir::NodeId id, ScopeIndex scope);
  std::string taskBaseName(const ir::Task& task) const;
  uint32_t nextGroup() { return ++groups_; }

  void connect(const ir::Region& region, ScopeIndex scope);
  void connectConditional(ir::NodeId id, const ir::Conditional& conditional);
  void connectLoop(const ir::Loop& loop, ScopeIndex group);
  void connectTask(ir::NodeId id);
  /// Makes the tasks of `scope` depend on the conditions around them.
  void connectConditionsOf(ScopeIndex scope);
  /// Makes every scope from the producer down to `scope` take in the value.
  void bring(const Channel& channel, ScopeIndex scope);
  /// Makes what has the dependencies `own` in `scope`, or the group around it, wait for the task or group `upstream` in
  /// `home`.
  void depend(const std::string& upstream, ScopeIndex home, ScopeIndex scope, std::set<std::string>& own);
  [[nodiscard]] ScopeIndex commonScope(ScopeIndex a, ScopeIndex b) const;
  [[nodiscard]] ScopeIndex homeOf(ir::NodeId node) const;
  /// The channels that a value reads.
  void collect(const ir::Value& value, std::vector<const Channel*>& channels);
  void collect(const ir::Task& task, std::vector<const Channel*>& channels);
  /// The channels that only the container of a task reads: its image and amounts.
  void collectContainer(const ir::TaskOptions& options, std::vector<const Channel*>& channels);

  /// The channel of a value, which is created if it does not exist yet. Reports values that cannot have one.
  const Channel* channel(const ir::Value& value);
  Channel* inputChannel(const ir::InputRef& ref);
  Channel* outputChannel(const ir::OutputRef& ref);
  Channel* taskOutput(const ir::OutputRef& ref);
  Channel* loopOutput(const ir::OutputRef& ref);
  Channel* choiceOutput(const ir::OutputRef& ref);
  /// What one branch yields and no other does; null if there is none, or if several branches yield.
  static const ir::Yield* onlyYield(const ir::OutputRef& ref, const ir::Conditional& conditional);
  /// The output of a group in which one branch yields.
  Channel* maybeOutput(const ir::Yield& only, ScopeIndex group);
  /// The output of a group that passes `from` up; `yielded` is where that was written.
  Channel* groupOutput(const Channel& from, ScopeIndex group, bool asList, const ir::Value& yielded);
  /// Reports a state that the checker should have rejected.
  Channel* broken(const ir::Value& value, std::string_view what);
  Channel* fieldChannel(const ir::FieldRef& ref);
  /// The channel for what a loop yields.
  const Channel* collectedFrom(const ir::Value& value);
  /// Passes `from` up through the groups to the output `name` of `top`; it has the same name on every level. False if
  /// `from` does not come from inside `top`.
  bool surface(const Channel& from, ScopeIndex top, bool asList, std::string& name);
  /// Whether the value is what one of several branches yields.
  [[nodiscard]] bool isChoice(const Channel& channel) const;
  /// Whether the value is what a loop yields.
  [[nodiscard]] bool isCollection(const Channel& channel) const;
  Channel* make(Channel channel);

  diag::Engine& diags_;
  support::NameIndex names_;
  UniqueNames taskNames_;
  uint32_t groups_ = 0;
};

}  // namespace mlpc::backends::kfp
