#pragma once

#include "mlpc/ir/pipeline.h"
#include "mlpc/ir/workflow.h"
#include "mlpc/source/source_manager.h"
#include "mlpc/support/value_store.h"
#include "mlpc/vocabulary/kinds.h"

namespace mlpc::ir {

enum class SecretKind : uint8_t { Kubernetes, Variable, KeyVault };

struct Secret {
  std::string name;  ///< the identifier
  SecretKind kind = SecretKind::Kubernetes;
  std::string secretName;  ///< of the Kubernetes secret, or of the secret in the vault
  std::vector<std::string> keys;
  bool optional = false;
  std::string group;  ///< Variable
  std::string variable;
  std::string vault;  ///< KeyVault
  source::Span origin;
};

/// A `resource` or `existing` declaration.
struct Resource {
  std::string name;  ///< the identifier
  vocabulary::Kind kind{};
  bool existing = false;
  std::string resourceName;  ///< the value of its `name` field, or the name derived from the identifier
  RecordValue fields;        ///< as and in the order written; defaults from the schema are added at the end
  std::string description;
  bool requested = false;  ///< declared in a file named on the command line
  source::Span origin;
};

struct TrainJob {
  std::string name;     ///< the identifier
  std::string jobName;  ///< `name:` or derived
  std::string description;
  std::vector<Port> inputs;
  RecordValue fields;     ///< type TrainJob, as written; inputs are represented as InputRef
  bool taskOnly = false;  ///< has inputs without a default, and so no manifest of its own
  bool requested = false;
  source::Span origin;
};

/// Everything that was declared, with names resolved, defaults applied and constants folded. Only what is `requested`,
/// and what that needs, is emitted.
struct Program {
  support::ValueStore<SecretId, Secret> secrets;
  support::ValueStore<ResourceId, Resource> resources;
  support::ValueStore<ComponentId, Component> components;
  support::ValueStore<PipelineId, Pipeline> pipelines;
  support::ValueStore<TrainJobId, TrainJob> trainJobs;
  support::ValueStore<WorkflowId, Workflow> workflows;
  std::string stem;  ///< of the first file, for outputs without a name of their own
  /// The texts that the origins refer to; null if nothing was read.
  const source::SourceManager* sources = nullptr;
};

}  // namespace mlpc::ir
