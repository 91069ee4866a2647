#include "mlpc/embedded/python_code.h"

#include <algorithm>

#include "python_errors.h"

namespace mlpc::embedded {
namespace {

/// How many levels of nested suites are followed; Python itself stops at 100.
constexpr unsigned kDeepest = 120;
/// How many faults are searched for; each costs another parse.
constexpr unsigned kMostFaults = 8;
/// In code longer than this, only one is searched for.
constexpr size_t kLongCode = size_t{1} << 16U;

bool ofStatement(PythonErrorKind kind) {
  return kind == PythonErrorKind::Import || kind == PythonErrorKind::UnexpectedToken ||
         kind == PythonErrorKind::LineTooShort || kind == PythonErrorKind::BadCharacter;
}

/// `a.b.c`, consisting of names only.
bool isDotted(Node node) {
  while (node.is("attribute")) node = node.child("object");
  return node.is("identifier");
}

std::string_view lastName(Node callee) {
  return callee.is("attribute") ? callee.child("attribute").text() : callee.text();
}

/// Calls `visit` for the node and everything inside it, in the order of the text, until it returns false.
template <typename Visit>
void each(Node node, Visit&& visit) {
  if (!node) return;
  const Node end = node.after();
  for (uint32_t i = node.index(); i < (end ? end.index() : node.tree().size()); ++i) {
    if (!visit(node.tree().node(i))) return;
  }
}

PythonFunction functionOf(Node definition) {
  PythonFunction function;
  const Node name = definition.child("name");
  function.name = name.text();
  function.nameRange = name.range();
  function.returns = definition.child("return_type");
  function.body = definition.child("body");
  for (const Node part : definition.child("parameters").parts()) {
    PythonParameter parameter;
    Node own = part.child("name");
    if (part.is("identifier") || part.is("list_splat_pattern") || part.is("dictionary_splat_pattern")) own = part;
    if (part.is("typed_parameter")) own = part.firstChild();
    if (!own) continue;  // `*` and `/` alone
    if (own.is("list_splat_pattern") || own.is("dictionary_splat_pattern")) {
      parameter.star = true;
      parameter.keywords = own.is("dictionary_splat_pattern");
      own = own.childOf("identifier");
    }
    parameter.name = own.range();
    parameter.annotation = part.child("type");
    parameter.defaultValue = part.child("value");
    function.parameters.push_back(parameter);
  }
  return function;
}

bool mentions(Node node, std::initializer_list<std::string_view> words) {
  bool found = false;
  each(node, [&](Node part) {
    found = part.is("identifier") && std::find(words.begin(), words.end(), part.text()) != words.end();
    return !found;
  });
  return found;
}

bool leaves(Node body, unsigned depth);

/// Whether every path through an `if` leaves before its end.
bool ifLeaves(Node statement, unsigned depth) {
  bool all = leaves(statement.child("consequence"), depth);
  bool hasElse = false;
  for (const Node part : statement.parts()) {
    if (part.is("elif_clause")) all = leaves(part.child("consequence"), depth) && all;
    if (!part.is("else_clause")) continue;
    hasElse = true;
    all = leaves(part.child("body"), depth) && all;
  }
  return all && hasElse;
}

bool tryLeaves(Node statement, unsigned depth) {
  bool tried = leaves(statement.child("body"), depth);
  bool handlers = true;
  bool finally = false;
  for (const Node part : statement.parts()) {
    if (part.is("except_clause") || part.is("except_group_clause")) {
      handlers = leaves(part.childOf("block"), depth) && handlers;
    } else if (part.is("else_clause")) {
      tried = leaves(part.child("body"), depth) || tried;
    } else if (part.is("finally_clause")) {
      finally = leaves(part.childOf("block"), depth);
    }
  }
  return finally || (tried && handlers);
}

/// True if the end of `body` cannot be reached.
bool leaves(Node body, unsigned depth) {
  if (!body || depth > kDeepest) return false;
  for (const Node s : body.parts()) {
    const std::string_view kind = s.kind();
    if (kind == "return_statement" || kind == "raise_statement" || kind == "continue_statement" ||
        kind == "break_statement" || kind == "match_statement")
      return true;
    if (kind == "with_statement") {
      if (leaves(s.child("body"), depth + 1)) return true;
    } else if (kind == "while_statement" || kind == "for_statement") {
      // A loop without a condition is left only by what leaves the function; a `break` in it is not considered.
      const Node condition = s.child("condition");
      if (condition && (condition.text() == "True" || condition.text() == "1")) return true;
      const Node otherwise = s.childOf("else_clause");
      if (otherwise && leaves(otherwise.child("body"), depth + 1)) return true;
    } else if (kind == "if_statement") {
      if (ifLeaves(s, depth + 1)) return true;
    } else if (kind == "try_statement") {
      if (tryLeaves(s, depth + 1)) return true;
    } else if (kind == "expression_statement") {
      if (mentions(s, {"exit", "_exit", "abort", "execv", "execvp"})) return true;
    }
  }
  return false;
}

PythonCall callOf(Node node) {
  PythonCall call;
  const Node callee = node.child("function");
  call.callee = callee.text();
  call.range = callee.range();
  const Node arguments = node.child("arguments");
  if (!arguments.is("argument_list")) {
    call.positional = 1;  // a generator
    return call;
  }
  for (const Node argument : arguments.parts()) {
    if (argument.is("list_splat") || argument.is("dictionary_splat")) {
      call.spread = true;
    } else if (argument.is("keyword_argument")) {
      const Node name = argument.child("name");
      call.keywords.push_back({name.text(), name.range(), pythonString(argument.child("value"))});
    } else {
      if (call.positional == 0 && isPlainPythonString(argument)) {
        call.firstString = pythonString(argument);
        call.firstArgument = argument.range();
      }
      ++call.positional;
    }
  }
  return call;
}

}  // namespace

namespace {

/// Where lines in brackets keep the grammar from reading on, they are joined, in `text` too.
std::unique_ptr<const SyntaxTree> readTree(std::string& text) {
  auto tree = std::make_unique<const SyntaxTree>(text);
  for (unsigned round = 0; round < kMostFaults && text.size() <= kLongCode; ++round) {
    const Range gap = brokenLine(*tree);
    if (gap.empty()) break;
    std::string joined = text;
    joined.replace(gap.begin, gap.end - gap.begin, gap.end - gap.begin, ' ');
    auto better = std::make_unique<const SyntaxTree>(joined);
    if (better->fault() && better->fault()->token.begin <= tree->fault()->token.begin) break;
    tree = std::move(better);
    text = std::move(joined);
  }
  return tree;
}

}  // namespace

PythonCode::PythonCode(std::string_view code) : code_(code) {
  std::string text(code);
  for (unsigned round = 0;; ++round) {
    tree_ = readTree(text);
    std::vector<PythonError> found = findPythonErrors(*tree_);
    broken_ = broken_ || tree_->unread() || (found.empty() && tree_->fault());
    if (found.empty()) break;
    errors_.insert(errors_.end(), found.begin(), found.end());
    const bool statement = found.size() == 1 && ofStatement(found.front().kind);
    if (!statement || found.front().kind != PythonErrorKind::Import) broken_ = true;
    if (!statement || round + 1 == kMostFaults || text.size() > kLongCode) break;
    // Without this line, errors in the rest can be found as well.
    const Range line = pythonLine(text, found.front().range.begin);
    if (line.end - line.begin < 4) break;
    text.replace(line.begin, line.end - line.begin, "pass" + std::string(line.end - line.begin - 4, ' '));
    unreadable_.push_back(line);
  }
}

std::vector<PythonFunction> PythonCode::functions() const {
  std::vector<PythonFunction> out;
  for (Node statement : root().parts()) {
    if (statement.is("decorated_definition")) statement = statement.child("definition");
    if (statement.is("function_definition")) out.push_back(functionOf(statement));
  }
  return out;
}

std::vector<PythonReturn> PythonCode::returns(Node body) const {
  std::vector<PythonReturn> out;
  if (!body) return out;
  const Node end = body.after();
  for (Node node = body.firstChild(); node && !(end && node.index() >= end.index());) {
    if (node.is("function_definition") || node.is("class_definition") || node.is("lambda")) {
      node = node.after();
      continue;
    }
    if (node.is("return_statement")) {
      PythonReturn found;
      found.keyword = node.firstChild().range();
      const std::vector<Node> parts = node.parts();
      if (!parts.empty()) found.value = parts.front();
      out.push_back(found);
    }
    node = node.index() + 1 < tree_->size() ? tree_->node(node.index() + 1) : Node();
  }
  return out;
}

bool PythonCode::fallsThrough(Node body) const { return !leaves(body, 0); }

Range PythonCode::lastHead(Node body) const {
  const std::vector<Node> statements = body.parts();
  if (statements.empty()) return body.range();
  Node last = statements.back();
  if (last.is("decorated_definition")) last = last.child("definition");
  for (const Node part : last.parts()) {
    if (part.kind().ends_with("_clause") && !part.is("with_clause")) last = part;
  }
  const Node colon = last.childOf(":");
  return {last.range().begin, colon ? colon.range().end : last.range().end};
}

std::vector<PythonImport> PythonCode::imports() const {
  std::vector<PythonImport> out;
  each(root(), [&](Node node) {
    const bool from = node.is("import_from_statement");
    if (!from && !node.is("import_statement") && !node.is("future_import_statement")) return true;
    PythonImport import;
    for (Node around = node.parent(); around; around = around.parent()) {
      import.guarded = import.guarded || around.is("try_statement") || around.is("if_statement");
      import.inFunction = import.inFunction || around.is("function_definition");
    }
    if (node.is("future_import_statement")) {
      import.module = "__future__";
      import.range = node.range();
      out.push_back(import);
      return true;
    }
    for (Node name = node.firstChild(); name; name = name.next()) {
      if (name.field() != (from ? "module_name" : "name")) continue;
      const Node module = name.is("aliased_import") ? name.child("name") : name;
      import.module = module.is("relative_import") ? std::string_view() : text(module.range());
      import.range = module.range();
      out.push_back(import);
    }
    return true;
  });
  return out;
}

std::vector<PythonCall> PythonCode::calls() const {
  std::vector<PythonCall> out;
  std::vector<Range> runs;  // bodies of `with … start_run(…):`
  each(root(), [&](Node node) {
    if (node.is("with_statement")) {
      bool starts = false;
      each(node.childOf("with_clause"), [&](Node part) {
        starts = starts || (part.is("call") && lastName(part.child("function")) == "start_run");
        return true;
      });
      if (starts) runs.push_back(node.child("body").range());
    }
    if (!node.is("call") || !isDotted(node.child("function"))) return true;
    PythonCall call = callOf(node);
    while (!runs.empty() && runs.back().end <= call.range.begin) runs.pop_back();
    call.withRun = !runs.empty() && runs.back().holds(call.range.begin);
    out.push_back(std::move(call));
    return true;
  });
  return out;
}

std::vector<Range> PythonCode::names() const {
  std::vector<Range> out;
  each(root(), [&](Node node) {
    if (node.is("identifier")) out.push_back(node.range());
    return true;
  });
  return out;
}

bool PythonCode::inString(uint32_t at) const {
  for (Node node = tree_->at(at); node; node = node.parent()) {
    if (node.is("string")) return true;
  }
  return false;
}

bool isPlainPythonString(Node node) {
  if (!node.is("string")) return false;
  const Node start = node.childOf("string_start");
  return start && start.text().find_first_of("fFbBtT") == std::string_view::npos && node.childOf("string_end");
}

std::string_view pythonString(Node node) {
  if (!isPlainPythonString(node)) return {};
  return node.tree().text({node.childOf("string_start").range().end, node.childOf("string_end").range().begin});
}

}  // namespace mlpc::embedded
