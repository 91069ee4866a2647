// Reading documents: YAML as PyYAML reads it, JSON, conditions in CEL, and heads of Python functions.

#include <gmock/gmock.h>

#include "conditions.h"
#include "documents.h"
#include "python_code.h"

namespace mlpc::test {
namespace {

using importers::kfp::Condition;
using importers::kfp::Node;
using testing::ElementsAre;

TEST(Yaml, ReadsScalarsAsPyYamlDoes) {
  const Read read(
      "{a: yes, b: 'yes', c: 010, d: 0x1F, e: 1_000, f: 1.5, g: 1e3, h: 1.0e+3, i: ~, j: 2020-01-01, k: .inf, l: on}");
  ASSERT_TRUE(read.documents);
  const auto kind = [&](const char* key) { return read.only().find(key)->kind; };
  EXPECT_TRUE(read.only().find("a")->isTrue());
  EXPECT_EQ(kind("b"), Node::Kind::Text);
  EXPECT_EQ(read.only().find("c")->number, 8);
  EXPECT_EQ(read.only().find("d")->number, 31);
  EXPECT_EQ(read.only().find("e")->number, 1000);
  EXPECT_EQ(kind("f"), Node::Kind::Float);
  EXPECT_EQ(kind("g"), Node::Kind::Text) << "PyYAML wants a point";
  EXPECT_EQ(read.only().find("h")->number, 1000);
  EXPECT_TRUE(read.only().find("i")->isNull());
  EXPECT_EQ(kind("j"), Node::Kind::Text) << "a date is text in these documents";
  EXPECT_EQ(kind("k"), Node::Kind::Float);
  EXPECT_TRUE(read.only().find("l")->isTrue());
}

TEST(Yaml, ReadsNumbersToTheBase60AsPyYamlDoes) {
  const Read read("{a: 1:30, b: -1:00:30, c: 1:30.5, d: 1:60, e: 0:30, g: -.5, h: .5}");
  ASSERT_TRUE(read.documents);
  const auto number = [&](const char* key) { return read.only().find(key)->number; };
  EXPECT_EQ(number("a"), 90);
  EXPECT_EQ(number("b"), -3630);
  EXPECT_EQ(number("c"), 90.5);
  EXPECT_EQ(number("h"), 0.5);
  for (const char* key : {"d", "e", "g"}) EXPECT_TRUE(read.only().find(key)->isText()) << key;
}

TEST(Yaml, KeepsOrderAndPlaces) {
  const Read read("b: 1\na:\n  c: [2]\n");
  EXPECT_THAT(read.only().keys, ElementsAre("b", "a"));
  const auto at = read.sources.start(read.only().find("a", "c")->items[0].span);
  EXPECT_EQ(at.line, 3U);
  EXPECT_EQ(at.column, 7U);
}

TEST(Yaml, LeavesEmptyDocumentsOut) {
  const Read read("---\n---\na: 1\n---\n# nothing\n");
  ASSERT_TRUE(read.documents);
  EXPECT_EQ(read.documents->size(), 1U);
}

TEST(Yaml, RejectsWhatNoSdkWrites) {
  EXPECT_THAT(Read("a: &x 1\nb: *x\n").codes(), testing::Not(testing::IsEmpty())) << "aliases";
  EXPECT_FALSE(Read("a: 1\na: 2\n").documents) << "a key twice";
  EXPECT_FALSE(Read("a: !!python/name:os.system 1\n").documents) << "tags";
  EXPECT_FALSE(Read("a: [1\n").documents) << "no YAML";
  EXPECT_FALSE(Read("a: \xff\n").documents) << "no UTF-8";
  EXPECT_FALSE(Read(std::string(1000, '[')).documents) << "too deep";
}

TEST(Yaml, ComparesByMeaning) {
  const Read a("{x: 1, y: [a, {b: true}]}");
  const Read b("{y: [a, {b: true}], x: 1.0}");
  const Read c("{y: [a, {b: 1}], x: 1}");
  EXPECT_TRUE(equal(a.only(), b.only()));
  EXPECT_EQ(canonical(a.only()), canonical(b.only()));
  EXPECT_FALSE(equal(a.only(), c.only())) << "true is not 1";
  EXPECT_NE(canonical(a.only()), canonical(c.only()));
}

TEST(Yaml, FoldsQuotedLinesByTheRules) {
  const auto value = [](const std::string& text) { return Read("a: " + text + "\n").only().find("a")->text; };
  EXPECT_EQ(value("'it''s' # rest"), "it's");
  EXPECT_EQ(value("\"a\\n\\\"b\\u00e9\""), "a\n\"b\u00e9");
  EXPECT_EQ(value("'a\n  b'"), "a b") << "one break is a blank";
  EXPECT_EQ(value("'a\n\n\n  b'"), "a\n\nb") << "more are one less";
  EXPECT_EQ(value("'a\n\n  '"), "a\n") << "breaks before the closing quote stay";
  EXPECT_FALSE(Read("a: 'open").documents);
}

TEST(Yaml, ReadsCharactersThatJsonWritesAsTwoEscapes) {
  const Read read(R"({"a": "x\ud83d\ude00\ud83d\ude00", "b": "\\ud83d\\ude00", "c": [1]})");
  ASSERT_TRUE(read.documents);
  EXPECT_EQ(read.only().find("a")->text, "x\U0001F600\U0001F600");
  EXPECT_EQ(read.only().find("b")->text, "\\ud83d\\ude00") << "not escapes";
  EXPECT_EQ(read.sources.start(read.only().find("c")->items[0].span).column, 65U) << "as in the file";
  EXPECT_FALSE(Read("a: \"\\ud83d\\ude00\"\n").documents) << "YAML has no such escapes";
}

TEST(Yaml, RejectsCharactersThatPyYamlRejects) {
  EXPECT_FALSE(Read(std::string("a: 1 # \0\n", 9)).documents);
  EXPECT_FALSE(Read("a: \x01\n").documents);
}

TEST(Json, ReadsValues) {
  const auto node = importers::kfp::readJson(R"({"a": [1, 1.5, "t", null, true]})", {});
  ASSERT_TRUE(node);
  const Node& list = *node->find("a");
  EXPECT_EQ(list.items[0].kind, Node::Kind::Int);
  EXPECT_EQ(list.items[1].kind, Node::Kind::Float);
  EXPECT_EQ(list.items[2].text, "t");
  EXPECT_TRUE(list.items[3].isNull());
  EXPECT_TRUE(list.items[4].isTrue());
  EXPECT_FALSE(importers::kfp::readJson("{", {}));
  EXPECT_FALSE(importers::kfp::readJson("", {}));
}

/// The condition in a form that shows its structure.
std::string shown(const Condition& condition) {
  using Kind = Condition::Kind;
  std::string inner;
  for (const Condition& operand : condition.operands) inner += (inner.empty() ? "" : " ") + shown(operand);
  switch (condition.kind) {
    case Kind::Or: return "(or " + inner + ")";
    case Kind::And: return "(and " + inner + ")";
    case Kind::Not: return "(not " + inner + ")";
    case Kind::Compare: return "(" + condition.text + " " + inner + ")";
    case Kind::In: return "(in " + inner + ")";
    case Kind::Text: return "'" + condition.text + "'";
    default: return condition.text;
  }
}
std::string conditionOf(std::string_view text) {
  const auto condition = importers::kfp::readCondition(text);
  return condition ? shown(*condition) : "none";
}

TEST(Conditions, AreReadByPrecedence) {
  EXPECT_EQ(conditionOf("inputs.parameter_values['a'] == 'x'"), "(== a 'x')");
  EXPECT_EQ(conditionOf("1 < 2 || 3 < 4 && !(5 == 6)"), "(or (< 1 2) (and (< 3 4) (not (== 5 6))))");
  EXPECT_EQ(conditionOf("(1 < 2 || 3 < 4) && true"), "(and (or (< 1 2) (< 3 4)) true)");
  EXPECT_EQ(conditionOf("!inputs.parameter_values['a']"), "(not a)");
}

TEST(Conditions, LoseTheConversionsOfTheSdk) {
  EXPECT_EQ(conditionOf("int(inputs.parameter_values['n']) > -1"), "(> n -1)");
  EXPECT_EQ(conditionOf("double(inputs.parameter_values['n']) >= 1.5e-3"), "(>= n 1.5e-3)");
  EXPECT_EQ(conditionOf("inputs.parameter_values['b'] == true"), "b");
  EXPECT_EQ(conditionOf("inputs.parameter_values['b'] == false"), "(== b false)");
}

TEST(Conditions, KnowMembersAndQuotes) {
  EXPECT_EQ(conditionOf("inputs.parameter_values['a'] in ['x', 'it\\'s']"), "(in a 'x' 'it's')");
  EXPECT_EQ(conditionOf("inputs.parameter_values['a'] in []"), "(in a)");
  EXPECT_EQ(conditionOf("'a\\nb' == 'c'"), "(== 'a\nb' 'c')");
}

TEST(Conditions, RejectWhatTheyDoNotKnow) {
  for (const char* text :
       {"", "inputs", "inputs.parameter_values['a'", "1 +", "1 < 2 3", "'open", "a.size() > 1", "()", "'\\q'"}) {
    EXPECT_EQ(conditionOf(text), "none") << text;
  }
  EXPECT_EQ(conditionOf(std::string(500, '(') + "1" + std::string(500, ')')), "none") << "too deep";
  EXPECT_EQ(conditionOf(std::string(500, '!') + "true"), "none") << "too deep";
  EXPECT_EQ(conditionOf("'" + std::string(200'000, 'a') + "' == 'a'"), "none") << "too long";
}

TEST(Python, FindsTheHeadOfAFunction) {
  const auto function = importers::kfp::findFunction(
      "def helper(a):\n    def train(inner): pass\n\n\n"
      "def train(x: int, names: Dict[str, List[int]] = {'a': [1]}, *, rate=0.1) -> NamedTuple('O', [('a', int)]):\n    "
      "pass\n",
      "train");
  ASSERT_TRUE(function);
  ASSERT_EQ(function->parameters.size(), 3U);
  EXPECT_EQ(function->parameters[0].name, "x");
  EXPECT_EQ(function->parameters[0].annotation, "int");
  EXPECT_FALSE(function->parameters[0].hasDefault);
  EXPECT_EQ(function->parameters[1].annotation, "Dict[str, List[int]]");
  EXPECT_TRUE(function->parameters[1].hasDefault);
  EXPECT_EQ(function->parameters[2].annotation, "");
  EXPECT_EQ(function->returns, "NamedTuple('O', [('a', int)])");
  EXPECT_FALSE(function->takesAny);
  EXPECT_TRUE(importers::kfp::findFunction("def f(**kwargs): pass\n", "f")->takesAny);
  EXPECT_FALSE(importers::kfp::findFunction("class A:\n    def f(self): pass\n", "f")) << "not at the outermost level";
}

TEST(Python, KeepsACommandThatIsNotTheCompilers) {
  const Read read("{command: [sh, -c, echo], args: [--executor_input, '{{$}}', --function_to_execute, train]}");
  EXPECT_EQ(importers::kfp::functionToExecute(read.only()), "train");
  EXPECT_FALSE(importers::kfp::readPythonProgram(read.only()));
  EXPECT_EQ(importers::kfp::functionToExecute(Read("{command: [echo]}").only()), "");
}

}  // namespace
}  // namespace mlpc::test
