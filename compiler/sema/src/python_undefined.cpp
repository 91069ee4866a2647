// Names of Python code that nothing binds. What stands where a name may be bound counts as bound everywhere in the
// code, but for the names of comprehensions: too much, so that what is left is certain.
#include <algorithm>
#include <unordered_map>

#include "code_text.h"
#include "python_code.h"
#include "python_names.h"

namespace mlpc::sema {
namespace {

using Kind = PythonTokenKind;

bool isOpening(std::string_view text) { return text == "(" || text == "[" || text == "{"; }
bool isClosing(std::string_view text) { return text == ")" || text == "]" || text == "}"; }

class UndefinedNames {
 public:
  UndefinedNames(const PythonCode& code, const std::unordered_set<std::string>& known)
      : code_(code), t_(code.tokens()), known_(known) {}

  std::vector<PythonRange> find() {
    brackets();
    visit(code_.statements());
    if (unseen_ || !code_.errors().empty()) return {};
    std::vector<PythonRange> out;
    unsigned depth = 0;
    for (uint32_t i = 0; i < t_.size(); ++i) {
      if (t_[i].kind == Kind::Operator) {
        if (isOpening(text(i))) ++depth;
        if (isClosing(text(i)) && depth > 0) --depth;
      } else if (t_[i].kind == Kind::String) {
        formatted(i, out);
      } else if (t_[i].kind == Kind::Name && !isBound(text(i), i) && !(i > 0 && text(i - 1) == ".") &&
                 !(depth > 0 && i + 1 < t_.size() && text(i + 1) == "=")) {  // not an attribute nor a keyword argument
        tell({t_[i].begin, t_[i].end}, out);
      }
    }
    return out;
  }

 private:
  [[nodiscard]] std::string_view text(uint32_t i) const { return code_.text(t_[i]); }

  /// For each token the innermost bracket that is open there.
  void brackets() {
    around_.assign(t_.size(), kNone);
    std::vector<uint32_t> open;
    for (uint32_t i = 0; i < t_.size(); ++i) {
      around_[i] = open.empty() ? kNone : open.back();
      if (t_[i].kind != Kind::Operator) continue;
      if (isOpening(text(i))) open.push_back(i);
      if (isClosing(text(i)) && !open.empty()) {
        ends_.emplace(open.back(), i);
        open.pop_back();
      }
    }
  }

  void bindAll(uint32_t from, uint32_t to) {
    for (uint32_t i = from; i < to; ++i) {
      if (t_[i].kind == Kind::Name) bound_.insert(text(i));
    }
  }

  /// The name of a function or class, its type parameters and its parameters; not annotations, defaults and bases.
  void bindHead(const PythonStatement& s) {
    uint32_t i = s.first;
    while (i < s.last && text(i) != "def" && text(i) != "class") ++i;
    const bool isClass = i < s.last && text(i) == "class";
    if (++i >= s.last) return;
    bound_.insert(text(i));
    if (++i < s.last && text(i) == "[") {
      const auto end = ends_.find(i);
      if (end == ends_.end()) return;
      bindAll(i, end->second);
      i = end->second + 1;
    }
    if (isClass || i >= s.last || text(i) != "(") return;
    for (uint32_t j = i + 1; j < s.last && around_[j] != kNone; ++j) {
      if (around_[j] != i || t_[j].kind != Kind::Name) continue;
      const std::string_view before = text(j - 1);
      if (before == "(" || before == "," || before == "*" || before == "**") bound_.insert(text(j));
    }
  }

  /// Assignments: all names left of the last `=`; annotations; `type X = …`.
  void bindTargets(const PythonStatement& s) {
    unsigned depth = 0;
    for (uint32_t i = s.first; i < s.last; ++i) {
      if (t_[i].kind != Kind::Operator) continue;
      const std::string_view op = text(i);
      if (isOpening(op)) ++depth;
      if (isClosing(op) && depth > 0) --depth;
      if (depth == 0 && op == "=") bindAll(s.first, i);
      if (depth == 0 && op == ":" && i == s.first + 1) bound_.insert(text(s.first));
    }
  }

  void bindUntil(uint32_t from, uint32_t last, std::string_view end, std::string_view otherEnd = {}) {
    uint32_t to = from;
    while (to < last && text(to) != end && text(to) != otherEnd) ++to;
    bindAll(from, to);
  }

  void visit(const std::vector<PythonStatement>& statements) {
    for (const PythonStatement& s : statements) {
      if (s.keyword == "import" || s.keyword == "from") {
        bindAll(s.first, s.last);
        if (s.keyword == "from" && text(s.last - 1) == "*") unseen_ = true;
      } else if (s.keyword == "global" || s.keyword == "nonlocal" || s.keyword == "del" || s.keyword == "case") {
        bindAll(s.first, s.last);
      } else if (s.keyword == "def" || s.keyword == "class") {
        bindHead(s);
      } else if (!s.compound && (t_[s.first].kind == Kind::Name || t_[s.first].kind == Kind::Operator)) {
        bindTargets(s);
      }
      for (uint32_t i = s.first; i < s.last; ++i) bindWord(s, i);
      visit(s.body);
    }
  }

