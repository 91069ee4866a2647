#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mlpc/ir/component.h"

namespace mlpc::backends::kfp {

/// The start of the command of a Python component: `sh -c <script>`, where the script installs what the component needs
/// and then runs the rest of the command. Empty if there is nothing to install.
/// The text is exactly that of the SDK (kfp.dsl.component_factory), since KFP's cache depends on it.
std::vector<std::string> installCommand(const ir::Component& component, const std::vector<std::string>& packages,
                                        std::string_view kfpVersion);

}  // namespace mlpc::backends::kfp
