#include "mlpc/backends/kfp/kfp.h"

#include <map>

#include "builder.h"

namespace mlpc::backends::kfp {

std::vector<emit::OutputFile> emit(const ir::Program& program, const emit::BackendOptions& options,
                                   diag::Engine& diags) {
  std::vector<emit::OutputFile> files;
  // Components install the version of the run that they are in, so nothing is shared between versions.
  std::map<std::string, Builder> builders;
  for (uint32_t i = 0; i < program.pipelines.size(); ++i) {
    const ir::PipelineId id(i);
    const ir::Pipeline& pipeline = program.pipelines[id];
    if (!pipeline.requested) continue;
    std::string version = options.kfpVersion.empty() ? pipeline.kfpVersion : options.kfpVersion;
    if (version.empty()) version = kKfpVersion;
    Builder& builder = builders.try_emplace(version, program, version, diags).first->second;
    emit::OutputFile file;
    file.name = pipelineName(pipeline) + ".pipeline.yaml";
    file.text = builder.file(id);
    file.origin = pipeline.origin;
    files.push_back(std::move(file));
  }
  return files;
}

}  // namespace mlpc::backends::kfp
