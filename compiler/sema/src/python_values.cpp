// The kind of value that an expression of Python has. What is not certain is left open: a complaint about a `return`
// must never be wrong.
#include "python_values.h"

#include <algorithm>
#include <array>

namespace mlpc::sema {
namespace {

using Kind = PythonTokenKind;

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
/// Methods that make text of a string literal.
constexpr std::array<std::string_view, 9> kTextMethods = {"format", "join",    "strip",      "upper", "lower",
                                                          "title",  "replace", "capitalize", "encode"};

bool opensBracket(std::string_view op) { return op == "(" || op == "[" || op == "{"; }
bool closesBracket(std::string_view op) { return op == ")" || op == "]" || op == "}"; }

class PythonValueReader {
 public:
  PythonValueReader(const PythonCode& code, const PythonKnown& known)
      : code_(code), tokens_(code.tokens()), known_(known) {}

  std::optional<PythonValue> read(uint32_t first, uint32_t last, unsigned depth = 0) {
    while (last > first && tokens_[last - 1].kind == Kind::Newline) --last;
    if (first >= last || depth > 32) return std::nullopt;
    if (at(first, Kind::Name, "await") || at(first, Kind::Name, "yield") || at(first, Kind::Name, "lambda")) return {};
    // The loosest operators first, as Python reads them.
    if (find(first, last, ",")) return PythonValue::Tuple;
    if (find(first, last, ":=")) return std::nullopt;
    if (find(first, last, "if")) {
      const auto words = condition(first, last);
      if (!words) return std::nullopt;
      return same(read(first, words->first, depth + 1), read(words->second + 1, last, depth + 1));
    }
    for (const std::string_view word : {"or", "and"}) {
      if (const auto op = find(first, last, word))
        return same(read(first, *op, depth + 1), read(*op + 1, last, depth + 1));
    }
    if (at(first, Kind::Name, "not")) return PythonValue::Bool;
    for (const std::string_view op : {"==", "!=", "<", ">", "<=", ">=", "in", "is"}) {
      // A comparison of arrays gives an array, so one side has to be plain.
      const auto found = find(first, last, op);
      if (!found) continue;
      if (op == "in" || op == "is") return PythonValue::Bool;
      return read(first, *found, depth + 1) || read(*found + 1, last, depth + 1) ? std::optional(PythonValue::Bool)
                                                                                 : std::nullopt;
    }
    if (const auto op = lastArithmetic(first, last)) return arithmetic(first, *op, last, depth);
    if (code_.text(tokens_[first]) == "-" || code_.text(tokens_[first]) == "+") {
      const auto value = read(first + 1, last, depth + 1);
      return value == PythonValue::Int || value == PythonValue::Float ? value : std::nullopt;
    }
    return primary(first, last, depth);
  }

  /// The words of `a if b else c`.
  [[nodiscard]] std::optional<std::pair<uint32_t, uint32_t>> condition(uint32_t first, uint32_t last) const {
    if (first >= last || at(first, Kind::Name, "lambda") || at(first, Kind::Name, "yield")) return std::nullopt;
    if (find(first, last, ",") || find(first, last, ":=")) return std::nullopt;
    const auto word = find(first, last, "if");
    const auto otherwise = word ? find(*word + 1, last, "else") : std::nullopt;
    if (!otherwise) return std::nullopt;
    return std::pair(*word, *otherwise);
  }

 private:
  [[nodiscard]] bool at(uint32_t index, Kind kind, std::string_view text) const {
    return index < tokens_.size() && tokens_[index].kind == kind && code_.text(tokens_[index]) == text;
  }

  /// The first `word` outside brackets.
  [[nodiscard]] std::optional<uint32_t> find(uint32_t first, uint32_t last, std::string_view word) const {
    int depth = 0;
    for (uint32_t i = first; i < last; ++i) {
      if (tokens_[i].kind != Kind::Operator && tokens_[i].kind != Kind::Name) continue;
      const std::string_view text = code_.text(tokens_[i]);
      if (tokens_[i].kind == Kind::Operator && opensBracket(text)) ++depth;
      if (tokens_[i].kind == Kind::Operator && closesBracket(text)) --depth;
      if (depth == 0 && text == word) return i;
    }
    return std::nullopt;
  }

  /// The last binary operator of the loosest rank.
  [[nodiscard]] std::optional<uint32_t> lastArithmetic(uint32_t first, uint32_t last) const {
    for (const auto& rank : {std::array<std::string_view, 5>{"|", "^", "&", "<<", ">>"},
                             std::array<std::string_view, 5>{"+", "-", "+", "-", "+"},
                             std::array<std::string_view, 5>{"*", "/", "//", "%", "@"},
                             std::array<std::string_view, 5>{"**", "**", "**", "**", "**"}}) {
      int depth = 0;
      for (uint32_t i = last; i-- > first + 1;) {
        if (tokens_[i].kind != Kind::Operator) continue;
        const std::string_view text = code_.text(tokens_[i]);
        if (closesBracket(text)) ++depth;
        if (opensBracket(text)) --depth;
        if (depth != 0 || std::find(rank.begin(), rank.end(), text) == rank.end()) continue;
        const PythonToken& before = tokens_[i - 1];
        // Behind an operator it is a sign.
        if (before.kind == Kind::Operator && !closesBracket(code_.text(before))) continue;
        return i;
      }
    }
    return std::nullopt;
  }

