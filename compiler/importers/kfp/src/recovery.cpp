#include "recovery.h"

#include <fmt/format.h>

#include <algorithm>

#include "identifiers.h"
#include "mlpc/diag/import.h"
#include "mlpc/support/text.h"
#include "python_code.h"

namespace mlpc::importers::kfp {
namespace {

constexpr unsigned kDeepestGraph = 100;
constexpr std::string_view kTwice = "another input or output of the component is called that too";
constexpr std::string_view kCreateClaimImage = "argostub/createpvc";
constexpr std::string_view kDeleteClaimImage = "argostub/deletepvc";

/// `prefix` followed by a number.
bool isNumbered(std::string_view name, std::string_view prefix) {
  return support::takePrefix(name, prefix) && !name.empty() &&
         name.find_first_not_of("0123456789") == std::string_view::npos;
}

std::string descriptionOf(const Node& node) {
  const Node* text = node.find("description");
  return text == nullptr ? std::string() : text->text;
}

bool flagOf(const Node& node, std::string_view key) {
  const Node* flag = node.find(key);
  return flag != nullptr && flag->isTrue();
}

/// Whether a component is one of mlp's library: it has its image and nothing unusual.
bool isStandardClaim(const Node& component, std::string_view image) {
  if (image != kCreateClaimImage && image != kDeleteClaimImage) return false;
  for (const std::string_view side : {"inputDefinitions", "outputDefinitions"}) {
    const Node* ports = component.find(side, "parameters");
    for (size_t i = 0; ports != nullptr && i < ports->items.size(); ++i) {
      if (ports->items[i].find("description") != nullptr) return false;
    }
  }
  return true;
}

Node withoutKey(const Node& node, std::string_view key) {
  Node copy = node;
  copy.places.reset();
  for (size_t i = 0; i < copy.keys.size(); ++i) {
    if (copy.keys[i] != key) continue;
    copy.keys.erase(copy.keys.begin() + static_cast<std::ptrdiff_t>(i));
    copy.keySpans.erase(copy.keySpans.begin() + static_cast<std::ptrdiff_t>(i));
    copy.items.erase(copy.items.begin() + static_cast<std::ptrdiff_t>(i));
    break;
  }
  return copy;
}

}  // namespace

bool comesBefore(std::string_view a, std::string_view b) { return a.size() != b.size() ? a.size() < b.size() : a < b; }

std::string taskName(std::string_view name) {
  std::string result;
  for (char c : name) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    const bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (kept) {
      result += c;
    } else if (!result.empty() && result.back() != '-') {
      result += '-';
    }
  }
  while (!result.empty() && result.back() == '-') result.pop_back();
  return result;
}

bool Recovery::dangling(const Node& at, std::string_view what) {
  diags_.report(at.span, diag::importDangling, diag::Phrase(what), at.text);
  failed_ = true;
  return false;
}

bool Recovery::run() {
  if (document_.root->find("dag") == nullptr) {
    diags_.report(document_.root->span, diag::importMissing, "dag");
    return false;
  }
  const auto noteTasks = [&](const Node& component) {
    if (const Node* tasks = component.find("dag", "tasks")) taskNames_.insert(tasks->keys.begin(), tasks->keys.end());
  };
  noteTasks(*document_.root);
  for (const auto& [label, component] : document_.components) noteTasks(*component);
  addPipeline(document_.root, nullptr);
  if (failed_ || badNames_) return false;
  // Pipelines are added while others are bound.
  for (size_t i = 0; i < model_.pipelines.size() && !failed_; ++i) {
    Pipeline& pipeline = model_.pipelines[i];
    for (const Port& port : pipeline.inputs) {
      Value value;
      value.kind = Value::Kind::Ref;
      value.ref.kind = Ref::Kind::Input;
      value.ref.name = port.name;
      value.ref.pipeline = &pipeline;
      pipeline.body.scope->inputs.emplace(port.name, std::move(value));
    }
    bind(pipeline.body);
    bindReturned(pipeline);
  }
  if (failed_) return false;
  for (Statement& statement : model_.statements) {
    if (statement.kind == Statement::Kind::For) foldYields(statement, statement.branches.front().block);
  }
  return true;
}

