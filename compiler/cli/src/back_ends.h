#pragma once

#include "mlpc/backends/azure_devops/azure_devops.h"
#include "mlpc/backends/azureml/azureml.h"
#include "mlpc/backends/kfp/kfp.h"
#include "mlpc/backends/trainer/trainer.h"
#include "mlpc/workspace/workspace.h"

namespace mlpc::cli {

/// The targets, in the order in which their back ends run. What `--target` accepts, and its help, follow.
inline constexpr workspace::Backend kBackEnds[] = {
    {"kfp", backends::kfp::legalize},
    {"trainer", backends::trainer::legalize},
    {"azure-devops", backends::azure_devops::legalize},
    {"azureml", backends::azureml::legalize},
    {"azure", backends::azureml::legalizeScripts},
};

}  // namespace mlpc::cli
