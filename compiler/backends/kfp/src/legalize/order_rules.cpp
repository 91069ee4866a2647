// What the back end of Kubeflow Pipelines makes of `always_run`, and which lists it can loop over. Source: kubeflow
// pipelines backend/src/v2/compiler/argocompiler/dag.go: tasks with the strategy ALL_UPSTREAM_TASKS_COMPLETED become
// exit hooks of the tasks that they depend on, one for each, and are not part of any graph.
#include <map>

#include "legalize/rules.h"
#include "mlpc/diag/kfp.h"
#include "mlpc/vocabulary/prelude.h"
#include "values.h"

namespace mlpc::backends::kfp {

using ir::NodeId;

namespace {

/// The rules for one graph: the root's, or that of a group.
class AlwaysRunRules {
 public:
  AlwaysRunRules(const Rules& rules, const Scope& scope) : rules_(rules), plan_(rules.plan), scope_(scope) {}

  void run() {
    if (scope_.kind == Scope::Kind::Root) {
      for (const NodeId id : plan_.exitTasks()) hook(plan_.handlerOf(id)->name, originOf(id));
    }
    for (const NodeId id : scope_.tasks) {
      if (task(id).options->alwaysRun) alwaysRun(id);
    }
    if (hooks_.empty()) return;
    for (const NodeId id : scope_.tasks) waits(plan_.task(id).dependencies, originOf(id));
    for (const ScopeIndex group : scope_.groups) {
      const Scope& inner = plan_.scopes()[group];
      waits(inner.dependencies, originOf(inner.node));
    }
  }

 private:
  [[nodiscard]] const ir::Task& task(NodeId id) const {
    return *std::get_if<ir::Task>(&plan_.pipeline().nodes[id].what);
  }
  [[nodiscard]] source::Span originOf(NodeId id) const { return plan_.pipeline().nodes[id].origin; }

  void alwaysRun(NodeId id) {
    const PlannedTask& planned = plan_.task(id);
    const source::Span at =
        kfp::originOf(task(id).options->origins, vocabulary::prelude::TaskOptions::AlwaysRun, originOf(id));
    hooks_.insert(planned.name);
    if (planned.dependencies.empty()) {
      // A graph that only has such tasks is reported separately.
      if (scope_.tasks.size() > 1 || !scope_.groups.empty()) rules_.diags.report(at, diag::kfpNeverRuns);
      return;
    }
    for (const std::string& upstream : planned.dependencies) {
      const std::string_view what = withoutHook(rules_, scope_, upstream);
      if (!what.empty()) rules_.diags.report(at, diag::kfpNoHook, diag::Phrase(what));
      hook(upstream, at);
    }
    if (planned.dependencies.size() > 1) {
      rules_.diags.report(at, diag::kfpRunsSeveralTimes, diag::OneOf(planned.dependencies, " and "));
    }
  }

  void hook(const std::string& upstream, source::Span at) {
    const auto [known, added] = byUpstream_.try_emplace(upstream, at);
    if (added) return;
    rules_.diags.report(at, diag::kfpSecondAlwaysRun, upstream).note(known->second, diag::kfpOtherAlwaysRun);
  }

  void waits(const std::set<std::string>& dependencies, source::Span at) {
    for (const std::string& upstream : dependencies) {
      if (hooks_.contains(upstream)) rules_.diags.report(at, diag::kfpWaitsForAlwaysRun, upstream);
    }
  }

  const Rules& rules_;
  const Plan& plan_;
  const Scope& scope_;
  std::set<std::string> hooks_;                     ///< tasks with `always_run`
  std::map<std::string, source::Span> byUpstream_;  ///< what one of them follows
};

/// A list whose members are known only at run time cannot be expressed: neither as JSON nor as an input.
void checkLoopItems(const Rules& rules, const ir::Value& items) {
  const auto constant = items.constant();
  if (constant) checkConstant(*constant, items.origin, rules.diags);
  const bool whole = constant || items.as<ir::InputRef>() != nullptr || items.as<ir::OutputRef>() != nullptr ||
                     items.as<ir::ItemRef>() != nullptr || items.as<ir::FieldRef>() != nullptr;
  if (!whole) rules.diags.report(items.origin, diag::kfpLoopItems);
}

}  // namespace

void checkOrder(const Rules& rules) {
  for (const Scope& scope : rules.plan.scopes()) AlwaysRunRules(rules, scope).run();
  for (const ir::Node& node : rules.plan.pipeline().nodes) {
    if (const auto* loop = std::get_if<ir::Loop>(&node.what)) checkLoopItems(rules, loop->items);
  }
}

}  // namespace mlpc::backends::kfp
