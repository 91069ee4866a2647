// How rules are run: alone, in any order, with settings, beside errors, and in linear time.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <random>
#include <sstream>

#include "judging.h"
#include "mlpc/rules/context.h"

namespace mlpc::rules::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

/// A program with a finding for many rules.
constexpr const char* kMistakes = R"(
const spare = 1
const token = "ghp_0123456789abcdefghij0123456789ABCDEF"
secret unused { name: "u", keys: ["k"] }
secret db { name: "db", keys: ["user"] }

component make(seed: int) -> int {
  env: { API_TOKEN: "abc", HOST: "http://u:p@host/" }
  python <<<
    return 1
  >>>
}

component use(n: int, api_key: string = "abc") {
  python <<<
    print(n, api_key)
  >>>
}

trainjob t { runtime: "torch-distribute" }

pipeline inner(n: int) {
  timeout: 10m
  use(n: n)
}

pipeline outer(n: int, spare: int) {
  let a = make(seed: 1)
  let unread = make(seed: 2)
  use(n: a) { after: [a], env: { DB: secret("db")["pass"] } }
  if n > 3 {
    if n < 2 { use(n: 1) }
    inner(n: n)
  }
}
)";

std::vector<const Rule*> everyRule() { return {allRules().begin(), allRules().end()}; }

TEST(Run, RuleFindsTheSameAloneAsAmongOthers) {
  const Judged all(kMistakes);
  ASSERT_THAT(all.messages(), Not(IsEmpty()));
  const sema::test::Checked none(kMistakes);
  std::vector<std::string> together = none.messages();
  for (const Rule* rule : allRules()) {
    const Judged alone(kMistakes, {}, {rule});
    std::vector<std::string> own = alone.messages();
    for (const std::string& message : none.messages()) {
      const auto found = std::find(own.begin(), own.end(), message);
      ASSERT_NE(found, own.end());
      own.erase(found);
    }
    for (const std::string& message : own) {
      EXPECT_TRUE(rule->reports(static_cast<uint16_t>(std::stoi(message)))) << rule->name << " reports " << message;
      together.push_back(message);
    }
  }
  EXPECT_THAT(together, testing::UnorderedElementsAreArray(all.messages()));
}

TEST(Run, OrderOfRulesDoesNotMatter) {
  const std::vector<std::string> expected = Judged(kMistakes).messages();
  std::vector<const Rule*> rules = everyRule();
  std::reverse(rules.begin(), rules.end());
  EXPECT_EQ(Judged(kMistakes, {}, rules).messages(), expected);
  std::mt19937 random(1);
  for (int round = 0; round < 5; ++round) {
    std::shuffle(rules.begin(), rules.end(), random);
    EXPECT_EQ(Judged(kMistakes, {}, rules).messages(), expected);
  }
}

constexpr const char* kUnused = R"(
component c(x: int) {
  python <<<
    pass
  >>>
}
pipeline p { c(x: 1) }
)";

TEST(Settings, LevelOffSilencesARule) {
  EXPECT_THAT(Judged(kUnused).codes(), ElementsAre(7101));
  Settings settings;
  settings.rules["unused-input"].level = Level::Off;
  EXPECT_THAT(Judged(kUnused, {}, settings).codes(), IsEmpty());
}

TEST(Settings, LevelIsTheSeverityOfWhatARuleReports) {
  Settings settings;
  settings.rules["unused-input"].level = Level::Error;
  const Judged judged(kUnused, {}, settings);
  EXPECT_THAT(judged.codes(), ElementsAre(7101));
  EXPECT_EQ(judged.diags.errorCount(), 1U);
  EXPECT_EQ(judged.diags.warningCount(), 0U);
}

TEST(Settings, OptionReplacesItsDefault) {
  const std::string text = "trainjob t {\n  runtime: \"own-runtime\"\n  trainer: {}\n}\n";
  EXPECT_THAT(Judged(text, {}, {findRule("unknown-runtime")}).codes(), testing::Contains(4101));
  Settings settings;
  settings.rules["unknown-runtime"].options["runtimes"] = std::vector<std::string>{"own-runtime"};
  EXPECT_THAT(Judged(text, {}, {findRule("unknown-runtime")}, settings).codes(), Not(testing::Contains(4101)));
}

TEST(Settings, AllowedFindingsAreNotReported) {
  const std::string text = std::string("@allow(\"unused-input\")") + kUnused;
  EXPECT_THAT(Judged(text).codes(), IsEmpty());
}

TEST(BesideErrors, SoundDeclarationsAreJudged) {
  const std::string text = std::string(kUnused) + "pipeline broken { nothing(x: 1) }\n";
  const Judged judged(text);
  EXPECT_THAT(judged.messages(), ElementsAre(testing::HasSubstr("7101 2:13"), testing::HasSubstr("`nothing`")));
}

