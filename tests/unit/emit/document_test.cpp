#include "mlpc/emit/document.h"

#include <gtest/gtest.h>

#include "yaml_writer.h"

namespace mlpc::emit {
namespace {

TEST(Node, KeepsTheOrderOfKeys) {
  Node node;
  node["b"] = 1;
  node["a"]["c"] = "x";
  node["b"] = 2;
  EXPECT_EQ(jsonText(node), R"({"b": 2, "a": {"c": "x"}})");
  node.sortKeys();
  EXPECT_EQ(jsonText(node), R"({"a": {"c": "x"}, "b": 2})");
}

TEST(Node, SortsKeysAtEveryDepthAsBytes) {
  Node inner;
  inner.set("b", 1);
  inner.set("B", 2);
  inner.set("\u00e9", 3);
  Node node;
  node.push(std::move(inner));
  node.sortKeys();
  EXPECT_EQ(jsonText(node), R"([{"B": 2, "b": 1, "\u00e9": 3}])");
}

TEST(Node, FindsOnlyInMappings) {
  Node node;
  node.set("a", 1);
  ASSERT_NE(node.find("a"), nullptr);
  EXPECT_EQ(*node.find("a")->as<int64_t>(), 1);
  EXPECT_EQ(node.find("b"), nullptr);
  EXPECT_EQ(Node("text").find("a"), nullptr);
}

TEST(Node, KnowsWhenItIsEmpty) {
  EXPECT_TRUE(Node().empty());
  EXPECT_TRUE(Node::mapping().empty());
  EXPECT_TRUE(Node::sequence().empty());
  EXPECT_FALSE(Node("").empty());
  EXPECT_FALSE(Node(0).empty());
}

TEST(Node, AcceptsConstants) {
  using support::Constant;
  const Constant value(Constant::Record{{"q", *support::Quantity::parse("1Gi")},
                                        {"d", support::Duration::seconds(60)},
                                        {"l", Constant::List{1, 2.5, true, Constant(), "s"}}});
  EXPECT_EQ(jsonText(Node::of(value)), R"({"q": "1Gi", "d": "1m", "l": [1, 2.5, true, null, "s"]})");
}

}  // namespace
}  // namespace mlpc::emit