const Node* Recovery::componentOf(const Node& task) {
  const Node& name = *task.find("componentRef", "name");
  const auto found = document_.components.find(name.text);
  if (found == document_.components.end()) {
    dangling(name, "component");
    return nullptr;
  }
  return found->second;
}

Pipeline* Recovery::addPipeline(const Node* component, Callee* callee) {
  Pipeline& pipeline = model_.pipelines.emplace_back();
  pipeline.component = component;
  pipeline.callee = callee;
  ports(*component, pipeline.inputs, pipeline.outputs);
  graph(*component, pipeline.body, pipeline, nullptr, 0);
  return &pipeline;
}

void Recovery::ports(const Node& component, Ports& inputs, Ports& outputs) {
  const auto add = [&](const Node* definitions, Ports& ports, bool artifact) {
    if (definitions == nullptr) return;
    for (size_t i = 0; i < definitions->keys.size(); ++i) {
      const std::string& name = definitions->keys[i];
      const source::Span span = definitions->keySpans[i];
      if (!isIdentifier(name)) {
        badName(span, name,
                "in mlp, the name of an input or output is a word of letters, digits and `_`, and not a keyword");
        continue;
      }
      if (&ports == &inputs && name == "Output")
        badName(span, name, "Kubeflow Pipelines reserves it for the unnamed output");
      if (ports.find(name) != nullptr) badName(span, name, kTwice);
      const Node& node = definitions->items[i];
      Port port;
      port.name = name;
      port.span = span;
      port.node = &node;
      port.description = descriptionOf(node);
      port.optional = flagOf(node, "isOptional");
      port.artifact = artifact;
      if (artifact) {
        port.schema = node.find("artifactType", "schemaTitle")->text;
        port.version = node.find("artifactType", "schemaVersion")->text;
        port.list = flagOf(node, "isArtifactList");
      } else {
        port.parameter = node.find("parameterType")->text;
        port.defaultValue = node.find("defaultValue");
      }
      ports.add(std::move(port));
    }
  };
  add(component.find("inputDefinitions", "artifacts"), inputs, true);
  add(component.find("inputDefinitions", "parameters"), inputs, false);
  add(component.find("outputDefinitions", "artifacts"), outputs, true);
  add(component.find("outputDefinitions", "parameters"), outputs, false);
}

void Recovery::badName(source::Span span, const std::string& name, std::string_view why) {
  diags_.report(span, diag::importPortName, name, diag::Phrase(why));
  badNames_ = true;
}

void Recovery::keepApart(const Callee& callee) {
  const auto twice = [&](const Port& output) { return callee.inputs.find(output.name) != nullptr; };
  if (std::none_of(callee.outputs.begin(), callee.outputs.end(), twice)) return;
  // What Python returns is not a variable of the function.
  const auto program = readPythonProgram(*callee.container);
  if (program && isModule(*program, callee.inputs, callee.outputs)) return;
  for (const Port& output : callee.outputs) {
    if (twice(output)) badName(output.span, output.name, kTwice);
  }
}

void Recovery::graph(const Node& component, Block& block, Pipeline& pipeline, Statement* parent, uint32_t branch) {
  block.scope = &model_.scopes.emplace_back();
  block.scope->component = &component;
  const Node& tasks = *component.find("dag", "tasks");
  if (++depth_ > kDeepestGraph) {
    diags_.report(component.span, diag::importTooDeep, kDeepestGraph);
    failed_ = true;
  }
  for (size_t i = 0; i < tasks.keys.size() && !failed_; ++i) {
    const Node& task = tasks.items[i];
    Statement& statement = model_.statements.emplace_back();
    statement.name = tasks.keys[i];
    statement.span = tasks.keySpans[i];
    statement.task = &task;
    statement.pipeline = &pipeline;
    statement.parent = parent;
    statement.branch = branch;
    statement.scope = block.scope;
    statement.component = componentOf(task);
    if (statement.component == nullptr) break;
    block.statements.push_back(&statement);
    block.scope->children.emplace(tasks.keys[i], &statement);

    const bool isGraph = statement.component->find("dag") != nullptr;
    const bool cached = task.find("cachingOptions") != nullptr;
    const Node* condition = task.find("triggerPolicy", "condition");
    const Node* artifacts = task.find("artifactIterator");
    const bool loop = artifacts != nullptr || task.find("parameterIterator") != nullptr;
    if (isGraph && loop) {
      if (condition != nullptr) diags_.report(condition->span, diag::importConditionOfLoop);
      group(statement, Statement::Kind::For);
    } else if (isGraph && condition != nullptr) {
      group(statement, Statement::Kind::If);
    } else if (isGraph && !cached && isNumbered(statement.name, "condition-branches-")) {
      branches(statement);
    } else if (isGraph && !cached && isNumbered(statement.name, "exit-handler-")) {
      group(statement, Statement::Kind::Try);
    } else {
      if (loop) diags_.report(task.span, diag::importLoopOfTask);
      if (condition != nullptr) diags_.report(condition->span, diag::importConditionOfTask);
      this->task(statement);
    }
  }
  --depth_;
}

