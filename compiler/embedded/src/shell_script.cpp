// The commands of a bash script.
#include "mlpc/embedded/shell_script.h"

#include <algorithm>

#include "bytes.h"
#include "shell_errors.h"
#include "shell_words.h"

namespace mlpc::embedded {
namespace {

/// How many levels of nested blocks and substitutions are followed.
constexpr unsigned kDeepestBlock = 200;

ShellJoint jointOf(Node op) {
  if (op.is("&&")) return ShellJoint::And;
  if (op.is("||")) return ShellJoint::Or;
  return op.is("|") || op.is("|&") ? ShellJoint::Pipe : ShellJoint::None;
}

class ShellReader {
 public:
  ShellScript run(std::string_view text) {
    script_.tree = read(text);
    const SyntaxTree& tree = *script_.tree;
    script_.errors = findShellErrors(tree);
    script_.unread = tree.unread();
    script_.whole = !tree.unread() && !tree.fault();
    visit(tree.root(), {}, 0);
    if (tree.fault()) {
      // What comes after the fault may have been misread.
      std::erase_if(script_.commands, [&](const ShellCommand& c) { return beginOf(c) >= tree.fault()->token.begin; });
    }
    std::stable_sort(script_.commands.begin(), script_.commands.end(),
                     [](const ShellCommand& a, const ShellCommand& b) { return beginOf(a) < beginOf(b); });
    return std::move(script_);
  }

 private:
  struct Around {
    ShellJoint before = ShellJoint::None;
    bool condition = false;
    bool inCondition = false;
  };

  /// The grammar expects something after a continued line; bash accepts the end of the script.
  static std::string withoutLastBackslash(std::string_view text) {
    std::string out(text);
    const size_t last = out.find_last_not_of(" \t\r\n");
    if (last != std::string::npos && out[last] == '\\' && out.find('\n', last) != std::string::npos &&
        (last == 0 || out[last - 1] != '\\'))
      out[last] = ' ';
    return out;
  }

  /// The grammar allows whitespace before the last line of a here-document, and does not know that a backslash
  /// continues a line in it. Where it sees an end that bash does not see, a letter of that end is changed.
  static std::shared_ptr<const SyntaxTree> read(std::string_view text) {
    constexpr unsigned kMostFalseEnds = 20;
    std::string code = withoutLastBackslash(text);
    for (unsigned round = 0;; ++round) {
      auto tree = std::make_shared<const SyntaxTree>(Language::Bash, code);
      if (round == 0 && tree->fault() && hideFirstBackslashes(code)) continue;
      const Node end = falseEnd(*tree);
      if (!end || round == kMostFalseEnds) return tree;
      code[end.range().begin] = '.';
    }
  }

  /// The grammar fails where a here-document begins with a backslash. Returns whether there may be one.
  static bool hideFirstBackslashes(std::string& code) {
    bool found = false;
    for (size_t at = code.find("\n\\"); at != std::string::npos; at = code.find("\n\\", at + 1)) {
      const size_t line = at == 0 ? 0 : code.rfind('\n', at - 1) + 1;
      const bool document = code.substr(line, at - line).find("<<") != std::string::npos;
      if (!document || at + 2 >= code.size() || code[at + 2] == '\n' || code[at + 2] == kPlaceholderByte) continue;
      code[at + 1] = code[at + 2] = '.';
      found = true;
    }
    return found;
  }

  static Node falseEnd(const SyntaxTree& tree) {
    const std::string_view code = tree.code();
    for (uint32_t i = 0; i < tree.size(); ++i) {
      const Node node = tree.node(i);
      if (!node.is("heredoc_end") || node.range().empty()) continue;
      uint32_t at = node.range().begin;
      while (at > 0 && code[at - 1] == '\t') --at;
      const bool indented = at != node.range().begin && !node.parent().childOf("<<-");
      if (indented || (at > 0 && code[at - 1] != '\n')) return node;
      const std::string_view start = node.parent().childOf("heredoc_start").text();
      if (start.find_first_of("'\"\\") == std::string_view::npos && at > 0 && isEscaped(code, at - 1)) return node;
    }
    return {};
  }

  static uint32_t beginOf(const ShellCommand& c) {
    return !c.assignments.empty() ? c.assignments.front().range.begin : c.range().begin;
  }

  void visit(Node node, Around around, unsigned depth) {
    if (depth > kDeepestBlock) return;
    const std::string_view kind = node.kind();
    if (kind == "command" || kind == "declaration_command" || kind == "unset_command" || kind == "test_command") {
      command(node, around, depth);
    } else if (kind == "variable_assignment" || kind == "variable_assignments") {
      assignments(node, around, depth);
    } else if (kind == "list" || kind == "pipeline") {
      joined(node, around, depth);
    } else if (kind == "redirected_statement") {
      redirected(node, around, depth);
    } else if (kind == "negated_command") {
      around.condition = true;
      inside(node, around, depth);
    } else if (kind == "if_statement" || kind == "elif_clause" || kind == "while_statement") {
      conditional(node, around, depth);
    } else if (kind == "case_statement" || kind == "function_definition") {
      around.inCondition = true;
      inside(node, around, depth);
    } else if (kind == "command_substitution" || kind == "process_substitution") {
      around.before = ShellJoint::None;
      inside(node, around, depth);
    } else {
      inside(node, around, depth);
    }
  }

