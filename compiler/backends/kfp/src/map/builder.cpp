#include "map/builder.h"

#include <algorithm>

#include "map/dag.h"
#include "map/executor.h"
#include "map/interface.h"
#include "map/platform.h"
#include "map/trainjob.h"
#include "mlpc/vocabulary/prelude.h"
#include "objects.h"
#include "placeholders.h"
#include "values.h"

namespace mlpc::backends::kfp {

using vocabulary::prelude::PipelineSettings;

using ir::NodeId;
using support::Overload;

namespace {

/// Turns the metadata of an importer into data. What is known only at run time becomes an input `metadata`,
/// `metadata-2`, …
class ImporterMetadata {
 public:
  ImporterMetadata(const Plan& plan, TaskInputs& inputs) : plan_(plan), inputs_(inputs) {}

  emit::Node data(const ir::Value& value) {
    if (const auto* list = value.as<ir::ListValue>()) {
      emit::Node::Sequence items;
      for (const ir::Value& item : list->items) items.push_back(data(item));
      return emit::Node::sequence(std::move(items));
    }
    if (const auto* record = value.as<ir::RecordValue>()) {
      emit::Node::Mapping entries;
      for (const ir::Field& field : record->fields) {
        entries.push_back({field.key, data(field.value), field.keyOrigin});
      }
      return emit::Node::mapping(std::move(entries));
    }
    if (const auto* interpolation = value.as<ir::Interpolation>()) {
      std::string text;
      for (const ir::Value& part : interpolation->parts) {
        const support::Constant* constant = part.scalar();
        text += constant != nullptr ? constant->toText() : placeholder(part);
      }
      return std::move(emit::Node(std::move(text)).at(value.origin));
    }
    if (value.scalar() != nullptr) return inputs_.data(value);
    return std::move(emit::Node(placeholder(value)).at(value.origin));
  }

  [[nodiscard]] const std::vector<std::pair<std::string, ChannelType>>& names() const { return names_; }

 private:
  std::string placeholder(const ir::Value& value) {
    const Channel* channel = plan_.channel(value);
    if (channel == nullptr) return std::string(emit::kUnmapped);
    const auto known = std::find(channels_.begin(), channels_.end(), channel);
    const size_t index = static_cast<size_t>(known - channels_.begin());
    if (known == channels_.end()) {
      std::string name = "metadata";
      if (index != 0) name += '-' + std::to_string(index + 1);
      inputs_.passChannel(name, *channel, value.origin);
      channels_.push_back(channel);
      names_.emplace_back(std::move(name), channel->type);
    }
    return parameterPlaceholder(names_[index].first);
  }

