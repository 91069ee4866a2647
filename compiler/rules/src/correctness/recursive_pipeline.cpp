// Pipelines that run themselves, directly or through others.
#include <algorithm>

#include "facts/pipeline_calls.h"
#include "mlpc/diag/pipelines.h"
#include "mlpc/rules/context.h"

namespace mlpc::rules::correctness {

namespace {

/// Depth first, without recursion: chains of pipelines may be long.
class CycleFinder {
 public:
  CycleFinder(const PipelineCalls& calls, Context& context)
      : calls_(calls), context_(context), state_(calls.pipelines().size(), State::New) {}

  void from(size_t start) {
    if (state_[start] != State::New) return;
    open(start);
    while (!path_.empty()) {
      const size_t here = path_.back().pipeline;
      if (path_.back().next == calls_[here].calls.size()) {
        state_[here] = State::Done;
        path_.pop_back();
        continue;
      }
      const PipelineCalls::Call& call = calls_[here].calls[path_.back().next++];
      context_.world.look();
      if (state_[call.pipeline] == State::New) {
        open(call.pipeline);
      } else if (state_[call.pipeline] == State::Open) {
        report(call);
      }
    }
  }

 private:
  enum class State : uint8_t { New, Open, Done };
  struct Frame {
    size_t pipeline;
    size_t next;
  };

  void open(size_t pipeline) {
    state_[pipeline] = State::Open;
    path_.push_back({pipeline, 0});
  }

  void report(const PipelineCalls::Call& call) {
    auto report = context_.report(call.span, diag::recursivePipeline, calls_[call.pipeline].name);
    const auto from =
        std::find_if(path_.begin(), path_.end(), [&](const Frame& f) { return f.pipeline == call.pipeline; });
    for (auto it = from; it + 1 != path_.end(); ++it) {
      const PipelineCalls::Call& inner = calls_[it->pipeline].calls[it->next - 1];
      report.note(inner.span, diag::throughPipeline, calls_[it->pipeline].name, calls_[inner.pipeline].name);
    }
  }

  const PipelineCalls& calls_;
  Context& context_;
  std::vector<State> state_;
  std::vector<Frame> path_;
};

void findRecursivePipelines(Context& context) {
  const PipelineCalls& calls = context.world.fact<PipelineCalls>();
  CycleFinder finder(calls, context);
  for (size_t i = 0; i < calls.pipelines().size(); ++i) finder.from(i);
}

}  // namespace

extern constinit const Rule recursivePipeline{
    .name = "recursive-pipeline",
    .category = Category::Correctness,
    .level = Level::Error,
    .reach = Reach::Every,
    .records = {&diag::recursivePipeline.record},
    .program = findRecursivePipelines,
};

}  // namespace mlpc::rules::correctness
