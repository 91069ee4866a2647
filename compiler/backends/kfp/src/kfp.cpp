#include "mlpc/backends/kfp/kfp.h"

#include <map>
#include <memory>

#include "legalize/legalize.h"
#include "legalize/sizes.h"
#include "map/builder.h"
#include "map/destinations.h"
#include "names.h"
#include "values.h"

namespace mlpc::backends::kfp {

namespace {

/// A file to generate: for one pipeline, in one version.
struct File {
  ir::PipelineId pipeline;
  const Plans* plans;
  std::string name;
};

/// The plans of a program. Components install the version of the run that they belong to, so versions share nothing.
struct Planned {
  std::map<std::string, Plans> versions;
  std::vector<File> files;
};

void map(const Planned& planned, emit::Outlet& outlet) {
  std::map<const Plans*, Builder> builders;
  for (const File& file : planned.files) {
    builders.try_emplace(file.plans, *file.plans, outlet).first->second.file(file.pipeline, file.name);
  }
  if (!planned.files.empty()) passDestinations(planned.files.front().plans->program, outlet);
}

}  // namespace

emit::Legalized legalize(const ir::Program& program, const emit::BackendOptions& options, diag::Engine& diags) {
  emit::Legalized result;
  auto planned = std::make_shared<Planned>();
  std::map<const Plans*, Legalizer> legalizers;
  Sizes sizes(program, diags);
  for (uint32_t i = 0; i < program.pipelines.size(); ++i) {
    const ir::PipelineId id(i);
    const ir::Pipeline& pipeline = program.pipelines[id];
    if (!pipeline.requested) continue;
    std::string version = options.kfpVersion.empty() ? pipeline.kfpVersion : options.kfpVersion;
    if (version.empty()) version = kKfpVersion;
    Plans& plans = planned->versions.try_emplace(version, Plans{program, version, {}}).first->second;
    if (!sizes.check(id)) continue;
    legalizers.try_emplace(&plans, plans, diags).first->second.pipeline(id);
    checkSameContainers(id, plans, diags);
    std::string name = pipelineName(pipeline) + ".pipeline.yaml";
    result.files.push_back({name, {}, false, pipeline.origin});
    planned->files.push_back({id, &plans, std::move(name)});
  }
  result.map = [planned = std::move(planned)](emit::Outlet& outlet) { map(*planned, outlet); };
  return result;
}

}  // namespace mlpc::backends::kfp
