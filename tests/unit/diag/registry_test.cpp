#include "mlpc/diag/registry.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <set>

#include "mlpc/diag/kfp.h"
#include "mlpc/diag/render.h"
#include "mlpc/diag/types.h"

namespace mlpc::diag {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<uint16_t> codes(const std::vector<const Record*>& records) {
  std::vector<uint16_t> out;
  for (const Record* record : records) out.push_back(record->code);
  return out;
}

// Both columns decide what a user sees, so the decisions are listed here by name.

TEST(Registry, WhichReportAbsences) {
  for (const std::string_view name : {"missing-field",
                                      "missing-argument",
                                      "no-body",
                                      "image-missing",
                                      "passthrough-without-input",
                                      "output-not-written",
                                      "return-missing",
                                      "return-may-be-missed",
                                      "outputs-missing",
                                      "python-undefined",
                                      "function-missing",
                                      "empty-pipeline",
                                      "return-without-outputs",
                                      "outputs-not-returned",
                                      "return-unknown",
                                      "return-several",
                                      "empty-group",
                                      "yield-missing",
                                      "else-missing",
                                      "empty-item",
                                      "deploy-hook-missing",
                                      "checkout-missing",
                                      "output-never-set",
                                      "identity-missing",
                                      "mlflow-no-token",
                                      "mlflow-no-workspace"}) {
    const Record* record = findRecord(name);
    ASSERT_NE(record, nullptr) << name;
    EXPECT_TRUE(tellsAbsence(*record)) << name;
  }
  for (const std::string_view name : {"type-mismatch", "unknown-name", "several-bodies", "syntax-error"})
    EXPECT_FALSE(tellsAbsence(*findRecord(name))) << name;
}

TEST(Registry, ErrorsThatMayBeAllowed) {
  for (const std::string_view name : {"passthrough-without-input",
                                      "output-not-written",
                                      "python-string",
                                      "python-bracket",
                                      "python-indent",
                                      "python-character",
                                      "return-missing",
                                      "return-needs-outputs",
                                      "outputs-field",
                                      "outputs-missing",
                                      "outputs-positional",
                                      "python-undefined",
                                      "function-missing",
                                      "function-parameter",
                                      "function-extra",
                                      "annotation-mismatch",
                                      "annotation-missing",
                                      "annotation-unknown",
                                      "return-type",
                                      "python-import",
                                      "loop-over-artifacts",
                                      "kfp-foreign-placeholder",
                                      "kfp-whole-setting",
                                      "kfp-only-exit-tasks",
                                      "kfp-never-runs",
                                      "kfp-waits-for-always-run",
                                      "kfp-second-always-run",
                                      "kfp-request-above-limit",
                                      "kfp-retry-cap",
                                      "kfp-passthrough",
                                      "kfp-object-name",
                                      "kfp-object-key",
                                      "kfp-variable-name",
                                      "kfp-variable-twice",
                                      "kfp-mount-path",
                                      "kfp-label-key",
                                      "kfp-label-value",
                                      "kfp-image",
                                      "kfp-toleration",
                                      "kfp-affinity",
                                      "kfp-volume-name",
                                      "kfp-volume-twice",
                                      "kfp-init-container",
                                      "kfp-field-path",
                                      "kfp-access-modes",
                                      "kfp-root-refused",
                                      "kfp-claim-name",
                                      "kfp-mount-twice",
                                      "kfp-mount-root",
                                      "kfp-sub-path",
                                      "kfp-no-storage",
                                      "kfp-resource-name",
                                      "kfp-mount-taken",
                                      "kfp-importer-store",
                                      "kfp-volume-taken",
                                      "kfp-no-hook",
                                      "kfp-workspace-inside",
                                      "kfp-long-name"}) {
    const auto records = findRecords(name);
    ASSERT_FALSE(records.empty()) << name;
    for (const Record* record : records) EXPECT_TRUE(mayBeAllowed(*record)) << name;
  }
  for (const std::string_view name :
       {"syntax-error", "type-mismatch", "no-body", "secret-in-string", "kfp-task-name", "kfp-pipeline-name",
        "trainjob-name", "bad-cron", "azureml-name", "import-not-yaml", "internal-error"})
    EXPECT_FALSE(mayBeAllowed(*findRecord(name))) << name;
}

TEST(Registry, NamesAreKebabCaseAndUnique) {
  std::set<std::string_view> names;
  for (const Record& record : allRecords()) {
    EXPECT_TRUE(names.insert(record.name).second) << record.name;
    for (const char c : record.name) {
      const bool word =
          std::islower(static_cast<unsigned char>(c)) != 0 || std::isdigit(static_cast<unsigned char>(c)) != 0;
      EXPECT_TRUE(word || c == '-') << record.name;
    }
  }
}

TEST(Registry, CodesAreInTheRangesOfTheirAreas) {
  for (const Record& record : allRecords()) {
    EXPECT_GE(record.code, 1001) << record.name;
    EXPECT_LT(record.code, 10000) << record.name;
  }
}

TEST(Registry, FindsByCodeAndName) {
  ASSERT_NE(findRecord(2201), nullptr);
  EXPECT_EQ(findRecord(2201)->name, "type-mismatch");
  EXPECT_EQ(findRecord("type-mismatch"), findRecord(2201));
  EXPECT_EQ(findRecord(typeMismatch.record.code)->name, typeMismatch.record.name);
  EXPECT_EQ(findRecord(1), nullptr);
  EXPECT_EQ(findRecord("no-such-thing"), nullptr);
  EXPECT_THAT(findRecords("no-such-thing"), IsEmpty());
}

TEST(Registry, FindsByEarlierNames) {
  EXPECT_THAT(codes(findRecords("resource-wanted")), ElementsAre(2207));
  EXPECT_THAT(codes(findRecords("resource-expected")), ElementsAre(2207));
  EXPECT_EQ(findRecord("type-argument-wanted"), findRecord("type-argument-expected"));
  EXPECT_EQ(findRecord("return-unwanted"), findRecord("return-without-output"));
  // The first is what most people meant by the category.
  EXPECT_THAT(codes(findRecords("kfp-toleration")), ElementsAre(5148, 5187, 5188));
  EXPECT_EQ(findRecord("scale-settings")->code, 5412);
}

TEST(Registry, EveryCodeHasAPageWithItsName) {
  for (const Record& record : allRecords()) {
    const std::string head = "# " + codeText(record.code) + ": " + std::string(record.name) + "\n";
    EXPECT_EQ(page(record.code).substr(0, head.size()), head);
  }
  EXPECT_EQ(page(1), "");
}

TEST(Registry, MessagesAreOneLineInLowerCaseWithoutFullStop) {
  for (const Record& record : allRecords()) {
    ASSERT_FALSE(record.message.empty()) << record.name;
    EXPECT_EQ(record.message.find('\n'), std::string_view::npos) << record.name;
    EXPECT_NE(record.message.back(), '.') << record.name;
  }
}

}  // namespace
}  // namespace mlpc::diag
