// The reading of bash scripts, and of the az commands in them.

#include <gtest/gtest.h>

#include "azure_rules.h"
#include "bash_lexer.h"

namespace mlpc::sema {
namespace {

std::string commandsOf(std::string_view text) {
  std::string out;
  for (const BashCommand& command : readBash(text).commands) {
    for (const BashWord& word : command.words) out += "<" + word.value + ">";
    out += "\n";
  }
  return out;
}

TEST(Bash, Words) {
  EXPECT_EQ(commandsOf("echo 'a b' \"c $d\" e\\ f"), "<echo><a b><c $d><e f>\n");
  EXPECT_EQ(commandsOf("a --x=1 \\\n  --y 2 # comment\nb"), "<a><--x=1><--y><2>\n<b>\n");
  EXPECT_EQ(commandsOf("x=1 y=\"2 3\" run"), "<run>\n");
  EXPECT_EQ(commandsOf("echo ${a:-\"b }c\"} d"), "<echo><${a:-\"b }c\"}><d>\n");
}

TEST(Bash, Structure) {
  EXPECT_EQ(commandsOf("if a; then b; else c; fi"), "<a>\n<b>\n<c>\n");
  EXPECT_EQ(commandsOf("for x in 1 2; do a \"$x\"; done"), "<a><$x>\n");
  EXPECT_EQ(commandsOf("case $x in\n  a|b) one ;;\n  *) two ;;\nesac\nthree"), "<one>\n<two>\n<three>\n");
  EXPECT_EQ(commandsOf("f() { a; }\nf"), "<a>\n<f>\n");
  EXPECT_EQ(commandsOf("x=$(a \"$(b)\") c"), "<c>\n<a><$(b)>\n<b>\n");
  EXPECT_EQ(commandsOf("cat <<END\nnot a command\nEND\nnext"), "<cat>\n<next>\n");
  EXPECT_EQ(commandsOf("a > out 2>&1 < in && b || c"), "<a>\n<b>\n<c>\n");
  EXPECT_EQ(commandsOf("arr=(a b \"c d\")\nx"), "\n<x>\n");
}

TEST(Bash, Guards) {
  const BashScript script = readBash("show || create\nif ! show; then create; fi\ncreate\n");
  ASSERT_EQ(script.commands.size(), 5U);
  EXPECT_EQ(script.commands[1].before, BashSeparator::Or);
  EXPECT_TRUE(script.commands[2].condition);
  EXPECT_TRUE(script.commands[3].inCondition);
  EXPECT_FALSE(script.commands[4].inCondition);
}

std::vector<BashErrorKind> errorsOf(std::string_view text) {
  std::vector<BashErrorKind> out;
  for (const BashError& error : readBash(text).errors) out.push_back(error.kind);
  return out;
}
using Errors = std::vector<BashErrorKind>;

TEST(Bash, TellsWhatIsWrong) {
  EXPECT_EQ(errorsOf("echo 'a"), Errors{BashErrorKind::UnterminatedQuote});
  EXPECT_EQ(errorsOf("echo \"a"), Errors{BashErrorKind::UnterminatedQuote});
  EXPECT_EQ(errorsOf("x=$(a"), Errors{BashErrorKind::UnterminatedSubstitution});
  EXPECT_EQ(errorsOf("echo ${a"), Errors{BashErrorKind::UnterminatedSubstitution});
  EXPECT_EQ(errorsOf("cat <<END\nx\n END\n"), Errors{BashErrorKind::UnterminatedHereDocument});
  EXPECT_EQ(errorsOf("if a; then b"), Errors{BashErrorKind::UnclosedKeyword});
  EXPECT_EQ(errorsOf("a; fi"), Errors{BashErrorKind::UnexpectedKeyword});
  EXPECT_EQ(errorsOf("(a"), Errors{BashErrorKind::UnclosedParenthesis});
  EXPECT_EQ(errorsOf("a)"), Errors{BashErrorKind::UnexpectedParenthesis});
  EXPECT_EQ(errorsOf("cat <<-'END'\n\tx\n\tEND\n"), Errors{});
  EXPECT_EQ(errorsOf("[[ $a == (x|y) ]] && echo $((1 + (2)))"), Errors{});
}

TEST(Bash, AnyBytesEnd) {
  for (const std::string_view text :
       {"$", "${", "$((", "`", "\\", "<<", "<<<", "((", "'", "a=(", "case x in", "f() {", "\"$(", "$'\\"}) {
    readBash(text);
  }
  readBash(std::string(5000, '('));
  std::string nested;
  for (int i = 0; i < 5000; ++i) nested += "$(";
  readBash(nested);
  std::string braces;
  for (int i = 0; i < 5000; ++i) braces += "${a:-";
  readBash(braces);
}

TEST(Bash, UnquotedExpansions) {
  const BashScript script = readBash("x=$a\nexport y=$b\nls $c \"$d\" ${e} $(f) $# $((1))\n[[ $g == h ]]\n");
  size_t variables = 0;
  size_t others = 0;
  for (const BashCommand& command : script.commands) {
    for (const BashWord& word : command.words) {
      for (const BashExpansion& expansion : word.unquoted) ++(expansion.variable ? variables : others);
    }
  }
  EXPECT_EQ(variables, 2U);
  EXPECT_EQ(others, 1U);
}

TEST(Az, Commands) {
  const BashScript script =
      readBash("x=$(az ml model show -n \"a b\" --query=id) && az ml online-endpoint update --traffic a=1 b=2\n");
  const std::vector<AzCommand> commands = azCommands(script);
  ASSERT_EQ(commands.size(), 2U);
  EXPECT_EQ(commands[0].path, "ml model show");
  ASSERT_NE(commands[0].find({"--name", "-n"}), nullptr);
  EXPECT_EQ(commands[0].find({"--name", "-n"})->value(), "a b");
  EXPECT_EQ(commands[0].find({"--query"})->value(), "id");
  EXPECT_EQ(commands[1].find({"--traffic"})->values.size(), 2U);
}

TEST(Az, ReadsSources) {
  const auto reads = [](std::string_view text) { return readsSources(readBash(text)).has_value(); };
  EXPECT_TRUE(reads("az deployment group create --template-file main.bicep"));
  EXPECT_TRUE(reads("python tools/check.py"));
  EXPECT_TRUE(reads("kubectl apply -f k8s/"));
  EXPECT_TRUE(reads("./run.sh"));
  EXPECT_TRUE(reads("python -m service.report --build 1"));
  EXPECT_FALSE(reads("python -m pip install x"));
  EXPECT_FALSE(reads("kubectl apply -f https://example.org/x.yaml"));
  EXPECT_FALSE(reads("az ml model create --path \"$DIR\""));
  EXPECT_FALSE(reads("echo done"));
}

}  // namespace
}  // namespace mlpc::sema