  std::optional<PythonValue> arithmetic(uint32_t first, uint32_t op, uint32_t last, unsigned depth) {
    const std::string_view text = code_.text(tokens_[op]);
    const auto left = read(first, op, depth + 1);
    if (text == "%" && left == PythonValue::String) return left;
    const auto right = read(op + 1, last, depth + 1);
    const auto number = [](const std::optional<PythonValue>& v) {
      return v == PythonValue::Int || v == PythonValue::Float;
    };
    if (text == "+" && left == right && (left == PythonValue::String || left == PythonValue::List)) return left;
    if (!number(left) || !number(right)) return std::nullopt;
    if (text == "/") return PythonValue::Float;
    if (left == PythonValue::Float || right == PythonValue::Float) return PythonValue::Float;
    // The power of a negative one is a fraction.
    return text == "**" || text == "@" ? std::nullopt : std::optional(PythonValue::Int);
  }

  std::optional<PythonValue> primary(uint32_t first, uint32_t last, unsigned depth) {
    const PythonToken& token = tokens_[first];
    const std::string_view text = code_.text(token);
    if (token.kind == Kind::Number) {
      if (last != first + 1) return std::nullopt;
      if (text.find_first_of("jJ") != std::string_view::npos) return std::nullopt;
      const bool hex =
          text.size() > 1 && text[0] == '0' && std::string_view("xXoObB").find(text[1]) != std::string_view::npos;
      return !hex && text.find_first_of(".eE") != std::string_view::npos ? PythonValue::Float : PythonValue::Int;
    }
    if (token.kind == Kind::String) return strings(first, last);
    if (token.kind == Kind::Operator) return brackets(first, last, depth);
    if (token.kind != Kind::Name) return std::nullopt;
    if (last == first + 1) {
      if (text == "True" || text == "False") return PythonValue::Bool;
      if (text == "None") return PythonValue::None;
      return name(text, depth);
    }
    return call(first, last);
  }

  [[nodiscard]] std::optional<PythonValue> strings(uint32_t first, uint32_t last) const {
    uint32_t end = first;
    while (end < last && tokens_[end].kind == Kind::String) ++end;
    const std::string_view text = code_.text(tokens_[first]);
    const std::string_view prefix = text.substr(0, text.find_first_of("'\""));
    if (prefix.find_first_of("bB") != std::string_view::npos) {
      return end == last ? std::optional(PythonValue::Bytes) : std::nullopt;
    }
    if (end == last) return PythonValue::String;
    // `"…".join(…)`
    const bool method = end + 3 < last && code_.text(tokens_[end]) == "." && tokens_[end + 1].kind == Kind::Name &&
                        code_.text(tokens_[end + 2]) == "(" && closing(end + 2, last) == last - 1;
    if (!method) return std::nullopt;
    const std::string_view called = code_.text(tokens_[end + 1]);
    if (called == "encode") return PythonValue::Bytes;
    if (called == "split" || called == "splitlines") return PythonValue::List;
    return std::find(kTextMethods.begin(), kTextMethods.end(), called) != kTextMethods.end()
               ? std::optional(PythonValue::String)
               : std::nullopt;
  }

  /// The bracket that closes the one at `open`.
  [[nodiscard]] uint32_t closing(uint32_t open, uint32_t last) const {
    int depth = 0;
    for (uint32_t i = open; i < last; ++i) {
      if (tokens_[i].kind != Kind::Operator) continue;
      if (opensBracket(code_.text(tokens_[i]))) ++depth;
      if (closesBracket(code_.text(tokens_[i])) && --depth == 0) return i;
    }
    return last;
  }

  std::optional<PythonValue> brackets(uint32_t first, uint32_t last, unsigned depth) {
    if (closing(first, last) != last - 1) return std::nullopt;  // something is taken from it
    const std::string_view open = code_.text(tokens_[first]);
    if (open == "[") return PythonValue::List;
    if (open == "{") {
      if (first + 2 == last || find(first + 1, last - 1, ":") || find(first + 1, last - 1, "**"))
        return PythonValue::Dict;
      return PythonValue::Set;
    }
    if (open != "(") return std::nullopt;
    if (first + 2 == last) return PythonValue::Tuple;
    if (find(first + 1, last - 1, "for")) return std::nullopt;  // a generator
    return read(first + 1, last - 1, depth + 1);
  }

