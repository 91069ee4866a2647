// The table of rules contains everything about each rule that a user sees, and is true.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <set>

#include "mlpc/diag/registry.h"
#include "mlpc/diag/render.h"
#include "mlpc/rules/rules.h"

namespace mlpc::rules::test {
namespace {

diag::Severity severityOf(Level level) {
  return level == Level::Info      ? diag::Severity::Info
         : level == Level::Warning ? diag::Severity::Warning
                                   : diag::Severity::Error;
}

TEST(Table, RuleIsNamedAfterItsFirstRecord) {
  for (const Rule* rule : allRules()) {
    ASSERT_NE(rule->records[0], nullptr) << rule->name;
    EXPECT_EQ(rule->name, rule->records[0]->name);
    EXPECT_EQ(findRule(rule->name), rule) << rule->name << " is there twice";
  }
}

TEST(Table, RecordsAreInTheRegistry) {
  for (const Rule* rule : allRules()) {
    bool ended = false;
    for (const diag::Record* record : rule->records) {
      ended = ended || record == nullptr;
      if (ended) {
        EXPECT_EQ(record, nullptr) << rule->name;
        continue;
      }
      ASSERT_NE(diag::findRecord(record->code), nullptr) << rule->name;
      EXPECT_EQ(diag::findRecord(record->code)->name, record->name);
    }
  }
}

TEST(Table, CodeBelongsToOneRule) {
  std::map<uint16_t, std::string_view> owners;
  for (const Rule* rule : allRules()) {
    for (const diag::Record* record : rule->records) {
      if (record == nullptr) break;
      const auto [owner, isNew] = owners.emplace(record->code, rule->name);
      EXPECT_TRUE(isNew) << record->code << " is of " << owner->second << " and of " << rule->name;
    }
  }
  // What is allowed but most likely a mistake is only reported by rules.
  for (const diag::Record& record : diag::allRecords()) {
    if (record.code >= 7000 && record.code < 8000) {
      EXPECT_EQ(owners.count(record.code), 1U) << record.name << " belongs to no rule";
    }
  }
}

TEST(Table, LevelIsTheSeverityOfTheFirstRecordOrOff) {
  for (const Rule* rule : allRules()) {
    if (rule->level == Level::Off) continue;
    EXPECT_EQ(severityOf(rule->level), rule->records[0]->severity) << rule->name;
  }
}

TEST(Table, EveryRecordHasAPage) {
  for (const Rule* rule : allRules()) {
    for (const diag::Record* record : rule->records) {
      if (record == nullptr) break;
      EXPECT_FALSE(diag::page(record->code).empty()) << record->name;
    }
  }
}

TEST(Table, RuleLooksAtFilesOrAtTheProgram) {
  for (const Rule* rule : allRules()) {
    EXPECT_NE(rule->file == nullptr, rule->program == nullptr) << rule->name;
  }
}

TEST(Table, OptionsHaveNamesAndWordsForThem) {
  for (const Rule* rule : allRules()) {
    std::set<std::string_view> names;
    for (const Option& option : rule->options) {
      EXPECT_TRUE(names.insert(option.name).second) << rule->name << ": " << option.name;
      EXPECT_THAT(std::string(option.name), testing::MatchesRegex("[a-z]+(-[a-z]+)*")) << rule->name;
      EXPECT_FALSE(option.doc.empty()) << rule->name << ": " << option.name;
      EXPECT_EQ(rule->option(option.name), &option);
    }
    EXPECT_EQ(rule->option("no-such-option"), nullptr);
  }
}

TEST(Table, RuleIsInTheFolderOfItsCategory) {
  for (const Rule* rule : allRules()) {
    std::string file(rule->name);
    for (char& c : file) c = c == '-' ? '_' : c;
    const auto path = std::filesystem::path("compiler/rules/src") / nameOf(rule->category) / (file + ".cpp");
    EXPECT_TRUE(std::filesystem::exists(path)) << path;
  }
}

}  // namespace
}  // namespace mlpc::rules::test