void Recovery::group(Statement& statement, Statement::Kind kind) {
  const auto [known, added] = groups_.emplace(statement.component, statement.span);
  if (!added) {
    diags_.report(statement.span, diag::importSharedGroup, statement.name).note(known->second, diag::importOtherGroup);
    failed_ = true;
    return;
  }
  statement.kind = kind;
  Branch& branch = statement.branches.emplace_back();
  branch.name = statement.name;
  branch.task = statement.task;
  branch.component = statement.component;
  graph(*statement.component, branch.block, *statement.pipeline, &statement, 0);
}

void Recovery::branches(Statement& statement) {
  const auto [known, added] = groups_.emplace(statement.component, statement.span);
  if (!added) {
    diags_.report(statement.span, diag::importSharedGroup, statement.name).note(known->second, diag::importOtherGroup);
    failed_ = true;
    return;
  }
  statement.kind = Statement::Kind::If;
  const Node& tasks = *statement.component->find("dag", "tasks");
  std::vector<size_t> order(tasks.keys.size());
  for (size_t i = 0; i < order.size(); ++i) order[i] = i;
  // Their numbers give the order.
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) { return comesBefore(tasks.keys[a], tasks.keys[b]); });
  for (const size_t i : order) {
    const Node& task = tasks.items[i];
    if (!isNumbered(tasks.keys[i], "condition-") || task.find("triggerPolicy", "condition") == nullptr) {
      diags_.report(tasks.keySpans[i], diag::importNotABranch, tasks.keys[i]);
      continue;
    }
    const Node* component = componentOf(task);
    if (component == nullptr) return;
    if (component->find("dag") == nullptr || !groups_.emplace(component, tasks.keySpans[i]).second) {
      diags_.report(tasks.keySpans[i], diag::importSharedGroup, tasks.keys[i]);
      failed_ = true;
      return;
    }
    Branch& branch = statement.branches.emplace_back();
    branch.name = tasks.keys[i];
    branch.task = &task;
    branch.component = component;
  }
  for (uint32_t i = 0; i < statement.branches.size(); ++i) {
    graph(*statement.branches[i].component, statement.branches[i].block, *statement.pipeline, &statement, i);
  }
  if (statement.branches.empty()) {
    diags_.report(tasks.span, diag::importMissing, "condition-…");
    failed_ = true;
  }
}

void Recovery::task(Statement& statement) {
  statement.pipeline->tasks.push_back(&statement);
  const Node* label = statement.component->find("executorLabel");
  if (label == nullptr) {
    if (statement.component->find("dag") == nullptr) {
      diags_.report(statement.component->span, diag::importMissing, "executorLabel");
      failed_ = true;
      return;
    }
    statement.callee = calleeOf(statement, nullptr);
    return;
  }
  const auto executor = document_.executors.find(label->text);
  if (executor == document_.executors.end()) {
    dangling(*label, "executor");
    return;
  }
  if (const auto pod = document_.pods.find(label->text); pod != document_.pods.end()) statement.pod = pod->second;
  statement.importer = executor->second->find("importer");
  statement.container = executor->second->find("container");
  if (statement.importer != nullptr) return;
  if (statement.container == nullptr) {
    diags_.report(executor->second->span, diag::importMissing, "container");
    failed_ = true;
    return;
  }
  statement.callee = calleeOf(statement, executor->second);
}

