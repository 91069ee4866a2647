#include "map/destinations.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "mlpc/support/text.h"

namespace mlpc::backends::kfp {
namespace {

/// The options that each input becomes the value of.
using Inputs = std::map<std::string, std::set<std::string>>;

/// `--password`, `-password`: what is written with dashes in front of it, without them; empty if it has none.
std::string_view optionName(std::string_view word) {
  const size_t dashes = std::min(word.find_first_not_of('-'), word.size());
  return dashes == 0 ? std::string_view() : word.substr(dashes);
}

class Destinations {
 public:
  Destinations(const ir::Program& program, emit::Outlet& outlet) : program_(program), outlet_(outlet) {}

  void run() {
    for (uint32_t i = 0; i < program_.components.size(); ++i) readComponent(ir::ComponentId(i));
    if (components_.empty()) return;
    // A pipeline may be declared after one that runs it.
    for (bool changed = true; changed;) {
      changed = false;
      for (uint32_t i = 0; i < program_.pipelines.size(); ++i) changed = readPipeline(ir::PipelineId(i)) || changed;
    }
    for (uint32_t i = 0; i < program_.pipelines.size(); ++i) {
      if (program_.pipelines[ir::PipelineId(i)].requested) passPipeline(ir::PipelineId(i));
    }
  }

 private:
  void readComponent(ir::ComponentId id) {
    const auto* container = std::get_if<ir::Container>(&program_.components[id].body);
    if (container == nullptr) return;
    for (const std::vector<ir::Value>* words : {&container->command, &container->arguments}) {
      for (size_t i = 0; i < words->size(); ++i) {
        const ir::Value& word = (*words)[i];
        if (const std::string* text = word.text(); text != nullptr && i + 1 < words->size()) {
          note(id, optionName(*text), (*words)[i + 1]);
        } else if (const auto* joined = word.as<ir::Interpolation>(); joined != nullptr && joined->parts.size() == 2) {
          // `--password=~{x}`
          const std::string* first = joined->parts[0].text();
          if (first != nullptr && first->ends_with('='))
            note(id, optionName(std::string_view(*first).substr(0, first->size() - 1)), joined->parts[1]);
        }
      }
    }
  }

  void note(ir::ComponentId id, std::string_view option, const ir::Value& value) {
    const auto* port = value.as<ir::PortRef>();
    if (option.empty() || port == nullptr || port->output || !port->attribute.empty()) return;
    components_[id][port->port].emplace(option);
  }

  /// Calls `visit` for each argument of a task that becomes the value of options.
  template <typename Visit>
  void eachArgument(const ir::Pipeline& pipeline, const Visit& visit) {
    for (const ir::Node& node : pipeline.nodes) {
      const auto* task = std::get_if<ir::Task>(&node.what);
      if (task == nullptr) continue;
      const Inputs* inputs = nullptr;
      if (const auto* component = std::get_if<ir::ComponentId>(&task->callee)) {
        const auto found = components_.find(*component);
        if (found != components_.end()) inputs = &found->second;
      } else if (const auto* inner = std::get_if<ir::PipelineId>(&task->callee)) {
        inputs = &pipelines_[*inner];
      }
      if (inputs == nullptr) continue;
      for (const ir::Argument& argument : task->arguments) {
        if (const auto found = inputs->find(argument.port); found != inputs->end()) visit(argument, found->second);
      }
    }
  }

  /// Whether something new became known about the inputs.
  bool readPipeline(ir::PipelineId id) {
    Inputs& own = pipelines_[id];
    bool changed = false;
    eachArgument(program_.pipelines[id], [&](const ir::Argument& argument, const std::set<std::string>& options) {
      const auto* input = argument.value.as<ir::InputRef>();
      if (input == nullptr) return;
      for (const std::string& option : std::set<std::string>(options))
        changed = own[input->name].insert(option).second || changed;
    });
    return changed;
  }

  /// What leaves with the pipeline, and with those that it runs.
  void passPipeline(ir::PipelineId id) {
    if (!passed_.insert(id).second) return;
    const ir::Pipeline& pipeline = program_.pipelines[id];
    passDefaults(pipeline.inputs, pipelines_[id]);
    eachArgument(pipeline, [&](const ir::Argument& argument, const std::set<std::string>& options) {
      passValue(pipeline, argument.port, argument.value, options);
    });
    for (const ir::Node& node : pipeline.nodes) {
      const auto* task = std::get_if<ir::Task>(&node.what);
      if (task == nullptr) continue;
      if (const auto* inner = std::get_if<ir::PipelineId>(&task->callee)) passPipeline(*inner);
      const auto* component = std::get_if<ir::ComponentId>(&task->callee);
      const auto found = component == nullptr ? components_.end() : components_.find(*component);
      if (found != components_.end() && called_.insert(*component).second)
        passDefaults(program_.components[*component].inputs, found->second);
    }
  }

  void passDefaults(const std::vector<ir::Port>& ports, const Inputs& inputs) {
    for (const ir::Port& port : ports) {
      const auto found = inputs.find(port.name);
      const auto* text = port.defaultValue ? port.defaultValue->as<std::string>() : nullptr;
      if (found != inputs.end() && text != nullptr) pass(port.name, *text, port.defaultOrigin, found->second);
    }
  }

  void passValue(const ir::Pipeline& pipeline, const std::string& port, const ir::Value& value,
                 const std::set<std::string>& options) {
    if (const std::string* text = value.text()) return pass(port, *text, value.origin, options);
    const auto* item = value.as<ir::ItemRef>();
    const auto* loop = item == nullptr ? nullptr : std::get_if<ir::Loop>(&pipeline.nodes[item->loop].what);
    const auto* items = loop == nullptr ? nullptr : loop->items.as<ir::ListValue>();
    if (items == nullptr) return;
    for (const ir::Value& one : items->items) {
      if (const std::string* text = one.text()) pass(port, *text, one.origin, options);
    }
  }

  void pass(const std::string& port, const std::string& text, source::Span origin,
            const std::set<std::string>& options) {
    for (const std::string& option : options) {
      // It has been judged by that name.
      if (support::toKebab(option) == support::toKebab(port)) continue;
      emit::Node node = emit::Node::mapping();
      node.set("env", emit::Node::mapping()).set(option, text).at(origin);
      static_cast<void>(outlet_.piece(std::move(node), origin));
    }
  }

  const ir::Program& program_;
  emit::Outlet& outlet_;
  std::map<ir::ComponentId, Inputs> components_;
  std::map<ir::PipelineId, Inputs> pipelines_;
  std::set<ir::PipelineId> passed_;
  std::set<ir::ComponentId> called_;
};

}  // namespace

void passDestinations(const ir::Program& program, emit::Outlet& outlet) { Destinations(program, outlet).run(); }

}  // namespace mlpc::backends::kfp
