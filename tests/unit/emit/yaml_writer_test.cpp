#include "yaml_writer.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

namespace mlpc::emit {
namespace {

Node list(Node::Sequence items) { return Node::sequence(std::move(items)); }
Node map(Node::Mapping entries) { return Node::mapping(std::move(entries)); }
Node under(std::string_view key, Node value) {
  Node node;
  node.set(key, std::move(value));
  return node;
}

TEST(YamlWriter, NestsAsKubernetesTools) {
  EXPECT_EQ(writeYaml(map({{"a", map({{"b", list({1, map({{"c", "x"}, {"d", list({"z"})}}), list({2, 3})})}})}})),
            "a:\n"
            "  b:\n"
            "  - 1\n"
            "  - c: x\n"
            "    d:\n"
            "    - z\n"
            "  - - 2\n"
            "    - 3\n");
  EXPECT_EQ(writeYaml(list({list({list({1})})})), "- - - 1\n");
}

TEST(YamlWriter, WritesEmptyThings) {
  EXPECT_EQ(writeYaml(map({{"a", map({})}, {"b", list({})}, {"c", Node()}, {"d", ""}})),
            "a: {}\nb: []\nc: null\nd: \"\"\n");
  EXPECT_EQ(writeYaml(map({})), "{}\n");
  EXPECT_EQ(writeYaml(list({})), "[]\n");
  EXPECT_EQ(writeYaml(Node()), "null\n");
}

TEST(YamlWriter, WritesLiteralBlocks) {
  EXPECT_EQ(writeYaml(under("k", "a\nb\n")), "k: |\n  a\n  b\n");
  EXPECT_EQ(writeYaml(under("k", "a\nb")), "k: |-\n  a\n  b\n");
  EXPECT_EQ(writeYaml(under("k", "a\n\nb\n\n\n")), "k: |+\n  a\n\n  b\n\n\n");
  EXPECT_EQ(writeYaml(list({"a\n  b\n"})), "- |\n  a\n    b\n");
  EXPECT_EQ(writeYaml(under("k", list({map({{"s", "a\nb"}})}))), "k:\n- s: |-\n    a\n    b\n");
}

TEST(YamlWriter, GivesTheIndentationOfABlockThatStartsWithSpace) {
  EXPECT_EQ(writeYaml(under("k", " a\nb\n")), "k: |2\n   a\n  b\n");
  EXPECT_EQ(writeYaml(under("k", "\ta\nb")), "k: |2-\n  \ta\n  b\n");
  EXPECT_EQ(writeYaml(under("k", "\na\n\n")), "k: |2+\n\n  a\n\n");
}

TEST(YamlWriter, QuotesWhatABlockCannotHold) {
  EXPECT_EQ(writeYaml(under("k", "a\r\nb\n")), "k: \"a\\r\\nb\\n\"\n");
  EXPECT_EQ(writeYaml(under("k", "a\u2028\nb")), "k: \"a\\u2028\\nb\"\n");
  EXPECT_EQ(writeYaml(under("k", "\n")), "k: \"\\n\"\n");
  EXPECT_EQ(writeYaml(under("k", "a\n  ")), "k: \"a\\n  \"\n");
  EXPECT_EQ(writeYaml(under("k", " \n \n")), "k: \" \\n \\n\"\n");
  EXPECT_EQ(writeYaml(Node("a\nb")), "\"a\\nb\"\n");
}

TEST(YamlWriter, FollowsStylesWhereTheyAreSafe) {
  EXPECT_EQ(writeYaml(under("k", Node("a").styled(Style::Quoted))), "k: \"a\"\n");
  EXPECT_EQ(writeYaml(under("k", Node("a").styled(Style::Literal))), "k: |-\n  a\n");
  EXPECT_EQ(writeYaml(under("k", Node("\x07").styled(Style::Literal))), "k: \"\\x07\"\n");
  EXPECT_EQ(writeYaml(under("k", Node("a\nb").styled(Style::Quoted))), "k: \"a\\nb\"\n");
  EXPECT_EQ(
      writeYaml(under("k", list({1, "a, b", "a:b", map({{"x y", "p\nq"}, {"m", list({})}})}).styled(Style::Flow))),
      "k: [1, \"a, b\", \"a:b\", {x y: \"p\\nq\", m: []}]\n");
}

TEST(YamlWriter, WritesKeysAsCarefullyAsValues) {
  EXPECT_EQ(writeYaml(map({{"on", 1}, {"a: b", 2}, {"1", 3}, {"a\nb", 4}, {"", 5}, {"a b", 6}})),
            "\"on\": 1\n\"a: b\": 2\n\"1\": 3\n\"a\\nb\": 4\n\"\": 5\na b: 6\n");
}

TEST(YamlWriter, AnnouncesLongKeys) {
  const std::string key(1001, 'k');
  EXPECT_EQ(writeYaml(list({under(key, 1)})), "- ? " + key + "\n  : 1\n");
  EXPECT_EQ(writeYaml(under(key, list({1}))), "? " + key + "\n:\n- 1\n");
  EXPECT_EQ(writeYaml(under("k", under(key, 1).styled(Style::Flow))), "k: {? " + key + " : 1}\n");
}

TEST(YamlWriter, WritesComments) {
  Node node =
      map({{"a", Node(1).commented("one\n\ntwo")}, {"b", list({Node(2).commented("item")}).commented("about b")}});
  node.commented("top");
  EXPECT_EQ(writeYaml(node), "# top\n# one\n#\n# two\na: 1\n# about b\nb:\n# item\n- 2\n");
}

TEST(YamlWriter, PutsCommentsOfAFirstEntryAboveItsLine) {
  Node entry = map({{"a", Node(1).commented("c")}, {"b", Node(2).commented("d")}});
  EXPECT_EQ(writeYaml(under("k", list({list({entry.commented("e")})}))), "k:\n# e\n# c\n- - a: 1\n    # d\n    b: 2\n");
}

TEST(YamlWriter, KeepsCommentsOnTheirLines) {
  EXPECT_EQ(writeYaml(under("k", Node(1).commented("a\rb\u2028c\x07\td"))), "# a b c  d\nk: 1\n");
}

TEST(YamlWriter, SeparatesDocuments) {
  EXPECT_EQ(writeYaml({under("a", 1), under("b", "x\n\n"), Node()}, "# head\n"),
            "# head\na: 1\n---\nb: |+\n  x\n\n---\nnull\n");
}

TEST(YamlWriter, WritesDeepTrees) {
  Node node(1);
  for (int i = 0; i < 2000; ++i) {
    Node outer;
    outer.push(std::move(node));
    node = std::move(outer);
  }
  EXPECT_TRUE(writeYaml(node).ends_with("- - 1\n"));
  EXPECT_TRUE(jsonText(node).ends_with("]]"));
}

TEST(JsonWriter, WritesAsPythonDoes) {
  EXPECT_EQ(jsonText(map({{"a", list({1, 2.0, true, Node(), "\u00e9\n"})}, {"b", map({})}, {"c", list({})}})),
            R"({"a": [1, 2.0, true, null, "\u00e9\n"], "b": {}, "c": []})");
  EXPECT_EQ(jsonText(list({std::nan(""), INFINITY, -INFINITY, 1e-5})), "[NaN, Infinity, -Infinity, 1e-05]");
}

}  // namespace
}  // namespace mlpc::emit
