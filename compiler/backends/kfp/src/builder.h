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
  Builder(const ir::Program& program, std::string kfpVersion, diag::Engine& diags, emit::Outlet& outlet)
      : program_(program), kfpVersion_(std::move(kfpVersion)), diags_(diags), outlet_(outlet) {}

  /// Hands the file of a pipeline to the outlet.
  void file(ir::PipelineId id);

 private:
  /// What a component gives to each of its tasks.
  struct Shared {
    Container container;
    emit::SharedPiece executor;  ///< where the task changes nothing
    emit::SharedPiece interface;
    source::Span origin;
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
  emit::SharedPiece executor(Plan& plan, const ir::TaskOptions& options, const Shared& shared, TaskInputs& inputs,
                             source::Span task);
  emit::SharedPiece executorPiece(std::string_view kind, emit::Node executor, source::Span origin);
  emit::SharedPiece caching(const ir::TaskOptions& options, source::Span task);
  /// Components that run the same container and differ in what goes in and out of them. The back end keeps a component
  /// under a hash of its container (KFP 2.15: backend/src/v2/compiler/argocompiler/argo.go).
  void checkSameContainers(const Spec& spec);

  const ir::Program& program_;
  std::string kfpVersion_;
  diag::Engine& diags_;
  emit::Outlet& outlet_;
  std::map<ir::PipelineId, std::shared_ptr<const Spec>> specs_;
  std::set<ir::PipelineId> open_;
  std::map<ir::ComponentId, Shared> components_;
  std::map<ir::TrainJobId, Shared> launchers_;
  emit::SharedPiece cacheOn_;
  emit::SharedPiece cacheOff_;
};

/// The comment lines over a document: what the pipeline is called, takes and gives.
std::string headComment(const ir::Pipeline& pipeline, std::string_view name);

/// The name that a pipeline has in its document.
std::string pipelineName(const ir::Pipeline& pipeline);

}  // namespace mlpc::backends::kfp
