// Types as the source writes them.
#include <algorithm>
#include <map>
#include <string>
#include <unordered_map>

#include "identifiers.h"
#include "types.h"

namespace mlpc::importers::kfp {

namespace {

/// What the items of a loop are called if its variable is just `item`: named after what the loop iterates over.
std::string itemOf(const Ref& items) {
  const bool called = items.kind == Ref::Kind::Output && items.from != nullptr && items.from->callee != nullptr;
  return (called ? items.from->callee->name : singular(items.name)) + "_item";
}

using Classes = std::unordered_map<const Type*, size_t>;

/// A number for each record, the same for those with the same contents. Records may contain each other: they are
/// distinguished by their fields, then by what distinguished the records in these, and so on for some levels.
Classes classesOf(const Types& types, const std::vector<const Type*>& records) {
  constexpr unsigned kLevels = 8;
  Classes classes;
  for (unsigned level = 0; level <= kLevels; ++level) {
    std::unordered_map<std::string, size_t> numbers;
    Classes next;
    for (const Type* record : records) {
      std::string shape;
      for (const auto& [name, field] : record->fields) {
        const auto seen = record->seen.find(name);
        const bool always = (seen == record->seen.end() ? 0 : seen->second) >= record->constants;
        shape += name + (always ? ": " : "?: ");
        const Type* type = Types::find(field);
        for (; type->kind == Type::Kind::List && type->element != nullptr; type = Types::find(type->element))
          shape += "list of ";
        if (type->kind != Type::Kind::Record) {
          shape += types.text(type);
        } else if (const auto known = classes.find(type); known != classes.end()) {
          shape += std::to_string(known->second);
        }
        shape += ", ";
      }
      next.emplace(record, numbers.try_emplace(std::move(shape), numbers.size()).first->second);
    }
    classes = std::move(next);
  }
  return classes;
}

}  // namespace

void Types::cutCycles() {
  const auto next = [](const Type* type) -> const Type* {
    return type != nullptr && type->kind == Type::Kind::List && type->element != nullptr ? find(type->element)
                                                                                         : nullptr;
  };
  for (size_t i = 0; i < types_.size(); ++i) {
    Type& type = types_[i];
    if (type.parent != nullptr || type.kind != Type::Kind::List) continue;
    // Two pointers follow the elements, one twice as fast as the other: in a cycle they meet.
    const Type* slow = &type;
    const Type* fast = next(&type);
    while (fast != nullptr && fast != slow) {
      slow = next(slow);
      fast = next(next(fast));
    }
    if (fast != nullptr) type.element = make(Type::Kind::Json);
  }
}

bool mayBeAbsent(const Port& port) {
  return port.optional && (port.defaultValue == nullptr || port.defaultValue->isNull());
}

std::string Types::seen(const Ref& ref) const {
  const auto ofPort = [&](const Ports& ports) -> std::string {
    const Port* port = ports.find(ref.name);
    if (port == nullptr) return {};
    if (port->artifact) return mayBeAbsent(*port) ? "artifact?" : std::string();
    return text(*port) + (mayBeAbsent(*port) ? "?" : "");
  };
  switch (ref.kind) {
    case Ref::Kind::None:
    case Ref::Kind::FinalStatus: return {};
    case Ref::Kind::Input: return ofPort(ref.pipeline->inputs);
    case Ref::Kind::Output: {
      const Statement& from = *ref.from;
      if (from.kind == Statement::Kind::Task)
        return from.callee == nullptr ? std::string() : ofPort(from.callee->outputs);
      const auto output = from.outputs.find(ref.name);
      if (output == from.outputs.end()) return {};
      const Ref& value = output->second;
      const std::string inner = seen(value);
      // In the document, `Collected` makes a list of something that is not in a loop.
      const Node* declared = from.component->find("outputDefinitions", "parameters");
      if (declared != nullptr) declared = declared->find(ref.name);
      if (from.kind == Statement::Kind::If && declared != nullptr && !inner.starts_with("list") &&
          declared->find("parameterType")->text == "LIST") {
        return "list";
      }
      if (inner.empty() || from.kind != Statement::Kind::For) return inner;
      const bool collected = value.kind == Ref::Kind::Output && value.from->kind == Statement::Kind::For;
      return collected || inner == "json" ? "list" : "list[" + inner + "]";
    }
    case Ref::Kind::Item: {
      const Statement& loop = *ref.from;
      if (loop.items.kind != Value::Kind::Ref) return ofItems(loop, {});
      std::string list = loopCast(loop);
      if (list.empty()) list = seen(loop.items.ref);
      while (list.ends_with('?')) list.pop_back();
      if (list.starts_with("list[")) return list.substr(5, list.size() - 6);
      return "json";
    }
    case Ref::Kind::Field: {
      Type* base = nullptr;
      if (ref.base->kind == Ref::Kind::Item) {
        if (ref.base->from->items.kind != Value::Kind::Ref) return ofItems(*ref.base->from, ref.name);
        base = ref.base->from->item;
      }
      if (base == nullptr) base = const_cast<Types*>(this)->ofRef(*ref.base);
      if (base == nullptr) return "json";
      base = find(base);
      const auto field = base->fields.find(ref.name);
      if (base->kind != Type::Kind::Record || field == base->fields.end()) return "json";
      const auto count = base->seen.find(ref.name);
      return text(field->second) + ((count == base->seen.end() ? 0 : count->second) < base->constants ? "?" : "");
    }
  }
  return {};
}

std::string Types::loopCast(const Statement& loop) const {
  if (loop.items.kind != Value::Kind::Ref) return {};
  std::string list = seen(loop.items.ref);
  while (list.ends_with('?')) list.pop_back();
  if (list.empty() || (!loop.bare && list.starts_with("list"))) return {};
  const Type* item = find(loop.item);
  return "list[" + (item->kind == Type::Kind::Unknown || item->kind == Type::Kind::Json ? "string" : text(item)) + "]";
}

std::string Types::ofItems(const Statement& loop, const std::string& field) const {
  const auto raw = raw_.find(&loop);
  if (raw == raw_.end()) return "json";
  const auto name = [](const Node& node) -> std::string {
    switch (node.kind) {
      case Node::Kind::Bool: return "bool";
      case Node::Kind::Int: return "int";
      case Node::Kind::Float: return "float";
      case Node::Kind::Text: return "string";
      case Node::Kind::Sequence: return "list";
      case Node::Kind::Mapping: return "map";
      default: return "json";
    }
  };
  std::string result;
  bool absent = false;
  for (const Node& item : raw->second.items) {
    const Node* value = field.empty() ? &item : item.find(field);
    if (value == nullptr) {
      absent = true;
      continue;
    }
    std::string type = name(*value);
    if (result.empty()) result = type;
    if ((result == "int" && type == "float") || (result == "float" && type == "int")) result = type = "float";
    if (result != type) return "json";
  }
  return absent ? result + '?' : result;
}

bool Types::fits(std::string_view from, std::string_view to) {
  if (from.empty() || to.empty() || from == to || from == "artifact") return true;
  if (to.ends_with('?')) {
    to.remove_suffix(1);
    if (from.ends_with('?')) from.remove_suffix(1);
    return fits(from, to);
  }
  if (from.ends_with('?') || from == "json") return false;
  if (to == "float") return from == "int";
  if (to == "list") return from.starts_with("list[");
  const auto isBasic = [](std::string_view type) {
    return type == "string" || type == "int" || type == "float" || type == "bool" || type.starts_with("list");
  };
  if (to == "map") return !isBasic(from);
  for (const std::string_view head : {"list[", "map["}) {
    if (!from.starts_with(head) || !to.starts_with(head)) continue;
    from.remove_prefix(head.size());
    to.remove_prefix(head.size());
    return fits(from.substr(0, from.size() - 1), to.substr(0, to.size() - 1));
  }
  return to == "TaskConfig" || to == "FinalStatus";
}

bool Types::fitsHint(const std::string& hint, const Node& node) {
  const auto inner = [&](std::string_view head) { return hint.substr(head.size(), hint.size() - head.size() - 1); };
  const auto all = [&](const std::string& element) {
    return std::all_of(node.items.begin(), node.items.end(), [&](const Node& item) { return fitsHint(element, item); });
  };
  if (hint == "string") return node.isText();
  if (hint == "int") return node.isNumber() && node.number == static_cast<double>(static_cast<int64_t>(node.number));
  if (hint == "float") return node.isNumber();
  if (hint == "bool") return node.kind == Node::Kind::Bool;
  if (hint == "list") return node.isSequence();
  if (hint == "map") return node.isMapping();
  if (hint.starts_with("list[")) return node.isSequence() && all(inner("list["));
  if (hint.starts_with("map[")) return node.isMapping() && all(inner("map["));
  return false;
}

void Types::collectRecords(const Type* type, const std::string& suggestion) {
  type = find(type);
  if (type->kind == Type::Kind::List && type->element != nullptr) return collectRecords(type->element, suggestion);
  if (type->kind != Type::Kind::Record || type->collected) return;
  const_cast<Type*>(type)->collected = true;
  const_cast<Type*>(type)->suggestion = suggestion;
  records_.push_back(type);
  for (const auto& [name, field] : type->fields) collectRecords(field, singular(name));
}

void Types::nameRecords(std::set<std::string>& taken) {
  for (const Statement& statement : model_.statements) {
    if (statement.kind != Statement::Kind::For) continue;
    Type* type = find(statement.item);
    if (type->collected) {
      type->suggestion = statement.variable.starts_with("item") ? "item" : statement.variable;
      type->loopedOver = statement.items.ref;
    }
  }
  // Records with the same contents are one.
  const auto classes = classesOf(*this, records_);
  std::map<size_t, std::string> names;
  std::vector<const Type*> declared;
  for (size_t i = 0; i < records_.size(); ++i) {
    const auto [known, added] = names.try_emplace(classes.at(records_[i]));
    if (added) {
      std::string name = upperCamel(records_[i]->suggestion);
      if (records_[i]->loopedOver && taken.contains(name)) name = upperCamel(itemOf(records_[i]->loopedOver));
      known->second = unique(std::move(name), taken, "");
      declared.push_back(records_[i]);
    }
    const_cast<Type*>(records_[i])->name = known->second;
  }
  records_ = std::move(declared);
}

std::string Types::text(const Type* type) const {
  type = find(type);
  switch (type->kind) {
    case Type::Kind::Unknown:
    case Type::Kind::Json:
    case Type::Kind::String: return "string";
    case Type::Kind::Int: return "int";
    case Type::Kind::Float: return "float";
    case Type::Kind::Bool: return "bool";
    case Type::Kind::Record:
      if (!type->name.empty()) return type->name;
      return "map";
    case Type::Kind::Map:
    case Type::Kind::List: {
      const bool list = type->kind == Type::Kind::List;
      if (list && type->element != nullptr) {
        const Type* element = find(type->element);
        if (element->kind != Type::Kind::Unknown && element->kind != Type::Kind::Json)
          return "list[" + text(element) + "]";
        if (element->kind == Type::Kind::Json) return "list";
      }
      const bool hinted = type->open && type->hints.size() == 1 &&
                          type->hints.begin()->starts_with(list ? "list" : "map") &&
                          std::all_of(type->values.begin(), type->values.end(),
                                      [&](const Node* value) { return fitsHint(*type->hints.begin(), *value); });
      if (hinted) return *type->hints.begin();
      return list ? "list" : "map";
    }
  }
  return "string";
}

std::string Types::text(const Port& port) const {
  if (port.type != nullptr) {
    const Type::Kind kind = find(port.type)->kind;
    if (port.parameter == "LIST" && kind == Type::Kind::List) return text(port.type);
    if (port.parameter == "STRUCT" && (kind == Type::Kind::Map || kind == Type::Kind::Record)) return text(port.type);
  }
  if (port.parameter == "STRING") return "string";
  if (port.parameter == "NUMBER_INTEGER") return "int";
  if (port.parameter == "NUMBER_DOUBLE") return "float";
  if (port.parameter == "BOOLEAN") return "bool";
  if (port.parameter == "LIST") return "list";
  if (port.parameter == "STRUCT") return "map";
  if (port.parameter == "TASK_FINAL_STATUS") return "FinalStatus";
  if (port.parameter == "TASK_CONFIG") return "TaskConfig";
  return "string";
}

std::vector<std::string> fieldTexts(const Types& types, const Type& record) {
  std::vector<std::string> result;
  for (const auto& [name, field] : record.fields) {
    std::string text = isIdentifier(name) ? name : quoted(name);
    text += ": " + types.text(field);
    const auto seen = record.seen.find(name);
    const size_t count = seen == record.seen.end() ? 0 : seen->second;
    // What some of the known values do not have may be absent.
    if (count < record.constants) text += '?';
    result.push_back(std::move(text));
  }
  return result;
}

}  // namespace mlpc::importers::kfp