TEST(BesideErrors, DeclarationsWithErrorsAreNot) {
  const Judged judged(R"(
component c(x: int, y: int) -> int {
  python <<<
    return 1 + (
  >>>
}
pipeline p(unused: int) {
  let a = c(x: 1, y: "text")
  let b = c(x: 1, y: 2)
}
)");
  for (const int code : judged.codes()) EXPECT_TRUE(code < 7000 || code >= 8000) << code;
}

TEST(BesideErrors, NamesThatBrokenCodeMentionsAreUsed) {
  const std::string declared = R"(
const width = 3
const height = 4
component c(x: int) {
  python <<<
    print(x)
  >>>
}
pipeline sound { c(x: 1) }
)";
  EXPECT_THAT(Judged(declared).codes(), ElementsAre(7104, 7104));
  // Only `width` is mentioned where something is wrong.
  EXPECT_THAT(Judged(declared + "pipeline p {\n  c(x: width + nothing)\n}\n").messages(),
              ElementsAre(testing::HasSubstr("`height`"), testing::HasSubstr("`nothing`")));
}

TEST(BesideErrors, ErrorsInOneFileLeaveOthersJudged) {
  const std::map<std::string, std::string> files{{"parts.mlp",
                                                  "const broken: int = \"text\"\n"
                                                  "component c(x: int) {\n"
                                                  "  python <<<\n    print(x)\n  >>>\n}\n"}};
  const Judged judged("import \"./parts.mlp\" as parts\npipeline p(spare: int) {\n  parts.c(x: 1)\n}\n", files);
  EXPECT_THAT(judged.codes(), testing::Contains(7101));
}

TEST(BesideErrors, ErrorTypesCauseNoFalseAlarm) {
  const Judged judged(R"(
import "./missing.mlp" as missing
component c(x: missing.T) {
  python <<<
    pass
  >>>
}
pipeline p(n: missing.T) {
  let a = missing.make(n: n)
  if a > 1 { c(x: a) }
}
)");
  for (const int code : judged.codes()) EXPECT_LT(code, 7000);
}

/// A chain of `count` files that import each other, each with a finding for every kind of rule, and a main file.
struct Workspace {
  std::string main;
  std::map<std::string, std::string> files;
};

Workspace workspace(unsigned count) {
  Workspace made;
  std::ostringstream main;
  for (unsigned i = 0; i < count; ++i) {
    const std::string n = std::to_string(i);
    main << "import \"./part" << n << ".mlp\" as part" << n << "\n";
    std::ostringstream part;
    part << "const size" << n << " = " << n << "\n"
         << "secret db" << n << " { name: \"db" << n << "\", keys: [\"user\"] }\n"
         << "existing rg: azure.ResourceGroup { name: \"rg" << n << "\", location: \"eastus\" }\n"
         << "existing ws: azureml.Workspace { name: \"ws" << n << "\", resource_group: rg }\n"
         << "existing aks: azure.ManagedCluster { name: \"aks" << n
         << "\", resource_group: rg, node_pools: [{ vm_size: \"Standard_D4s_v3\", name: \"pool" << n << "\" }] }\n"
         << "existing space: k8s.Namespace { name: \"space" << n << "\", cluster: aks }\n"
         << "component c(x: int, spare: int) -> int {\n"
         << "  env: { URI: \"http://host/" << n << "\" }\n"
         << "  python <<<\n    return x\n  >>>\n}\n"
         << "pipeline p(n: int) {\n  timeout: 10m\n  let a = c(x: n, spare: size" << n << ")\n"
         << "  if n > 1 { c(x: a, spare: 1) { after: [a], env: { DB: secret(\"db" << n << "\")[\"user\"] }, "
         << "node_selector: { agentpool: \"pool" << n << "\" } } }\n}\n";
    made.files["part" + n + ".mlp"] = part.str();
  }
  main << "pipeline all(n: int) {\n";
  for (unsigned i = 0; i < count; ++i) main << "  part" << i << ".p(n: n)\n";
  main << "}\n";
  made.main = main.str();
  return made;
}

/// The work that the rules do in a workspace of so many files.
size_t looks(unsigned count, const Rule* rule) {
  const Workspace made = workspace(count);
  sema::test::Checked checked(made.main, made.files);
  EXPECT_FALSE(checked.diags.hasErrors()) << checked.messages().front();
  return run({&rule, 1}, *checked.program, {}, checked.diags);
}

TEST(Growth, EveryRuleIsLinearInTheFiles) {
  for (const Rule* rule : allRules()) {
    const size_t few = looks(10, rule);
    const size_t many = looks(40, rule);
    EXPECT_GT(few, 0U) << rule->name;
    EXPECT_LT(many, few * 5) << rule->name << ": " << few << " looks at 10 files, " << many << " at 40";
  }
}

}  // namespace
}  // namespace mlpc::rules::test
