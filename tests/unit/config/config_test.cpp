#include "mlpc/config/config.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "mlpc/diag/registry.h"

namespace mlpc::config {
namespace {

struct Read {
  source::SourceManager sources;
  diag::Engine diags;
  Config config;

  explicit Read(const std::string& text) {
    const source::FileId file = sources.add("mlpc.yaml", "mlpc.yaml", text);
    config = read(sources, file, diags);
  }
  /// `CODE@text`, for each finding.
  [[nodiscard]] std::vector<std::string> found() const {
    std::vector<std::string> all;
    for (const diag::Report& report : diags.sorted())
      all.push_back(std::to_string(report.record->code) + "@" + std::string(sources.text(report.span)));
    return all;
  }
};

using List = std::vector<std::string>;

TEST(Config, AnEmptyFileSetsNothing) {
  for (const char* text : {"", "# nothing\n", "lint: {}\n"}) {
    const Read read(text);
    EXPECT_TRUE(read.found().empty()) << text;
    EXPECT_TRUE(read.config.select.empty());
  }
}

TEST(Config, LevelsOptionsAndSelectors) {
  const Read read(R"(exclude: ["build/**"]
lint:
  select: [style, MLP43]
  ignore: [unused-let]
  baseline: known.json
  rules:
    unused-input: off
    redundant-after: {level: error}
    kfp-cache-key-unused: error
)");
  EXPECT_EQ(read.found(), List());
  EXPECT_EQ(read.config.exclude, List{"build/**"});
  EXPECT_EQ(read.config.select, (List{"style", "MLP43"}));
  EXPECT_EQ(read.config.ignore, List{"unused-let"});
  EXPECT_EQ(read.config.baseline, "known.json");
  EXPECT_EQ(read.config.rules.rules.at("unused-input").level, rules::Level::Off);
  EXPECT_EQ(read.config.rules.rules.at("redundant-after").level, rules::Level::Error);
  EXPECT_EQ(read.config.levels.at("kfp-cache-key-unused"), rules::Level::Error);
}

TEST(Config, EveryOptionOfEveryRuleCanBeSet) {
  size_t options = 0;
  for (const rules::Rule* rule : rules::allRules()) {
    for (const rules::Option& option : rule->options) {
      const char* values[] = {"true", "7", "word", "[a, b]"};
      const std::string name(rule->name);
      const Read right("lint: {rules: {" + name + ": {" + std::string(option.name) + ": " +
                       values[option.standard.index()] + "}}}\n");
      EXPECT_EQ(right.found(), List()) << name;
      EXPECT_EQ(right.config.rules.rules.at(name).options.at(std::string(option.name)).index(),
                option.standard.index());
      const Read wrong("lint: {rules: {" + name + ": {" + std::string(option.name) + ": {}}}}\n");
      EXPECT_EQ(wrong.found().size(), 1U) << name;
      ++options;
    }
  }
  EXPECT_NE(options, 0U);
}

TEST(Config, WhatCannotBeUsedIsReportedAtItsPlace) {
  EXPECT_EQ(Read("lnt: {}\n").found(), List{"8002@lnt"});
  EXPECT_EQ(Read("lint: {selct: []}\n").found(), List{"8002@selct"});
  EXPECT_EQ(Read("lint: {select: all}\n").found(), List{"8003@all"});
  EXPECT_EQ(Read("lint: {select: [unused-inputs]}\n").found(), List{"8004@unused-inputs"});
  EXPECT_EQ(Read("lint: {rules: {nothing: off}}\n").found(), List{"8004@nothing"});
  EXPECT_EQ(Read("lint: {rules: {unused-input: maybe}}\n").found(), List{"8003@maybe"});
  EXPECT_EQ(Read("lint: {rules: {unknown-name: off}}\n").found(), List{"8005@unknown-name"});
  EXPECT_EQ(Read("lint: {rules: {unused-input: {max: 1}}}\n").found(), List{"8002@max"});
  EXPECT_EQ(Read("lint: {ignore: []}\nlint: {}\n").found(), List{"8003@lint"});
  EXPECT_EQ(Read("- a\n").found().size(), 1U);
  // Behind a byte order mark, and in quotes, where nothing can be replaced.
  EXPECT_EQ(Read("\xEF\xBB\xBFlnt: {}\n").found(), List{"8002@lnt"});
  EXPECT_TRUE(Read("lint: {select: [\"unused-inputs\"]}\n").diags.sorted().front().fixes.empty());
  EXPECT_FALSE(Read("lint: {select: [unused-inputs]}\n").diags.sorted().front().fixes.empty());
  ASSERT_EQ(Read("lint: {\n").found().size(), 1U);
  EXPECT_EQ(Read("lint: {\n").found().front().substr(0, 4), "8001");
  EXPECT_EQ(Read("a: " + std::string(10'000, '[')).found().size(), 1U);
}

TEST(Config, SelectorsNameCodesNamesAndCategories) {
  const diag::Record& input = *diag::findRecord("unused-input");
  for (const char* selector : {"all", "MLP7101", "MLP71", "MLP", "unused-input", "style"})
    EXPECT_TRUE(isSelector(selector) && selects({selector}, input)) << selector;
  for (const char* selector : {"MLP72", "unused-let", "cost"})
    EXPECT_TRUE(isSelector(selector) && !selects({selector}, input)) << selector;
  for (const char* selector : {"", "MLP9999", "mlp71", "nothing"}) EXPECT_FALSE(isSelector(selector)) << selector;
}

TEST(Config, PatternsOfPaths) {
  EXPECT_TRUE(matches("build/**", "build/a/b.mlp"));
  EXPECT_FALSE(matches("build/**", "src/build.mlp"));
  EXPECT_TRUE(matches("**/gen/*.mlp", "a/b/gen/x.mlp"));
  EXPECT_TRUE(matches("**/gen/*.mlp", "gen/x.mlp"));
  EXPECT_FALSE(matches("**/gen/*.mlp", "gen/a/x.mlp"));
  EXPECT_FALSE(matches("**/b.mlp", "ab.mlp"));
  EXPECT_FALSE(matches("**/build/**", "mybuild/c.mlp"));
  EXPECT_TRUE(matches("**/build/**", "a/build/c.mlp"));
  EXPECT_TRUE(matches("build/", "build/c.mlp"));
  EXPECT_TRUE(matches("./a.mlp", "a.mlp"));
  EXPECT_TRUE(matches("*.tmp.mlp", "a/b/x.tmp.mlp"));
  EXPECT_TRUE(matches("vendor", "a/vendor/x.mlp"));
  EXPECT_FALSE(matches("vendor", "a/vendors/x.mlp"));
  EXPECT_TRUE(matches("a/?.mlp", "a/b.mlp"));
  EXPECT_FALSE(matches("a/?.mlp", "a/bb.mlp"));
  EXPECT_FALSE(matches("a/*", "a/b/c"));
}

TEST(Config, TheSchemaKnowsEveryRule) {
  const auto schema = nlohmann::json::parse(config::schema());
  const auto& rules = schema["properties"]["lint"]["properties"]["rules"]["properties"];
  for (const rules::Rule* rule : rules::allRules()) EXPECT_TRUE(rules.contains(std::string(rule->name))) << rule->name;
}

}  // namespace
}  // namespace mlpc::config
