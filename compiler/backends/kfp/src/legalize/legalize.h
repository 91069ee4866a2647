#pragma once

#include <set>

#include "legalize/rules.h"

namespace mlpc::backends::kfp {

/// Makes the plans of pipelines and of those that they run, and reports what Kubeflow Pipelines cannot express.
/// Everything is checked only once, however many pipelines use it.
class Legalizer {
 public:
  /// Both must outlive it.
  Legalizer(Plans& plans, diag::Engine& diags) : plans_(plans), diags_(diags) {}

  void pipeline(ir::PipelineId id);

 private:
  void task(const Rules& rules, ir::NodeId id);

  Plans& plans_;
  diag::Engine& diags_;
  std::set<ir::PipelineId> open_;
  std::set<ir::ComponentId> components_;
  std::set<ir::TrainJobId> trainJobs_;
};

/// Reports components in the file of pipeline `id` that run the same container but have different inputs or outputs.
/// The back end stores a component under a hash of its container (KFP 2.15:
/// backend/src/v2/compiler/argocompiler/argo.go).
void checkSameContainers(ir::PipelineId id, const Plans& plans, diag::Engine& diags);

}  // namespace mlpc::backends::kfp
