#pragma once

#include <map>
#include <memory>
#include <set>

#include "container.h"
#include "mlpc/diag/engine.h"
#include "plan.h"
#include "spec.h"
#include "task_inputs.h"

namespace mlpc::backends::kfp {

/// Makes the documents of pipelines. Nested pipelines are made once and merged wherever they are called.
class Builder {
 public:
  Builder(const ir::Program& program, std::string kfpVersion, diag::Engine& diags)
      : program_(program), kfpVersion_(std::move(kfpVersion)), diags_(diags) {}

  /// The text of the file of a pipeline.
  std::string file(ir::PipelineId id);

 private:
  /// What a component gives to each of its tasks.
  struct Shared {
    Container container;
    SharedText executor;  ///< where the task changes nothing
    SharedText interface;
  };

  std::shared_ptr<const Spec> spec(ir::PipelineId id);
  Spec make(const ir::Pipeline& pipeline);
  /// The entry of a group in its parent's DAG; its component is added to `spec` without tasks.
  DagTask addGroup(Plan& plan, Spec& spec, ScopeIndex index);
  DagTask addTask(Plan& plan, Spec& spec, ir::NodeId id);
  void addImporter(const ir::Importer& importer, ir::NodeId id, Plan& plan, TaskInputs& inputs, ComponentDoc& component,
                   ExecutorDoc& executor);
  const Shared& component(ir::ComponentId id);
  const Shared& launcher(ir::TrainJobId id);
  /// The shared executor, or one of its own for a task that changes something.
  SharedText executorText(Plan& plan, const ir::TaskOptions& options, const Shared& shared, TaskInputs& inputs);
  SharedText caching(const ir::TaskOptions& options);
  /// Components that run the same container and differ in what goes in and out of them. The back end keeps a component
  /// under a hash of its container (KFP 2.15: backend/src/v2/compiler/argocompiler/argo.go).
  void checkSameContainers(const Spec& spec);

  const ir::Program& program_;
  std::string kfpVersion_;
  diag::Engine& diags_;
  std::map<ir::PipelineId, std::shared_ptr<const Spec>> specs_;
  std::set<ir::PipelineId> open_;
  std::map<ir::ComponentId, Shared> components_;
  std::map<ir::TrainJobId, Shared> launchers_;
  SharedText cacheOn_;
  SharedText cacheOff_;
};

/// The comment lines over a document: what the pipeline is called, takes and gives.
std::string headComment(const ir::Pipeline& pipeline, std::string_view name);

/// The name that a pipeline has in its document.
std::string pipelineName(const ir::Pipeline& pipeline);

}  // namespace mlpc::backends::kfp
