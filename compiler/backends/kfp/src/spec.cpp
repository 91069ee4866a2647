#include "spec.h"

#include <algorithm>
#include <unordered_map>

#include "mlpc/emit/yaml_writer.h"

namespace mlpc::backends::kfp {
namespace {

constexpr size_t kStep = 2;

/// Appends blocks of YAML at some depth.
class Writer {
 public:
  explicit Writer(size_t size) { out_.reserve(size); }

  void line(size_t indent, std::string_view text) {
    out_.append(indent, ' ');
    out_ += text;
    out_ += '\n';
  }
  /// `name:`, quoted if need be.
  void key(size_t indent, std::string_view name) {
    out_.append(indent, ' ');
    appendPlain(name);
    out_ += ":\n";
  }
  void entry(size_t indent, std::string_view key, std::string_view value) {
    out_.append(indent, ' ');
    out_ += key;
    out_ += ": ";
    appendPlain(value);
    out_ += '\n';
  }
  void block(size_t indent, const SharedText& text) {
    if (text == nullptr) return;
    std::string_view rest = *text;
    while (!rest.empty()) {
      const size_t end = rest.find('\n');
      if (end != 0) out_.append(indent, ' ');
      out_ += rest.substr(0, end + 1);
      rest.remove_prefix(end + 1);
    }
  }
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  /// Names that the back end makes are plain, but `1`, `on` or `null` can be names of tasks.
  void appendPlain(std::string_view name) {
    const bool safe = name.size() > 5 && name.front() >= 'a' && name.front() <= 'z' &&
                      std::all_of(name.begin(), name.end(),
                                  [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
    if (safe) {
      out_ += name;
    } else {
      out_ += emit::writeScalar(emit::Node(name));
    }
  }

  std::string out_;
};

void writeTasks(Writer& writer, const ComponentDoc& component, size_t indent) {
  std::vector<const DagTask*> tasks;
  tasks.reserve(component.tasks.size());
  for (const DagTask& task : component.tasks) tasks.push_back(&task);
  std::sort(tasks.begin(), tasks.end(), [](const DagTask* a, const DagTask* b) { return a->name < b->name; });
  for (const DagTask* task : tasks) {
    writer.key(indent, task->name);
    writer.block(indent + kStep, task->before);
    writer.line(indent + kStep, "componentRef:");
    writer.entry(indent + 2 * kStep, "name", task->component);
    writer.block(indent + kStep, task->after);
  }
}

void writeComponent(Writer& writer, const ComponentDoc& component, size_t indent) {
  if (component.executor.empty()) {
    writer.line(indent, "dag:");
    writer.block(indent + kStep, component.dagOutputs);
    writer.line(indent + kStep, "tasks:");
    writeTasks(writer, component, indent + 2 * kStep);
  } else {
    writer.entry(indent, "executorLabel", component.executor);
  }
  writer.block(indent, component.interface);
}

size_t sizeOf(const SharedText& text, size_t indent) {
  if (text == nullptr) return 0;
  return text->size() + indent * static_cast<size_t>(std::count(text->begin(), text->end(), '\n'));
}

/// An upper bound of the text, so that it is never copied while it grows.
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
  std::unordered_map<const std::string*, size_t> sizes;
  for (const ExecutorDoc& doc : spec.executors) {
    auto [known, added] = sizes.try_emplace(doc.text.get(), 0);
    if (added) known->second = sizeOf(doc.text, 6);
    size += known->second + 2 * doc.label.size() + 64 + sizeOf(doc.platform, 10);
  }
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

void writePlatform(Writer& writer, const std::vector<const ExecutorDoc*>& executors, const emit::Node& config) {
  const bool any = std::any_of(executors.begin(), executors.end(),
                               [](const ExecutorDoc* executor) { return executor->platform != nullptr; });
  if (!any && config.empty()) return;
  writer.line(0, "---");
  writer.line(0, "platforms:");
  writer.line(2, "kubernetes:");
  if (any) {
    writer.line(4, "deploymentSpec:");
    writer.line(6, "executors:");
    for (const ExecutorDoc* executor : executors) {
      if (executor->platform == nullptr) continue;
      writer.key(8, executor->label);
      writer.block(10, executor->platform);
    }
  }
  if (!config.empty()) {
    writer.line(4, "pipelineConfig:");
    writer.block(6, shareYaml(config));
  }
}

}  // namespace

SharedText shareYaml(emit::Node node) {
  if (node.empty()) return nullptr;
  node.sortKeys();
  return std::make_shared<const std::string>(emit::writeYaml(node));
}

ComponentDoc Spec::merge(const Spec& inner) {
  std::unordered_map<std::string, std::string> executorNames;
  for (const ExecutorDoc& executor : inner.executors) {
    std::string label = claimExecutor(executor.label);
    executorNames.emplace(executor.label, label);
    executors.push_back({std::move(label), executor.text, executor.platform});
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

std::string writeSpec(const Spec& spec, const FileHead& head) {
  Writer writer(estimate(spec) + head.comment.size());
  const auto components = sorted(spec.components);
  const auto executors = sorted(spec.executors);

  // The comment has its line breaks.
  writer.line(0, std::string_view(head.comment).substr(0, head.comment.size() - 1));
  writer.line(0, "components:");
  for (const ComponentDoc* component : components) {
    writer.key(2, component->label);
    writeComponent(writer, *component, 4);
  }
  if (!head.root.empty()) writer.entry(0, "defaultPipelineRoot", head.root);
  writer.line(0, "deploymentSpec:");
  writer.line(2, "executors:");
  for (const ExecutorDoc* executor : executors) {
    writer.key(4, executor->label);
    writer.block(6, executor->text);
  }
  writer.line(0, "pipelineInfo:");
  writer.block(2, shareYaml(head.pipelineInfo));
  writer.line(0, "root:");
  writeComponent(writer, spec.root, 2);
  writer.entry(0, "schemaVersion", kSchemaVersion);
  writer.entry(0, "sdkVersion", head.sdkVersion);
  writePlatform(writer, executors, head.pipelineConfig);
  return writer.take();
}

}  // namespace mlpc::backends::kfp
