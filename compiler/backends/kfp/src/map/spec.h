#pragma once

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "mlpc/emit/document.h"
#include "mlpc/emit/outlet.h"
#include "mlpc/ir/component.h"
#include "names.h"

namespace mlpc::backends::kfp {

/// A task of a DAG. The reference to its component is kept separately, because merging changes it.
struct DagTask {
  std::string name;
  std::string component;
  emit::SharedPiece before;  ///< the keys before `componentRef`
  emit::SharedPiece after;   ///< those after it
  source::Span origin;
};

/// A component of the document: one executor, or a DAG.
struct ComponentDoc {
  std::string label;
  std::string executor;  ///< "" for a DAG
  std::vector<DagTask> tasks;
  emit::SharedPiece dagOutputs;
  emit::SharedPiece interface;            ///< inputDefinitions and what follows
  const ir::Component* source = nullptr;  ///< if it comes from a component
  source::Span origin;                    ///< of the task or group, or of the pipeline
};

struct ExecutorDoc {
  std::string label;
  emit::SharedPiece text;
  emit::SharedPiece platform;  ///< its Kubernetes part, or null
  source::Span origin;         ///< of the task
};

/// A pipeline as it is in KFP's document, without the file around it. It is built piece by piece: as a tree of nodes it
/// would take several times the memory of its text.
struct Spec {
  std::deque<ComponentDoc> components;
  std::deque<ExecutorDoc> executors;
  ComponentDoc root;

  /// Adds the components and executors of `inner` under labels that are free here, and returns the DAG of its root with
  /// the references adapted. A label in use gets `-2` appended as a whole, as in the SDK.
  ComponentDoc merge(const Spec& inner);
  std::string claimComponent(std::string label) { return componentLabels_.claim(std::move(label)); }
  std::string claimExecutor(std::string label) { return executorLabels_.claim(std::move(label)); }

 private:
  UniqueNames componentLabels_;
  UniqueNames executorLabels_;
};

/// What the file contains besides the spec.
struct FileHead {
  std::string name;     ///< of the file
  source::Span origin;  ///< of the pipeline
  std::string comment;  ///< whole comment lines
  emit::Node pipelineInfo;
  std::string root;  ///< defaultPipelineRoot
  source::Span rootOrigin;
  std::string sdkVersion;
  emit::Node pipelineConfig;  ///< of the Kubernetes platform; may be null
};

/// Passes the document to `outlet`.
void writeSpec(const Spec& spec, FileHead head, emit::Outlet& outlet);

}  // namespace mlpc::backends::kfp
