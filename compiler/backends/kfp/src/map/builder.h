#pragma once

#include <map>
#include <memory>

#include "container.h"
#include "map/spec.h"
#include "map/task_inputs.h"
#include "plan.h"

namespace mlpc::backends::kfp {

/// Builds the documents of pipelines. Nested pipelines are built once and merged wherever they are called.
class Builder {
 public:
  Builder(const Plans& plans, emit::Outlet& outlet) : plans_(plans), program_(plans.program), outlet_(outlet) {}

  /// Passes the file of a pipeline to the outlet.
  void file(ir::PipelineId id, std::string name);

 private:
  /// What all tasks of a component have in common.
  struct Shared {
    Container container;
    emit::SharedPiece executor;  ///< for tasks that change nothing
    emit::SharedPiece interface;
    source::Span origin;
  };

  std::shared_ptr<const Spec> spec(ir::PipelineId id);
  Spec make(const Plan& plan);
  /// The entry of a group in its parent's DAG; its component is added to `spec` without tasks.
  DagTask addGroup(const Plan& plan, Spec& spec, ScopeIndex index);
  DagTask addTask(const Plan& plan, Spec& spec, ir::NodeId id);
  void addImporter(const ir::Importer& importer, ir::NodeId id, const Plan& plan, TaskInputs& inputs,
                   ComponentDoc& component, ExecutorDoc& executor);
  const Shared& component(ir::ComponentId id);
  const Shared& launcher(ir::TrainJobId id);
  /// The shared executor, or a separate one for a task that changes something.
  emit::SharedPiece executor(const Plan& plan, const ir::TaskOptions& options, const Shared& shared, TaskInputs& inputs,
                             source::Span task);
  emit::SharedPiece executorPiece(std::string_view kind, emit::Node executor, source::Span origin);
  emit::SharedPiece caching(const ir::TaskOptions& options, source::Span task);

  const Plans& plans_;
  const ir::Program& program_;
  emit::Outlet& outlet_;
  std::map<ir::PipelineId, std::shared_ptr<const Spec>> specs_;
  std::map<ir::ComponentId, Shared> components_;
  std::map<ir::TrainJobId, Shared> launchers_;
  emit::SharedPiece cacheOn_;
  emit::SharedPiece cacheOff_;
};

/// The comment lines at the top of a document: the name, inputs and outputs of the pipeline.
std::string headComment(const ir::Pipeline& pipeline, std::string_view name);

}  // namespace mlpc::backends::kfp
