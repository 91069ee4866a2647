#pragma once

#include <set>

#include "legalize/rules.h"

namespace mlpc::backends::kfp {

/// Draws plans of pipelines and of those that they run, and reports what Kubeflow Pipelines cannot express. Everything
/// is looked at once, however many pipelines use it.
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

/// Reports components that run the same container and differ in what goes in and out of them, among those in the file
/// of pipeline `id`. The back end keeps a component under a hash of its container (KFP 2.15:
/// backend/src/v2/compiler/argocompiler/argo.go).
void checkSameContainers(ir::PipelineId id, const Plans& plans, diag::Engine& diags);

}  // namespace mlpc::backends::kfp
