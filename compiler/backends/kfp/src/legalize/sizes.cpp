#include "legalize/sizes.h"

#include <algorithm>

#include "mlpc/diag/kfp.h"
#include "mlpc/ir/access.h"

namespace mlpc::backends::kfp {

namespace {

// A pipeline is stored and uploaded as one file of up to 32 MiB (kubeflow/pipelines, backend/src/apiserver/common:
// MaxFileLength).
constexpr size_t kMostMebibytes = 32;
constexpr size_t kMostMebibytesTogether = 96;
/// Documents are generated and read by recursion over the pipelines in them.
constexpr size_t kDeepest = 256;

constexpr size_t kMany = size_t{1} << 40U;  // more is not told apart

/// What a constant text of the document has at least; placeholders are longer than their names.
size_t textSize(const ir::Value& value) {
  size_t size = 0;
  ir::forEach(value, [&](const ir::Value& part) {
    const std::string* text = part.text();
    size += text != nullptr ? text->size() : 4;
  });
  return size;
}

size_t textSize(const std::vector<ir::Field>& fields) {
  size_t size = 0;
  for (const ir::Field& field : fields) size += field.key.size() + textSize(field.value);
  return size;
}

size_t bodySize(const ir::Component& component) {
  return std::visit(support::Overload{
                        [](const ir::PythonBody& body) { return body.code.size(); },
                        [](const ir::PythonModule& module) { return module.code.size(); },
                        [](const ir::BashBody& body) { return body.code.size(); },
                        [](const ir::Container& container) {
                          size_t size = 0;
                          for (const ir::Value& word : container.command) size += textSize(word);
                          for (const ir::Value& word : container.arguments) size += textSize(word);
                          return size;
                        },
                        [](const auto& /*other*/) { return size_t{0}; },
                    },
                    component.body);
}

/// The keys around a component and its executor.
constexpr size_t kComponent = 180;
/// Those around a task.
constexpr size_t kTask = 100;

/// What the conditions of branches come to: each also contains those of the branches before it.
size_t conditionSizes(const ir::Conditional& conditional) {
  size_t all = 0;
  size_t before = 0;
  for (const ir::Branch& branch : conditional.branches) {
    const size_t own = branch.condition ? textSize(*branch.condition) + 30 : 0;
    before += own;
    all += before + kComponent + kTask;
  }
  return all;
}

}  // namespace

bool Sizes::check(ir::PipelineId id) {
  const Size& size = of(id);
  const ir::Pipeline& pipeline = program_.pipelines[id];
  if (size.depth > kDeepest) {
    diags_.report(pipeline.origin, diag::kfpPipelinesTooDeep, pipeline.name, kDeepest);
    return false;
  }
  if (size.bytes > kMostMebibytes << 20U)
    diags_.report(pipeline.origin, diag::kfpDocumentTooLarge, pipeline.name, kMostMebibytes);
  const size_t most = kMostMebibytesTogether << 20U;
  if (total_ > most) return false;  // reported
  total_ = std::min(total_ + size.bytes, kMany);
  if (total_ <= most) return true;
  diags_.report(pipeline.origin, diag::kfpDocumentsTooLarge, kMostMebibytesTogether);
  return false;
}

const Sizes::Size& Sizes::of(ir::PipelineId id) {
  // Callees first, without recursion: a chain of pipelines may be long. The verifier has rejected cycles.
  std::vector<std::pair<ir::PipelineId, bool>> open{{id, false}};
  while (!open.empty()) {
    auto& [next, entered] = open.back();
    if (entered) {
      const ir::PipelineId done = next;
      open.pop_back();
      known_.insert_or_assign(done, compute(done));
      continue;
    }
    entered = true;
    const ir::PipelineId pipeline = next;
    if (!known_.try_emplace(pipeline).second) {
      open.pop_back();
      continue;
    }
    for (const ir::Node& node : program_.pipelines[pipeline].nodes) {
      const auto* task = std::get_if<ir::Task>(&node.what);
      const auto* inner = task != nullptr ? std::get_if<ir::PipelineId>(&task->callee) : nullptr;
      if (inner != nullptr && !known_.contains(*inner)) open.emplace_back(*inner, false);
    }
  }
  return known_.at(id);
}

Sizes::Size Sizes::compute(ir::PipelineId id) {
  Size size;
  size.bytes = kComponent;
  for (const ir::Node& node : program_.pipelines[id].nodes) {
    if (const auto* task = std::get_if<ir::Task>(&node.what)) {
      size.bytes += kTask + textSize(task->options->env);
      for (const ir::Argument& argument : task->arguments) size.bytes += textSize(argument.value);
      if (const auto* inner = std::get_if<ir::PipelineId>(&task->callee)) {
        const Size& called = known_.at(*inner);
        size.bytes += called.bytes;
        size.depth = std::max(size.depth, called.depth + 1);
      } else {
        size.bytes += callee(*task);
      }
    }
    if (const auto* conditional = std::get_if<ir::Conditional>(&node.what)) size.bytes += conditionSizes(*conditional);
    size.bytes = std::min(size.bytes, kMany);
  }
  return size;
}

size_t Sizes::callee(const ir::Task& task) const {
  const auto* id = std::get_if<ir::ComponentId>(&task.callee);
  if (id == nullptr) return 0;
  const ir::Component& component = program_.components[*id];
  return kComponent + component.image.size() + bodySize(component) + textSize(component.env);
}

}  // namespace mlpc::backends::kfp
