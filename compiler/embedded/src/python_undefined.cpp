// Names in Python code that nothing binds. A name that may be bound somewhere counts as bound everywhere in the code,
// except for the names of comprehensions: too generous, but what is left is certain.
#include <algorithm>
#include <unordered_map>

#include "mlpc/embedded/python_code.h"
#include "mlpc/embedded/python_names.h"
#include "mlpc/support/python.h"

namespace mlpc::embedded {
namespace {

bool isComprehension(Node node) {
  return node.is("list_comprehension") || node.is("set_comprehension") || node.is("dictionary_comprehension") ||
         node.is("generator_expression");
}

class UndefinedNames {
 public:
  UndefinedNames(const PythonCode& code, const std::unordered_set<std::string_view>& known)
      : code_(code), known_(known) {}

  std::vector<Range> find(const std::vector<Range>& unreadable) {
    for (const Range& line : unreadable) bindWords(code_.text(line));
    const SyntaxTree& tree = code_.tree();
    for (uint32_t i = 0; i < tree.size(); ++i) bind(tree.node(i));
    std::vector<Range> out;
    if (unseen_) return out;
    for (uint32_t i = 0; i < tree.size(); ++i) {
      const Node node = tree.node(i);
      // Not an attribute or the name of an argument.
      if (!node.is("identifier") || node.field() == "attribute") continue;
      if (node.field() == "name" && node.parent().is("keyword_argument")) continue;
      const std::string_view name = code_.text(node.range());
      if (!isBound(name, node) && reported_.insert(name).second) out.push_back(node.range());
    }
    return out;
  }

 private:
  void bindWords(std::string_view text) {
    size_t begin = 0;
    for (size_t i = 0; i <= text.size(); ++i) {
      const bool word = i < text.size() && (std::isalnum(static_cast<unsigned char>(text[i])) != 0 || text[i] == '_');
      if (word) continue;
      if (i > begin) bound_.insert(text.substr(begin, i - begin));
      begin = i + 1;
    }
  }

  void bindName(Node name) {
    if (name.is("identifier")) bound_.insert(code_.text(name.range()));
  }

  /// Every name in the node.
  void bindAll(Node node) {
    if (!node) return;
    const Node end = node.after();
    for (uint32_t i = node.index(); i < (end ? end.index() : node.tree().size()); ++i) bindName(node.tree().node(i));
  }

  /// The names among targets; `a[i]` and `a.b` bind nothing.
  void bindTargets(Node node, std::unordered_set<std::string_view>& names) {
    if (!node) return;
    const Node end = node.after();
    for (Node part = node; part && !(end && part.index() >= end.index());) {
      if (part.is("attribute") || part.is("subscript") || part.is("call")) {
        part = part.after();
        continue;
      }
      if (part.is("identifier")) names.insert(code_.text(part.range()));
      part = part.index() + 1 < node.tree().size() ? node.tree().node(part.index() + 1) : Node();
    }
  }

  void bindParameters(Node parameters) {
    for (const Node part : parameters.parts()) {
      if (part.is("typed_parameter")) {
        bindAll(part.firstChild());
      } else if (part.child("name")) {
        bindAll(part.child("name"));
      } else {
        bindAll(part);
      }
    }
  }

  void bind(Node node) {
    const std::string_view kind = node.kind();
    if (kind == "import_statement" || kind == "import_from_statement" || kind == "future_import_statement") {
      bindAll(node);
      unseen_ = unseen_ || node.childOf("wildcard_import");
    } else if (kind == "global_statement" || kind == "nonlocal_statement" || kind == "delete_statement" ||
               kind == "case_pattern" || kind == "as_pattern_target" || kind == "type_parameter") {
      bindAll(node);
    } else if (kind == "function_definition" || kind == "class_definition") {
      bindName(node.child("name"));
      if (node.child("parameters")) bindParameters(node.child("parameters"));
    } else if (kind == "lambda") {
      if (node.child("parameters")) bindParameters(node.child("parameters"));
    } else if (kind == "assignment") {
      bindTargets(node.child("left"), bound_);
      bindAll(node.child("type"));  // for a local variable, it is never evaluated
    } else if (kind == "type_alias_statement") {
      bindAll(node.child("left"));
    } else if (kind == "named_expression") {
      bindName(node.child("name"));
    } else if (kind == "for_statement") {
      bindTargets(node.child("left"), bound_);
    } else if (kind == "for_in_clause") {
      std::unordered_set<std::string_view> names;
      bindTargets(node.child("left"), names);
      for (const std::string_view name : names) comprehended_[name].insert(node.parent().index());
    } else if (kind == "except_clause" || kind == "except_group_clause") {
      bindName(node.child("alias"));
    } else if (kind == "identifier" && node.field() != "attribute") {
      const std::string_view word = node.text();
      unseen_ = unseen_ || word == "NameError" || word == "exec" || word == "eval" || word == "globals" ||
                word == "locals" || word == "vars";
    }
  }

  [[nodiscard]] bool isBound(std::string_view word, Node use) const {
    if (support::isPythonKeyword(word) || word == "match" || word == "case" || word == "type" ||
        bound_.count(word) != 0 || word.find(kPlaceholderByte) != std::string_view::npos || isPythonBuiltin(word) ||
        known_.count(word) != 0)
      return true;
    const auto found = comprehended_.find(word);
    if (found == comprehended_.end()) return false;
    unsigned depth = 0;
    for (Node around = use.parent(); around; around = around.parent()) {
      if (!isComprehension(around)) continue;
      if (found->second.count(around.index()) != 0 || ++depth == kDeepestBracket) return true;
    }
    return false;
  }

  static constexpr unsigned kDeepestBracket = 200;  // Python itself rejects more
  const PythonCode& code_;
  const std::unordered_set<std::string_view>& known_;
  std::unordered_set<std::string_view> bound_;
  /// The comprehensions that bind each name.
  std::unordered_map<std::string_view, std::unordered_set<uint32_t>> comprehended_;
  std::unordered_set<std::string_view> reported_;
  bool unseen_ = false;
};

}  // namespace

std::vector<Range> PythonCode::undefinedNames(const std::unordered_set<std::string_view>& known) const {
  if (broken_) return {};
  return UndefinedNames(*this, known).find(unreadable_);
}

}  // namespace mlpc::embedded