  /// What joins a block to the previous command applies to the first command in the block.
  void inside(Node node, Around around, unsigned depth) {
    for (Node part = node.firstChild(); part; part = part.next()) {
      const size_t before = script_.commands.size();
      if (const ShellJoint joint = jointOf(part); joint != ShellJoint::None) around.before = joint;
      visit(part, around, depth + 1);
      if (script_.commands.size() != before) around.before = ShellJoint::None;
    }
  }

  /// The grammar loses a `-` before a here-document.
  void redirected(Node node, const Around& around, unsigned depth) {
    const size_t before = script_.commands.size();
    inside(node, around, depth);
    if (script_.commands.size() == before) return;
    ShellCommand& command = script_.commands[lastOf(before)];
    for (Node part = node.firstChild(); part && part.next(); part = part.next()) {
      uint32_t at = part.range().end;
      const std::string_view code = node.tree().code();
      while (at < part.next().range().begin && (code[at] == ' ' || code[at] == '\t')) ++at;
      if (at < part.next().range().begin && code[at] == '-')
        command.words.push_back({{at, at + 1}, "-", false, false, {}});
    }
  }

  void conditional(Node node, Around around, unsigned depth) {
    const bool branches = !node.is("while_statement");
    around.inCondition = around.inCondition || branches;
    bool condition = true;
    for (Node part = node.firstChild(); part; part = part.next()) {
      if (part.is("then") || part.is("do_group")) condition = false;
      Around own = around;
      own.condition = condition;
      visit(part, own, depth + 1);
      if (part.named()) around.before = ShellJoint::None;
    }
  }

  void joined(Node node, Around around, unsigned depth) {
    size_t last = script_.commands.size();
    for (Node part = node.firstChild(); part; part = part.next()) {
      if (const ShellJoint joint = jointOf(part); joint != ShellJoint::None) {
        if (script_.commands.size() > last) script_.commands[lastOf(last)].after = joint;
        around.before = joint;
      } else if (part.named()) {
        last = script_.commands.size();
        visit(part, around, depth + 1);
      }
    }
  }

  /// The command, from `from` on, that ends last: those in its substitutions were recorded after it.
  [[nodiscard]] size_t lastOf(size_t from) const {
    size_t found = from;
    for (size_t i = from; i < script_.commands.size(); ++i) {
      if (script_.commands[i].range().end > script_.commands[found].range().end) found = i;
    }
    return found;
  }

  void record(ShellCommand command, const Around& around) {
    if (command.words.empty() && command.assignments.empty()) return;
    command.before = around.before;
    command.condition = around.condition;
    command.inCondition = around.inCondition;
    script_.commands.push_back(std::move(command));
  }

  void assignments(Node node, const Around& around, unsigned depth) {
    ShellCommand command;
    if (node.is("variable_assignment")) {
      command.assignments.push_back(assignment(node));
    } else {
      for (const Node part : node.parts()) command.assignments.push_back(assignment(part));
    }
    record(std::move(command), around);
    substitutions(node, around, depth);
  }

  /// An assigned value is not split.
  static ShellWord assignment(Node node) {
    ShellWord word{node.range(), std::string(node.text()), false, false, {}};
    return word;
  }

  void command(Node node, const Around& around, unsigned depth) {
    ShellCommand command;
    if (node.is("command")) {
      for (Node part = node.firstChild(); part; part = part.next()) {
        if (part.is("variable_assignment")) command.assignments.push_back(assignment(part));
      }
      command.words = shellWords(node, {});
    } else if (node.is("test_command")) {
      test(node, command);
    } else {
      const Node keyword = node.firstChild();
      command.words.push_back({keyword.range(), std::string(keyword.text()), false, false, {}});
      for (Node part = keyword.next(); part; part = part.next()) {
        if (part.is("variable_assignment")) command.words.push_back(assignment(part));
        if (!isShellWord(part)) continue;
        ShellWord word{part.range(), {}, false, false, {}};
        addToWord(word, part);
        command.words.push_back(std::move(word));
      }
    }
    record(std::move(command), around);
    substitutions(node, around, depth);
  }

  /// `[ … ]` is a command like others; in `[[ … ]]` nothing is split.
  static void test(Node node, ShellCommand& command) {
    const Node open = node.firstChild();
    command.words.push_back({open.range(), std::string(open.text()), false, false, {}});
    const Node end = node.after();
    for (Node part = open.next(); part && !(end && part.index() >= end.index());) {
      if (!isShellWord(part)) {
        part = part.index() + 1 < node.tree().size() ? node.tree().node(part.index() + 1) : Node();
        continue;
      }
      ShellWord word{part.range(), {}, false, false, {}};
      addToWord(word, part);
      if (open.is("[[")) word.unquoted.clear();
      command.words.push_back(std::move(word));
      part = part.after();
    }
  }

  /// The commands in `$(…)` inside a command.
  void substitutions(Node node, Around around, unsigned depth) {
    around.before = ShellJoint::None;
    const Node end = node.after();
    for (Node part = node.firstChild(); part && !(end && part.index() >= end.index());) {
      if (part.is("command_substitution") || part.is("process_substitution")) {
        visit(part, around, depth + 1);
        part = part.after();
      } else {
        part = part.index() + 1 < node.tree().size() ? node.tree().node(part.index() + 1) : Node();
      }
    }
  }

  ShellScript script_;
};

}  // namespace

ShellScript readShell(std::string_view text) { return ShellReader().run(text); }

}  // namespace mlpc::embedded
