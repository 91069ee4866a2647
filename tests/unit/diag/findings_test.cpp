#include "mlpc/diag/findings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "mlpc/diag/engine.h"
#include "mlpc/diag/pipelines.h"
#include "mlpc/diag/records.h"
#include "mlpc/diag/types.h"
#include "samples.h"

namespace mlpc::diag {
namespace {

using testing::codes;
using ::testing::ElementsAre;
using testing::OneFile;

Findings some(const OneFile& source) {
  Engine diags;
  diags.report(source.at(5, 6), unknownType, "A");
  diags.report(source.at(1, 2), deprecated, "a", Phrase("use b"));
  return diags.take();
}

TEST(Findings, AreAValue) {
  const OneFile source("0123456789");
  const Findings a = some(source);
  Findings b = a;
  EXPECT_EQ(a, b);
  b.append(a);
  EXPECT_NE(a, b);
  EXPECT_EQ(a.size(), 2U);
  EXPECT_EQ(b.size(), 4U);
}

TEST(Findings, CanBeShared) {
  const OneFile source("0123456789");
  std::shared_ptr<const Findings> shared;
  {
    Engine diags;
    diags.report(source.at(5, 6), unknownType, "A").fix("write it", true, {{source.at(5, 6), "B"}});
    shared = std::make_shared<const Findings>(diags.take());
  }
  EXPECT_EQ(shared->begin()->message, "there is no type `A`");
  EXPECT_EQ(shared->begin()->fixes[0].edits[0].text, "B");
}

TEST(Findings, CountWhatIsAppended) {
  const OneFile source("0123456789");
  Findings all;
  EXPECT_TRUE(all.empty());
  all.append(some(source));
  Findings more = some(source);
  all.append(std::move(more));
  EXPECT_EQ(all.size(), 4U);
  EXPECT_EQ(all.errorCount(), 2U);
  EXPECT_EQ(all.warningCount(), 2U);
  EXPECT_TRUE(all.hasErrors());
  EXPECT_THAT(codes(all.sorted()), ElementsAre(2309, 2203)) << "sorted, each once";
}

TEST(Findings, FilteringLeavesTheOriginal) {
  const OneFile source("0123456789");
  const Findings found = some(source);
  Filter filter;
  EXPECT_TRUE(filter.empty());
  EXPECT_EQ(filtered(found, filter), found);
  filter.hide(source.at(4, 8));
  EXPECT_THAT(codes(filtered(found, filter).reports()), ElementsAre(2309));
  EXPECT_FALSE(filtered(found, filter).hasErrors());
  EXPECT_EQ(found.size(), 2U);
}

TEST(Filter, CombinesTwoFilters) {
  const OneFile source("0123456789");
  Filter a;
  a.hide(source.at(0, 1));
  Filter b;
  b.hideAbsences(source.at(3, 4));
  b.allow(2203, source.at(6, 8));
  a.append(b);
  EXPECT_FALSE(a.empty());
  EXPECT_FALSE(a.admits(unknownType.record, source.at(0, 1)));
  EXPECT_FALSE(a.admits(emptyGroup.record, source.at(3, 4)));
  EXPECT_TRUE(a.admits(unknownType.record, source.at(3, 4)));
  EXPECT_FALSE(a.admits(unknownType.record, source.at(6, 7)));
}

TEST(Filter, FindingsWithoutAPlaceAreAdmitted) {
  const OneFile source("0123456789");
  Filter filter;
  filter.hide(source.at(0, 9));
  EXPECT_TRUE(filter.admits(unknownType.record, {}));
}

}  // namespace
}  // namespace mlpc::diag
