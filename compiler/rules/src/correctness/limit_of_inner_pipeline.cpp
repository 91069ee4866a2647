// A `timeout` or `ttl` of a pipeline that another one runs.
#include <algorithm>

#include "facts/pipeline_calls.h"
#include "mlpc/diag/pipelines.h"
#include "mlpc/rules/context.h"
#include "mlpc/vocabulary/prelude.h"

namespace mlpc::rules::correctness {

using namespace syntax;
using vocabulary::prelude::PipelineSettings;

namespace {

/// Deadlines belong to runs: that of a pipeline has no effect when another pipeline runs it.
void findInnerLimits(Context& context) {
  const PipelineCalls& calls = context.world.fact<PipelineCalls>();
  for (const PipelineSettings key : {PipelineSettings::Timeout, PipelineSettings::Ttl}) {
    std::vector<const SettingStmt*> limits;
    for (const PipelineCalls::Pipeline& pipeline : calls.pipelines()) limits.push_back(pipeline.setting(key));
    for (size_t i = 0; i < limits.size(); ++i) {
      if (limits[i] == nullptr || !limits[i]->value) continue;
      const PipelineCalls::Pipeline& inner = calls[i];
      const auto caller = std::find_if(inner.callers.begin(), inner.callers.end(),
                                       [&](const auto& c) { return limits[c.pipeline] == nullptr; });
      if (caller == inner.callers.end()) continue;
      const std::string_view outer = calls[caller->pipeline].name;
      context
          .report(inner.file->span(limits[i]->value), diag::limitOfInnerPipeline, vocabulary::name(key), inner.name,
                  outer)
          .note(caller->span, diag::throughPipeline, outer, inner.name);
    }
  }
}

}  // namespace

extern constinit const Rule limitOfInnerPipeline{
    .name = "limit-of-inner-pipeline",
    .category = Category::Correctness,
    .level = Level::Warning,
    .reach = Reach::Every,
    .records = {&diag::limitOfInnerPipeline.record},
    .program = findInnerLimits,
};

}  // namespace mlpc::rules::correctness
