#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "checking.h"

namespace mlpc::sema::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::string kComponent =
    "component p(text: string, n: int = 1) -> string {\n  python <<<\n    return text\n  >>>\n}\n";  // five lines

std::string pipeline(const std::string& body, const std::string& inputs = "") {
  return kComponent + "pipeline q(" + inputs + ") {\n" + body + "\n}\n";
}

TEST(RecordsTest, Spelling) {
  const std::string text = pipeline("  p(text: \"a\") { displayName: \"x\" }");
  EXPECT_THAT(Checked(text).messages(), ElementsAre("2304 7:18 `displayName` is written `display_name` in mlp"));
  EXPECT_THAT(Checked(Checked(text).fixed()).messages(), IsEmpty());
  EXPECT_THAT(Checked(pipeline("  p(text: \"a\") { cach: false }")).messages(),
              ElementsAre("2301 7:18 `TaskOptions` has no field `cach`"));
}

TEST(RecordsTest, VerbatimKeysAreFree) {
  EXPECT_THAT(
      Checked(pipeline("  p(text: \"a\") { env: { camelCase: \"x\", \"a.b/c\": \"y\" }, labels: { appName: \"z\" } }"))
          .messages(),
      IsEmpty());
}

TEST(RecordsTest, MissingFieldsAreReportedTogether) {
  EXPECT_THAT(Checked("type S = { a: int, b: int, c: int? }\nconst s: S = {}\n").messages(),
              ElementsAre("2302 2:14 `S` needs `a` and `b`"));
}

TEST(RecordsTest, Spreads) {
  const std::string type = "type S = { a: int, b: int }\nconst half = { a: 1 }\n";
  EXPECT_THAT(Checked(type + "const s: S = { ...half, b: 2 }\n").messages(), IsEmpty());
  EXPECT_THAT(Checked(type + "const s: S = { ...half }\n").codes(), ElementsAre(2302));
  EXPECT_THAT(Checked(type + "const more = { z: 1 }\nconst s: S = { ...half, ...more, b: 2 }\n").codes(),
              ElementsAre(2301));
  EXPECT_EQ(Checked(type + "const s: S = { b: 2, ...half }\n").constant("s")->toJson(), "{\"b\": 2, \"a\": 1}");
}

TEST(RecordsTest, UnionPicksTheRecordThatKnowsTheKeys) {
  const std::string type =
      "type Pool = { vm_image: string } | { name: string, demands: list[string] = [] } | \"server\"\n";
  EXPECT_THAT(
      Checked(type +
              "const a: Pool = { vm_image: \"u\" }\nconst b: Pool = { name: \"n\" }\nconst c: Pool = \"server\"\n")
          .messages(),
      IsEmpty());
  EXPECT_THAT(Checked(type + "const a: Pool = { name: \"n\", demand: [] }\n").codes(), ElementsAre(2301));
}

TEST(RecordsTest, LateValues) {
  EXPECT_THAT(Checked(pipeline("  p(text: \"a\") { display_name: x }", "x: string = \"a\"")).messages(),
              ElementsAre("2219 7:32 this must be known at compile time, and `x` is known only at run time"));
  EXPECT_THAT(Checked(pipeline("  p(text: \"a\") { env: { A: \"~{x}\" } }", "x: string = \"a\"")).codes(),
              ElementsAre(2219));
  EXPECT_THAT(
      Checked(pipeline("  p(text: \"a\") { image: x, resources: { limits: { memory: x } } }", "x: string = \"a\""))
          .messages(),
      IsEmpty());
  EXPECT_THAT(Checked(pipeline("  p(text: \"a\") { volumes: { \"/d\": pvc(x) } }", "x: string = \"a\"")).messages(),
              IsEmpty());
}

TEST(CallsTest, Arguments) {
  EXPECT_THAT(Checked(pipeline("  p(\"a\")")).codes(), ElementsAre(2405));
  EXPECT_THAT(Checked(pipeline("  p(txt: \"a\")")).messages(), ElementsAre("2402 7:5 `p` has no input `txt`"));
  EXPECT_THAT(Checked(pipeline("  p(n: 2)")).messages(), ElementsAre("2403 7:3 `p` needs `text`"));
  EXPECT_THAT(Checked(pipeline("  p(text: 1)")).codes(), ElementsAre(2209));
  EXPECT_THAT(Checked(pipeline("  p(text: p(text: \"a\"))")).codes(), ElementsAre(2406));
  EXPECT_THAT(Checked(pipeline("  p(text)", "text: string")).messages(), IsEmpty());
  EXPECT_EQ(Checked(pipeline("  p(other)", "other: string")).fixed(), pipeline("  p(text: other)", "other: string"));
}

TEST(CallsTest, Importer) {
  const std::string say = "component r(d: Dataset) {\n  python <<<\n    print(d.path)\n  >>>\n}\n";
  EXPECT_THAT(Checked(say + "pipeline q() {\n  let d = importer[Dataset](uri: \"s3://b\")\n  r(d)\n}\n").messages(),
              IsEmpty());
  EXPECT_THAT(Checked(say + "pipeline q() {\n  let m = importer[Model](uri: \"s3://b\")\n  r(d: m)\n}\n").messages(),
              ElementsAre("2201 8:8 expected `Dataset`, found `Model`"));
}

TEST(CallsTest, ManyTasksAreLinear) {
  std::string body = "  let t0 = p(text: \"a\")\n";
  for (int i = 1; i < 20000; ++i)
    body += "  let t" + std::to_string(i) + " = p(text: t" + std::to_string(i - 1) + ")\n";
  EXPECT_THAT(Checked(pipeline(body)).messages(), IsEmpty());
}

TEST(NarrowingTest, PresentShowsAnInput) {
  const auto command = [](const std::string& args) {
    return "component c(x: string?, d: Dataset?) {\n  image: \"alpine:3.20\"\n  command: [" + args + "]\n}\n";
  };
  EXPECT_THAT(Checked(command("\"a\", present(x) ? [\"-x\", x] : [], present(d) ? d.path : \"\"")).messages(),
              IsEmpty());
  EXPECT_THAT(Checked(command("\"a\", x")).codes(), ElementsAre(2208));
  EXPECT_THAT(Checked(command("\"a\", present(x) ? [] : [x]")).codes(), ElementsAre(2208));
  EXPECT_THAT(Checked(command("\"a\", d.path")).codes(), ElementsAre(2208));
}

}  // namespace
}  // namespace mlpc::sema::test
