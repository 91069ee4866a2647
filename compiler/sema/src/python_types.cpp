#include "python_types.h"

#include <algorithm>

#include "bodies.h"

namespace mlpc::sema {
namespace {

std::string_view trim(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t\r\n\\");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n\\") - first + 1);
}

std::string_view unquoted(std::string_view text) {
  text = trim(text);
  if (text.size() >= 2 && (text.front() == '"' || text.front() == '\'') && text.back() == text.front()) {
    return trim(text.substr(1, text.size() - 2));
  }
  return text;
}

/// The pieces of `text` between commas (or another `separator`) outside brackets and quotes.
std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> out;
  int depth = 0;
  char quote = '\0';
  size_t start = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quote != '\0') {
      if (c == quote) quote = '\0';
      continue;
    }
    if (c == '"' || c == '\'') quote = c;
    if (c == '(' || c == '[' || c == '{') ++depth;
    if (c == ')' || c == ']' || c == '}') --depth;
    if (c == separator && depth == 0) {
      out.push_back(trim(text.substr(start, i - start)));
      start = i + 1;
    }
  }
  if (const std::string_view last = trim(text.substr(start)); !last.empty()) out.push_back(last);
  return out;
}

/// `Head[inside]` or `Head(inside)`; the head without `dsl.`, `typing.` and the like.
struct Applied {
  std::string_view head;
  std::string_view inside;
  bool applied = false;
};
Applied apply(std::string_view text) {
  Applied out;
  const size_t open = text.find_first_of("[(");
  out.head = trim(text.substr(0, open));
  if (open != std::string_view::npos && text.size() > open + 1) {
    out.inside = trim(text.substr(open + 1, text.size() - open - 2));
    out.applied = true;
  }
  if (const size_t dot = out.head.rfind('.'); dot != std::string_view::npos) out.head = out.head.substr(dot + 1);
  return out;
}

class Reader {
 public:
  Reader(Checker& checker, ModuleId module) : checker_(checker), module_(module), types_(checker.program.types) {}

  TypeId type(std::string_view text, unsigned depth = 0) {
    text = unquoted(text);
    if (text.empty() || depth > 16) return {};
    // `T | None`
    const std::vector<std::string_view> union_ = split(text, '|');
    if (union_.size() == 2) {
      const size_t none = union_[0] == "None" ? 0 : union_[1] == "None" ? 1 : 2;
      if (none == 2) return {};
      const TypeId inner = type(union_[1 - none], depth + 1);
      return inner ? types_.optional(inner) : TypeId();
    }
    if (union_.size() > 2) return {};
    const Applied a = apply(text);
    if (a.head == "str") return types_.basic(TypeKind::String);
    if (a.head == "int") return types_.basic(TypeKind::Int);
    if (a.head == "float") return types_.basic(TypeKind::Float);
    if (a.head == "bool") return types_.basic(TypeKind::Bool);
    if (a.head == "PipelineTaskFinalStatus") return types_.basic(TypeKind::FinalStatus);
    if (a.head == "TaskConfig") return types_.basic(TypeKind::TaskConfig);
    if (a.head == "list" || a.head == "List" || a.head == "Sequence" || a.head == "Iterable") {
      const TypeId element = a.applied ? type(a.inside, depth + 1) : TypeId();
      return types_.list(element);
    }
    if (a.head == "dict" || a.head == "Dict" || a.head == "Mapping") {
      const std::vector<std::string_view> parts = split(a.inside, ',');
      const TypeId element = parts.size() == 2 ? type(parts[1], depth + 1) : TypeId();
      return types_.map(element);
    }
    if (a.head == "Optional") {
      const TypeId inner = type(a.inside, depth + 1);
      return inner ? types_.optional(inner) : TypeId();
    }
    if (a.head == "Union") {
      const std::vector<std::string_view> parts = split(a.inside, ',');
      if (parts.size() == 2 && parts[1] == "None") {
        const TypeId inner = type(parts[0], depth + 1);
        return inner ? types_.optional(inner) : TypeId();
      }
      return {};
    }
    if (a.head == "Literal") {
      std::vector<TypeId> members;
      for (const std::string_view part : split(a.inside, ',')) {
        if (part.size() < 2 || (part.front() != '"' && part.front() != '\'')) return {};
        members.push_back(types_.literal(support::Constant(unquoted(part))));
      }
      return members.empty() ? TypeId() : types_.unionOf(std::move(members));
    }
    if (!a.applied) {
      const SymbolId symbol = checker_.lookup(checker_.fileScope(module_), a.head);
      if (symbol && checker_.program.symbols[symbol].kind == SymbolKind::Artifact) return types_.artifact(symbol);
    }
    return {};
  }

 private:
  Checker& checker_;
  ModuleId module_;
  TypeStore& types_;
};

}  // namespace

PythonPort portOfAnnotation(Checker& checker, ModuleId module, std::string_view annotation) {
  Reader reader(checker, module);
  annotation = unquoted(annotation);
  const Applied a = apply(annotation);
  PythonPort port;
  if ((a.head == "Input" || a.head == "Output") && a.applied) {
    port.output = a.head == "Output";
    port.type = reader.type(a.inside);
    if (port.type && !isArtifactType(checker.program.types, port.type)) port.type = {};
    return port;
  }
  if (a.head == "InputPath" || a.head == "OutputPath") {
    port.output = a.head == "OutputPath";
    port.type = a.inside.empty() ? checker.program.types.basic(TypeKind::String) : reader.type(a.inside);
    return port;
  }
  port.type = reader.type(annotation);
  return port;
}

bool outputsOfAnnotation(Checker& checker, ModuleId module, std::string_view annotation, std::vector<Field>& outputs,
                         bool& unnamed) {
  Reader reader(checker, module);
  annotation = unquoted(annotation);
  unnamed = false;
  if (annotation.empty() || annotation == "None") return true;
  const auto add = [&](std::string_view name, std::string_view type) {
    Field field;
    field.name = checker.program.module(module).keep(std::string(name));
    field.type = reader.type(type);
    if (!field.type) return false;
    outputs.push_back(std::move(field));
    return true;
  };
  const Applied a = apply(annotation);
  if (a.head != "NamedTuple") {
    unnamed = true;
    return add("Output", annotation);
  }
  std::vector<std::string_view> parts = split(a.inside, ',');
  if (parts.empty()) return false;
  parts.erase(parts.begin());  // the tuple's own name
  if (parts.size() == 1 && !parts[0].empty() && parts[0].front() == '[') {
    const std::string_view list = parts[0].substr(1, parts[0].size() - 2);
    const std::vector<std::string_view> pairs = split(list, ',');
    for (std::string_view pair : pairs) {
      if (pair.size() < 2 || pair.front() != '(') return false;
      const std::vector<std::string_view> two = split(pair.substr(1, pair.size() - 2), ',');
      if (two.size() != 2 || !add(unquoted(two[0]), two[1])) return false;
    }
    return !outputs.empty();
  }
  for (const std::string_view part : parts) {
    const size_t equals = part.find('=');
    if (equals == std::string_view::npos || !add(trim(part.substr(0, equals)), part.substr(equals + 1))) return false;
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
  // Artifacts: the class in the annotation decides what the code gets; a general one takes any.
  if (x == TypeKind::Artifact && y == TypeKind::Artifact)
    return a == b || types.name(a) == "Artifact" || types.name(b) == "Artifact";
  if (x == TypeKind::FinalStatus || y == TypeKind::FinalStatus) return true;
  if (x == TypeKind::TaskConfig || y == TypeKind::TaskConfig) return x == y;
  return x == y;
}

}  // namespace mlpc::sema
