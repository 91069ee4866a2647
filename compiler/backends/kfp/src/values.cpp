#include "values.h"

#include <algorithm>

#include "mlpc/support/id.h"
#include "names.h"

namespace mlpc::backends::kfp {

using support::Constant;
using support::Overload;

namespace {

/// Beyond this, whole numbers are no longer exact as doubles.
constexpr int64_t kLargestExact = int64_t{1} << 53;

bool usesItem(const ir::Value& value, ir::NodeId loop) {
  bool found = false;
  ir::forEach(value, [&](const ir::Value& part) {
    const auto* item = part.as<ir::ItemRef>();
    found = found || (item != nullptr && item->loop == loop);
  });
  return found;
}

bool usesItem(const ir::Pipeline& pipeline, const ir::Task& task, ir::NodeId loop);

}  // namespace

bool usesItem(const ir::Pipeline& pipeline, const ir::Region& region, ir::NodeId loop) {
  return std::any_of(region.nodes.begin(), region.nodes.end(), [&](ir::NodeId id) {
    return std::visit(
        Overload{
            [&](const ir::Task& task) { return usesItem(pipeline, task, loop); },
            [&](const ir::Conditional& conditional) {
              return std::any_of(conditional.branches.begin(), conditional.branches.end(),
                                 [&](const ir::Branch& branch) {
                                   return (branch.condition && usesItem(*branch.condition, loop)) ||
                                          usesItem(pipeline, branch.body, loop);
                                 });
            },
            [&](const ir::Loop& inner) { return usesItem(inner.items, loop) || usesItem(pipeline, inner.body, loop); },
            [&](const ir::ExitHandler& handler) { return usesItem(pipeline, handler.body, loop); },
        },
        pipeline.nodes[id].what);
  });
}

namespace {

bool usesItem(const ir::Pipeline&, const ir::Task& task, ir::NodeId loop) {
  const auto value = [&](const ir::OptionalValue& v) { return v && usesItem(*v, loop); };
  const auto fields = [&](const std::vector<ir::Field>& list) {
    return std::any_of(list.begin(), list.end(), [&](const ir::Field& field) { return usesItem(field.value, loop); });
  };
  const ir::TaskOptions& options = *task.options;
  if (const auto* importer = std::get_if<ir::Importer>(&task.callee)) {
    if (usesItem(importer->uri, loop) || value(importer->metadata)) return true;
  }
  return std::any_of(task.arguments.begin(), task.arguments.end(),
                     [&](const ir::Argument& argument) { return usesItem(argument.value, loop); }) ||
         value(options.image) || fields(options.env) || fields(options.resources.requests) ||
         fields(options.resources.limits) || value(options.accelerator.type) || value(options.accelerator.count) ||
         fields(options.volumes) || value(options.nodeSelector) || value(options.tolerations) ||
         value(options.nodeAffinity) ||
         std::any_of(options.imagePullSecrets.begin(), options.imagePullSecrets.end(),
                     [&](const ir::Value& secret) { return usesItem(secret, loop); });
}

const ir::SettingOrigin* find(const std::vector<ir::SettingOrigin>& origins, vocabulary::FieldName name) {
  const auto found =
      std::find_if(origins.begin(), origins.end(), [&](const auto& one) { return one.name == name.text(); });
  return found == origins.end() ? nullptr : &*found;
}

}  // namespace

const int64_t* inexactInteger(const Constant& constant) {
  if (const auto* value = constant.as<int64_t>()) {
    return *value > kLargestExact || *value < -kLargestExact ? value : nullptr;
  }
  if (const auto* list = constant.as<Constant::List>()) {
    for (const Constant& item : *list) {
      if (const int64_t* found = inexactInteger(item)) return found;
    }
  }
  if (const auto* record = constant.as<Constant::Record>()) {
    for (const auto& field : *record) {
      if (const int64_t* found = inexactInteger(field.value)) return found;
    }
  }
  return nullptr;
}

source::Span originOf(const std::vector<ir::SettingOrigin>& origins, vocabulary::FieldName name,
                      source::Span otherwise) {
  const ir::SettingOrigin* found = find(origins, name);
  return found == nullptr ? otherwise : found->key;
}

source::Span valueOriginOf(const std::vector<ir::SettingOrigin>& origins, vocabulary::FieldName name,
                           source::Span otherwise) {
  const ir::SettingOrigin* found = find(origins, name);
  return found == nullptr ? otherwise : found->value;
}

std::vector<const ir::Port*> openStatusInputs(const ir::Program& program, const ir::Task& task) {
  const std::vector<ir::Port>* ports = nullptr;
  if (const auto* id = std::get_if<ir::ComponentId>(&task.callee)) ports = &program.components[*id].inputs;
  if (const auto* id = std::get_if<ir::PipelineId>(&task.callee)) ports = &program.pipelines[*id].inputs;
  if (const auto* id = std::get_if<ir::TrainJobId>(&task.callee)) ports = &program.trainJobs[*id].inputs;
  std::vector<const ir::Port*> open;
  if (ports == nullptr) return open;
  for (const ir::Port& port : *ports) {
    const auto* kind = std::get_if<ir::ParameterKind>(&port.type.kind);
    if (kind == nullptr || *kind != ir::ParameterKind::FinalStatus) continue;
    const bool given = std::any_of(task.arguments.begin(), task.arguments.end(),
                                   [&](const ir::Argument& argument) { return argument.port == port.name; });
    if (!given) open.push_back(&port);
  }
  return open;
}

std::string pipelineName(const ir::Pipeline& pipeline) {
  return pipeline.emittedName.empty() ? objectName(pipeline.name) : pipeline.emittedName;
}

}  // namespace mlpc::backends::kfp