  const Plan& plan_;
  TaskInputs& inputs_;
  std::vector<const Channel*> channels_;
  std::vector<std::pair<std::string, ChannelType>> names_;
};

source::Span originOfGroup(const Plan& plan, const Scope& scope) {
  const ir::Node& node = plan.pipeline().nodes[scope.node];
  const auto* conditional = std::get_if<ir::Conditional>(&node.what);
  const bool branch = conditional != nullptr && scope.kind == Scope::Kind::Condition;
  const source::Span own = branch ? conditional->branches[scope.branch].origin : source::Span();
  return own.valid() ? own : node.origin;
}

}  // namespace

std::shared_ptr<const Spec> Builder::spec(ir::PipelineId id) {
  if (const auto known = specs_.find(id); known != specs_.end()) return known->second;
  auto result = std::make_shared<const Spec>(make(plans_.pipelines.at(id)));
  specs_.emplace(id, result);
  return result;
}

Spec Builder::make(const Plan& plan) {
  const ir::Pipeline& pipeline = plan.pipeline();
  Spec spec;
  const auto scopeCount = static_cast<ScopeIndex>(plan.scopes().size());
  std::vector<size_t> positions(scopeCount);
  for (ScopeIndex index = 0; index < scopeCount; ++index) {
    std::vector<DagTask> tasks;
    tasks.reserve(plan.scopes()[index].groups.size() + plan.scopes()[index].tasks.size());
    // In the SDK's order, on which the labels depend: groups before tasks, a group's own contents after its siblings.
    for (const ScopeIndex group : plan.scopes()[index].groups) {
      positions[group] = spec.components.size();
      tasks.push_back(addGroup(plan, spec, group));
    }
    for (const NodeId id : plan.scopes()[index].tasks) tasks.push_back(addTask(plan, spec, id));
    (index == kRootScope ? spec.root : spec.components[positions[index]]).tasks = std::move(tasks);
  }
  for (const NodeId id : plan.exitTasks()) spec.root.tasks.push_back(addTask(plan, spec, id));
  spec.root.origin = pipeline.origin;
  spec.root.interface = outlet_.piece(pipelineInterface(pipeline), pipeline.origin);
  spec.root.dagOutputs = outlet_.piece(pipelineOutputs(plan), pipeline.origin);
  return spec;
}

DagTask Builder::addGroup(const Plan& plan, Spec& spec, ScopeIndex index) {
  const Scope& scope = plan.scopes()[index];
  ComponentDoc& component = spec.components.emplace_back();
  component.label = spec.claimComponent("comp-" + scope.name);
  component.origin = originOfGroup(plan, scope);
  component.interface = outlet_.piece(scopeInterface(scope), component.origin);
  component.dagOutputs = outlet_.piece(dagOutputs(scope.outputs), component.origin);
  return {scope.name, component.label, nullptr, outlet_.piece(groupNode(plan, index), component.origin),
          component.origin};
}

DagTask Builder::addTask(const Plan& plan, Spec& spec, NodeId id) {
  const auto& task = *std::get_if<ir::Task>(&plan.pipeline().nodes[id].what);
  const PlannedTask& planned = plan.task(id);
  const source::Span origin = plan.pipeline().nodes[id].origin;
  ComponentDoc component;
  ExecutorDoc executor;
  TaskInputs inputs(plan, planned.scope);
  for (const ir::Argument& argument : task.arguments) inputs.pass(argument.port, argument.value);
  passStatus(plan, task, id, inputs);

  const auto contained = [&](const Shared& shared) {
    component.interface = shared.interface;
    executor.text = this->executor(plan, *task.options, shared, inputs, origin);
    executor.platform = outlet_.piece(kubernetesConfig(plan, task, planned.scope), origin);
  };
  std::visit(Overload{
                 [&](ir::ComponentId callee) {
                   contained(this->component(callee));
                   component.source = &program_.components[callee];
                 },
                 [&](ir::TrainJobId callee) { contained(launcher(callee)); },
                 [&](const ir::Importer& importer) { addImporter(importer, id, plan, inputs, component, executor); },
                 [&](ir::PipelineId callee) { component = spec.merge(*this->spec(callee)); },
             },
             task.callee);
  if (executor.text != nullptr) {
    executor.label = spec.claimExecutor("exec-" + planned.name);
    component.executor = executor.label;
    executor.origin = origin;
    spec.executors.push_back(std::move(executor));
  }
  component.label = spec.claimComponent("comp-" + planned.name);
  component.origin = origin;
  DagTask result{planned.name, component.label, caching(*task.options, origin),
                 outlet_.piece(taskNode(plan, task, id, inputs.take()), origin), origin};
  spec.components.push_back(std::move(component));
  return result;
}

void Builder::addImporter(const ir::Importer& importer, NodeId id, const Plan& plan, TaskInputs& inputs,
                          ComponentDoc& component, ExecutorDoc& executor) {
  emit::Node node;
  emit::Node& uri = node.set("artifactUri", emit::Node::mapping());
  inputs.pass("uri", importer.uri);
  if (const std::string* text = importer.uri.text()) {
    uri.set("constant", *text).at(importer.uri.origin);
  } else {
    uri.set("runtimeParameter", "uri").at(importer.uri.origin);
  }
  ImporterMetadata metadata(plan, inputs);
  if (importer.metadata) {
    emit::Node data = metadata.data(*importer.metadata);
    if (!data.empty()) node.set("metadata", std::move(data));
  }
  if (importer.reimport) node.set("reimport", true);
  if (importer.downloadToWorkspace) node.set("downloadToWorkspace", true);
  emit::Node& schema = node.set("typeSchema", emit::Node::mapping());
  schema.set("schemaTitle", importer.type.schema);
  schema.set("schemaVersion", importer.type.version);
  const source::Span origin = plan.pipeline().nodes[id].origin;
  component.interface = outlet_.piece(importerInterface(importer, metadata.names()), origin);
  executor.text = executorPiece("importer", std::move(node), origin);
}

namespace {

/// The files in a component's archive, which its text does not show.
void passPacked(const ir::Component& component, emit::Outlet& outlet) {
  if (!component.targetImage.empty()) return;  // the archive is in the image
  if (component.embedded) {
    for (const ir::EmbeddedFile& file : component.embedded->files)
      outlet.packed(file.name, file.content, component.bodyOrigin);
  }
  if (const auto* notebook = std::get_if<ir::NotebookBody>(&component.body))
    outlet.packed(notebook->path, notebook->content, component.bodyOrigin);
}

}  // namespace

const Builder::Shared& Builder::component(ir::ComponentId id) {
  const auto [known, added] = components_.try_emplace(id);
  Shared& shared = known->second;
  if (added) {
    const ir::Component& component = program_.components[id];
    shared.container = componentContainer(component, plans_.kfpVersion);
    shared.origin = component.origin;
    // The interface comes first: defaults are in the code as well, where the source does not show them.
    shared.interface = outlet_.piece(std::move(componentInterface(component).orAt(component.origin)), component.origin);
    passPacked(component, outlet_);
    shared.executor = executorPiece("container", containerNode(shared.container), component.origin);
  }
  return shared;
}

const Builder::Shared& Builder::launcher(ir::TrainJobId id) {
  const auto [known, added] = launchers_.try_emplace(id);
  Shared& shared = known->second;
  if (added) {
    const ir::TrainJob& job = program_.trainJobs[id];
    shared.container = trainJobLauncher(program_, job, plans_.kfpVersion);
    shared.origin = job.origin;
    shared.executor = executorPiece("container", containerNode(shared.container), job.origin);
    shared.interface = outlet_.piece(std::move(trainJobInterface(job).orAt(job.origin)), job.origin);
  }
  return shared;
}

emit::SharedPiece Builder::executorPiece(std::string_view kind, emit::Node executor, source::Span origin) {
  emit::Node node;
  node.set(kind, std::move(executor)).orAt(origin);
  return outlet_.piece(std::move(node), origin);
}

emit::SharedPiece Builder::executor(const Plan& plan, const ir::TaskOptions& options, const Shared& shared,
                                    TaskInputs& inputs, source::Span task) {
  if (!changesContainer(options)) return shared.executor;
  emit::Node node = taskContainerNode(plan, options, shared.container, inputs);
  node.orAt(shared.origin);
  return executorPiece("container", std::move(node), task);
}

emit::SharedPiece Builder::caching(const ir::TaskOptions& options, source::Span task) {
  const auto text = [&](bool enabled, const std::string& key, source::Span origin) {
    emit::Node caching = emit::Node::mapping();
    if (!key.empty()) caching.set("cacheKey", key).at(origin);
    if (enabled) caching.set("enableCache", true);
    emit::Node node;
    node.set("cachingOptions", std::move(caching));
    return outlet_.piece(std::move(node), task);
  };
  if (options.cacheKey) {
    return text(options.cache, textOf(*options.cacheKey), options.cacheKey->origin);
  }
  emit::SharedPiece& shared = options.cache ? cacheOn_ : cacheOff_;
  if (shared == nullptr) shared = text(options.cache, {}, {});
  return shared;
}

void Builder::file(ir::PipelineId id, std::string fileName) {
  const ir::Pipeline& pipeline = program_.pipelines[id];
  const std::string name = pipelineName(pipeline);
  const auto origin = [&](PipelineSettings setting) {
    return valueOriginOf(pipeline.origins, setting, pipeline.origin);
  };
  FileHead head;
  head.name = std::move(fileName);
  head.origin = pipeline.origin;
  head.comment = headComment(pipeline, name);
  if (!pipeline.description.empty()) head.pipelineInfo.set("description", pipeline.description);
  if (!pipeline.displayName.empty()) {
    head.pipelineInfo.set("displayName", pipeline.displayName).at(origin(PipelineSettings::DisplayName));
  }
  head.pipelineInfo.set("name", name).at(origin(PipelineSettings::Name));
  head.root = pipeline.root;
  head.rootOrigin = origin(PipelineSettings::Root);
  head.sdkVersion = "kfp-" + plans_.kfpVersion;
  head.pipelineConfig = kubernetesPipelineConfig(pipeline);
  writeSpec(*spec(id), std::move(head), outlet_);
}

}  // namespace mlpc::backends::kfp
