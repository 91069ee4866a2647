#pragma once

#include "mlpc/diag/engine.h"
#include "yaml_node.h"

namespace mlpc::importers::kfp {

/// The fields of the documents of KFP 2 (pipeline_spec.proto and kubernetes_executor_config.proto) and their types.
///
/// A wrong type or a missing field is an error; a field that is unknown, or known but not imported, is reported as
/// residue. What has passed can be read without checking types again. False if there were errors.
bool checkPipelineSpec(Node& document, diag::Engine& diags);
bool checkPlatformSpec(Node& document, diag::Engine& diags);

}  // namespace mlpc::importers::kfp