Callee* Recovery::calleeOf(Statement& statement, const Node* executor) {
  const Node& component = *statement.component;
  std::string key;
  if (executor == nullptr) {
    const size_t number = identity(statement.task->find("componentRef", "name")->text, 0);
    if (number == 0) return nullptr;
    key = fmt::format("p{}:{}", number, baseOf(statement.name));
  } else {
    // What can differ between tasks is not part of the component.
    const Node* command = statement.container->find("command");
    const Node* args = statement.container->find("args");
    key = 'c' + canonical(withoutKey(component, "executorLabel"));
    key += command == nullptr ? std::string("-") : canonical(*command);
    key += args == nullptr ? std::string("-") : canonical(*args);
    const std::string& image = statement.container->find("image")->text;
    // Two components that differ only in name are two; for a Python component, the name is among its arguments.
    if (functionToExecute(*statement.container).empty()) key += baseOf(statement.name);
    if (isStandardClaim(component, image)) key = image;
  }
  const auto [known, added] = callees_.try_emplace(std::move(key), nullptr);
  if (added) {
    Callee& callee = model_.callees.emplace_back();
    known->second = &callee;
    callee.component = &component;
    callee.container = statement.container;
    ports(component, callee.inputs, callee.outputs);
    if (executor == nullptr) {
      callee.kind = Callee::Kind::Pipeline;
      callee.pipeline = addPipeline(&component, &callee);
    } else {
      keepApart(callee);
    }
    if (known->first == kCreateClaimImage) {
      callee.kind = Callee::Kind::CreateClaim;
    } else if (known->first == kDeleteClaimImage) {
      callee.kind = Callee::Kind::DeleteClaim;
    }
  }
  known->second->tasks.push_back(&statement);
  return known->second;
}

std::string Recovery::baseOf(const std::string& task) const {
  const size_t dash = task.rfind('-');
  if (dash == std::string::npos || !isNumbered(task, std::string_view(task).substr(0, dash + 1))) return task;
  std::string base = task.substr(0, dash);
  return taskNames_.contains(base) ? base : task;
}

size_t Recovery::identity(const std::string& label, unsigned depth) {
  if (const auto known = identityOfLabel_.find(label); known != identityOfLabel_.end()) return known->second;
  const auto found = document_.components.find(label);
  if (found == document_.components.end()) return 0;  // reported where it is used
  if (depth > kDeepestGraph) {
    diags_.report(found->second->span, diag::importTooDeep, kDeepestGraph);
    failed_ = true;
    return 0;
  }
  if (!open_.insert(label).second) {
    diags_.report(found->second->span, diag::importedCycle, label);
    failed_ = true;
    return 0;
  }
  const Node& component = *found->second;
  std::string text;
  if (const Node* executor = component.find("executorLabel")) {
    text = canonical(withoutKey(component, "executorLabel"));
    const auto container = document_.executors.find(executor->text);
    if (container != document_.executors.end()) text += canonical(*container->second);
    const auto pod = document_.pods.find(executor->text);
    if (pod != document_.pods.end()) text += canonical(*pod->second);
  } else {
    text = canonical(withoutKey(component, "dag"));
    if (const Node* outputs = component.find("dag", "outputs")) text += canonical(*outputs);
    if (const Node* tasks = component.find("dag", "tasks")) {
      std::map<std::string_view, const Node*> sorted;
      for (size_t i = 0; i < tasks->keys.size(); ++i) sorted.emplace(tasks->keys[i], &tasks->items[i]);
      for (const auto& [name, task] : sorted) {
        const size_t callee = identity(task->find("componentRef", "name")->text, depth + 1);
        if (failed_) return 0;
        text += fmt::format("{}:{}:{}", name, callee, canonical(withoutKey(*task, "componentRef")));
      }
    }
  }
  open_.erase(label);
  const size_t number = identities_.try_emplace(std::move(text), identities_.size() + 1).first->second;
  identityOfLabel_.emplace(label, number);
  return number;
}

}  // namespace mlpc::importers::kfp
