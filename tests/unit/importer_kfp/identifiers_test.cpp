#include "identifiers.h"

#include <gtest/gtest.h>

namespace mlpc::importers::kfp {
namespace {

TEST(Identifiers, KnowsWhatMlpTakesForAName) {
  for (const char* name : {"a", "_", "Train_2", "component", "stage"}) EXPECT_TRUE(isIdentifier(name)) << name;
  for (const char* text : {"", "2a", "a-b", "a b", "let", "null", "true", "h\u00e9"})
    EXPECT_FALSE(isIdentifier(text)) << text;
}

TEST(Identifiers, MakesANameOfAnyText) {
  EXPECT_EQ(toIdentifier("train-model"), "train_model");
  EXPECT_EQ(toIdentifier("a -- b"), "a_b");
  EXPECT_EQ(toIdentifier("a--"), "a");
  EXPECT_EQ(toIdentifier("2nd"), "_2nd");
  EXPECT_EQ(toIdentifier("--"), "unnamed");
  EXPECT_EQ(toIdentifier(""), "unnamed");
  // Words that begin something would confuse a reader.
  EXPECT_EQ(toIdentifier("for"), "for_");
  EXPECT_EQ(toIdentifier("component"), "component_");
  for (const char* text : {"", "-", "\xff\xfe", "9", "in", "a.b.c", "\u00fc"}) {
    EXPECT_TRUE(isIdentifier(toIdentifier(text))) << text;
  }
}

TEST(Identifiers, NamesTypesAfterParameters) {
  EXPECT_EQ(upperCamel("loop_parameter"), "LoopParameter");
  EXPECT_EQ(upperCamel("a-b.c"), "ABC");
  EXPECT_EQ(upperCamel("2x"), "Item2x");
  EXPECT_EQ(upperCamel(""), "Item");
}

TEST(Identifiers, FindsOneOfMany) {
  EXPECT_EQ(singular("rows"), "row");
  EXPECT_EQ(singular("entries"), "entry");
  EXPECT_EQ(singular("boxes"), "box");
  EXPECT_EQ(singular("classes"), "class");
  for (const char* word : {"status", "analysis", "class", "data", "s"}) EXPECT_EQ(singular(word), word);
}

TEST(Identifiers, FindsManyOfOne) {
  EXPECT_EQ(plural("row"), "rows");
  EXPECT_EQ(plural("entry"), "entries");
  EXPECT_EQ(plural("day"), "days");
  EXPECT_EQ(plural("box"), "boxes");
  EXPECT_EQ(plural("batch"), "batches");
  EXPECT_EQ(plural("metrics"), "metrics");
}

TEST(Identifiers, NumbersNamesThatAreTaken) {
  std::set<std::string> taken;
  EXPECT_EQ(unique("a", taken), "a");
  EXPECT_EQ(unique("a", taken), "a_2");
  EXPECT_EQ(unique("a", taken), "a_3");
  EXPECT_EQ(unique("a", taken, "-"), "a-2");
  // Each is cheap even if there are many, and none is given twice.
  for (int i = 4; i <= 3000; ++i) EXPECT_EQ(unique("a", taken), "a_" + std::to_string(i));
}

TEST(Identifiers, QuotesTexts) {
  EXPECT_EQ(quoted("a"), "\"a\"");
  EXPECT_EQ(quoted("a\"b\\c\nd\te"), R"("a\"b\\c\nd\te")");
  // `~` has a meaning only before a brace.
  EXPECT_EQ(quoted("~ ~{x}"), R"("~ \~{x}")");
}

}  // namespace
}  // namespace mlpc::importers::kfp
