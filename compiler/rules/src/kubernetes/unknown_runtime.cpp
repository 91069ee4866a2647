// TrainJobs that refer to a runtime that is neither installed nor declared.
#include <array>
#include <unordered_set>

#include "facts/resources.h"
#include "mlpc/diag/across.h"
#include "mlpc/diag/notes.h"
#include "mlpc/diag/types.h"
#include "mlpc/rules/context.h"
#include "mlpc/support/trainer.h"
#include "mlpc/vocabulary/trainer.h"

namespace mlpc::rules::kubernetes {

using vocabulary::trainer::TrainJob;
using namespace syntax;

namespace {

/// Those that Kubeflow Trainer installs.
constexpr auto kRuntimes = [] {
  std::array<std::string_view, std::size(support::kTrainerRuntimes)> names;
  for (size_t i = 0; i < names.size(); ++i) names[i] = support::kTrainerRuntimes[i].name;
  return names;
}();

constexpr Option kRuntimeOptions[] = {{"runtimes", "the names of runtimes that a cluster has from the start",
                                       std::span<const std::string_view>(kRuntimes)}};

void findUnknownRuntimes(Context& context) {
  const Resources& resources = context.world.fact<Resources>();
  std::unordered_set<std::string_view> known;
  for (const Kind kind : {Kind::TrainerTrainingRuntime, Kind::TrainerClusterTrainingRuntime}) {
    for (const Resource* runtime : resources.of(kind)) known.insert(runtime->name);
  }
  const std::vector<std::string_view> installed = context.words("runtimes");
  known.insert(installed.begin(), installed.end());
  const std::vector<std::string> names(installed.begin(), installed.end());
  for (const File& file : context.world.files()) {
    for (const DeclId id : file.tree().order) {
      const auto* job = std::get_if<TrainJobDecl>(&file.tree().decls[id].node);
      const ExprId value = job != nullptr ? fieldValue(file.tree(), job->record, TrainJob::Runtime) : ExprId();
      const auto name = file.text(value);
      if (!name || known.count(*name) != 0) continue;
      auto report = context.report(file.span(value), diag::unknownRuntime, *name);
      if (const auto close = context.closest(*name, names)) {
        report.note(file.span(value), diag::didYouMean, *close);
      } else {
        report.note({}, diag::declareExisting, "trainer.ClusterTrainingRuntime");
      }
    }
  }
}

}  // namespace

extern constinit const Rule unknownRuntime{
    .name = "unknown-runtime",
    .category = Category::Kubernetes,
    .level = Level::Error,
    .reach = Reach::Every,
    .records = {&diag::unknownRuntime.record},
    .options = kRuntimeOptions,
    .program = findUnknownRuntimes,
};

}  // namespace mlpc::rules::kubernetes
