#include <gtest/gtest.h>

#include "parsed.h"

namespace mlpc::parse::testing {
namespace {

TEST(Expression, RanksOperators) {
  EXPECT_EQ(expr("a + b * c - d"), "(- (+ a (* b c)) d)");
  EXPECT_EQ(expr("a || b && c == d + e"), "(|| a (&& b (== c (+ d e))))");
  EXPECT_EQ(expr("(a || b) && c"), "(&& (|| a b) c)");
  EXPECT_EQ(expr("a * b / c % d"), "(% (/ (* a b) c) d)");
  EXPECT_EQ(expr("a - b - c"), "(- (- a b) c)");
  EXPECT_EQ(expr("x in xs && y"), "(&& (in x xs) y)");
}

TEST(Expression, ConditionalsGroupToTheRight) {
  EXPECT_EQ(expr("a ? b : c ? d : e"), "(? a b (? c d e))");
  EXPECT_EQ(expr("a ? b ? c : d : e"), "(? a (? b c d) e)");
  EXPECT_EQ(expr("a || b ? c + 1 : d || e"), "(? (|| a b) (+ c 1) (|| d e))");
}

TEST(Expression, ConditionalOverLines) { EXPECT_EQ(expr("a\n  ? b\n  : c"), "(? a b c)"); }

TEST(Expression, ChainsComparisonsInOneDirection) {
  EXPECT_EQ(expr("1 < n <= 3"), "(chain 1 < n <= 3)");
  EXPECT_EQ(expr("a >= b + 1 > c"), "(chain a >= (+ b 1) > c)");
  EXPECT_EQ(expr("a < b && c < d"), "(&& (< a b) (< c d))");
  EXPECT_EQ(expr("(a < b) < c"), "(< (< a b) c)");
}

TEST(Expression, RejectsOtherChains) {
  EXPECT_EQ(Parsed("const x = a < b > c").codes(), std::vector<std::string>{"1:11 1049"});
  EXPECT_EQ(Parsed("const x = a == b == c").codes(), std::vector<std::string>{"1:11 1049"});
  EXPECT_EQ(Parsed("const x = a < b == c").codes(), std::vector<std::string>{"1:11 1049"});
}

TEST(Expression, PrefixesBindTighterThanOperatorsAndLooserThanSuffixes) {
  EXPECT_EQ(expr("!a.b && !c()"), "(&& (! (. a b)) (! (call c)))");
  EXPECT_EQ(expr("-a * -b"), "(* (neg a) (neg b))");
  EXPECT_EQ(expr("!!a"), "(! (! a))");
}

TEST(Expression, Suffixes) {
  EXPECT_EQ(expr("a.b[\"c\"].d(e, f: g)[0]"), "(index (call (. (index (. a b) 'c') d) e f:g) 0)");
  EXPECT_EQ(expr("importer[Dataset](uri: u)"), "(call (index importer Dataset) uri:u)");
  EXPECT_EQ(expr("AzureCLI@2(a: b)"), "(call (@ AzureCLI 2) a:b)");
  EXPECT_EQ(expr("{a: 1}.a"), "(. {a:1} a)");
}

TEST(Expression, KeywordsAreNamesAfterADotAndBeforeAColon) {
  EXPECT_EQ(expr("a.in.if.type"), "(. (. (. a in) if) type)");
  EXPECT_EQ(expr("{in: 1, if: 2, type: 3, return: 4, let: 5}"), "{in:1 if:2 type:3 return:4 let:5}");
  EXPECT_EQ(expr("f(for: 1, stage: 2)"), "(call f for:1 stage:2)");
}

TEST(Expression, ContextualWordsAreNames) {
  EXPECT_EQ(expr("stage + job * type"), "(+ stage (* job type))");
  EXPECT_EQ(expr("[component, steps, import]"), "[component steps import]");
  EXPECT_EQ(expr("{ stage, job: job }"), "{=stage job:job}");
}

TEST(Expression, Literals) {
  EXPECT_EQ(expr("[12, 2e-4, 1.5, 500m, 1h30m, 1.5Gi, 12E, true, null]"),
            "[12 2e-4f 1.5f 500mu 1h30mu 1.5Giu 12Eu true null]");
}

TEST(Expression, ListsAndRecordsWithSpreadAndShorthand) {
  EXPECT_EQ(expr("[...a, b,]"), "[...a b]");
  EXPECT_EQ(expr("{ ...base, memory, \"other-key\": 1 }"), "{...base =memory 'other-key':1}");
  EXPECT_EQ(expr("{\n  a: 1\n  b\n  c: 2,\n}"), "{a:1 =b c:2}");
}

TEST(Expression, BracketsAndMinusAtTheStartOfALineBeginSomethingNew) {
  EXPECT_EQ(expr("[\n  lr,\n  -1,\n  [x],\n  (y),\n]"), "[lr (neg 1) [x] y]");
  EXPECT_EQ(expr("[a, -1]"), "[a (neg 1)]");
  EXPECT_EQ(expr("[a -1]"), "[(- a 1)]");
  EXPECT_EQ(expr("a\n  + b\n  && c\n  .d"), "(&& (+ a b) (. c d))");
}

TEST(Expression, SpansCoverTheSource) {
  const Parsed parsed("const x = f(a) + b.c[1]\n");
  ASSERT_EQ(parsed.diags.size(), 0U);
  const auto value = std::get<syntax::ConstDecl>(parsed.decl(0).node).value;
  const auto& sum = std::get<syntax::BinaryExpr>(parsed.tree->exprs[value].node);
  EXPECT_EQ(parsed.text(parsed.tree->exprs[value].span), "f(a) + b.c[1]");
  EXPECT_EQ(parsed.text(parsed.tree->exprs[sum.left].span), "f(a)");
  EXPECT_EQ(parsed.text(parsed.tree->exprs[sum.right].span), "b.c[1]");
  EXPECT_EQ(parsed.text(sum.opSpan), "+");
  EXPECT_EQ(parsed.text(std::get<syntax::CallExpr>(parsed.tree->exprs[sum.left].node).parentheses), "(a)");
}

TEST(Type, Forms) {
  EXPECT_EQ(type("list[map[string]]"), "list[map[string]]");
  EXPECT_EQ(type("azure.devops.Connection?"), "azure.devops.Connection?");
  EXPECT_EQ(type("string*?"), "string*?");
  EXPECT_EQ(type("map[secret | ConfigMap]"), "map[(| secret ConfigMap)]");
  EXPECT_EQ(type("\"a\" | 2 | -1 | true"), "(| 'a' 2 (neg 1) true)");
}

TEST(Type, AQuestionMarkOnAMemberMakesTheUnionOptional) {
  EXPECT_EQ(type("\"a\" | \"b\"?"), "(| 'a' 'b')?");
  EXPECT_EQ(type("list[T] | map*?"), "(| list[T] map*)?");
}

TEST(Type, Records) {
  EXPECT_EQ(type("{ a: int, b: string? = null, ...Job, \"c-d\": { e: bool } = {} }"),
            "{a:int b:string?=null ...Job 'c-d':{e:bool}={}}");
  EXPECT_EQ(type("{\n  /// How many.\n  /// Or more.\n  @range(1, 3) a: int\n  b: string\n}"),
            "{<How many.\nOr more.>@range 1 3 a:int b:string}");
  EXPECT_EQ(type("\n  \"a\"\n  | \"b\""), "(| 'a' 'b')");
  EXPECT_EQ(type("| \"a\" | \"b\""), "(| 'a' 'b')");
}

}  // namespace
}  // namespace mlpc::parse::testing