  void bindWord(const PythonStatement& s, uint32_t i) {
    const std::string_view word = text(i);
    if (word == ":=" && i > s.first) bound_.insert(text(i - 1));
    if (t_[i].kind != Kind::Name) return;
    if (word == "for") {
      uint32_t to = i + 1;
      while (to < s.last && text(to) != "in") ++to;
      if (around_[i] == kNone) {
        bindAll(i + 1, to);
      } else {
        for (uint32_t j = i + 1; j < to; ++j) {
          if (t_[j].kind == Kind::Name) comprehended_[text(j)].insert(around_[i]);
        }
      }
    } else if (word == "as") {
      bindUntil(i + 1, s.last, ":", "=");
    } else if (word == "lambda") {
      bindUntil(i + 1, s.last, ":");
    } else if (word == "NameError" || word == "exec" || word == "eval" || word == "globals" || word == "locals" ||
               word == "vars") {
      unseen_ = true;
    }
  }

  [[nodiscard]] bool isBound(std::string_view word, uint32_t at) const {
    if (isPythonKeyword(word) || word == "match" || word == "case" || word == "type" || bound_.count(word) != 0 ||
        word.find(kPlaceholderByte) != std::string_view::npos || isPythonBuiltin(word) ||
        known_.count(std::string(word)) != 0)
      return true;
    // The name of a comprehension, within its brackets.
    const auto found = comprehended_.find(word);
    if (found == comprehended_.end()) return false;
    unsigned depth = 0;
    for (uint32_t open = around_[at]; open != kNone; open = around_[open]) {
      if (found->second.count(open) != 0 || ++depth == kDeepestBracket) return true;
    }
    return false;
  }

  void tell(PythonRange range, std::vector<PythonRange>& out) {
    if (told_.insert(code_.text(range)).second) out.push_back(range);
  }

  /// The names in the braces of an f-string. An expression that binds names of its own is let be.
  void formatted(uint32_t token, std::vector<PythonRange>& out) {
    const std::string_view whole = text(token);
    if (!isPythonFString(whole) ||
        whole.substr(0, whole.find_first_of("'\"")).find_first_of("fF") == std::string_view::npos)
      return;
    for (size_t at = whole.find('{'); at != std::string_view::npos; at = whole.find('{', at)) {
      if (at + 1 < whole.size() && whole[at + 1] == '{') {
        at += 2;
        continue;
      }
      // `\N{BULLET}` is a character, unless backslashes mean nothing in the text.
      const bool raw = whole.substr(0, whole.find_first_of("'\"")).find_first_of("rR") != std::string_view::npos;
      if (!raw && at >= 2 && whole[at - 1] == 'N' && whole[at - 2] == '\\') {
        at += 1;
        continue;
      }
      const size_t end = expressionEnd(whole, at + 1);
      if (end == std::string_view::npos) return;
      const std::string_view expression = whole.substr(at + 1, end - at - 1);
      const PythonTokens inner = lexPython(expression);
      const auto word = [&](const PythonToken& t) { return expression.substr(t.begin, t.end - t.begin); };
      const bool own = std::any_of(inner.tokens.begin(), inner.tokens.end(), [&](const PythonToken& t) {
        return word(t) == "for" || word(t) == "lambda" || word(t) == ":=" || word(t) == "\\";
      });
      for (size_t i = 0; !own && inner.errors.empty() && i < inner.tokens.size(); ++i) {
        const PythonToken& name = inner.tokens[i];
        if (name.kind != Kind::Name || isBound(word(name), token)) continue;
        if (i > 0 && word(inner.tokens[i - 1]) == ".") continue;
        if (i + 1 < inner.tokens.size() && word(inner.tokens[i + 1]) == "=") continue;  // `f(x=1)`, `{x=}`
        const auto begin = static_cast<uint32_t>(t_[token].begin + at + 1 + name.begin);
        tell({begin, begin + (name.end - name.begin)}, out);
      }
      at = end;
    }
  }

  /// Where the expression of a replacement field ends: its conversion, its format or its brace.
  static size_t expressionEnd(std::string_view text, size_t at) {
    int depth = 0;
    char quote = 0;
    for (; at < text.size(); ++at) {
      const char c = text[at];
      if (quote != 0) {
        if (c == quote) quote = 0;
      } else if (c == '\'' || c == '"') {
        quote = c;
      } else if (c == '(' || c == '[' || c == '{') {
        ++depth;
      } else if (depth > 0 && (c == ')' || c == ']' || c == '}')) {
        --depth;
      } else if (depth == 0 && (c == '}' || c == ':' || (c == '!' && at + 1 < text.size() && text[at + 1] != '='))) {
        return at;
      }
    }
    return std::string_view::npos;
  }

  static constexpr uint32_t kNone = UINT32_MAX;
  static constexpr unsigned kDeepestBracket = 200;  // Python itself refuses more
  const PythonCode& code_;
  const std::vector<PythonToken>& t_;
  const std::unordered_set<std::string>& known_;
  std::unordered_set<std::string_view> bound_;
  std::unordered_map<std::string_view, std::unordered_set<uint32_t>>
      comprehended_;  ///< the brackets that bind each name
  std::vector<uint32_t> around_;
  std::unordered_map<uint32_t, uint32_t> ends_;  ///< of each bracket
  std::unordered_set<std::string_view> told_;
  bool unseen_ = false;
};

}  // namespace

std::vector<PythonRange> PythonCode::undefinedNames(const std::unordered_set<std::string>& known) const {
  return UndefinedNames(*this, known).find();
}

}  // namespace mlpc::sema
