// The kind of value that a Python expression has. What is not certain is left open: a complaint about a `return` must
// never be wrong.
// must never be wrong.
#include "python/python_values.h"

#include <algorithm>
#include <array>

namespace mlpc::rules::python {
namespace {

using embedded::Node;
using embedded::PythonCode;
using sema::Type;
using sema::TypeId;
using sema::TypeKind;
using sema::TypeStore;

/// What the form alone reveals.
constexpr std::array<std::pair<std::string_view, PythonValue>, 11> kLiterals = {{
    {"true", PythonValue::Bool},
    {"false", PythonValue::Bool},
    {"none", PythonValue::None},
    {"list", PythonValue::List},
    {"list_comprehension", PythonValue::List},
    {"dictionary", PythonValue::Dict},
    {"dictionary_comprehension", PythonValue::Dict},
    {"set", PythonValue::Set},
    {"set_comprehension", PythonValue::Set},
    {"tuple", PythonValue::Tuple},
    {"expression_list", PythonValue::Tuple},
}};

constexpr std::array<std::pair<std::string_view, PythonValue>, 17> kCalls = {{
    {"str", PythonValue::String},
    {"repr", PythonValue::String},
    {"format", PythonValue::String},
    {"ascii", PythonValue::String},
    {"json.dumps", PythonValue::String},
    {"int", PythonValue::Int},
    {"len", PythonValue::Int},
    {"ord", PythonValue::Int},
    {"float", PythonValue::Float},
    {"bool", PythonValue::Bool},
    {"isinstance", PythonValue::Bool},
    {"any", PythonValue::Bool},
    {"all", PythonValue::Bool},
    {"list", PythonValue::List},
    {"sorted", PythonValue::List},
    {"dict", PythonValue::Dict},
    {"tuple", PythonValue::Tuple},
}};
/// Methods that turn a string literal into text.
constexpr std::array<std::string_view, 9> kTextMethods = {"format", "join",    "strip",      "upper", "lower",
                                                          "title",  "replace", "capitalize", "encode"};

class PythonValueReader {
 public:
  PythonValueReader(const PythonCode& code, const PythonKnown& known) : code_(code), known_(known) {}

  std::optional<PythonValue> read(Node node, unsigned depth = 0) {
    if (!node || depth > kDeepest) return std::nullopt;
    const std::string_view kind = node.kind();
    for (const auto& [name, value] : kLiterals) {
      if (kind == name) return value;
    }
    if (kind == "integer") return imaginary(node) ? std::nullopt : std::optional(PythonValue::Int);
    if (kind == "float") return imaginary(node) ? std::nullopt : std::optional(PythonValue::Float);
    if (kind == "string" || kind == "concatenated_string") return string(node);
    if (kind == "identifier") return name(node.text(), depth);
    if (kind == "parenthesized_expression") return only(node, depth);
    if (kind == "call") return call(node);
    if (kind == "not_operator") return PythonValue::Bool;
    if (kind == "comparison_operator") return comparison(node, depth);
    if (kind == "boolean_operator")
      return same(read(node.child("left"), depth + 1), read(node.child("right"), depth + 1));
    if (kind == "binary_operator") return arithmetic(node, depth);
    if (kind == "unary_operator") {
      if (node.child("operator").text() == "~") return std::nullopt;
      const auto value = read(node.child("argument"), depth + 1);
      return value == PythonValue::Int || value == PythonValue::Float ? value : std::nullopt;
    }
    if (kind == "conditional_expression") {
      const std::vector<Node> parts = node.parts();
      return parts.size() == 3 ? same(read(parts[0], depth + 1), read(parts[2], depth + 1)) : std::nullopt;
    }
    return std::nullopt;
  }

 private:
  static constexpr unsigned kDeepest = 32;

  static bool imaginary(Node number) { return number.text().find_first_of("jJ") != std::string_view::npos; }

  std::optional<PythonValue> only(Node node, unsigned depth) {
    const std::vector<Node> parts = node.parts();
    return parts.size() == 1 ? read(parts[0], depth + 1) : std::nullopt;
  }

