// Trees built by hand: finding fields in records, and expressions as messages show them.

#include "mlpc/syntax/tree.h"

#include <gtest/gtest.h>

namespace mlpc::syntax {
namespace {

class TreeTest : public testing::Test {
 protected:
  TreeTest() : file_(sources_.add("a.mlp", "", kText)), tree_(file_) {}

  /// An expression whose place is `text` in the source.
  ExprId add(decltype(Expr::node) node, std::string_view text) {
    const size_t at = std::string_view(kText).find(text);
    EXPECT_NE(at, std::string_view::npos) << text;
    Expr expr;
    expr.node = std::move(node);
    expr.span = {file_, static_cast<uint32_t>(at), static_cast<uint32_t>(at + text.size())};
    return tree_.exprs.add(std::move(expr), false);
  }
  ExprId name(std::string_view text) { return add(NameExpr{{text, {}}}, text); }

  static constexpr const char* kText = "{ first: alpha, second: beta, ...rest } gamma";
  source::SourceManager sources_;
  source::FileId file_;
  Tree tree_;
};

TEST_F(TreeTest, FindsFieldsOfRecords) {
  RecordExpr record;
  RecordItem first;
  first.key = {"first", {}};
  first.value = name("alpha");
  RecordItem second;
  second.key = {"second", {}};
  second.value = name("beta");
  record.items = {first, second};
  const ExprId plain = add(record, "{ first: alpha, second: beta");
  EXPECT_EQ(fieldValue(tree_, plain, "second"), second.value);
  EXPECT_EQ(findItem(tree_, plain, "first")->key.text, "first");
  EXPECT_EQ(findItem(tree_, plain, "third"), nullptr);
  EXPECT_FALSE(fieldValue(tree_, plain, "third").valid());
  EXPECT_FALSE(hasSpread(tree_, plain));
  // What is not a record has no fields.
  EXPECT_EQ(findItem(tree_, first.value, "first"), nullptr);

  RecordItem spread;
  spread.spread = true;
  spread.value = name("rest");
  record.items.push_back(spread);
  EXPECT_TRUE(hasSpread(tree_, add(record, kText)));
}

TEST_F(TreeTest, KeepsTextsThatAreNotInTheSource) {
  const std::string_view kept = tree_.keep(std::string("a long text that no small buffer holds: 0123456789"));
  const char* data = kept.data();
  for (int i = 0; i < 100; ++i) tree_.keep(std::string(100, 'x'));
  EXPECT_EQ(kept.data(), data);
  Tree moved = std::move(tree_);
  EXPECT_EQ(kept.substr(0, 6), "a long");
}

TEST_F(TreeTest, DescribesExpressionsOnOneLine) { EXPECT_EQ(describe(tree_, sources_, name("gamma")), "gamma"); }

}  // namespace
}  // namespace mlpc::syntax