  /// `str(…)` and the like, where the code does not give the name another meaning.
  [[nodiscard]] std::optional<PythonValue> call(uint32_t first, uint32_t last) const {
    uint32_t open = first + 1;
    while (open + 1 < last && code_.text(tokens_[open]) == "." && tokens_[open + 1].kind == Kind::Name) open += 2;
    if (open >= last || code_.text(tokens_[open]) != "(" || closing(open, last) != last - 1) return std::nullopt;
    const std::string_view callee = code_.text(PythonRange{tokens_[first].begin, tokens_[open - 1].end});
    const auto known =
        std::find_if(kCalls.begin(), kCalls.end(), [&](const auto& entry) { return entry.first == callee; });
    if (known == kCalls.end() || (callee != "json.dumps" && isBound(callee))) return std::nullopt;
    return known->second;
  }

  /// Whether anything in the code may bind `name`.
  [[nodiscard]] bool isBound(std::string_view name) const {
    for (uint32_t i = 0; i < tokens_.size(); ++i) {
      if (at(i, Kind::Name, name) && bindsAt(i)) return true;
    }
    return known_.contains(name);
  }

  /// Whether the name at `i` may be bound there: in front of an assignment, or behind a word that binds.
  [[nodiscard]] bool bindsAt(uint32_t i) const {
    const std::string_view before = i == 0 ? std::string_view() : code_.text(tokens_[i - 1]);
    const std::string_view after = i + 1 < tokens_.size() ? code_.text(tokens_[i + 1]) : std::string_view();
    if (before == ".") return false;
    for (const std::string_view word : {"for", "as", "def", "class", "import", "global", "nonlocal", "del", "lambda"}) {
      if (before == word) return true;
    }
    if (after == ":=" || after == ":") return true;
    const bool assigned =
        after.size() >= 1 && after.back() == '=' && after != "==" && after != "!=" && after != "<=" && after != ">=";
    if (assigned) return !insideBrackets(i);  // else the name of an argument
    // A part of several targets: `a, b = …`, `for a, b in …`.
    if (after == "," || before == ",") return !insideBrackets(i) || isTarget(i);
    return after == ")" || after == "]" ? isTarget(i) : false;
  }

  [[nodiscard]] uint32_t lineStart(uint32_t i) const {
    while (i > 0 && tokens_[i - 1].kind != Kind::Newline && tokens_[i - 1].kind != Kind::Indent &&
           tokens_[i - 1].kind != Kind::Dedent)
      --i;
    return i;
  }

  [[nodiscard]] bool insideBrackets(uint32_t i) const {
    int depth = 0;
    for (uint32_t at = lineStart(i); at < i; ++at) {
      if (tokens_[at].kind != Kind::Operator) continue;
      if (opensBracket(code_.text(tokens_[at]))) ++depth;
      if (closesBracket(code_.text(tokens_[at]))) --depth;
    }
    return depth > 0;
  }

  /// Whether an assignment or a `for … in` stands behind on the line.
  [[nodiscard]] bool isTarget(uint32_t i) const {
    for (; i < tokens_.size() && tokens_[i].kind != Kind::Newline; ++i) {
      const std::string_view text = code_.text(tokens_[i]);
      if (text == "=" || text == "in") return true;
    }
    return false;
  }

  /// A name that is bound once, by `name = value`, or an input.
  std::optional<PythonValue> name(std::string_view name, unsigned depth) {
    uint32_t bindings = 0;
    uint32_t where = 0;
    for (uint32_t i = 0; i < tokens_.size(); ++i) {
      if (!at(i, Kind::Name, name) || !bindsAt(i)) continue;
      ++bindings;
      where = i;
    }
    if (bindings == 0) {
      const auto input = known_.find(name);
      return input == known_.end() ? std::nullopt : std::optional(input->second);
    }
    if (bindings != 1 || known_.contains(name) || !at(where + 1, Kind::Operator, "=") || lineStart(where) != where) {
      return std::nullopt;
    }
    uint32_t last = where + 2;
    while (last < tokens_.size() && tokens_[last].kind != Kind::Newline && tokens_[last].kind != Kind::End &&
           code_.text(tokens_[last]) != ";")
      ++last;
    if (find(where + 2, last, "=")) return std::nullopt;
    return read(where + 2, last, depth + 1);
  }

  static std::optional<PythonValue> same(std::optional<PythonValue> a, std::optional<PythonValue> b) {
    return a == b ? a : std::nullopt;
  }

  const PythonCode& code_;
  const std::vector<PythonToken>& tokens_;
  const PythonKnown& known_;
};

}  // namespace

std::optional<PythonValue> pythonValue(const PythonCode& code, uint32_t first, uint32_t last,
                                       const PythonKnown& known) {
  return PythonValueReader(code, known).read(first, last);
}

std::optional<std::pair<uint32_t, uint32_t>> pythonCondition(const PythonCode& code, uint32_t first, uint32_t last) {
  return PythonValueReader(code, {}).condition(first, last);
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
    case PythonValue::Float: return "a floating point number";
    case PythonValue::Bool: return "a truth value";
    case PythonValue::List: return "a list";
    case PythonValue::Dict: return "a dictionary";
    case PythonValue::Set: return "a set";
    case PythonValue::Tuple: return "a tuple";
    case PythonValue::Bytes: return "bytes";
    case PythonValue::None: return "`None`";
  }
  return {};
}

}  // namespace mlpc::sema
