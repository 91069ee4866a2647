// The source that comes out: the types that were found, the layout, and small complete documents.

#include <gmock/gmock.h>

#include "documents.h"
#include "layout.h"

namespace mlpc::test {
namespace {

using importers::kfp::Code;
using importers::kfp::Page;
using importers::kfp::Types;
using testing::HasSubstr;

TEST(Types, OneFitsAnother) {
  EXPECT_TRUE(Types::fits("int", "int"));
  EXPECT_TRUE(Types::fits("int", "float"));
  EXPECT_FALSE(Types::fits("float", "int"));
  EXPECT_FALSE(Types::fits("string", "int"));
  EXPECT_TRUE(Types::fits("int", "int?"));
  EXPECT_FALSE(Types::fits("int?", "int"));
  EXPECT_TRUE(Types::fits("list[string]", "list"));
  EXPECT_FALSE(Types::fits("list", "list[string]"));
}

TEST(Layout, StaysOnOneLineWhereItFits) {
  Code list = Code::list();
  list.add(Code::atom("1"));
  list.add(Code::atom("2"));
  Code record = Code::record();
  record.add("a", list);
  record.add("same", Code::atom("same"));
  Code call = Code::call("train");
  call.add("x", Code::atom("1"));
  EXPECT_EQ(oneLine(record), "{ a: [1, 2], same }");
  EXPECT_EQ(oneLine(call), "train(x: 1)");
  EXPECT_EQ(oneLine(Code::record()), "{}");
  EXPECT_EQ(oneLine(Code::choice("c", Code::atom("1"), Code::list())), "c ? 1 : []");
}

TEST(Layout, TakesALineForEachMemberWhereItDoesNot) {
  Code record = Code::record();
  record.add("first", Code::atom('"' + std::string(60, 'a') + '"'));
  record.add("second", Code::atom('"' + std::string(60, 'b') + '"'));
  Page page;
  page.setting("env", record);
  EXPECT_EQ(page.take(),
            "env: {\n  first: \"" + std::string(60, 'a') + "\"\n  second: \"" + std::string(60, 'b') + "\"\n}\n");
}

TEST(Layout, ChoosesAFenceThatReproducesTheText) {
  EXPECT_EQ(oneLine(importers::kfp::textCode("a\nb")), R"("a\nb")") << "two lines are a string";
  EXPECT_EQ(importers::kfp::textCode("a\nb\nc").kind, Code::Kind::Fence);
  EXPECT_FALSE(importers::kfp::fitsFence("  a\n  b\n  c")) << "the common margin would be lost";
  EXPECT_FALSE(importers::kfp::fitsFence("\ta\n  b\nc\r")) << "a return would be lost";
  EXPECT_FALSE(importers::kfp::fitsFence(" a\n\tb")) << "blanks and tabs mixed";
  Page page;
  page.put("x: ", importers::kfp::textCode(">>>\na ~{b}\n~~{c}"));
  EXPECT_EQ(page.take(), "x: text <<<<\n  >>>\n  a ~~{b}\n  ~~~~{c}\n>>>>\n");
}

TEST(Layout, AKeyThatIsAStringKeepsItsValue) {
  importers::kfp::Code record = importers::kfp::Code::record();
  record.add("a", importers::kfp::Code::atom("a"));
  record.add("\"\"", importers::kfp::Code::atom("\"\""));
  EXPECT_EQ(oneLine(record), R"({ a, "": "" })");
}

TEST(Layout, PutsPlaceholdersIn) {
  const auto code = [](std::string text) {
    std::replace(text.begin(), text.end(), '@', importers::kfp::kHole);
    return oneLine(importers::kfp::templateCode(text, {"x", "y.z"}));
  };
  EXPECT_EQ(code("a @ \"b\" @"), R"("a ~{x} \"b\" ~{y.z}")");
  EXPECT_EQ(code("a \x01 @ @"), "\"a \x01 ~{x} ~{y.z}\"") << "no character of a text is a placeholder";
}

/// The result of an import, and the codes of the findings.
std::pair<std::string, std::vector<int>> imported(const std::string& text) {
  source::SourceManager sources;
  diag::Engine diags;
  const auto result = kfp::importPipeline(sources, sources.add("p.yaml", "p.yaml", text), diags);
  std::vector<int> codes;
  for (const auto& report : diags.sorted()) codes.push_back(report.record->code);
  return {result ? result->text : std::string(), codes};
}

TEST(Source, AContainerAndItsTask) {
  const auto [text, codes] =
      imported(document({task("a", "a", "inputs: {parameters: {x: {runtimeValue: {constant: hello}}}}")}, {"a"}));
  EXPECT_THAT(codes, testing::IsEmpty());
  EXPECT_THAT(text, HasSubstr("component a("));
  EXPECT_THAT(text, HasSubstr("image: \"busybox\""));
  EXPECT_THAT(text, HasSubstr("command: [\"echo\", \"a\"]"));
  EXPECT_THAT(text, HasSubstr("pipeline p()"));
  EXPECT_THAT(text, HasSubstr("a(x: \"hello\")"));
}

TEST(Source, TextsAreAsTheyWereBeforeTheyWereEscapedForKubernetes) {
  std::string given = document({task("a", "a")}, {"a"});
  given.replace(given.find("[echo, a]"), 9,
                "[echo, '$$$$ $$(HOME)', '$$x', '$(HOME) $$$$'], env: [{name: HOME, value: 'a$$$$b'}]");
  const auto [text, codes] = imported(given);
  EXPECT_THAT(codes, testing::IsEmpty());
  // The last two are not what the compiler writes: they stay as they are, and the comparison reports them.
  EXPECT_THAT(text, HasSubstr(R"x(command: ["echo", "$$ $(HOME)", "$$x", "$(HOME) $$$$"])x"));
  EXPECT_THAT(text, HasSubstr(R"(HOME: "a$$b")"));
}

TEST(Source, IsTheSameForAnyOrderOfKeys) {
  const std::vector<std::string> tasks = {task("a", "a"), task("b", "b", "dependentTasks: [a]"), task("a-2", "a")};
  std::vector<std::string> turned(tasks.rbegin(), tasks.rend());
  EXPECT_EQ(imported(document(tasks, {"a", "b"})).first, imported(document(turned, {"b", "a"})).first);
}

TEST(Source, WhatIsNotAPipelineIsReported) {
  for (const char* text : {"a: 1\n", "", "pipelineInfo: {name: p}\nroot: {}\n", "- 1\n"}) {
    const auto [source, codes] = imported(text);
    EXPECT_EQ(source, "") << text;
    EXPECT_THAT(codes, testing::Contains(testing::Lt(6100))) << text;
  }
  EXPECT_TRUE(kfp::recognises("pipelineInfo: {}\nroot: {}\n"));
  EXPECT_FALSE(kfp::recognises("kind: TrainJob\n"));
}

TEST(Source, DifferencesShowWhatIsMissing) {
  const auto withEnvironment = [](const std::string& environment) {
    std::string text = document({task("a", "a")}, {"a"});
    return text.replace(text.find("[echo, a]"), 9, "[echo, a], env: [" + environment + "]");
  };
  source::SourceManager sources;
  diag::Engine diags;
  const auto file = sources.add("p.yaml", "p.yaml", withEnvironment("{name: A, value: x}, {name: B, value: y}"));
  const auto imported = kfp::importPipeline(sources, file, diags);
  ASSERT_TRUE(imported);
  kfp::reportDifferences(*imported, sources, withEnvironment("{name: A, value: x}"), diags);
  ASSERT_EQ(diags.sorted().size(), 1U);
  EXPECT_EQ(diags.sorted().front().message, "`{name: B, value: y}` is missing when the source is compiled");
}

TEST(Source, FindingsAreAllowedWhereTheyAreFound) {
  kfp::Imported it{"component a {\n  image: \"i\"\n}\n\npipeline p {\n  a()\n}\n", "p.pipeline.yaml", nullptr};
  EXPECT_TRUE(kfp::allow(it, {{2, {"unused-input"}}, {6, {"x", "y"}}}));
  EXPECT_EQ(
      it.text,
      "@allow(\"unused-input\")\ncomponent a {\n  image: \"i\"\n}\n\n@allow(\"x\", \"y\")\npipeline p {\n  a()\n}\n");
  // What is already allowed changes nothing.
  EXPECT_FALSE(kfp::allow(it, {{3, {"unused-input"}}}));
}

}  // namespace
}  // namespace mlpc::test
