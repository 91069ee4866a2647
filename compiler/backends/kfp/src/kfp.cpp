#include "mlpc/backends/kfp/kfp.h"

#include <map>

#include "builder.h"

namespace mlpc::backends::kfp {

void documents(const ir::Program& program, const emit::BackendOptions& options, diag::Engine& diags,
               emit::Outlet& outlet) {
  // Components install the version of the run that they are in, so nothing is shared between versions.
  std::map<std::string, Builder> builders;
  for (uint32_t i = 0; i < program.pipelines.size(); ++i) {
    const ir::PipelineId id(i);
    const ir::Pipeline& pipeline = program.pipelines[id];
    if (!pipeline.requested) continue;
    std::string version = options.kfpVersion.empty() ? pipeline.kfpVersion : options.kfpVersion;
    if (version.empty()) version = kKfpVersion;
    builders.try_emplace(version, program, version, diags, outlet).first->second.file(id);
  }
}

}  // namespace mlpc::backends::kfp
