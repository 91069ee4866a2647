#include "map/spec.h"

#include <algorithm>
#include <unordered_map>

namespace mlpc::backends::kfp {
namespace {

constexpr size_t kStep = 2;

using emit::Assembly;

void writeTasks(Assembly& file, const ComponentDoc& component, size_t indent) {
  std::vector<const DagTask*> tasks;
  tasks.reserve(component.tasks.size());
  for (const DagTask& task : component.tasks) tasks.push_back(&task);
  std::sort(tasks.begin(), tasks.end(), [](const DagTask* a, const DagTask* b) { return a->name < b->name; });
  for (const DagTask* task : tasks) {
    file.key(indent, task->name, task->origin);
    file.block(indent + kStep, task->before, task->origin);
    file.fixed(indent + kStep, "componentRef");
    file.entry(indent + 2 * kStep, "name", task->component, task->origin);
    file.block(indent + kStep, task->after, task->origin);
  }
}

void writeComponent(Assembly& file, const ComponentDoc& component, size_t indent) {
  if (component.executor.empty()) {
    file.fixed(indent, "dag");
    file.block(indent + kStep, component.dagOutputs, component.origin);
    file.fixed(indent + kStep, "tasks");
    writeTasks(file, component, indent + 2 * kStep);
  } else {
    file.entry(indent, "executorLabel", component.executor, component.origin);
  }
  file.block(indent, component.interface, component.origin);
}

size_t sizeOf(const emit::SharedPiece& piece, size_t indent) {
  return piece == nullptr ? 0 : piece->text.size() + indent * piece->lines;
}

/// An upper bound for the text, so that it is never copied while it grows.
size_t estimate(const Spec& spec) {
  size_t size = 4096;
  const auto component = [&](const ComponentDoc& doc, size_t indent) {
    size += 3 * doc.label.size() + 128 + sizeOf(doc.interface, indent) + sizeOf(doc.dagOutputs, indent + 4);
    for (const DagTask& task : doc.tasks) {
      size += 3 * (task.name.size() + task.component.size()) + 64 + sizeOf(task.before, indent + 8) +
              sizeOf(task.after, indent + 8);
    }
  };
  for (const ComponentDoc& doc : spec.components) component(doc, 4);
  component(spec.root, 2);
  for (const ExecutorDoc& doc : spec.executors)
    size += sizeOf(doc.text, 6) + 2 * doc.label.size() + 64 + sizeOf(doc.platform, 10);
  return size;
}

template <typename Doc>
std::vector<const Doc*> sorted(const std::deque<Doc>& docs) {
  std::vector<const Doc*> result;
  result.reserve(docs.size());
  for (const Doc& doc : docs) result.push_back(&doc);
  std::sort(result.begin(), result.end(), [](const Doc* a, const Doc* b) { return a->label < b->label; });
  return result;
}

void writePlatform(Assembly& file, const std::vector<const ExecutorDoc*>& executors, const emit::SharedPiece& config,
                   source::Span origin) {
  const bool any = std::any_of(executors.begin(), executors.end(),
                               [](const ExecutorDoc* executor) { return executor->platform != nullptr; });
  if (!any && config == nullptr) return;
  file.nextDocument();
  file.fixed(0, "platforms");
  file.fixed(2, "kubernetes");
  if (any) {
    file.fixed(4, "deploymentSpec");
    file.fixed(6, "executors");
    for (const ExecutorDoc* executor : executors) {
      if (executor->platform == nullptr) continue;
      file.key(8, executor->label, executor->origin);
      file.block(10, executor->platform, executor->origin);
    }
  }
  if (config != nullptr) {
    file.fixed(4, "pipelineConfig");
    file.block(6, config, origin);
  }
}

}  // namespace

ComponentDoc Spec::merge(const Spec& inner) {
  std::unordered_map<std::string, std::string> executorNames;
  for (const ExecutorDoc& executor : inner.executors) {
    std::string label = claimExecutor(executor.label);
    executorNames.emplace(executor.label, label);
    executors.push_back({std::move(label), executor.text, executor.platform, executor.origin});
  }
  std::unordered_map<std::string, std::string> componentNames;
  for (const ComponentDoc& component : inner.components) {
    componentNames.emplace(component.label, claimComponent(component.label));
  }
  const auto copy = [&](const ComponentDoc& component) {
    ComponentDoc result = component;
    if (!result.executor.empty()) result.executor = executorNames[result.executor];
    for (DagTask& task : result.tasks) task.component = componentNames[task.component];
    return result;
  };
  for (const ComponentDoc& component : inner.components) {
    ComponentDoc& added = components.emplace_back(copy(component));
    added.label = componentNames[component.label];
  }
  return copy(inner.root);
}

void writeSpec(const Spec& spec, FileHead head, emit::Outlet& outlet) {
  const source::Span origin = head.origin;
  Assembly file(outlet, std::move(head.name), origin, estimate(spec) + head.comment.size());
  const auto components = sorted(spec.components);
  const auto executors = sorted(spec.executors);

  file.comment(head.comment);
  file.fixed(0, "components");
  for (const ComponentDoc* component : components) {
    file.key(2, component->label, component->origin);
    writeComponent(file, *component, 4);
  }
  if (!head.root.empty()) file.entry(0, "defaultPipelineRoot", head.root, head.rootOrigin);
  file.fixed(0, "deploymentSpec");
  file.fixed(2, "executors");
  for (const ExecutorDoc* executor : executors) {
    file.key(4, executor->label, executor->origin);
    file.block(6, executor->text, executor->origin);
  }
  file.fixed(0, "pipelineInfo");
  file.block(2, outlet.piece(std::move(head.pipelineInfo), origin), origin);
  file.fixed(0, "root");
  writeComponent(file, spec.root, 2);
  file.entry(0, "schemaVersion", kSchemaVersion, origin);
  file.entry(0, "sdkVersion", head.sdkVersion, origin);
  writePlatform(file, executors, outlet.piece(std::move(head.pipelineConfig), origin), origin);
  file.finish();
}

}  // namespace mlpc::backends::kfp
