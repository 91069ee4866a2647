#include "mlpc/diag/engine.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "mlpc/diag/kfp.h"
#include "mlpc/diag/notes.h"
#include "mlpc/diag/pipelines.h"
#include "mlpc/diag/records.h"
#include "mlpc/diag/registry.h"
#include "mlpc/diag/syntax.h"
#include "mlpc/diag/types.h"
#include "samples.h"

namespace mlpc::diag {
namespace {

using testing::codes;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::messages;
using testing::OneFile;

TEST(Engine, FormatsWithTypedArguments) {
  const OneFile source("x");
  Engine diags;
  diags.report(source.at(0, 1), typeMismatch, TypeName("string"), TypeName("int"));
  ASSERT_EQ(diags.size(), 1U);
  const Report& report = *diags.findings().begin();
  EXPECT_EQ(report.message, "expected `string`, found `int`");
  EXPECT_EQ(report.record, findRecord(2201));
  EXPECT_EQ(report.severity, Severity::Error);
}

TEST(Engine, NotesAndFixesGoWithTheReport) {
  const OneFile source("abc");
  Engine diags;
  diags.report(source.at(0, 1), unknownType, "Sting")
      .note({}, didYouMean, "string")
      .note(source.at(1, 2), declaredHere, "x")
      .fix("write `string`", true, {{source.at(0, 1), "string"}});
  const Report& report = *diags.findings().begin();
  ASSERT_EQ(report.notes.size(), 2U);
  EXPECT_EQ(report.notes[0].message, "did you mean `string`?");
  EXPECT_FALSE(report.notes[0].span.valid());
  EXPECT_EQ(report.notes[1].span, source.at(1, 2));
  ASSERT_EQ(report.fixes.size(), 1U);
  EXPECT_TRUE(report.fixes[0].safe);
}

TEST(Engine, CountsErrorsAndWarnings) {
  const OneFile source("abc");
  Engine diags;
  EXPECT_FALSE(diags.hasErrors());
  diags.report(source.at(0, 1), deprecated, "a", Phrase("use b"));
  EXPECT_FALSE(diags.hasErrors());
  diags.report(source.at(0, 1), notARecord, TypeName("A"));
  diags.report(source.at(1, 2), notARecord, TypeName("A"));
  EXPECT_EQ(diags.errorCount(), 2U);
  EXPECT_EQ(diags.warningCount(), 1U);
}

TEST(Engine, RepeatsAreKeptOnce) {
  const OneFile source("abc");
  Engine diags;
  diags.report(source.at(0, 1), unknownType, "A");
  diags.report(source.at(0, 1), unknownType, "A").note({}, didYouMean, "B");
  diags.report(source.at(0, 1), unknownType, "B");
  diags.report(source.at(1, 2), unknownType, "A");
  EXPECT_THAT(codes(diags.sorted()), ElementsAre(2203, 2203, 2203));
  EXPECT_EQ(diags.errorCount(), 3U);
  EXPECT_THAT(diags.sorted()[0].notes, IsEmpty()) << "the note of a repeat goes with it";
}

TEST(Engine, RepeatsFarApartAreFoundWhenSorting) {
  const OneFile source(std::string(200, 'x'));
  Engine diags;
  diags.report(source.at(0, 1), unknownType, "A");
  for (uint32_t i = 1; i < 100; ++i) diags.report(source.at(i, i + 1), unknownType, "A");
  diags.report(source.at(0, 1), unknownType, "A");
  EXPECT_EQ(diags.size(), 101U);
  EXPECT_EQ(diags.sorted().size(), 100U);
}

TEST(Engine, SortsByFileAndPlaceAndKeepsTheOrderAtOnePlace) {
  source::SourceManager sources;
  const auto first = sources.add("a.mlp", "", "abc");
  const auto second = sources.add("b.mlp", "", "abc");
  Engine diags;
  diags.report({second, 0, 1}, unknownType, "in b");
  diags.report({first, 2, 3}, unknownType, "late");
  diags.report({first, 0, 2}, unknownType, "long");
  diags.report({first, 0, 1}, unknownType, "one");
  diags.report({first, 0, 1}, notARecord, TypeName("another"));
  EXPECT_THAT(messages(diags.sorted()),
              ElementsAre("there is no type `one`", "expected `another`, found a record", "there is no type `long`",
                          "there is no type `late`", "there is no type `in b`"));
}

TEST(Engine, HiddenRangesHideWhatBeginsInThem) {
  const OneFile source("0123456789");
  Engine diags;
  diags.hide(source.at(2, 5));
  for (const uint32_t begin : {1U, 2U, 5U, 6U}) diags.report(source.at(begin, 9), unknownType, std::to_string(begin));
  EXPECT_THAT(messages(diags.sorted()), ElementsAre("there is no type `1`", "there is no type `6`"));
  EXPECT_EQ(diags.errorCount(), 2U);
}

TEST(Engine, SyntaxErrorsAreNeverHidden) {
  const OneFile source("0123456789");
  Engine diags;
  diags.hide(source.at(0, 9));
  diags.report(source.at(3, 4), semicolon);
  EXPECT_THAT(codes(diags.sorted()), ElementsAre(1005));
}

TEST(Engine, HidesOnlyInTheFileOfTheRange) {
  source::SourceManager sources;
  const auto first = sources.add("a.mlp", "", "abc");
  const auto second = sources.add("b.mlp", "", "abc");
  Engine diags;
  diags.hide({first, 0, 3});
  diags.report({second, 1, 2}, unknownType, "A");
  EXPECT_EQ(diags.size(), 1U);
}

TEST(Engine, AbsencesAreHiddenWhereSomethingWasNotRead) {
  const OneFile source("0123456789");
  Engine diags;
  diags.hideAbsences(source.at(2, 5));
  diags.report(source.at(3, 4), emptyGroup);
  diags.report(source.at(3, 4), unknownType, "A");
  diags.report(source.at(7, 8), emptyGroup);
  EXPECT_THAT(codes(diags.sorted()), ElementsAre(2203, 3401));
}

TEST(Engine, AllowancesHoldForOneCodeWithinTheirScope) {
  const OneFile source("0123456789");
  Engine diags;
  diags.allow(loopOverArtifacts.record.code, source.at(2, 6));
  EXPECT_TRUE(diags.allows(3403, source.at(2, 6)));
  EXPECT_FALSE(diags.allows(3403, source.at(2, 7))) << "reaches out of the scope";
  EXPECT_FALSE(diags.allows(3401, source.at(3, 4)));
  diags.report(source.at(3, 4), loopOverArtifacts).note({}, didYouMean, "x");
  diags.report(source.at(3, 4), emptyGroup);
  diags.report(source.at(8, 9), loopOverArtifacts);
  EXPECT_THAT(codes(diags.sorted()), ElementsAre(3401, 3403));
}

TEST(Engine, TakesOverTheFilterOfAnEarlierStep) {
  const OneFile source("0123456789");
  Engine parser;
  parser.hide(source.at(0, 3));
  Engine checker(parser.filter());
  checker.report(source.at(1, 2), unknownType, "A");
  EXPECT_EQ(checker.size(), 0U);

  Engine later;
  later.add(parser.filter());
  later.report(source.at(1, 2), unknownType, "A");
  later.report(source.at(5, 6), unknownType, "A");
  EXPECT_EQ(later.size(), 1U);
}

TEST(Engine, AddsTheFindingsOfOthersThroughItsFilter) {
  const OneFile source("0123456789");
  Engine step;
  step.report(source.at(1, 2), unknownType, "A");
  step.report(source.at(5, 6), unknownType, "A");
  Engine all;
  all.hide(source.at(0, 3));
  all.add(step.findings());
  all.add(step.findings());
  EXPECT_EQ(all.size(), 1U);
  EXPECT_EQ(all.errorCount(), 1U);
}

TEST(Engine, TakingFindingsKeepsTheFilter) {
  const OneFile source("0123456789");
  Engine diags;
  diags.hide(source.at(0, 3));
  diags.report(source.at(5, 6), unknownType, "A");
  const Findings taken = diags.take();
  EXPECT_EQ(taken.errorCount(), 1U);
  EXPECT_FALSE(diags.hasErrors());
  diags.report(source.at(1, 2), unknownType, "A");
  EXPECT_EQ(diags.size(), 0U);
}

}  // namespace
}  // namespace mlpc::diag
