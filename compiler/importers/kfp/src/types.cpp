#include "types.h"

#include <algorithm>

#include "identifiers.h"
#include "mlpc/embedded/python_type.h"
#include "python_code.h"

namespace mlpc::importers::kfp {
namespace {

using embedded::PythonType;

/// An annotation as the type in mlp; empty if mlp has no such type.
std::string ofAnnotation(const PythonType& annotation) {
  const std::string_view head = annotation.text;
  const bool list = head == "list" || head == "List";
  const bool map = head == "dict" || head == "Dict";
  if (annotation.kind == PythonType::Kind::Name) {
    if (head == "str") return "string";
    if (head == "int" || head == "float" || head == "bool") return std::string(head);
    return map ? "map" : list ? "list" : "";
  }
  if (annotation.kind != PythonType::Kind::Applied) return {};
  const std::vector<PythonType>& parts = annotation.parts;
  if (head == "Optional" && parts.size() == 1) return ofAnnotation(parts[0]);
  const bool typed = (list && parts.size() == 1) || (map && parts.size() == 2 && parts[0].isName("str"));
  if (!typed) return {};
  const std::string element = ofAnnotation(parts.back());
  return element.empty() ? element : (list ? "list[" : "map[") + element + "]";
}

bool isStructured(Type::Kind kind) {
  return kind == Type::Kind::List || kind == Type::Kind::Map || kind == Type::Kind::Record;
}

}  // namespace

const Type* Types::find(const Type* type) {
  while (type->parent != nullptr) type = type->parent;
  return type;
}

Type* Types::find(Type* type) {
  while (type->parent != nullptr) {
    if (type->parent->parent != nullptr) type->parent = type->parent->parent;
    type = type->parent;
  }
  return type;
}

Type* Types::make(Type::Kind kind) {
  Type& type = types_.emplace_back();
  type.kind = kind;
  if (kind == Type::Kind::List) type.element = make(Type::Kind::Unknown);
  return &type;
}

Type* Types::ofParameter(const std::string& parameter) {
  if (parameter == "STRING") return make(Type::Kind::String);
  if (parameter == "NUMBER_INTEGER") return make(Type::Kind::Int);
  if (parameter == "NUMBER_DOUBLE") return make(Type::Kind::Float);
  if (parameter == "BOOLEAN") return make(Type::Kind::Bool);
  if (parameter == "LIST") return make(Type::Kind::List);
  if (parameter == "STRUCT") return make(Type::Kind::Map);
  return nullptr;
}

Type* Types::ofConstant(const Node& node) {
  switch (node.kind) {
    case Node::Kind::Null: return make(Type::Kind::Json);
    case Node::Kind::Bool: return make(Type::Kind::Bool);
    case Node::Kind::Int: return make(Type::Kind::Int);
    case Node::Kind::Float:
      return make(node.number == static_cast<double>(static_cast<int64_t>(node.number)) ? Type::Kind::Int
                                                                                        : Type::Kind::Float);
    case Node::Kind::Text: return make(Type::Kind::String);
    case Node::Kind::Sequence: {
      Type* list = make(Type::Kind::List);
      for (const Node& item : node.items) join(list->element, ofConstant(item));
      return list;
    }
    case Node::Kind::Mapping: {
      Type* record = make(Type::Kind::Record);
      record->constants = 1;
      for (size_t i = 0; i < node.keys.size(); ++i) {
        record->fields.emplace(node.keys[i], ofConstant(node.items[i]));
        record->seen[node.keys[i]] = 1;
      }
      return record;
    }
  }
  return make(Type::Kind::Unknown);
}

void Types::join(Type* a, Type* b) {
  if (a == nullptr || b == nullptr) return;
  a = find(a);
  b = find(b);
  if (a == b) return;
  if (a->kind == Type::Kind::Unknown) std::swap(a, b);
  // A map is the most general kind of record.
  if (a->kind == Type::Kind::Map && b->kind == Type::Kind::Record) std::swap(a, b);
  const bool numbers = (a->kind == Type::Kind::Int && b->kind == Type::Kind::Float) ||
                       (a->kind == Type::Kind::Float && b->kind == Type::Kind::Int);
  const bool same = a->kind == b->kind || b->kind == Type::Kind::Unknown ||
                    (a->kind == Type::Kind::Record && b->kind == Type::Kind::Map);
  b->parent = a;
  a->open = a->open && b->open;
  a->values.insert(a->values.end(), b->values.begin(), b->values.end());
  a->hints.insert(b->hints.begin(), b->hints.end());
  a->constants += b->constants;
  if (a->suggestion.empty()) a->suggestion = b->suggestion;
  for (const auto& [field, count] : b->seen) a->seen[field] += count;
  if (numbers) {
    a->kind = Type::Kind::Float;
  } else if (!same) {
    a->kind = Type::Kind::Json;
  }
  if (a->kind == Type::Kind::List && b->element != nullptr) join(a->element, b->element);
  if (a->kind == Type::Kind::Record) {
    for (const auto& [field, type] : b->fields) {
      const auto [known, added] = a->fields.emplace(field, type);
      if (!added) join(known->second, type);
    }
  }
}

Type* Types::ofOutput(Statement& statement, const std::string& key) {
  if (statement.kind == Statement::Kind::Task) {
    if (statement.callee == nullptr) return nullptr;
    const Port* port = statement.callee->outputs.find(key);
    return port == nullptr ? nullptr : port->type;
  }
  const auto [known, added] = outputs_.try_emplace({&statement, key}, nullptr);
  if (!added) return known->second;
  const auto output = statement.outputs.find(key);
  if (output == statement.outputs.end() || !output->second) return nullptr;
  Type* inner = ofRef(output->second);
  if (inner != nullptr && statement.kind == Statement::Kind::For) {
    Type* list = make(Type::Kind::List);
    // What comes out of an inner loop is a list about which nothing more is known.
    const Ref& value = output->second;
    const bool collected = value.kind == Ref::Kind::Output && value.from->kind == Statement::Kind::For;
    join(list->element, collected ? make(Type::Kind::Json) : inner);
    inner = list;
  }
  return outputs_[{&statement, key}] = inner;
}

Type* Types::ofRef(const Ref& ref) {
  switch (ref.kind) {
    case Ref::Kind::None:
    case Ref::Kind::FinalStatus: return nullptr;
    case Ref::Kind::Input: {
      const Port* port = ref.pipeline->inputs.find(ref.name);
      return port == nullptr ? nullptr : port->type;
    }
    case Ref::Kind::Output: return ofOutput(*ref.from, ref.name);
    case Ref::Kind::Item: return ref.from->item;
    case Ref::Kind::Field: {
      Type* base = ofRef(*ref.base);
      if (base == nullptr) return nullptr;
      base = find(base);
      // The SDK gives the type string to what it cannot look into.
      if (base->kind == Type::Kind::Unknown || base->kind == Type::Kind::Map || base->kind == Type::Kind::String)
        base->kind = Type::Kind::Record;
      if (base->kind != Type::Kind::Record) return nullptr;
      Type*& field = base->fields[ref.name];
      if (field == nullptr) field = make(Type::Kind::Unknown);
      return field;
    }
  }
  return nullptr;
}

Type* Types::ofValue(const Value& value) { return value.kind == Value::Kind::Ref ? ofRef(value.ref) : nullptr; }

void Types::ports(Ports& ports) {
  for (Port& port : ports) {
    if (!port.artifact) port.type = ofParameter(port.parameter);
  }
}

void Types::pass(const Value& value, const Port& port) {
  if (port.type == nullptr) return;
  if (value.kind == Value::Kind::Ref) {
    Type* from = ofRef(value.ref);
    if (from == nullptr) {
      if (value.ref.kind == Ref::Kind::FinalStatus) find(port.type)->open = false;
      return;
    }
    const Type::Kind a = find(from)->kind;
    const Type::Kind b = find(port.type)->kind;
    if (a == Type::Kind::Unknown && !isStructured(b)) {
      // A field or an item gets the type that is expected of it, but a whole port does not.
      join(from, make(b));
    } else if (a == Type::Kind::Unknown || (isStructured(a) && isStructured(b))) {
      join(from, port.type);
    } else if (value.ref.kind == Ref::Kind::Field && !isStructured(b)) {
      join(from, make(b));
    }
  } else if (value.kind == Value::Kind::Constant) {
    find(port.type)->values.push_back(value.node);
  } else if (value.kind == Value::Kind::List || value.kind == Value::Kind::Map) {
    find(port.type)->open = false;
    readFields(value);
  } else {
    readFields(value);
  }
}

void Types::readFields(const Value& value) {
  if (value.kind == Value::Kind::Ref) ofRef(value.ref);
  for (const Value& item : value.items) readFields(item);
}

void Types::condition(const Condition& condition) {
  if (condition.kind == Condition::Kind::Compare) {
    const Condition& left = condition.operands[0];
    const Condition& right = condition.operands[1];
    Type* type = left.kind == Condition::Kind::Ref ? ofRef(left.ref) : nullptr;
    if (type != nullptr && find(type)->kind == Type::Kind::Unknown) {
      if (right.kind == Condition::Kind::Text) find(type)->kind = Type::Kind::String;
      if (right.kind == Condition::Kind::Flag) find(type)->kind = Type::Kind::Bool;
      if (right.kind == Condition::Kind::Number)
        find(type)->kind = right.text.find_first_of(".e") == std::string::npos ? Type::Kind::Int : Type::Kind::Float;
    }
  }
  for (const Condition& operand : condition.operands) this->condition(operand);
}

void Types::statement(Statement& statement) {
  if (statement.kind == Statement::Kind::Task) {
    if (statement.callee == nullptr) return;
    for (const auto& [name, value] : statement.arguments) {
      if (const Port* port = statement.callee->inputs.find(name)) pass(value, *port);
    }
    return;
  }
  for (const Branch& branch : statement.branches) {
    if (branch.condition) condition(*branch.condition);
  }
}

bool Types::fits(const Type* type, const Node& node) const {
  type = find(type);
  switch (type->kind) {
    case Type::Kind::Unknown:
    case Type::Kind::Json:
    case Type::Kind::Map: return true;
    case Type::Kind::String: return node.isText();
    case Type::Kind::Int:
      return node.isNumber() && node.number == static_cast<double>(static_cast<int64_t>(node.number));
    case Type::Kind::Float: return node.isNumber();
    case Type::Kind::Bool: return node.kind == Node::Kind::Bool;
    case Type::Kind::List:
      return node.isSequence() &&
             (type->element == nullptr || std::all_of(node.items.begin(), node.items.end(),
                                                      [&](const Node& item) { return fits(type->element, item); }));
    case Type::Kind::Record: return node.isMapping();
  }
  return true;
}

void Types::absorb(Type* type, const Node& node) {
  type = find(type);
  if (type->kind == Type::Kind::List && node.isSequence()) {
    Type* element = find(type->element);
    if (element->kind == Type::Kind::Unknown) return;
    for (const Node& item : node.items) {
      if (!fits(element, item)) element->kind = Type::Kind::Json;
      absorb(element, item);
    }
  } else if (type->kind == Type::Kind::Record && node.isMapping()) {
    join(type, ofConstant(node));
  }
}

void Types::hint(Callee& callee) {
  if (callee.kind != Callee::Kind::Component) return;
  const auto program = readPythonProgram(*callee.container);
  const auto function = program ? findFunction(program->code, program->function) : std::nullopt;
  if (!function) return;
  const auto add = [](const Ports& ports, std::string_view name, const PythonType& annotation) {
    const std::string text = ofAnnotation(annotation);
    if (text.empty()) return;
    const Port* port = ports.find(name);
    if (port != nullptr && port->type != nullptr) find(port->type)->hints.insert(text);
  };
  for (const PythonParameter& parameter : function->parameters) {
    const PythonType annotation = embedded::readPythonType(parameter.annotation);
    add(callee.inputs, parameter.name, annotation);
    const bool path = annotation.kind == PythonType::Kind::Applied && annotation.text == "OutputPath";
    if (path && annotation.parts.size() == 1) add(callee.outputs, parameter.name, annotation.parts[0]);
  }
  add(callee.outputs, "Output", embedded::readPythonType(function->returns));
}

void Types::loopItems(Statement& statement) {
  if (statement.items.kind == Value::Kind::Constant) {
    auto raw = readJson(statement.items.node->text, statement.items.node->span);
    if (!raw) return;
    Type* list = ofConstant(*raw);
    raw_.emplace(&statement, std::move(*raw));
    if (find(list)->kind == Type::Kind::List) join(statement.item, find(list)->element);
    return;
  }
  Type* list = ofValue(statement.items);
  if (list == nullptr) return;
  statement.bare = statement.itemType == "STRING" && read_.contains(&statement) &&
                   find(list)->kind == Type::Kind::List &&
                   (statement.items.ref.kind == Ref::Kind::Output || statement.items.ref.kind == Ref::Kind::Input);
  if (statement.bare) {
    find(list)->open = false;
    return;
  }
  if (const Type::Kind kind = find(list)->kind; kind != Type::Kind::List && kind != Type::Kind::Unknown)
    find(list)->kind = Type::Kind::List;
  Type* items = make(Type::Kind::List);
  join(items->element, statement.item);
  join(list, items);
  if (find(list)->element == nullptr) find(list)->element = items->element;
}

void Types::portValues() {
  for (Pipeline& pipeline : model_.pipelines) {
    for (const Port& port : pipeline.outputs) {
      const auto returned = pipeline.returned.find(port.name);
      if (returned == pipeline.returned.end()) continue;
      Value value;
      value.kind = Value::Kind::Ref;
      value.ref = returned->second;
      pass(value, port);
    }
    for (const Port& port : pipeline.inputs) {
      if (port.type != nullptr && port.defaultValue != nullptr) find(port.type)->values.push_back(port.defaultValue);
    }
  }
  for (Callee& callee : model_.callees) {
    for (const Port& port : callee.inputs) {
      if (port.type != nullptr && port.defaultValue != nullptr) find(port.type)->values.push_back(port.defaultValue);
    }
    hint(callee);
  }
}

void Types::run() {
  for (Callee& callee : model_.callees) {
    ports(callee.inputs);
    ports(callee.outputs);
  }
  for (Pipeline& pipeline : model_.pipelines) {
    if (pipeline.callee != nullptr) {
      pipeline.inputs = pipeline.callee->inputs;
      pipeline.outputs = pipeline.callee->outputs;
    } else {
      ports(pipeline.inputs);
      ports(pipeline.outputs);
    }
  }
  for (Statement& statement : model_.statements) {
    if (statement.kind == Statement::Kind::For) statement.item = make(Type::Kind::Unknown);
    for (const auto& [name, value] : statement.passed) findFields(value);
    for (const Branch& branch : statement.branches) {
      if (branch.condition) findFields(*branch.condition);
    }
    findFields(statement.items);
  }
  for (Statement& statement : model_.statements) {
    if (statement.kind == Statement::Kind::For) loopItems(statement);
  }
  // First, what fields are read from becomes a record; only then is the type of items determined.
  for (Statement& statement : model_.statements) this->statement(statement);
  portValues();
  for (Statement& statement : model_.statements) {
    if (statement.kind != Statement::Kind::For || find(statement.item)->kind != Type::Kind::Unknown) continue;
    if (Type* declared = ofParameter(statement.itemType)) join(statement.item, declared);
  }
  cutCycles();
  for (size_t i = 0; i < types_.size(); ++i) {
    if (types_[i].parent != nullptr) continue;
    const std::vector<const Node*> values = types_[i].values;
    for (const Node* value : values) absorb(&types_[i], *value);
  }
  for (Type& type : types_) {
    if (type.kind == Type::Kind::Record) {
      for (auto& [name, field] : type.fields) {
        if (find(field)->kind == Type::Kind::Unknown) find(field)->kind = Type::Kind::String;
      }
    }
  }
  for (const Statement& statement : model_.statements) {
    if (statement.kind == Statement::Kind::For && statement.items.kind != Value::Kind::Constant)
      collectRecords(statement.item, "item");
  }
}

void Types::findFields(const Ref& ref) {
  if (ref.kind != Ref::Kind::Field) return;
  if (ref.base->kind == Ref::Kind::Item) read_.insert(ref.base->from);
  findFields(*ref.base);
}

void Types::findFields(const Value& value) {
  if (value.kind == Value::Kind::Ref) findFields(value.ref);
  for (const Value& item : value.items) findFields(item);
}

void Types::findFields(const Condition& condition) {
  if (condition.kind == Condition::Kind::Ref) findFields(condition.ref);
  for (const Condition& operand : condition.operands) findFields(operand);
}

}  // namespace mlpc::importers::kfp
