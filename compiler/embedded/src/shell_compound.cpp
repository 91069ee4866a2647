// The compound commands of a shell script, functions, and `[[ … ]]`.
#include <algorithm>
#include <array>

#include "shell_reader.h"

namespace mlpc::embedded {
namespace {

bool isUnary(std::string_view word) {
  return word.size() == 2 && word[0] == '-' &&
         std::string_view("abcdefghknoprstuvwxzGLNORS").find(word[1]) != std::string_view::npos;
}
bool isBinary(std::string_view word) {
  constexpr std::array<std::string_view, 13> kWords = {"=",   "==",  "!=",  "=~",  "-nt", "-ot", "-ef",
                                                       "-eq", "-ne", "-lt", "-le", "-gt", "-ge"};
  return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

}  // namespace

// ---- functions

/// `()` after a name; false if there is none.
bool ShellReader::function() {
  if (!takeIf("(")) return false;
  blanks();
  if (operatorHere() != ")") unexpected();
  take(")");
  return true;
}

void ShellReader::functionKeyword() {
  take("function");
  blanks();
  word("name");
  function();
  functionBody();
}

void ShellReader::functionBody() {
  const Around around = around_;
  around_.inCondition = true;
  around_.condition = false;
  around_.before = ShellJoint::None;
  lineBreaks();
  if (compound()) {
    redirections();
  } else if (bash()) {
    unexpected();
  } else {
    simple({});
  }
  around_ = around;
}

void ShellReader::coprocess() {
  take("coproc");
  blanks();
  if (compound()) return;
  ShellCommand command;
  command.words.push_back(word("command"));
  blanks();
  if (!compound()) simple(std::move(command));
}

// ---- compound commands

/// Takes one that begins here; false if none does.
bool ShellReader::compound() {
  const std::string_view word = reserved();
  const Around around = around_;
  if (word == "if") {
    ifCommand();
  } else if (word == "while" || word == "until") {
    loop(word);
  } else if (word == "for" || word == "select") {
    forCommand(word);
  } else if (word == "case") {
    caseCommand();
  } else if (word == "{") {
    group();
  } else if (word == "[[") {
    test();
  } else if (word == "function") {
    functionKeyword();
  } else if (word == "coproc") {
    coprocess();
  } else if (peek() == '(' && at_ < end_) {
    const bool sum = bash() && peek(1) == '(' && arithmetic(2);
    if (!sum) parentheses();
  } else {
    return false;
  }
  around_ = around;
  around_.before = ShellJoint::None;
  return true;
}

void ShellReader::begin(std::string_view word, std::string_view closer) { open_.push_back({closer, take(word)}); }

void ShellReader::end(std::string_view closer) {
  expect(closer);
  open_.pop_back();
}

void ShellReader::ifCommand() {
  begin("if", "fi");
  around_.inCondition = true;
  while (true) {
    around_.condition = true;
    list();
    around_.condition = false;
    expect("then");
    list();
    blanks();
    if (reserved() != "elif") break;
    take("elif");
  }
  if (reserved() == "else") {
    take("else");
    list();
  }
  end("fi");
}

void ShellReader::loop(std::string_view keyword) {
  begin(keyword, "done");
  around_.condition = true;
  list();
  around_.condition = false;
  loopBody();
}

void ShellReader::loopBody() {
  blanks();
  around_.condition = false;
  if (reserved() == "{" && bash()) {
    group();
    open_.pop_back();
    return;
  }
  expect("do");
  list();
  end("done");
}

void ShellReader::forCommand(std::string_view keyword) {
  begin(keyword, "done");
  blanks();
  if (keyword == "for" && bash() && rest().starts_with("((")) {
    const uint32_t begin = at_;
    if (!arithmetic(2)) unexpected();
    const std::string_view text = code_.substr(begin, at_ - begin);
    const bool plain = text.find_first_of("'\"`$") == std::string_view::npos;
    if (plain && std::count(text.begin(), text.end(), ';') != 2) fail(Fails::UnexpectedToken, {begin, at_});
    if (!takeIf(";")) lineBreaks();
  } else {
    word("name");
    if (!takeIf(";")) {
      lineBreaks();
      if (reserved() == "in") {
        take("in");
        for (blanks(); atWord(); blanks()) word("word");
        if (!takeIf(";") && !newLine()) unexpected();
      }
    }
  }
  lineBreaks();
  loopBody();
}

void ShellReader::caseCommand() {
  begin("case", "esac");
  blanks();
  word("word");
  lineBreaks();
  expect("in");
  around_.inCondition = true;
  around_.before = ShellJoint::None;
  bool more = true;
  for (lineBreaks(); reserved() != "esac"; lineBreaks()) {
    if (!more) unexpected();
    more = caseItem();
  }
  end("esac");
}

/// Whether another may follow.
bool ShellReader::caseItem() {
  takeIf("(");
  do {
    blanks();
    word("pattern");
  } while (takeIf("|"));
  blanks();
  if (operatorHere() != ")") unexpected();
  take(")");
  lineBreaks();
  if (!operatorHere().starts_with(";") && reserved() != "esac") list();
  blanks();
  const std::string_view op = operatorHere();
  if (op != ";;" && op != ";&" && op != ";;&") return false;
  take(op);
  return true;
}

void ShellReader::group() {
  begin("{", "}");
  list();
  end("}");
}

void ShellReader::parentheses() {
  begin("(", ")");
  list();
  blanks();
  if (peek() != ')' || at_ >= end_) unexpected();
  take(")");
  open_.pop_back();
}

// ---- [[ … ]]

void ShellReader::test() {
  ShellCommand command;
  begin("[[", "]]");
  command.words.push_back({open_.back().range, "[[", false, false, {}});
  testOr(command);
  end("]]");
  record(std::move(command));
}

void ShellReader::testOr(ShellCommand& command) {
  deeper();
  while (true) {
    testTerm(command);
    lineBreaks();
    const std::string_view op = operatorHere();
    if (op != "&&" && op != "||") break;
    take(op);
  }
  --depth_;
}

void ShellReader::testTerm(ShellCommand& command) {
  const auto add = [&](Role role) {
    blanks();
    if (reserved() == "]]") unexpected();
    ShellWord word = this->word("operand", role);
    word.unquoted.clear();  // nothing is split here
    command.words.push_back(std::move(word));
  };
  for (lineBreaks(); reserved() == "!"; lineBreaks()) take("!");
  if (reserved() == "]]") return;  // bash allows this
  if (operatorHere() == "(") {
    begin("(", ")");
    testOr(command);
    if (operatorHere() != ")") unexpected();
    take(")");
    open_.pop_back();
    return;
  }
  add(Role::Plain);
  const ShellWord& first = command.words.back();
  const bool unary = !first.quoted && isUnary(first.value);
  blanks();
  if (unary) {
    out_.tokens.back().kind = "operator";
    return add(Role::Plain);
  }
  const std::string_view op = operatorHere();
  const size_t end = std::min(rest().find_first_of(" \t\n;&|()<>"), rest().size());
  const std::string_view word = op == "<" || op == ">" ? op : rest().substr(0, end);
  if (reserved() == "]]" || op == "&&" || op == "||" || op == ")") return;
  if (word != op && !isBinary(word)) unexpected();
  command.words.push_back({{at_, at_ + static_cast<uint32_t>(word.size())}, std::string(word), false, false, {}});
  take(word == op ? op : std::string_view("operator"), static_cast<uint32_t>(word.size()));
  const bool pattern = word == "=" || word == "==" || word == "!=";
  add(word == "=~" ? Role::Regex : pattern ? Role::Pattern : Role::Plain);
}

}  // namespace mlpc::embedded
