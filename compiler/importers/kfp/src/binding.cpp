// What the references of a document stand for: values that come through the inputs of groups are followed to where they
// are made.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <set>

#include "conditions.h"
#include "recovery.h"

namespace mlpc::importers::kfp {
namespace {

using Passed = std::unordered_map<std::string_view, Value>;

constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kProperties = {{
    {"{{$.pipeline_job_create_time_utc}}", "run.created_at"},
    {"{{$.pipeline_job_name}}", "run.name"},
    {"{{$.pipeline_job_resource_name}}", "run.resource_name"},
    {"{{$.pipeline_job_schedule_time_utc}}", "run.scheduled_at"},
    {"{{$.pipeline_job_uuid}}", "run.id"},
    {"{{$.pipeline_root}}", "run.root"},
    {"{{$.pipeline_task_name}}", "task.name"},
    {"{{$.pipeline_task_uuid}}", "task.id"},
    {"{{$.workspace_path}}", "run.workspace"},
}};
constexpr std::string_view kWorkspace = "{{$.workspace_path}}";
constexpr std::string_view kParameter = "{{$.inputs.parameters['";
constexpr std::string_view kParameterEnd = "']}}";
constexpr std::string_view kSelector = "parseJson(string_value)";

Value refValue(Ref ref, source::Span span) {
  Value value;
  value.kind = Value::Kind::Ref;
  value.ref = std::move(ref);
  value.span = span;
  return value;
}

/// The tasks that `node` names as producers.
void collectProducers(const Node& node, std::set<std::string_view>& out) {
  for (size_t i = 0; i < node.items.size(); ++i) {
    if (node.isMapping() && node.keys[i] == "producerTask" && node.items[i].isText()) {
      out.insert(node.items[i].text);
    } else {
      collectProducers(node.items[i], out);
    }
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

/// The entries of a graph's outputs under `key`, of either kind.
std::vector<const Node*> selectorsOf(const Node& component, std::string_view key) {
  std::vector<const Node*> result;
  if (const Node* parameters = component.find("dag", "outputs", "parameters")) {
    if (const Node* found = parameters->find(key)) {
      if (const Node* one = found->find("valueFromParameter")) result.push_back(one);
      if (const Node* several = found->find("valueFromOneof", "parameterSelectors")) {
        for (const Node& item : several->items) result.push_back(&item);
      }
    }
  }
  if (const Node* artifacts = component.find("dag", "outputs", "artifacts")) {
    if (const Node* found = artifacts->find(key)) {
      for (const Node& item : found->find("artifactSelectors")->items) result.push_back(&item);
    }
  }
  return result;
}

const Node& keyOf(const Node& selector) {
  const Node* key = selector.find("outputParameterKey");
  return key != nullptr ? *key : *selector.find("outputArtifactKey");
}

/// The least number among the inputs `metadata`, `metadata-2`, … of an importer that the node reads.
size_t firstMetadata(const Node& node) {
  constexpr std::string_view kName = "{{$.inputs.parameters['metadata";
  size_t least = std::string_view::npos;
  if (node.isText()) {
    for (size_t at = node.text.find(kName); at != std::string::npos; at = node.text.find(kName, at + 1)) {
      const std::string_view rest = std::string_view(node.text).substr(at + kName.size());
      size_t number = 1;
      if (rest.starts_with('-')) number = static_cast<size_t>(std::strtoul(rest.data() + 1, nullptr, 10));
      least = std::min(least, number);
    }
  }
  for (const Node& item : node.items) least = std::min(least, firstMetadata(item));
  return least;
}

/// Puts the entries in the order in which they were written: the inputs that they read were counted in it.
void orderMetadata(const Node& node, Value& value) {
  for (size_t i = 0; i < value.items.size(); ++i) orderMetadata(node.items[i], value.items[i]);
  if (value.kind != Value::Kind::Map) return;
  std::vector<size_t> order(value.items.size());
  for (size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return firstMetadata(node.items[a]) < firstMetadata(node.items[b]); });
  std::vector<Value> items;
  std::vector<std::string> keys;
  for (const size_t i : order) {
    items.push_back(std::move(value.items[i]));
    keys.push_back(std::move(value.keys[i]));
  }
  value.items = std::move(items);
  value.keys = std::move(keys);
}

bool sameCondition(const Condition& a, const Condition& b) {
  return a.kind == b.kind && a.text == b.text && a.operands.size() == b.operands.size() &&
         std::equal(a.operands.begin(), a.operands.end(), b.operands.begin(), sameCondition);
}

}  // namespace

Value Recovery::selected(Value value, const Node& selector) {
  std::string_view rest = selector.text;
  const auto unknown = [&] {
    residue(selector.span, fmt::format("the expression `{}`: mlp has fields of loop items only", selector.text));
    return value;
  };
  if (value.kind != Value::Kind::Ref || !rest.starts_with(kSelector)) return unknown();
  rest.remove_prefix(kSelector.size());
  Ref ref = value.ref;
  while (!rest.empty()) {
    const size_t end = rest.starts_with("[\"") ? rest.find("\"]", 2) : std::string_view::npos;
    if (end == std::string_view::npos) return unknown();
    Ref field;
    field.kind = Ref::Kind::Field;
    field.name = std::string(rest.substr(2, end - 2));
    field.base = std::make_shared<const Ref>(std::move(ref));
    ref = std::move(field);
    rest.remove_prefix(end + 2);
  }
  return refValue(std::move(ref), selector.span);
}

Value Recovery::text(const Node& node, const Passed& passed) {
  Value constant;
  constant.kind = Value::Kind::Constant;
  constant.node = &node;
  constant.span = node.span;
  const std::string_view all = node.text;
  if (all.find("{{$") == std::string_view::npos) return constant;
  for (const auto& [placeholder, property] : kProperties) {
    if (all != placeholder) continue;
    Value value;
    value.kind = Value::Kind::Property;
    value.text = property;
    value.span = node.span;
    return value;
  }
  Value result;
  result.kind = Value::Kind::Template;
  result.span = node.span;
  const auto addText = [&](std::string_view part) {
    if (part.empty()) return;
    if (!result.items.empty() && result.items.back().kind == Value::Kind::None) {
      result.items.back().text += part;
      return;
    }
    Value piece;
    piece.text = part;
    result.items.push_back(std::move(piece));
  };
  size_t at = 0;
  while (at < all.size()) {
    const size_t open = all.find("{{$", at);
    const size_t close = open == std::string_view::npos ? open : all.find("}}", open);
    if (close == std::string_view::npos) break;
    addText(all.substr(at, open - at));
    const std::string_view placeholder = all.substr(open, close + 2 - open);
    at = close + 2;
    if (placeholder == kWorkspace) {
      Value piece;
      piece.kind = Value::Kind::Property;
      piece.text = "run.workspace";
      result.items.push_back(std::move(piece));
      continue;
    }
    if (placeholder.starts_with(kParameter) && placeholder.ends_with(kParameterEnd)) {
      const auto name =
          placeholder.substr(kParameter.size(), placeholder.size() - kParameter.size() - kParameterEnd.size());
      const auto known = passed.find(name);
      if (known != passed.end() && known->second.kind == Value::Kind::Ref) {
        result.items.push_back(known->second);
        continue;
      }
    }
    // Nothing that mlp has a name for: it stays text.
    addText(placeholder);
  }
  addText(all.substr(at));
  if (result.items.size() == 1 && result.items.front().kind == Value::Kind::None) return constant;
  return result;
}

Value Recovery::constant(const Node& node, const Passed& passed) {
  Value value;
  value.kind = Value::Kind::Constant;
  value.node = &node;
  value.span = node.span;
  if (node.isText()) return text(node, passed);
  if (!node.isSequence() && !node.isMapping()) return value;
  bool plain = true;
  for (const Node& item : node.items) {
    value.items.push_back(constant(item, passed));
    plain = plain && value.items.back().kind == Value::Kind::Constant;
  }
  if (plain) {
    value.items.clear();
    return value;
  }
  value.kind = node.isSequence() ? Value::Kind::List : Value::Kind::Map;
  value.keys = node.keys;
  return value;
}

Value Recovery::parameter(const Node& source, Statement* statement, Scope& scope) {
  Value value;
  if (const Node* input = source.find("componentInputParameter")) {
    const Value* known = inputOf(*input, scope);
    if (known == nullptr) return value;
    value = *known;
    value.span = input->span;
  } else if (const Node* produced = source.find("taskOutputParameter")) {
    const Node& task = *produced->find("producerTask");
    value = refValue(output(task, *produced->find("outputParameterKey"), scope), task.span);
  } else if (const Node* status = source.find("taskFinalStatus", "producerTask")) {
    const auto sibling = scope.children.find(status->text);
    if (sibling == scope.children.end()) {
      dangling(*status, "task");
      return value;
    }
    Ref ref;
    ref.kind = Ref::Kind::FinalStatus;
    const bool own = statement != nullptr && statement->exitTask && sibling->second->kind == Statement::Kind::Try;
    if (!own) {
      ref.from = sibling->second;
      ref.from->referenced = true;
    }
    value = refValue(std::move(ref), status->span);
  } else if (const Node* constant = source.find("runtimeValue", "constant")) {
    value = this->constant(*constant, statement == nullptr ? Passed() : statement->passed);
  }
  if (const Node* selector = source.find("parameterExpressionSelector")) return selected(std::move(value), *selector);
  return value;
}

Value Recovery::artifact(const Node& source, Scope& scope) {
  if (const Node* input = source.find("componentInputArtifact")) {
    const auto known = scope.inputs.find(input->text);
    if (known != scope.inputs.end()) {
      Value value = known->second;
      value.span = input->span;
      return value;
    }
    dangling(*input, "input");
  } else if (const Node* produced = source.find("taskOutputArtifact")) {
    const Node& task = *produced->find("producerTask");
    return refValue(output(task, *produced->find("outputArtifactKey"), scope), task.span);
  }
  return {};
}

const Value* Recovery::inputOf(const Node& name, const Scope& scope) {
  const auto own = scope.inputs.find(name.text);
  if (own != scope.inputs.end()) return &own->second;
  for (const Scope* at = scope.outer; at != nullptr; at = at->outer) {
    const auto known = at->inputs.find(name.text);
    if (known == at->inputs.end()) continue;
    residue(name.span,
            fmt::format("`{}`, which the group around it is not given: in mlp it comes from further out", name.text));
    return &known->second;
  }
  dangling(name, "input");
  return nullptr;
}

Ref Recovery::output(const Node& producer, const Node& key, Scope& scope) {
  const auto sibling = scope.children.find(producer.text);
  if (sibling == scope.children.end()) {
    dangling(producer, "task");
    return {};
  }
  return outputOf(*sibling->second, key.text, key.span);
}

Ref Recovery::outputOf(Statement& statement, const std::string& key, source::Span at) {
  Ref ref;
  ref.kind = Ref::Kind::Output;
  ref.name = key;
  ref.from = &statement;
  statement.referenced = true;
  ++statement.reads;
  if (statement.kind == Statement::Kind::Task) {
    if (statement.importer != nullptr) {
      ref.name = "artifact";
    } else if (statement.callee != nullptr) {
      const auto& ports = statement.callee->outputs;
      if (std::none_of(ports.begin(), ports.end(), [&](const Port& port) { return port.name == key; })) {
        diags_.report(at, diag::importDangling, diag::Phrase("output"), key);
        failed_ = true;
      }
    }
    return ref;
  }
  if (statement.outputs.contains(key)) return ref;
  statement.outputs.emplace(key, Ref());
  if (++depth_ > 200) failed_ = true;
  const bool single = statement.kind == Statement::Kind::If && statement.branches.front().name == statement.name;
  if (statement.kind == Statement::Kind::For || single) {
    yield(statement.branches.front().block, key, statement, key, at);
  } else if (statement.kind == Statement::Kind::If) {
    for (const Node* selector : selectorsOf(*statement.component, key)) {
      const std::string& task = selector->find("producerSubtask")->text;
      const auto branch = std::find_if(statement.branches.begin(), statement.branches.end(),
                                       [&](const Branch& candidate) { return candidate.name == task; });
      if (branch == statement.branches.end()) {
        dangling(*selector->find("producerSubtask"), "task");
      } else {
        yield(branch->block, keyOf(*selector).text, statement, key, selector->span);
      }
    }
  } else {
    residue(at, fmt::format("the output `{}` of `{}`: what a `try` makes cannot be read outside of it", key,
                            statement.name));
  }
  --depth_;
  return ref;
}

void Recovery::yield(Block& block, const std::string& key, Statement& group, const std::string& groupKey,
                     source::Span at) {
  const auto selectors = selectorsOf(*block.scope->component, key);
  if (selectors.size() != 1) {
    diags_.report(at, diag::importDangling, diag::Phrase("output"), key);
    failed_ = true;
    return;
  }
  const Node& subtask = *selectors.front()->find("producerSubtask");
  const Node& subkey = keyOf(*selectors.front());
  const auto child = block.scope->children.find(subtask.text);
  if (child == block.scope->children.end()) {
    dangling(subtask, "task");
    return;
  }
  Statement& inner = *child->second;
  Ref value = outputOf(inner, subkey.text, subkey.span);
  if (!group.outputs[groupKey]) group.outputs[groupKey] = value;
  block.yields.push_back({&group, groupKey, std::move(value)});
}

void Recovery::foldYields(Statement& loop, Block& block) {
  if (block.yields.empty()) return;
  Statement* inner = block.yields.front().value.from;
  if (inner == nullptr || inner->kind != Statement::Kind::If || inner->scope != block.scope) return;
  const auto fromInner = [&](const Block::Yield& yield) {
    return yield.value.kind == Ref::Kind::Output && yield.value.from == inner;
  };
  if (!std::all_of(block.yields.begin(), block.yields.end(), fromInner) || inner->reads != block.yields.size()) return;
  Branch* only = nullptr;
  for (Branch& branch : inner->branches) {
    if (branch.block.yields.empty()) continue;
    if (only != nullptr) return;
    only = &branch;
  }
  if (only == nullptr) return;
  for (Block::Yield& yield : only->block.yields) {
    const auto outer = std::find_if(block.yields.begin(), block.yields.end(),
                                    [&](const Block::Yield& candidate) { return candidate.value.name == yield.key; });
    if (outer == block.yields.end()) return;
    yield.group = &loop;
    yield.key = outer->key;
    loop.outputs[yield.key] = yield.value;
  }
  block.yields.clear();
  inner->outputs.clear();
  inner->referenced = false;
  foldYields(loop, only->block);
}

void Recovery::bindInputs(const Node& task, Scope& outer, Scope& inner) {
  if (const Node* parameters = task.find("inputs", "parameters")) {
    for (size_t i = 0; i < parameters->keys.size(); ++i) {
      // The SDK loses the item of a constant list on its way into a text.
      const Node* lost = parameters->items[i].find("componentInputParameter");
      if (lost != nullptr && lost->text.starts_with("loop-item-param-") &&
          lost->text.find("-subvar-") != std::string::npos && !outer.inputs.contains(lost->text)) {
        residue(lost->span,
                fmt::format("`{}`, which stands for a field of a loop's item and comes from nowhere: in mlp "
                            "it comes from the item",
                            lost->text));
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
    residue(text.span, "this condition: it is not of the form that the KFP SDK writes");
    Condition never;
    never.text = "false";
    branch.condition = std::move(never);
  };
  if (!condition) return unreadable();
  // A branch begins with the negations of those before it.
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
  std::set<std::string_view> seen;
  for (const Node& name : waits->items) {
    if (producers.contains(name.text) || !seen.insert(name.text).second) continue;
    const auto sibling = block.scope->children.find(name.text);
    if (sibling == block.scope->children.end()) {
      dangling(name, "task");
      return;
    }
    if (statement.exitTask && sibling->second->kind == Statement::Kind::Try && sibling->second->finally == &statement)
      continue;
    statement.before.push_back(sibling->second);
    // Groups have no `after`; any task in them passes it on.
    Statement* waiting = firstTask(statement);
    if (waiting == nullptr) continue;
    waiting->after.push_back(sibling->second);
    sibling->second->referenced = true;
    ++sibling->second->reads;
  }
}

void Recovery::bind(Block& block) {
  // An exit task stands beside the group that it ends.
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
      residue(statement->span, fmt::format("`{}`, to which no exit task belongs", statement->name));
    }
  }
  std::erase_if(block.statements, [](const Statement* statement) { return statement->exitTask; });
}

void Recovery::bindTask(Statement& statement) {
  const Node* parameters = statement.task->find("inputs", "parameters");
  const Node* artifacts = statement.task->find("inputs", "artifacts");
  // Constants may name the other inputs.
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

void Recovery::readPod(const Node& node, Statement& statement) {
  if (const Node* produced = node.find("taskOutputParameter")) {
    // The SDK names tasks outside of the group too.
    Scope* at = statement.scope;
    const Node& task = *produced->find("producerTask");
    while (at->outer != nullptr && !at->children.contains(task.text)) at = at->outer;
    output(task, *produced->find("outputParameterKey"), *at);
  }
  for (const Node& item : node.items) readPod(item, statement);
}

void Recovery::bindGroup(Statement& statement) {
  Scope& outer = *statement.scope;
  if (statement.kind == Statement::Kind::If && statement.branches.front().name != statement.name) {
    // The branches stand in a graph of their own.
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

void Recovery::bindReturned(Pipeline& pipeline) {
  for (const Port& port : pipeline.outputs) {
    const auto selectors = selectorsOf(*pipeline.component, port.name);
    if (selectors.size() != 1) {
      residue(port.node->span, fmt::format("the output `{}`, which no single task gives", port.name));
      continue;
    }
    const Node& subtask = *selectors.front()->find("producerSubtask");
    const auto child = pipeline.body.scope->children.find(subtask.text);
    if (child == pipeline.body.scope->children.end()) {
      dangling(subtask, "task");
      return;
    }
    pipeline.returned.emplace(port.name, outputOf(*child->second, keyOf(*selectors.front()).text, subtask.span));
  }
}

Value podParameter(const Node& source, const Statement& statement) {
  Value value;
  if (const Node* input = source.find("componentInputParameter")) {
    const auto known = statement.scope->inputs.find(input->text);
    if (known != statement.scope->inputs.end()) value = known->second;
  } else if (const Node* produced = source.find("taskOutputParameter")) {
    const Scope* at = statement.scope;
    const std::string& task = produced->find("producerTask")->text;
    while (at->outer != nullptr && !at->children.contains(task)) at = at->outer;
    const auto sibling = at->children.find(task);
    if (sibling != at->children.end()) {
      Ref ref;
      ref.kind = Ref::Kind::Output;
      ref.name = produced->find("outputParameterKey")->text;
      ref.from = sibling->second;
      value = refValue(std::move(ref), source.span);
    }
  } else if (const Node* constant = source.find("runtimeValue", "constant")) {
    value.kind = Value::Kind::Constant;
    value.node = constant;
  }
  value.span = source.span;
  return value;
}

}  // namespace mlpc::importers::kfp
