#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "checking.h"

namespace mlpc::sema::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(NamesTest, Unknown) {
  EXPECT_THAT(Checked("const learning_rate = 1\nconst b = learnin_rate\n").messages(),
              ElementsAre("2103 2:11 nothing named `learnin_rate` is visible here"));
  EXPECT_EQ(Checked("const learning_rate = 1\nconst b = learnin_rate\n").fixed(),
            "const learning_rate = 1\nconst b = learning_rate\n");
  EXPECT_THAT(Checked("const a: str = \"x\"\n").messages(), ElementsAre("2203 1:10 there is no type `str`"));
}

TEST(NamesTest, OneCauseOneDiagnostic) {
  EXPECT_THAT(Checked("const a = nope\nconst b = a + 1\nconst c: string = \"~{b}\"\nconst d = [a, b, c]\n").codes(),
              ElementsAre(2103));
}

TEST(NamesTest, Duplicates) {
  EXPECT_THAT(Checked("const a = 1\nconst a = 2\n").messages(), ElementsAre("2101 2:7 `a` is declared twice"));
}

// Each names what it may mean, which is looked for only so many times.
TEST(NamesTest, EachOfManyEarlyUsesIsReported) {
  std::string body;
  for (int i = 0; i < 300; ++i) body += "  p(text: x)\n";
  const std::string component = "component p(text: string) {\n  python <<<\n    print(text)\n  >>>\n}\n";
  const auto codes = Checked(component + "pipeline q() {\n" + body + "  let x = \"a\"\n}\n").codes();
  EXPECT_EQ(codes.size(), 300U);
  EXPECT_THAT(codes, testing::Each(2102));
}

TEST(NamesTest, Cycles) {
  EXPECT_THAT(Checked("const a = b\nconst b = a\n").codes(), ElementsAre(2504));
  EXPECT_THAT(Checked("const a = a + 1\n").codes(), ElementsAre(2504));
}

TEST(NamesTest, Imports) {
  EXPECT_THAT(
      Checked("import \"./parts.mlp\" as parts\nconst b: int = parts.a\n", {{"parts.mlp", "const a = 1\n"}}).messages(),
      IsEmpty());
  EXPECT_THAT(
      Checked("import \"./parts.mlp\" as parts\nconst b = parts.b\n", {{"parts.mlp", "const a = 1\n"}}).messages(),
      ElementsAre("2104 2:17 module `parts` does not declare `b`"));
  EXPECT_THAT(Checked("import \"./gone.mlp\" as gone\nconst b = gone.b\n").messages(),
              ElementsAre("2002 1:8 `./gone.mlp` cannot be imported: no such file"));
  EXPECT_THAT(Checked("import \"./parts.mlp\"\n", {{"parts.mlp", "const a = 1\n"}}).codes(), ElementsAre(2004));
  EXPECT_THAT(Checked("import mlfow\n").messages(), ElementsAre("2001 1:8 the standard library has no module `mlfow`"));
  EXPECT_THAT(Checked("import mlflow\nconst u: string = mlflow.tracking_uri\n").messages(), IsEmpty());
}

TEST(NamesTest, ImportCycle) {
  const Checked checked("import \"./b.mlp\" as b\n", {{"b.mlp", "import \"./main.mlp\" as m\n"}});
  EXPECT_THAT(checked.messages(), ElementsAre("2003 b.mlp:1:8 this import closes a cycle of 2 files"));
  EXPECT_EQ(checked.diags.sorted()[0].notes.size(), 2U);
  EXPECT_THAT(Checked("import \"./main.mlp\" as me\n").codes(), ElementsAre(2003));
}

TEST(NamesTest, DiamondIsNotACycle) {
  EXPECT_THAT(Checked("import \"./a.mlp\" as a\nimport \"./b.mlp\" as b\nconst x: int = a.c.v\n",
                      {{"a.mlp", "import \"./c.mlp\" as c\nconst v = c.v\n"},
                       {"b.mlp", "import \"./c.mlp\" as c\n"},
                       {"c.mlp", "const v = 1\n"}})
                  .codes(),
              ElementsAre(2104));
}

TEST(NamesTest, UserNamesWin) {
  EXPECT_THAT(Checked("import azure.devops as ado\nexisting azure: ado.Connection { name: \"c\" }\n"
                      "existing rg: azure.ResourceGroup { name: \"r\" }\nconst n: string = azure.name\n")
                  .messages(),
              IsEmpty());
}

TEST(NamesTest, SecretKeys) {
  const std::string declared = "secret s { name: \"s\", keys: [\"token\"] }\n";
  EXPECT_THAT(Checked(declared + "const a = s.token\n").messages(), IsEmpty());
  EXPECT_THAT(Checked(declared + "const a = s.tokem\n").messages(),
              ElementsAre("4003 2:13 `s` declares no key `tokem`"));
  EXPECT_THAT(Checked(declared + "const a: string = s.token\n").codes(), ElementsAre(4001));
  EXPECT_THAT(Checked(declared + "const a = \"~{s.token}\"\n").codes(), ElementsAre(4002));
  EXPECT_THAT(Checked(declared + "const a = s.token == \"x\"\n").codes(), ElementsAre(4005));
}

TEST(NamesTest, ResourceAttributes) {
  const Checked checked(
      "existing team: k8s.Namespace { name: \"team-a\" }\nexisting other_team: k8s.Namespace\nconst n = "
      "team.name\nconst o = other_team.name\n");
  EXPECT_THAT(checked.messages(), IsEmpty());
  EXPECT_EQ(checked.constant("n")->toText(), "team-a");
  EXPECT_EQ(checked.constant("o")->toText(), "other-team");
}

}  // namespace
}  // namespace mlpc::sema::test
