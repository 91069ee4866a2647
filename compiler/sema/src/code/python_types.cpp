#include "code/python_types.h"

#include "bodies/shared.h"
#include "mlpc/embedded/python_type.h"

namespace mlpc::sema {
namespace {

using embedded::PythonType;
using Form = PythonType::Kind;

class Reader {
 public:
  Reader(FileContext& file, Names& names) : file_(file), names_(names), types_(file.types) {}

  TypeId type(const PythonType& given) {
    if (given.kind == Form::String) return type(embedded::readPythonType(given.text));
    if (given.kind == Form::Union) return optionalOf(given);
    const std::string_view name = given.text;
    if (given.kind == Form::Name) {
      if (name == "str") return types_.basic(TypeKind::String);
      if (name == "int") return types_.basic(TypeKind::Int);
      if (name == "float") return types_.basic(TypeKind::Float);
      if (name == "bool") return types_.basic(TypeKind::Bool);
      if (name == "PipelineTaskFinalStatus") return types_.basic(TypeKind::FinalStatus);
      if (name == "TaskConfig") return types_.basic(TypeKind::TaskConfig);
      if (isList(name)) return types_.list({});
      if (isDict(name)) return types_.map({});
      const SymbolId symbol = names_.lookup(names_.fileScope(), name);
      const bool artifact = symbol && file_.program.symbols[symbol].kind == SymbolKind::Artifact;
      return artifact ? types_.artifact(symbol) : TypeId();
    }
    if (given.kind != Form::Applied) return {};
    const std::vector<PythonType>& parts = given.parts;
    if (isList(name)) return types_.list(parts.size() == 1 ? type(parts[0]) : TypeId());
    if (isDict(name)) return types_.map(parts.size() == 2 ? type(parts[1]) : TypeId());
    if (name == "Optional" && parts.size() == 1) {
      const TypeId inner = type(parts[0]);
      return inner ? types_.optional(inner) : TypeId();
    }
    if (name == "Union") return optionalOf(given);
    if (name == "Literal") {
      std::vector<TypeId> members;
      for (const PythonType& part : parts) {
        if (part.kind != Form::String) return {};
        members.push_back(types_.literal(support::Constant(part.text)));
      }
      return members.empty() ? TypeId() : types_.unionOf(std::move(members));
    }
    return {};
  }

 private:
  static bool isList(std::string_view name) {
    return name == "list" || name == "List" || name == "Sequence" || name == "Iterable";
  }
  static bool isDict(std::string_view name) { return name == "dict" || name == "Dict" || name == "Mapping"; }

  /// For `T | None` and `Union[T, None]`.
  TypeId optionalOf(const PythonType& given) {
    if (given.parts.size() != 2) return {};
    const size_t none = given.parts[0].kind == Form::None ? 0 : given.parts[1].kind == Form::None ? 1 : 2;
    if (none == 2) return {};
    const TypeId inner = type(given.parts[1 - none]);
    return inner ? types_.optional(inner) : TypeId();
  }

