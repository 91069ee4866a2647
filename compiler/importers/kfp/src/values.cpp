// The values of tasks' inputs: constants, strings with placeholders, and values that come in through the inputs of
// groups, which are followed to where they are produced.

#include <algorithm>
#include <array>
#include <cstdlib>

#include "mlpc/diag/import.h"
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
constexpr std::string_view kWorkspacePath = "{{$.workspace_path}}";
constexpr std::string_view kParameterBegin = "{{$.inputs.parameters['";
constexpr std::string_view kParameterEnd = "']}}";
constexpr std::string_view kParsedItem = "parseJson(string_value)";

/// The numbers of the inputs `metadata`, `metadata-2`, … of an importer, in the order in which the node reads them.
void collectMetadata(const Node& node, std::vector<size_t>& out) {
  constexpr std::string_view kName = "{{$.inputs.parameters['metadata";
  if (node.isText()) {
    for (size_t at = node.text.find(kName); at != std::string::npos; at = node.text.find(kName, at + 1)) {
      const std::string_view rest = std::string_view(node.text).substr(at + kName.size());
      out.push_back(rest.starts_with('-') ? static_cast<size_t>(std::strtoul(rest.data() + 1, nullptr, 10)) : 1);
    }
  }
  for (const Node& item : node.items) collectMetadata(item, out);
}

size_t countNodes(const Node& node) {
  size_t count = 1;
  for (const Node& item : node.items) count += countNodes(item);
  return count;
}

/// How many inputs have been counted after a node, if `known` were before it; empty if it reads one that is not the
/// next.
std::optional<size_t> countedAfter(const Node& node, size_t known) {
  std::vector<size_t> numbers;
  collectMetadata(node, numbers);
  for (const size_t number : numbers) {
    if (number <= known) continue;
    if (number != known + 1) return std::nullopt;
    ++known;
  }
  return known;
}

/// Orders the entries of maps, outer maps first; returns how many inputs were counted.
size_t orderMetadataAfter(const Node& node, Value& value, size_t known) {
  if (value.kind == Value::Kind::List) {
    for (size_t i = 0; i < value.items.size(); ++i) known = orderMetadataAfter(node.items[i], value.items[i], known);
    return known;
  }
  if (value.kind != Value::Kind::Map) return std::max(known, countedAfter(node, known).value_or(known));
  std::vector<size_t> left(value.items.size());
  for (size_t i = 0; i < left.size(); ++i) left[i] = i;
  std::vector<Value> items;
  std::vector<std::string> keys;
  while (!left.empty()) {
    auto next = std::find_if(left.begin(), left.end(),
                             [&](size_t i) { return countedAfter(node.items[i], known).has_value(); });
    if (next == left.end()) next = left.begin();
    known = orderMetadataAfter(node.items[*next], value.items[*next], known);
    items.push_back(std::move(value.items[*next]));
    keys.push_back(std::move(value.keys[*next]));
    left.erase(next);
  }
  value.items = std::move(items);
  value.keys = std::move(keys);
  return known;
}

}  // namespace

Value refValue(Ref ref, source::Span span) {
  Value value;
  value.kind = Value::Kind::Ref;
  value.ref = std::move(ref);
  value.span = span;
  return value;
}

void orderMetadata(const Node& node, Value& value) {
  constexpr size_t kMost = 5000;  // nobody writes more, and each is looked at many times
  if (countNodes(node) < kMost) orderMetadataAfter(node, value, 0);
}

Value Recovery::selected(Value value, const Node& selector) {
  std::string_view rest = selector.text;
  const auto unknown = [&] {
    diags_.report(selector.span, diag::importSelector, selector.text);
    return value;
  };
  if (value.kind != Value::Kind::Ref || !rest.starts_with(kParsedItem)) return unknown();
  rest.remove_prefix(kParsedItem.size());
  Ref ref = value.ref;
  // Fields of fields are read by recursion.
  constexpr size_t kMostFields = 100;
  size_t fields = 0;
  for (const Ref* base = ref.base.get(); base != nullptr; base = base->base.get()) ++fields;
  while (!rest.empty()) {
    const size_t end = rest.starts_with("[\"") ? rest.find("\"]", 2) : std::string_view::npos;
    if (end == std::string_view::npos || ++fields > kMostFields) return unknown();
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
    if (placeholder == kWorkspacePath) {
      Value piece;
      piece.kind = Value::Kind::Property;
      piece.text = "run.workspace";
      result.items.push_back(std::move(piece));
      continue;
    }
    if (placeholder.starts_with(kParameterBegin) && placeholder.ends_with(kParameterEnd)) {
      const auto name = placeholder.substr(kParameterBegin.size(),
                                           placeholder.size() - kParameterBegin.size() - kParameterEnd.size());
      const auto known = passed.find(name);
      if (known != passed.end() && known->second.kind == Value::Kind::Ref) {
        result.items.push_back(known->second);
        continue;
      }
    }
    // mlp has no name for it, so it stays text.
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

const Value* findInput(std::string_view name, const Scope& scope) {
  const auto own = scope.inputs.find(name);
  if (own != scope.inputs.end()) return &own->second;
  for (const std::string_view prefix : {"", "pipelinechannel--"}) {
    const std::string wanted = std::string(prefix) + std::string(name);
    for (const Scope* at = &scope; at != nullptr; at = at->outer) {
      const auto known = at->inputs.find(wanted);
      if (known != at->inputs.end()) return &known->second;
    }
  }
  return nullptr;
}

const Value* Recovery::lostItem(const Node& name, const Scope& scope) {
  for (const Scope* at = &scope; at != nullptr; at = at->outer) {
    for (const auto& [input, value] : at->inputs) {
      if (value.ref.kind != Ref::Kind::Item) continue;
      const std::string prefix = std::string(input) + "-subvar-";
      if (!name.text.starts_with(prefix)) continue;
      Ref field;
      field.kind = Ref::Kind::Field;
      field.name = name.text.substr(prefix.size());
      field.base = std::make_shared<const Ref>(value.ref);
      return &const_cast<Scope*>(at)->inputs.emplace(name.text, refValue(std::move(field), name.span)).first->second;
    }
  }
  return nullptr;
}

const Value* Recovery::inputOf(const Node& name, const Scope& scope) {
  const Value* value = findInput(name.text, scope);
  if (value == nullptr) value = lostItem(name, scope);
  if (value == nullptr) {
    dangling(name, "input");
  } else if (!scope.inputs.contains(name.text)) {
    diags_.report(name.span, diag::importNotPassed, name.text);
  }
  return value;
}

Value podParameter(const Node& source, const Statement& statement) {
  Value value;
  if (const Node* input = source.find("componentInputParameter")) {
    if (const Value* known = findInput(input->text, *statement.scope)) value = *known;
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
