// Pipelines that use the workspace of the run, although the run has none.
#include <algorithm>

#include "facts/pipeline_calls.h"
#include "mlpc/diag/pipelines.h"
#include "mlpc/rules/context.h"

namespace mlpc::rules::correctness {

namespace {

/// The run's workspace comes from the outermost pipeline: each pipeline that no other runs needs one.
class WorkspaceFinder {
 public:
  WorkspaceFinder(const PipelineCalls& calls, Context& context)
      : calls_(calls), context_(context), seen_(calls.pipelines().size(), 0) {
    std::vector<size_t> having;
    std::vector<size_t> missing;
    for (size_t i = 0; i < calls_.pipelines().size(); ++i) {
      if (calls_[i].hasWorkspace) having.push_back(i);
      if (calls_[i].callers.empty() && !calls_[i].hasWorkspace) missing.push_back(i);
    }
    underHaving_ = below(having);
    underMissing_ = below(missing);
  }

  void judge(size_t at) {
    const source::Span use = calls_[at].usesWorkspace;
    if (!use.valid()) return;
    if (!underHaving_[at]) {
      context_.report(use, diag::workspaceMissing, calls_[at].name);
      return;
    }
    if (!underMissing_[at]) return;
    for (const size_t outermost : withoutWorkspaceAbove(at)) {
      const auto& inner = calls_[outermost].calls;
      const auto call =
          std::find_if(inner.begin(), inner.end(), [&](const auto& c) { return seen_[c.pipeline] == round_; });
      auto report = context_.report(use, diag::workspaceMissing, calls_[outermost].name);
      if (call != inner.end())
        report.note(call->span, diag::throughPipeline, calls_[outermost].name, calls_[call->pipeline].name);
    }
  }

 private:
  /// Those in `from` and everything that they run, directly or through others.
  [[nodiscard]] std::vector<bool> below(std::vector<size_t> from) const {
    std::vector<bool> reached(calls_.pipelines().size(), false);
    while (!from.empty()) {
      const size_t next = from.back();
      from.pop_back();
      context_.world.look();
      if (reached[next]) continue;
      reached[next] = true;
      for (const PipelineCalls::Call& call : calls_[next].calls) from.push_back(call.pipeline);
    }
    return reached;
  }

  /// The outermost pipelines that lead to `at` and have no workspace. Marks all pipelines on the way as seen in this
  /// round. Only called when there is something to report, since it costs more than one step per pipeline.
  [[nodiscard]] std::vector<size_t> withoutWorkspaceAbove(size_t at) {
    ++round_;
    std::vector<size_t> missing;
    std::vector<size_t> open{at};
    while (!open.empty()) {
      const size_t next = open.back();
      open.pop_back();
      if (seen_[next] == round_) continue;
      seen_[next] = round_;
      if (calls_[next].callers.empty() && !calls_[next].hasWorkspace) missing.push_back(next);
      for (const PipelineCalls::Call& caller : calls_[next].callers) open.push_back(caller.pipeline);
    }
    return missing;
  }

  const PipelineCalls& calls_;
  Context& context_;
  std::vector<bool> underHaving_;
  std::vector<bool> underMissing_;
  std::vector<size_t> seen_;  ///< for each pipeline, the round in which it was seen
  size_t round_ = 0;
};

void findMissingWorkspaces(Context& context) {
  const PipelineCalls& calls = context.world.fact<PipelineCalls>();
  WorkspaceFinder finder(calls, context);
  for (size_t i = 0; i < calls.pipelines().size(); ++i) finder.judge(i);
}

}  // namespace

extern constinit const Rule workspaceMissing{
    .name = "workspace-missing",
    .category = Category::Correctness,
    .level = Level::Error,
    .reach = Reach::Every,
    .records = {&diag::workspaceMissing.record},
    .program = findMissingWorkspaces,
};

}  // namespace mlpc::rules::correctness
