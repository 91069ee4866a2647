// What the statements of a graph take as inputs and wait for, and when they run.

#include <algorithm>
#include <set>
#include <utility>

#include "conditions.h"
#include "mlpc/diag/import.h"
#include "recovery.h"

namespace mlpc::importers::kfp {
namespace {

/// The tasks that `node` refers to as producers.
void collectProducers(const Node& node, std::set<std::string_view>& out) {
  for (size_t i = 0; i < node.items.size(); ++i) {
    if (node.isMapping() && node.keys[i] == "producerTask" && node.items[i].isText()) {
      out.insert(node.items[i].text);
    } else {
      collectProducers(node.items[i], out);
    }
  }
}

/// The parameters that the texts in a node mention: `{{$.inputs.parameters['x']}}`.
void collectMentioned(const Node& node, std::set<std::string_view>& out) {
  constexpr std::string_view kBegin = "{{$.inputs.parameters['";
  const std::string_view text = node.text;
  for (size_t at = text.find(kBegin); at != std::string_view::npos; at = text.find(kBegin, at)) {
    at += kBegin.size();
    out.insert(text.substr(at, text.find('\'', at) - at));
  }
  for (const Node& item : node.items) collectMentioned(item, out);
}

/// The tasks that appear in the `dependentTasks` of a task with these inputs. Inputs that the component does not
/// declare serve its image and resource amounts, whose producers the SDK does not list, or strings.
void collectListed(const Node& inputs, const Node* component, std::set<std::string_view>& out) {
  if (const Node* artifacts = inputs.find("artifacts")) collectProducers(*artifacts, out);
  const Node* parameters = inputs.find("parameters");
  if (parameters == nullptr) return;
  const Node* declared = component == nullptr ? nullptr : component->find("inputDefinitions", "parameters");
  const auto isDeclared = [&](const std::string& name) {
    return declared != nullptr && declared->find(name) != nullptr;
  };
  std::set<std::string_view> mentioned;
  for (size_t i = 0; i < parameters->items.size(); ++i) {
    if (isDeclared(parameters->keys[i])) collectMentioned(parameters->items[i], mentioned);
  }
  for (size_t i = 0; i < parameters->items.size(); ++i) {
    const std::string& name = parameters->keys[i];
    if (isDeclared(name) || mentioned.contains(name)) collectProducers(parameters->items[i], out);
  }
}

/// The first task in a group.
Statement* firstTask(Statement& statement) {
  if (statement.kind == Statement::Kind::Task) return &statement;
  for (Branch& branch : statement.branches) {
    for (Statement* inner : branch.block.statements) {
      if (Statement* task = firstTask(*inner)) return task;
    }
  }
  return nullptr;
}

/// Whether the requested output is the item of a loop over it, or a field of that item, which no task has.
bool isLostItem(const Node& value, const Scope& scope) {
  const Node* key = value.find("taskOutputParameter", "outputParameterKey");
  const Node* producer = value.find("taskOutputParameter", "producerTask");
  if (key == nullptr || producer == nullptr || key->text.find("-loop-item") == std::string::npos) return false;
  const auto task = scope.children.find(producer->text);
  if (task == scope.children.end() || task->second->callee == nullptr) return false;
  return std::as_const(task->second->callee->outputs).find(key->text) == nullptr;
}

bool sameCondition(const Condition& a, const Condition& b) {
  return a.kind == b.kind && a.text == b.text && a.operands.size() == b.operands.size() &&
         std::equal(a.operands.begin(), a.operands.end(), b.operands.begin(), sameCondition);
}

}  // namespace

void Recovery::bindInputs(const Node& task, Scope& outer, Scope& inner) {
  if (const Node* parameters = task.find("inputs", "parameters")) {
    for (size_t i = 0; i < parameters->keys.size(); ++i) {
      // If a string needs the item of an inner loop, the SDK also passes it to the groups around that loop.
      const Node* lost = parameters->items[i].find("componentInputParameter");
      const bool input = lost != nullptr && lost->text.find("loop-item") != std::string::npos &&
                         findInput(lost->text, outer) == nullptr;
      if (lost == nullptr) lost = parameters->items[i].find("taskOutputParameter", "outputParameterKey");
      if (input || (lost != nullptr && isLostItem(parameters->items[i], outer))) {
        diags_.report(lost->span, diag::importLostItem, lost->text);
        continue;
      }
      inner.inputs[parameters->keys[i]] = parameter(parameters->items[i], nullptr, outer);
    }
  }
  if (const Node* artifacts = task.find("inputs", "artifacts")) {
    for (size_t i = 0; i < artifacts->keys.size(); ++i)
      inner.inputs[artifacts->keys[i]] = artifact(artifacts->items[i], outer);
  }
}

bool Recovery::bindReferences(Condition& condition, const Node& task, Scope& scope) {
  if (condition.kind == Condition::Kind::Ref) {
    const Node* parameters = task.find("inputs", "parameters");
    const Node* source = parameters == nullptr ? nullptr : parameters->find(condition.text);
    if (source == nullptr) return false;
    const Value value = parameter(*source, nullptr, scope);
    condition.ref = value.ref;
    return value.kind == Value::Kind::Ref;
  }
  return std::all_of(condition.operands.begin(), condition.operands.end(),
                     [&](Condition& operand) { return bindReferences(operand, task, scope); });
}

void Recovery::bindCondition(Branch& branch, Scope& outer, const std::vector<Condition>& earlier) {
  const Node& text = *branch.task->find("triggerPolicy", "condition");
  auto condition = readCondition(text.text);
  const auto unreadable = [&] {
    diags_.report(text.span, diag::importCondition);
    Condition never;
    never.text = "false";
    branch.condition = std::move(never);
  };
  if (!condition) return unreadable();
  // A branch begins with the negations of the earlier ones.
  std::vector<Condition> parts;
  if (condition->kind == Condition::Kind::And) {
    parts = std::move(condition->operands);
  } else {
    parts.push_back(std::move(*condition));
  }
  if (parts.size() < earlier.size()) return unreadable();
  for (size_t i = 0; i < earlier.size(); ++i) {
    if (parts[i].kind != Condition::Kind::Not || !sameCondition(parts[i].operands.front(), earlier[i]))
      return unreadable();
  }
  parts.erase(parts.begin(), parts.begin() + static_cast<std::ptrdiff_t>(earlier.size()));
  if (parts.empty()) return;  // `else`
  Condition own;
  if (parts.size() == 1) {
    own = std::move(parts.front());
  } else {
    own.kind = Condition::Kind::And;
    own.operands = std::move(parts);
  }
  branch.condition = std::move(own);
  Condition bound = *branch.condition;
  if (!bindReferences(bound, *branch.task, outer)) return unreadable();
  // Kept apart so that later branches can compare the texts.
  branch.condition->ref = bound.ref;
  branch.condition->operands = std::move(bound.operands);
}

void Recovery::dependencies(Statement& statement, const Node& task, Block& block) {
  std::set<std::string_view> producers;
  if (const Node* inputs = task.find("inputs")) collectProducers(*inputs, producers);
  if (statement.pod != nullptr) collectProducers(*statement.pod, producers);
  for (const std::string_view name : producers) {
    const auto sibling = block.scope->children.find(name);
    if (sibling != block.scope->children.end()) statement.before.push_back(sibling->second);
  }
  const Node* waits = task.find("dependentTasks");
  if (waits == nullptr) return;
  std::set<std::string_view> listed;
  if (const Node* inputs = task.find("inputs")) collectListed(*inputs, statement.component, listed);
  if (statement.pod != nullptr) collectProducers(*statement.pod, listed);
  std::set<std::string_view> seen;
  // Groups have no `after`; it can be given to any task in them instead.
  Statement* const waiting = firstTask(statement);
  for (const Node& name : waits->items) {
    if (listed.contains(name.text) || !seen.insert(name.text).second) continue;
    const auto sibling = block.scope->children.find(name.text);
    if (sibling == block.scope->children.end()) {
      dangling(name, "task");
      return;
    }
    if (statement.exitTask && sibling->second->kind == Statement::Kind::Try && sibling->second->finally == &statement)
      continue;
    statement.before.push_back(sibling->second);
    if (waiting == nullptr) continue;
    waiting->after.push_back(sibling->second);
    sibling->second->referenced = true;
    ++sibling->second->reads;
  }
}

void Recovery::bind(Block& block) {
  // An exit task is a sibling of the group that it ends.
  for (Statement* statement : block.statements) {
    const Node* strategy = statement->task->find("triggerPolicy", "strategy");
    if (strategy == nullptr || strategy->text != "ALL_UPSTREAM_TASKS_COMPLETED") continue;
    statement->alwaysRun = true;
    const Node* waits = statement->task->find("dependentTasks");
    if (waits == nullptr || waits->items.size() != 1 || statement->kind != Statement::Kind::Task) continue;
    const auto handler = block.scope->children.find(waits->items.front().text);
    if (handler == block.scope->children.end() || handler->second->kind != Statement::Kind::Try) continue;
    if (handler->second->finally != nullptr) continue;
    handler->second->finally = statement;
    statement->exitTask = true;
  }
  for (Statement* statement : block.statements) {
    if (failed_) return;
    dependencies(*statement, *statement->task, block);
    if (statement->kind == Statement::Kind::Task) {
      bindTask(*statement);
    } else {
      bindGroup(*statement);
    }
  }
  for (Statement* statement : block.statements) {
    if (statement->kind == Statement::Kind::Try && statement->finally == nullptr) {
      diags_.report(statement->span, diag::importNoExitTask, statement->name);
    }
  }
  std::erase_if(block.statements, [](const Statement* statement) { return statement->exitTask; });
}

void Recovery::bindTask(Statement& statement) {
  const Node* parameters = statement.task->find("inputs", "parameters");
  const Node* artifacts = statement.task->find("inputs", "artifacts");
  // Constants may refer to the other inputs.
  for (const bool constants : {false, true}) {
    for (size_t i = 0; parameters != nullptr && i < parameters->keys.size() && !failed_; ++i) {
      if ((parameters->items[i].find("runtimeValue") != nullptr) != constants) continue;
      statement.passed[parameters->keys[i]] = parameter(parameters->items[i], &statement, *statement.scope);
    }
  }
  for (size_t i = 0; artifacts != nullptr && i < artifacts->keys.size() && !failed_; ++i) {
    statement.passed[artifacts->keys[i]] = artifact(artifacts->items[i], *statement.scope);
  }
  if (statement.pod != nullptr) readPod(*statement.pod, statement);
  if (statement.importer != nullptr) {
    if (const Node* uri = statement.importer->find("artifactUri", "constant")) {
      statement.arguments.emplace_back("uri", constant(*uri, statement.passed));
    } else if (const auto passed = statement.passed.find("uri"); passed != statement.passed.end()) {
      statement.arguments.emplace_back("uri", passed->second);
    }
    if (const Node* metadata = statement.importer->find("metadata")) {
      Value value = constant(*metadata, statement.passed);
      if (value.kind == Value::Kind::Map || value.kind == Value::Kind::List) orderMetadata(*metadata, value);
      statement.arguments.emplace_back("metadata", std::move(value));
    }
    return;
  }
  if (statement.callee == nullptr) return;
  for (const Port& port : statement.callee->inputs) {
    const auto passed = statement.passed.find(port.name);
    if (passed != statement.passed.end()) statement.arguments.emplace_back(port.name, passed->second);
  }
}

void Recovery::readPodValue(const Node& node, Statement& statement) {
  if (const Node* produced = node.find("taskOutputParameter")) {
    // The SDK also refers to tasks outside the group.
    Scope* at = statement.scope;
    const Node& task = *produced->find("producerTask");
    while (at->outer != nullptr && !at->children.contains(task.text)) at = at->outer;
    output(task, *produced->find("outputParameterKey"), *at);
  }
  if (const Node* input = node.find("componentInputParameter")) inputOf(*input, *statement.scope);
}

void Recovery::readPod(const Node& pod, Statement& statement) {
  // Only these fields hold values; labels and constants may contain anything.
  const auto readEntry = [&](const Node& entry) {
    for (size_t i = 0; i < entry.keys.size(); ++i) {
      if (entry.keys[i].ends_with("NameParameter") || entry.keys[i].ends_with("Json"))
        readPodValue(entry.items[i], statement);
    }
  };
  for (size_t i = 0; i < pod.keys.size(); ++i) {
    if (pod.keys[i] == "nodeSelector") readEntry(pod.items[i]);
    if (!pod.items[i].isSequence()) continue;
    for (const Node& entry : pod.items[i].items) {
      if (pod.keys[i] == "pvcMount") readPodValue(entry, statement);
      readEntry(entry);
    }
  }
}

void Recovery::bindGroup(Statement& statement) {
  Scope& outer = *statement.scope;
  if (statement.kind == Statement::Kind::If && statement.branches.front().name != statement.name) {
    // The branches are in a graph of their own.
    Scope& between = model_.scopes.emplace_back();
    between.component = statement.component;
    between.outer = &outer;
    bindInputs(*statement.task, outer, between);
    std::vector<Condition> earlier;
    for (Branch& branch : statement.branches) {
      branch.block.scope->outer = &between;
      bindInputs(*branch.task, between, *branch.block.scope);
      bindCondition(branch, between, earlier);
      if (branch.condition) earlier.push_back(*branch.condition);
    }
  } else {
    Branch& branch = statement.branches.front();
    branch.block.scope->outer = &outer;
    bindInputs(*statement.task, outer, *branch.block.scope);
    if (statement.kind == Statement::Kind::If) bindCondition(branch, outer, {});
  }
  if (statement.kind == Statement::Kind::For) {
    const Node* iterator = statement.task->find("parameterIterator");
    const bool artifacts = iterator == nullptr;
    if (artifacts) iterator = statement.task->find("artifactIterator");
    statement.itemInput = iterator->find("itemInput")->text;
    Scope& inner = *statement.branches.front().block.scope;
    if (const Node* raw = iterator->find("items", "raw")) {
      statement.items.kind = Value::Kind::Constant;
      statement.items.node = raw;
      statement.items.span = raw->span;
    } else {
      const Node* name = iterator->find("items", artifacts ? "inputArtifact" : "inputParameter");
      const auto known = name == nullptr ? inner.inputs.end() : inner.inputs.find(name->text);
      if (name == nullptr) {
        diags_.report(iterator->span, diag::importMissing, "items");
        failed_ = true;
      } else if (known == inner.inputs.end()) {
        dangling(*name, "input");
      } else {
        statement.items = known->second;
      }
    }
    const Node* definitions = statement.component->find("inputDefinitions", "parameters");
    const Node* definition = definitions == nullptr ? nullptr : definitions->find(statement.itemInput);
    if (definition != nullptr) statement.itemType = definition->find("parameterType")->text;
    Ref item;
    item.kind = Ref::Kind::Item;
    item.from = &statement;
    if (const Node* parameters = statement.task->find("inputs", "parameters")) {
      const std::string prefix = statement.itemInput + "-subvar-";
      for (const std::string& name : parameters->keys) {
        if (!name.starts_with(prefix) || inner.inputs.contains(name)) continue;
        Ref field;
        field.kind = Ref::Kind::Field;
        field.name = name.substr(prefix.size());
        field.base = std::make_shared<const Ref>(item);
        inner.inputs[name] = refValue(std::move(field), iterator->span);
      }
    }
    inner.inputs[statement.itemInput] = refValue(std::move(item), iterator->span);
  }
  for (Branch& branch : statement.branches) bind(branch.block);
}

}  // namespace mlpc::importers::kfp
