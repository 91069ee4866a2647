// Scripts: how values come in, what they are called, and how they are quoted.

#include "script.h"

#include <gmock/gmock.h>

#include "legalize/script_rules.h"
#include "legalize/value_rules.h"
#include "values.h"

namespace mlpc::test {
namespace {

using backends::azure_devops::checkScript;
using backends::azure_devops::checkText;
using backends::azure_devops::freeName;
using backends::azure_devops::HeldVariables;
using backends::azure_devops::hiddenPrefix;
using backends::azure_devops::mentions;
using backends::azure_devops::renderScript;
using backends::azure_devops::scriptPrologue;
using backends::azure_devops::upperSnake;
using ir::CodePlace;
using testing::ElementsAre;
using testing::IsEmpty;
using vocabulary::Language;

/// A variable that contains a value.
auto variable(const std::string& name, const std::string& value) {
  using backends::azure_devops::HeldVariable;
  return testing::AllOf(testing::Field(&HeldVariable::name, name), testing::Field(&HeldVariable::value, value));
}

ir::Value code(std::vector<ir::Value> parts, std::vector<CodePlace> places, Language language = Language::Bash) {
  return node(ir::CodeValue{language, std::move(parts), std::move(places)});
}

class AzureScript : public testing::Test, public Fixture {
 protected:
  std::string rendered(const ir::Value& script, Language language = Language::Bash) {
    checkScript(context, script, language);
    last_ = renderScript(context, script, language, {});
    return last_.text;
  }
  backends::azure_devops::Script last_;
};

TEST_F(AzureScript, ValuesComeInAsVariablesOfTheProcess) {
  EXPECT_EQ(rendered(code({value("echo "), input("region"), value(" \""), input("region"), value("\" '"),
                           input("region"), value("'")},
                          {CodePlace::Text, CodePlace::Bare, CodePlace::Text, CodePlace::DoubleQuotes, CodePlace::Text,
                           CodePlace::SingleQuotes, CodePlace::Text})),
            "echo \"${REGION}\" \"${REGION}\" ''\"${REGION}\"''");
  EXPECT_THAT(last_.env, ElementsAre(variable("REGION", "${{ parameters.region }}"))) << "once for one value";
  EXPECT_THAT(found(), IsEmpty());
}

TEST_F(AzureScript, WhatAzurePutsIntoEveryProcessNeedsNoVariable) {
  EXPECT_EQ(rendered(code({run("id")}, {CodePlace::DoubleQuotes})), "${BUILD_BUILDID}");
  EXPECT_THAT(last_.env, IsEmpty());
  EXPECT_THAT(last_.predefined, ElementsAre("BUILD_BUILDID"));
}

TEST_F(AzureScript, PowerShellReadsTheProcess) {
  EXPECT_EQ(rendered(code({value("Write-Host \""), input("region"), value("\"")},
                          {CodePlace::Text, CodePlace::DoubleQuotes, CodePlace::Text}, Language::Pwsh),
                     Language::Pwsh),
            "Write-Host \"$($env:REGION)\"");
}

TEST_F(AzureScript, PlacesWhereNothingIsExpandedAreReported) {
  rendered(code({input("region")}, {CodePlace::LiteralHereDocument}));
  rendered(code({input("region")}, {CodePlace::Unknown}));
  rendered(code({input("region")}, {CodePlace::SingleQuotes}, Language::Pwsh), Language::Pwsh);
  rendered(code({input("region")}, {CodePlace::Bare}, Language::Cmd), Language::Cmd);
  EXPECT_EQ(found().size(), 4U);
}

// The language lets none of these get here; the back end does not rely on it.
TEST_F(AzureScript, ReportsWhatCannotBeText) {
  checkScript(context, code({node(ir::SecretRef{ir::SecretId(0), "token"})}, {CodePlace::Bare}), Language::Bash);
  EXPECT_THAT(found(), ElementsAre("no-azure-expression"));
  checkText(context, node(ir::ListValue{}), backends::azure_devops::Place::Input, "a name");
  EXPECT_THAT(found(), ElementsAre("no-azure-expression", "no-azure-expression"));
}

TEST_F(AzureScript, NamesWithAMeaningAreAvoided) {
  const auto free = [&](const char* wish, const char* value, const std::unordered_set<std::string_view>& words = {},
                        HeldVariables env = {}) { return freeName(context, wish, value, words, env); };
  HeldVariables other;
  other.add({"REGION", "y", {}});
  EXPECT_EQ(free("REGION", "x"), "REGION");
  EXPECT_EQ(free("PATH", "x"), "VALUE_PATH") << "the shell";
  EXPECT_EQ(free("GIT_DIR", "x"), "VALUE_GIT_DIR") << "a tool";
  EXPECT_EQ(free("N", "x", {"N", "1", "echo"}), "VALUE_N") << "the script";
  EXPECT_EQ(free("N", "x", {"echo", "NN"}), "N") << "another word";
  EXPECT_EQ(free("REGION", "x", {}, other), "REGION_2") << "another value";
  // Azure turns the variable `late` into LATE, and that wins; if the value is the same it does no harm.
  EXPECT_EQ(free("LATE", "x"), "VALUE_LATE");
  EXPECT_EQ(free("LATE", "$(late)"), "LATE");
}

TEST_F(AzureScript, NamesOfVariables) {
  EXPECT_EQ(upperSnake("my.var-2"), "MY_VAR_2");
  EXPECT_EQ(upperSnake("2x"), "_2X");
  EXPECT_EQ(context.variableName("region"), "region");
  EXPECT_EQ(context.variableName("secret_place"), "let_secret_place") << "Azure hides it from tasks";
  EXPECT_EQ(context.variableName("Build_x"), "let_Build_x") << "Azure's own";
  EXPECT_EQ(hiddenPrefix("PathToIt"), "path");
  EXPECT_EQ(hiddenPrefix("my_path"), "");
}

TEST_F(AzureScript, AVariableHasOneNameForOneValue) {
  EXPECT_EQ(context.hoist("x", "1", {}), "x");
  EXPECT_EQ(context.hoist("x", "1", {}), "x");
  EXPECT_EQ(context.hoist("x", "2", {}), "x_2");
  EXPECT_EQ(context.hoist("late", "3", {}), "late_2") << "a `let` has that name";
}

TEST_F(AzureScript, BeginsStrictlyAndKnowsSetOutput) {
  ir::Step step;
  EXPECT_THAT(scriptPrologue(step, value("echo a"), Language::Bash), ElementsAre("set -euo pipefail"));
  EXPECT_GT(scriptPrologue(step, value("set_output a 1"), Language::Bash).size(), 1U);
  EXPECT_THAT(scriptPrologue(step, value("echo a"), Language::Pwsh), IsEmpty());
  EXPECT_THAT(scriptPrologue(step, value("set_output a 1"), Language::Pwsh), testing::SizeIs(4));
  step.settings.push_back({"strict", {}, value(support::Constant(false))});
  EXPECT_THAT(scriptPrologue(step, value("echo a"), Language::Bash), IsEmpty());
}

TEST_F(AzureScript, FindsWordsOutsideComments) {
  EXPECT_TRUE(mentions(value("a\n  set_output x 1"), "set_output"));
  EXPECT_FALSE(mentions(value("# set_output x 1"), "set_output"));
  EXPECT_FALSE(mentions(value("my_set_output x; set_outputs"), "set_output"));
  EXPECT_TRUE(mentions(text({input("region"), value(" az ml model")}), "az ml"));
}

}  // namespace
}  // namespace mlpc::test