  static std::optional<PythonValue> string(Node node) {
    const Node first = node.is("concatenated_string") ? node.childOf("string") : node;
    const Node start = first.childOf("string_start");
    if (!start) return std::nullopt;
    const bool bytes = start.text().find_first_of("bB") != std::string_view::npos;
    return bytes ? PythonValue::Bytes : PythonValue::String;
  }

  /// A comparison of arrays gives an array, so one side has to be plain.
  std::optional<PythonValue> comparison(Node node, unsigned depth) {
    bool plain = false;
    for (Node part = node.firstChild(); part; part = part.next()) {
      const std::string_view word = part.text();
      if (part.field() == "operators" && (word.starts_with("in") || word.starts_with("is") || word.starts_with("not")))
        return PythonValue::Bool;
      plain = plain || (part.field() != "operators" && read(part, depth + 1));
    }
    return plain ? std::optional(PythonValue::Bool) : std::nullopt;
  }

  std::optional<PythonValue> arithmetic(Node node, unsigned depth) {
    const std::string_view op = node.child("operator").text();
    const auto left = read(node.child("left"), depth + 1);
    if (op == "%" && left == PythonValue::String) return left;
    const auto right = read(node.child("right"), depth + 1);
    const auto number = [](const std::optional<PythonValue>& v) {
      return v == PythonValue::Int || v == PythonValue::Float;
    };
    if (op == "+" && left == right && (left == PythonValue::String || left == PythonValue::List)) return left;
    if (!number(left) || !number(right)) return std::nullopt;
    if (op == "/") return PythonValue::Float;
    if (left == PythonValue::Float || right == PythonValue::Float) return PythonValue::Float;
    // The power of a negative one is a fraction.
    return op == "**" || op == "@" ? std::nullopt : std::optional(PythonValue::Int);
  }

  /// `str(…)` and the like, unless the code gives the name another meaning, and methods of string literals.
  std::optional<PythonValue> call(Node node) {
    const Node callee = node.child("function");
    if (callee.is("attribute") && string(callee.child("object"))) return method(callee);
    const auto known =
        std::find_if(kCalls.begin(), kCalls.end(), [&](const auto& entry) { return entry.first == callee.text(); });
    if (known == kCalls.end() ||
        (callee.is("identifier") && (bindings(callee.text()).any || known_.contains(callee.text()))))
      return std::nullopt;
    return known->second;
  }

  static std::optional<PythonValue> method(Node callee) {
    if (string(callee.child("object")) == PythonValue::Bytes) return std::nullopt;
    const std::string_view called = callee.child("attribute").text();
    if (called == "encode") return PythonValue::Bytes;
    if (called == "split" || called == "splitlines") return PythonValue::List;
    const bool text = std::find(kTextMethods.begin(), kTextMethods.end(), called) != kTextMethods.end();
    return text ? std::optional(PythonValue::String) : std::nullopt;
  }

  struct Bindings {
    bool any = false;
    Node only;  ///< the value, if the name is bound once and by `name = value`
  };

  /// What anything in the code may bind `name` to.
  [[nodiscard]] Bindings bindings(std::string_view name) const {
    Bindings out;
    const embedded::SyntaxTree& tree = code_.tree();
    for (uint32_t i = 0; i < tree.size(); ++i) {
      const Node node = tree.node(i);
      if (!node.is("identifier") || node.text() != name || !binds(node)) continue;
      const Node around = node.parent();
      const bool simple = !out.any && around.is("assignment") && node.field() == "left" && !around.child("type") &&
                          !around.parent().is("assignment") && !around.child("right").is("assignment");
      out.only = simple ? around.child("right") : Node();
      out.any = true;
    }
    return out;
  }

