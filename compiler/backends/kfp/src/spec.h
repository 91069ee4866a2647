#pragma once

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "mlpc/emit/document.h"
#include "mlpc/ir/component.h"
#include "names.h"

namespace mlpc::backends::kfp {

/// YAML that was written once for all the places where it stands; its indentation starts at 0.
using SharedText = std::shared_ptr<const std::string>;

/// Writes a node with sorted keys; null or an empty mapping is no text.
SharedText shareYaml(emit::Node node);

/// A task of a DAG. The reference to its component is apart from the rest, because merging changes it.
struct DagTask {
  std::string name;
  std::string component;
  SharedText before;  ///< the keys before `componentRef`
  SharedText after;   ///< those after it
};

/// A component of the document: one executor, or a DAG.
struct ComponentDoc {
  std::string label;
  std::string executor;  ///< "" for a DAG
  std::vector<DagTask> tasks;
  SharedText dagOutputs;
  SharedText interface;                   ///< inputDefinitions and what follows
  const ir::Component* source = nullptr;  ///< where it comes from a component
};

struct ExecutorDoc {
  std::string label;
  SharedText text;
  SharedText platform;  ///< its Kubernetes part, null if there is none
};

/// A pipeline as KFP's document has it, but for the file around it. Written out piece by piece: as a tree of nodes it
/// would take several times the memory of its text.
struct Spec {
  std::deque<ComponentDoc> components;
  std::deque<ExecutorDoc> executors;
  ComponentDoc root;

  /// Takes in the components and executors of `inner` under labels that are free here, and returns the DAG of its root
  /// with the references changed to match. A label that is taken gets `-2` behind the whole of it, as in the SDK.
  ComponentDoc merge(const Spec& inner);
  std::string claimComponent(std::string label) { return componentLabels_.claim(std::move(label)); }
  std::string claimExecutor(std::string label) { return executorLabels_.claim(std::move(label)); }

 private:
  UniqueNames componentLabels_;
  UniqueNames executorLabels_;
};

/// What the file says beside the spec.
struct FileHead {
  std::string comment;  ///< whole comment lines
  emit::Node pipelineInfo;
  std::string root;  ///< defaultPipelineRoot
  std::string sdkVersion;
  emit::Node pipelineConfig;  ///< of the Kubernetes platform, maybe null
};

std::string writeSpec(const Spec& spec, const FileHead& head);

}  // namespace mlpc::backends::kfp
