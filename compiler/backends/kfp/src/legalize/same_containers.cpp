#include <algorithm>
#include <unordered_map>

#include "container.h"
#include "legalize/legalize.h"
#include "mlpc/diag/kfp.h"
#include "names.h"
#include "objects.h"
#include "python_source.h"
#include "run_text.h"

namespace mlpc::backends::kfp {

using support::Overload;

namespace {

/// Texts joined so that different texts never give the same result.
class Key {
 public:
  void add(std::string_view text) {
    key_ += text;
    key_ += '\0';
  }
  void add(const std::vector<Text>& words) {
    add(std::to_string(words.size()));
    for (const Text& word : words) add(word.text);
  }
  [[nodiscard]] std::string take() { return std::move(key_); }

 private:
  std::string key_;
};

/// What components with the same container have in common at least, and what is cheap to compute.
std::string roughly(const ir::Component& component) {
  Key key;
  key.add(std::to_string(component.body.index()));
  std::visit(Overload{
                 [&](const ir::PythonBody& body) {
                   key.add(functionName(component));
                   key.add(body.code);
                 },
                 [&](const ir::PythonModule& module) {
                   key.add(module.entry);
                   key.add(module.code);
                 },
                 [&](const ir::NotebookBody& notebook) {
                   key.add(functionName(component));
                   key.add(notebook.content);
                 },
                 [&](const ir::BashBody& body) {
                   key.add(component.name);
                   key.add(body.code);
                 },
                 [&](const ir::Container& body) {
                   Ports ports(component);
                   for (const auto* values : {&body.command, &body.arguments}) {
                     for (const ir::Value& value : *values) key.add(commandElements(ports, value));
                   }
                 },
                 [](const ir::AzureTask&) {},
             },
             component.body);
  return key.take();
}

/// Everything that the document says about the inputs and outputs of a component.
std::string interfaceOf(const ir::Component& component) {
  std::vector<std::string> ports;
  const auto add = [&](const ir::Port& port, std::string_view name) {
    Key key;
    key.add(name);
    if (const auto* artifact = std::get_if<ir::ArtifactType>(&port.type.kind)) {
      key.add(artifact->schema);
      key.add(artifact->version);
      key.add(port.type.artifactList ? "list" : "one");
    } else {
      key.add(std::to_string(static_cast<int>(*std::get_if<ir::ParameterKind>(&port.type.kind))));
    }
    key.add(port.optional ? "optional" : "required");
    key.add(port.optional && port.defaultValue ? pythonLiteral(*port.defaultValue, /*wholeAsFloat=*/true) : "");
    if (!component.builtin) key.add(port.description);
    ports.push_back(key.take());
  };
  for (const ir::Port& port : component.inputs) add(port, "in " + port.name);
  for (const ir::Port& port : component.outputs) {
    add(port, "out " + (component.unnamedOutput ? std::string(kUnnamedOutput) : port.name));
  }
  std::sort(ports.begin(), ports.end());
  Key key;
  for (const std::string& port : ports) key.add(port);
  for (const auto& [setting, both] : component.passthrough) {
    key.add(vocabulary::name(setting));
    key.add(both ? "both" : "config");
  }
  return key.take();
}

class SameContainers {
 public:
  SameContainers(const Plans& plans, diag::Engine& diags) : plans_(plans), diags_(diags) {}

  void check(ir::PipelineId id) {
    visit(id);
    std::unordered_map<std::string, std::vector<ir::ComponentId>> alike;
    for (const auto& [component, interface] : interfaces_) {
      alike[roughly(plans_.program.components[component])].push_back(component);
    }
    std::set<ir::ComponentId> suspicious;
    for (const auto& [key, components] : alike) {
      if (components.size() > 1) suspicious.insert(components.begin(), components.end());
    }
    if (suspicious.empty()) return;
    for (const Use& use : uses_) {
      if (suspicious.contains(use.component)) compare(use);
    }
  }

 private:
  /// A component in a task that changes something in it, or in all the others.
  struct Use {
    ir::ComponentId component;
    const ir::TaskOptions* changes;
    const Plan* plan;
  };