  FileContext& file_;
  Names& names_;
  TypeStore& types_;
};

}  // namespace

PythonPort portOfAnnotation(FileContext& file, Names& names, std::string_view annotation) {
  Reader reader(file, names);
  const PythonType given = embedded::readPythonType(annotation);
  PythonPort port;
  const bool applied = given.kind == Form::Applied;
  if (applied && (given.text == "Input" || given.text == "Output")) {
    port.output = given.text == "Output";
    if (given.parts.size() == 1) port.type = reader.type(given.parts[0]);
    if (port.type && !isArtifactType(file.types, port.type)) port.type = {};
    return port;
  }
  if ((applied || given.kind == Form::Name) && (given.text == "InputPath" || given.text == "OutputPath")) {
    port.output = given.text == "OutputPath";
    port.type = given.parts.empty() ? file.types.basic(TypeKind::String) : reader.type(given.parts[0]);
    return port;
  }
  port.type = reader.type(given);
  return port;
}

bool outputsOfAnnotation(FileContext& file, Names& names, std::string_view annotation, std::vector<Field>& outputs,
                         bool& unnamed) {
  Reader reader(file, names);
  const PythonType given = embedded::readPythonType(annotation);
  unnamed = false;
  if (given.kind == Form::None || annotation.empty()) return true;
  const auto add = [&](std::string_view name, const PythonType& type) {
    Field field;
    field.name = file.tables.keep(std::string(name));
    field.type = reader.type(type);
    if (!field.type) return false;
    outputs.push_back(std::move(field));
    return true;
  };
  if (given.kind != Form::Applied || given.text != "NamedTuple") {
    unnamed = true;
    return add("Output", given);
  }
  // The first argument is the tuple's own name.
  if (given.parts.size() == 2 && given.parts[1].kind == Form::List) {
    for (const PythonType& pair : given.parts[1].parts) {
      if (pair.kind != Form::Tuple || pair.parts.size() != 2 || !add(pair.parts[0].text, pair.parts[1])) return false;
    }
    return !outputs.empty();
  }
  for (size_t i = 1; i < given.parts.size(); ++i) {
    const PythonType& part = given.parts[i];
    if (part.kind != Form::Keyword || !add(part.text, part.parts[0])) return false;
  }
  return !outputs.empty();
}

bool sameAtRuntime(const TypeStore& types, TypeId a, TypeId b) {
  const auto kindOf = [&](TypeId id) {
    id = bareType(types, id);
    if (!id) return TypeKind::Error;
    const Type& type = types[id];
    switch (type.kind) {
      case TypeKind::Record:
      case TypeKind::FinalStatus: return TypeKind::Map;
      case TypeKind::Quantity:
      case TypeKind::Duration: return TypeKind::String;
      case TypeKind::Literal:
        return type.literal.as<std::string>() != nullptr ? TypeKind::String
               : type.literal.as<bool>() != nullptr      ? TypeKind::Bool
                                                         : TypeKind::Int;
      default: return type.kind;
    }
  };
  TypeKind x = kindOf(a);
  TypeKind y = kindOf(b);
  if (x == TypeKind::Union) x = types[a].members.empty() ? TypeKind::Error : kindOf(types[a].members.front());
  if (y == TypeKind::Union)
    y = types[bareType(types, b)].members.empty() ? TypeKind::Error : kindOf(types[bareType(types, b)].members.front());
  if (x == TypeKind::Error || y == TypeKind::Error || x == TypeKind::Json || y == TypeKind::Json) return true;
  if (x == TypeKind::Int && y == TypeKind::Float) return false;
  if (x == TypeKind::Float && y == TypeKind::Int) return true;
  // Artifacts: the class in the annotation determines what the code gets; a general one accepts any.
  if (x == TypeKind::Artifact && y == TypeKind::Artifact)
    return a == b || types.name(a) == "Artifact" || types.name(b) == "Artifact";
  if (x == TypeKind::FinalStatus || y == TypeKind::FinalStatus) return true;
  if (x == TypeKind::TaskConfig || y == TypeKind::TaskConfig) return x == y;
  return x == y;
}

bool isOfType(const TypeStore& types, const support::Constant& value, TypeId type) {
  const Type& wanted = types[bareType(types, type)];
  const auto contents = [&](const support::Constant& inner) {
    return !wanted.element || isOfType(types, inner, wanted.element);
  };
  switch (wanted.kind) {
    case TypeKind::String: return value.as<std::string>() != nullptr;
    case TypeKind::Bool: return value.as<bool>() != nullptr;
    case TypeKind::Int: return value.as<int64_t>() != nullptr;
    case TypeKind::Float: return value.as<int64_t>() != nullptr || value.as<double>() != nullptr;
    case TypeKind::List: {
      const auto* list = value.as<support::Constant::List>();
      return list != nullptr && std::all_of(list->begin(), list->end(), contents);
    }
    case TypeKind::Map: {
      const auto* map = value.as<support::Constant::Record>();
      return map != nullptr && std::all_of(map->begin(), map->end(),
                                           [&](const support::ConstantField& field) { return contents(field.value); });
    }
    default: return true;
  }
}

}  // namespace mlpc::sema
