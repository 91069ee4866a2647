#include "mlpc/backends/kfp/kfp.h"

#include "builder.h"

namespace mlpc::backends::kfp {

std::vector<emit::OutputFile> emit(const ir::Program& program, const emit::BackendOptions& options,
                                   diag::Engine& diags) {
  std::vector<emit::OutputFile> files;
  Builder builder(program, options.kfpVersion.empty() ? std::string(kKfpVersion) : options.kfpVersion, diags);
  for (uint32_t i = 0; i < program.pipelines.size(); ++i) {
    const ir::PipelineId id(i);
    const ir::Pipeline& pipeline = program.pipelines[id];
    if (!pipeline.requested) continue;
    emit::OutputFile file;
    file.name = pipelineName(pipeline) + ".pipeline.yaml";
    file.text = builder.file(id);
    file.origin = pipeline.origin;
    files.push_back(std::move(file));
  }
  return files;
}

}  // namespace mlpc::backends::kfp