  /// The tasks in the order in which their components get into the document.
  void visit(ir::PipelineId id) {
    const auto found = plans_.pipelines.find(id);
    if (found == plans_.pipelines.end() || !visited_.insert(id).second) return;
    const Plan& plan = found->second;
    for (const Scope& scope : plan.scopes()) {
      for (const ir::NodeId each : scope.tasks) visit(plan, each);
    }
    for (const ir::NodeId each : plan.exitTasks()) visit(plan, each);
  }

  void visit(const Plan& plan, ir::NodeId id) {
    const auto& task = *std::get_if<ir::Task>(&plan.pipeline().nodes[id].what);
    if (const auto* inner = std::get_if<ir::PipelineId>(&task.callee)) visit(*inner);
    const auto* component = std::get_if<ir::ComponentId>(&task.callee);
    if (component == nullptr) return;
    interfaces_.try_emplace(*component);
    const bool changes = changesContainer(*task.options);
    if (changes || unchanged_.insert(*component).second) {
      uses_.push_back({*component, changes ? task.options.get() : nullptr, &plan});
    }
  }

  void compare(const Use& use) {
    const ir::Component& component = plans_.program.components[use.component];
    std::string& interface = interfaces_.at(use.component);
    if (interface.empty()) interface = interfaceOf(component);
    const auto [known, added] = byContainer_.try_emplace(executed(use), use.component);
    const ir::Component& other = plans_.program.components[known->second];
    if (added || interfaces_.at(known->second) == interface) return;
    diags_.report(component.origin, diag::kfpSameContainer, component.name, other.name);
  }

  /// Everything that decides what runs.
  std::string executed(const Use& use) {
    const auto [known, added] = containers_.try_emplace(use.component);
    if (added) {
      known->second = componentContainer(plans_.program.components[use.component], plans_.kfpVersion);
    }
    const Container& container = known->second;
    std::string image = container.image.text;
    std::vector<std::pair<std::string, std::string>> variables;
    for (const Variable& variable : container.env) variables.emplace_back(variable.name, variable.value.text);
    Key key;
    key.add(container.command);
    key.add(container.arguments);
    if (use.changes != nullptr) change(*use.changes, *use.plan, image, variables, key);
    key.add(image);
    for (const auto& [name, value] : variables) {
      key.add(name);
      key.add(value);
    }
    return key.take();
  }

  static void change(const ir::TaskOptions& options, const Plan& plan, std::string& image,
                     std::vector<std::pair<std::string, std::string>>& variables, Key& key) {
    if (options.image) image = runText(plan, *options.image);
    for (const ir::Field& field : options.env) {
      const auto known = std::find_if(variables.begin(), variables.end(),
                                      [&](const auto& variable) { return variable.first == field.key; });
      if (field.value.scalar() == nullptr) continue;
      if (known != variables.end()) {
        known->second = textOf(field.value);
      } else {
        variables.emplace_back(field.key, textOf(field.value));
      }
    }
    for (const auto* amounts : {&options.resources.requests, &options.resources.limits}) {
      key.add(std::to_string(amounts->size()));
      for (const ir::Field& amount : *amounts) {
        key.add(amount.key);
        key.add(runText(plan, amount.value));
      }
    }
    for (const ir::OptionalValue* value : {&options.accelerator.type, &options.accelerator.count}) {
      key.add(*value ? runText(plan, **value) : std::string());
    }
  }

  const Plans& plans_;
  diag::Engine& diags_;
  std::set<ir::PipelineId> visited_;
  std::vector<Use> uses_;
  std::set<ir::ComponentId> unchanged_;                ///< those that have such a use
  std::map<ir::ComponentId, std::string> interfaces_;  ///< created where they are needed
  std::map<ir::ComponentId, Container> containers_;
  std::unordered_map<std::string, ir::ComponentId> byContainer_;
};

}  // namespace

void checkSameContainers(ir::PipelineId id, const Plans& plans, diag::Engine& diags) {
  SameContainers(plans, diags).check(id);
}

}  // namespace mlpc::backends::kfp
