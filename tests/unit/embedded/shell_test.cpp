// Reading bash scripts.

#include <gtest/gtest.h>

#include "mlpc/embedded/shell_script.h"

namespace mlpc::embedded {
namespace {

std::string commandsOf(std::string_view text) {
  std::string out;
  for (const ShellCommand& command : readShell(text).commands) {
    for (const ShellWord& word : command.words) out += "<" + word.value + ">";
    out += "\n";
  }
  return out;
}

TEST(Shell, Words) {
  EXPECT_EQ(commandsOf("echo 'a b' \"c $d\" e\\ f"), "<echo><a b><c $d><e f>\n");
  EXPECT_EQ(commandsOf("a --x=1 \\\n  --y 2 # comment\nb"), "<a><--x=1><--y><2>\n<b>\n");
  EXPECT_EQ(commandsOf("x=1 y=\"2 3\" run"), "<run>\n");
  EXPECT_EQ(commandsOf("echo ${a:-\"b }c\"} d"), "<echo><${a:-\"b }c\"}><d>\n");
}

TEST(Shell, Structure) {
  EXPECT_EQ(commandsOf("if a; then b; else c; fi"), "<a>\n<b>\n<c>\n");
  EXPECT_EQ(commandsOf("for x in 1 2; do a \"$x\"; done"), "<a><$x>\n");
  EXPECT_EQ(commandsOf("case $x in\n  a|b) one ;;\n  *) two ;;\nesac\nthree"), "<one>\n<two>\n<three>\n");
  EXPECT_EQ(commandsOf("f() { a; }\nf"), "<a>\n<f>\n");
  EXPECT_EQ(commandsOf("x=$(a \"$(b)\") c"), "<c>\n<a><$(b)>\n<b>\n");
  EXPECT_EQ(commandsOf("cat <<END\nnot a command\nEND\nnext"), "<cat>\n<next>\n");
  EXPECT_EQ(commandsOf("a > out 2>&1 < in && b || c"), "<a>\n<b>\n<c>\n");
  EXPECT_EQ(commandsOf("arr=(a b \"c d\")\nx"), "\n<x>\n");
}

TEST(Shell, Guards) {
  const ShellScript script = readShell("show || create\nif ! show; then create; fi\ncreate\n");
  ASSERT_EQ(script.commands.size(), 5U);
  EXPECT_EQ(script.commands[1].before, ShellJoint::Or);
  EXPECT_TRUE(script.commands[2].condition);
  EXPECT_TRUE(script.commands[3].inCondition);
  EXPECT_FALSE(script.commands[4].inCondition);
}

std::vector<ShellErrorKind> errorsOf(std::string_view text) {
  std::vector<ShellErrorKind> out;
  for (const ShellError& error : readShell(text).errors) out.push_back(error.kind);
  return out;
}
using Errors = std::vector<ShellErrorKind>;

TEST(Shell, ReportsWhatIsWrong) {
  EXPECT_EQ(errorsOf("echo 'a"), Errors{ShellErrorKind::UnterminatedQuote});
  EXPECT_EQ(errorsOf("echo \"a"), Errors{ShellErrorKind::UnterminatedQuote});
  EXPECT_EQ(errorsOf("x=$(a"), Errors{ShellErrorKind::UnterminatedSubstitution});
  EXPECT_EQ(errorsOf("echo ${a"), Errors{ShellErrorKind::UnterminatedSubstitution});
  EXPECT_EQ(errorsOf("cat <<END\nx\n END\n"), Errors{ShellErrorKind::UnterminatedHereDocument});
  EXPECT_EQ(errorsOf("if a; then b"), Errors{ShellErrorKind::UnclosedKeyword});
  EXPECT_EQ(errorsOf("a; fi"), Errors{ShellErrorKind::UnexpectedKeyword});
  EXPECT_EQ(errorsOf("(a"), Errors{ShellErrorKind::UnclosedParenthesis});
  EXPECT_EQ(errorsOf("a)"), Errors{ShellErrorKind::UnexpectedParenthesis});
  EXPECT_EQ(errorsOf("cat <<-'END'\n\tx\n\tEND\n"), Errors{});
  EXPECT_EQ(errorsOf("[[ $a == @(x|y) ]] && echo $((1 + (2)))"), Errors{});
}

TEST(Shell, AnyBytesEnd) {
  for (const std::string_view text :
       {"$", "${", "$((", "`", "\\", "<<", "<<<", "((", "'", "a=(", "case x in", "f() {", "\"$(", "$'\\"}) {
    readShell(text);
  }
  readShell(std::string(5000, '('));
  std::string nested;
  for (int i = 0; i < 5000; ++i) nested += "$(";
  readShell(nested);
  std::string braces;
  for (int i = 0; i < 5000; ++i) braces += "${a:-";
  readShell(braces);
}

TEST(Shell, UnquotedExpansions) {
  const ShellScript script = readShell("x=$a\nexport y=$b\nls $c \"$d\" ${e} $(f) $# $((1))\n[[ $g == h ]]\n");
  size_t variables = 0;
  size_t others = 0;
  for (const ShellCommand& command : script.commands) {
    for (const ShellWord& word : command.words) {
      for (const ShellExpansion& expansion : word.unquoted) ++(expansion.variable ? variables : others);
    }
  }
  EXPECT_EQ(variables, 2U);
  EXPECT_EQ(others, 1U);
}

}  // namespace
}  // namespace mlpc::embedded