  /// Whether this use of the name may bind it: it is (part of) a target, or a name that the code defines.
  static bool binds(Node name) {
    if (name.field() == "attribute") return false;
    Node below = name;
    for (Node around = name.parent(); around; below = around, around = around.parent()) {
      const std::string_view kind = around.kind();
      if (kind == "assignment" || kind == "augmented_assignment" || kind == "for_statement" || kind == "for_in_clause")
        return below.field() == "left";
      if (kind == "function_definition" || kind == "class_definition" || kind == "named_expression")
        return below.field() == "name";
      if (kind == "keyword_argument" || kind == "subscript" || kind == "attribute" || kind == "call") return false;
      if (kind == "default_parameter" || kind == "typed_default_parameter") return below.field() == "name";
      if (kind == "typed_parameter") return below.field() != "type";
      if (kind == "parameters" || kind == "lambda_parameters" || kind == "as_pattern_target" ||
          kind == "aliased_import" || kind == "import_statement" || kind == "import_from_statement" ||
          kind == "global_statement" || kind == "nonlocal_statement" || kind == "delete_statement" ||
          kind == "case_pattern" || kind == "except_clause")
        return true;
      if (kind.ends_with("_statement") || kind == "block") return false;
    }
    return false;
  }

  /// A name that is bound once, by `name = value`, or an input.
  std::optional<PythonValue> name(std::string_view name, unsigned depth) {
    const Bindings found = bindings(name);
    if (!found.any) {
      const auto input = known_.find(name);
      return input == known_.end() ? std::nullopt : std::optional(input->second);
    }
    if (!found.only || known_.contains(name)) return std::nullopt;
    return read(found.only, depth + 1);
  }

  static std::optional<PythonValue> same(std::optional<PythonValue> a, std::optional<PythonValue> b) {
    return a == b ? a : std::nullopt;
  }

  const PythonCode& code_;
  const PythonKnown& known_;
};

}  // namespace

std::optional<PythonValue> pythonValue(const PythonCode& code, Node expression, const PythonKnown& known) {
  return PythonValueReader(code, known).read(expression);
}

std::optional<PythonValue> pythonValueOf(const TypeStore& types, TypeId type) {
  if (!type) return std::nullopt;
  const Type& own = types[type];
  switch (own.kind) {
    case TypeKind::String:
    case TypeKind::Quantity:
    case TypeKind::Duration: return PythonValue::String;
    case TypeKind::Int: return PythonValue::Int;
    case TypeKind::Float: return PythonValue::Float;
    case TypeKind::Bool: return PythonValue::Bool;
    case TypeKind::List:
      return own.element && types[own.element].kind == TypeKind::Artifact ? std::nullopt
                                                                          : std::optional(PythonValue::List);
    case TypeKind::Map:
    case TypeKind::Record: return PythonValue::Dict;
    case TypeKind::Literal:
      return own.literal.as<std::string>() != nullptr ? std::optional(PythonValue::String) : std::nullopt;
    case TypeKind::Union: {
      std::optional<PythonValue> common;
      for (const TypeId member : own.members) {
        const auto value = pythonValueOf(types, member);
        if (!value || (common && common != value)) return std::nullopt;
        common = value;
      }
      return common;
    }
    default: return std::nullopt;
  }
}

bool fitsPythonOutput(const TypeStore& types, TypeId type, PythonValue value) {
  const auto wanted = pythonValueOf(types, type);
  if (!wanted || value == *wanted) return true;
  return *wanted == PythonValue::Float && value == PythonValue::Int;
}

std::string_view describePythonValue(PythonValue value) {
  switch (value) {
    case PythonValue::String: return "a string";
    case PythonValue::Int: return "a whole number";
    case PythonValue::Float: return "a floating-point number";
    case PythonValue::Bool: return "a boolean";
    case PythonValue::List: return "a list";
    case PythonValue::Dict: return "a dictionary";
    case PythonValue::Set: return "a set";
    case PythonValue::Tuple: return "a tuple";
    case PythonValue::Bytes: return "bytes";
    case PythonValue::None: return "`None`";
  }
  return {};
}

}  // namespace mlpc::rules::python
