#include <gtest/gtest.h>

#include "parsed.h"

namespace mlpc::parse::testing {
namespace {

std::string shape(const std::string& text) {
  const Parsed parsed(text);
  std::string out;
  for (const auto& message : parsed.messages()) out += message + "\n";
  return out + parsed.shape();
}

TEST(Declaration, Imports) {
  EXPECT_EQ(shape("import mlflow\nimport azure.devops as ado\nimport \"./parts.mlp\" as parts\n"),
            "(import mlflow as mlflow)\n(import azure.devops as ado)\n(import './parts.mlp' as parts)");
}

TEST(Declaration, Values) {
  EXPECT_EQ(shape("const x: list[int] = [1]\ntype T = { a: int }\nartifact V { schema: \"s\" }\nsecret s {\n  keys: "
                  "[\"k\"]\n}\n"),
            "(const x:list[int] [1])\n(type T {a:int})\n(artifact V {schema:'s'})\n(secret s {keys:['k']})");
}

TEST(Declaration, Kinds) {
  EXPECT_EQ(
      shape("existing a: ado.Connection { name: \"n\" }\nresource rg: azure.ResourceGroup {\n  tags: { x: \"y\" "
            "}\n}\nexisting b: K\n"),
      "(existing a ado.Connection {name:'n'})\n(resource rg azure.ResourceGroup {tags:{x:'y'}})\n(existing b K -)");
}

TEST(Declaration, ComponentsAndPipelines) {
  EXPECT_EQ(shape("component f(a: int = 1, @range(1, 2) b: string?) -> (x: Model, y: int) {\n  image: \"i\"\n}\n"
                  "component g {\n  python \"train.py\"\n}\n"
                  "@builtin component h(s: string) -> string\n"
                  "pipeline p() -> list[Model] {\n}\n"),
            "(component f (a:int=1 @range 1 2 b:string?) -> (x:Model y:int) {(set image 'i')})\n"
            "(component g - {(code python 'train.py')})\n"
            "(@builtin component h (s:string) -> string {})\n"
            "(pipeline p () -> list[Model] {})");
}

TEST(Declaration, JobsAndFlows) {
  EXPECT_EQ(shape("trainjob t(n: int) {\n  runtime: \"r\"\n}\nworkflow w {\n  name: \"n\"\n}\nsteps s(a: int) "
                  "{\n}\njob j() {\n}\nstage g(c: ado.Connection) {\n}\n"),
            "(trainjob t (n:int) {runtime:'r'})\n(workflow w () {(set name 'n')})\n(steps s (a:int) {})\n(job j () "
            "{})\n(stage g (c:ado.Connection) {})");
}

TEST(Declaration, ContextualWordsAsNames) {
  EXPECT_EQ(shape("type type = type\nconst stage = 1\ncomponent component(import: int, job: string) -> (type: int) {\n "
                  " type: job\n}\nexisting existing: resource\n"),
            "(type type type)\n(const stage 1)\n(component component (import:int job:string) -> (type:int) {(set type "
            "job)})\n(existing existing resource -)");
}

TEST(Declaration, DecoratorsMayBeOnTheirOwnLines) {
  EXPECT_EQ(shape("@kind\n@deprecated(\"use y\")\ntype X = {}\n@kind type Y = {}\nconst z = 1\n"),
            "(@kind @deprecated 'use y' type X {})\n(@kind type Y {})\n(const z 1)");
}

TEST(Declaration, DocComments) {
  const Parsed parsed(
      "/// First.\n///   Second.  \n//// no\n// no\n@kind\ntype X = {}\n\n/// Other.\ncomponent c(\n  /// Input.\n  a: "
      "int,\n) -> (\n  /// Output.\n  b: int\n) {\n}\n");
  EXPECT_EQ(parsed.diags.size(), 0U);
  EXPECT_EQ(parsed.decl(0).doc, "First.\n  Second.");
  const auto& component = std::get<syntax::ComponentDecl>(parsed.decl(1).node);
  EXPECT_EQ(component.parameters[0].doc, "Input.");
  EXPECT_EQ(component.outputs.named[0].doc, "Output.");
  EXPECT_EQ(parsed.text(component.outputs.span), "-> (\n  /// Output.\n  b: int\n)");
}

TEST(Declaration, ItemsHaveDocs) {
  const Parsed parsed("workflow w {\n  /// Stage.\n  stage S {\n  }\n}\n");
  const auto& workflow = std::get<syntax::WorkflowDecl>(parsed.decl(0).node);
  EXPECT_EQ(std::get<syntax::ItemStmt>(parsed.tree->stmts[workflow.body.statements[0]].node).doc, "Stage.");
}

TEST(Declaration, DocsThatDescribeNothing) {
  EXPECT_EQ(Parsed("component c() {\n  /// What?\n  image: \"i\"\n}\n").codes(), std::vector<std::string>{"2:3 1020"});
  EXPECT_EQ(Parsed("const a = 1\n/// What?\n").codes(), std::vector<std::string>{"2:1 1020"});
}

TEST(Declaration, Spans) {
  const Parsed parsed("// c\nconst x = 1 // d\n\ncomponent c() {\n}\n");
  EXPECT_EQ(parsed.text(parsed.decl(0).span), "const x = 1");
  EXPECT_EQ(parsed.text(parsed.decl(0).name.span), "x");
  EXPECT_EQ(parsed.text(parsed.decl(1).span), "component c() {\n}");
}

TEST(Statement, Forms) {
  EXPECT_EQ(body("let t = train(data, epochs: 3) { cache: false }"),
            "(let t (call train data epochs:3) with {cache:false})");
  EXPECT_EQ(body("let n: int = 3"), "(let n:int 3)");
  EXPECT_EQ(body("train()\nA@1()"), "(call train)\n(call (@ A 1))");
  EXPECT_EQ(body("let v = if a { yield 1 } else { yield 2 }"), "(let v (if a {(yield 1)} else {(yield 2)}))");
  EXPECT_EQ(body("let vs = for x in xs {\n  yield { m: x }\n}"), "(let vs (for x xs {(yield {m:x})}))");
  EXPECT_EQ(body("try { f() } finally { g() }"), "(try {(call f)} {(call g)})");
  EXPECT_EQ(body("return { a, b: c }"), "(return {=a b:c})");
  EXPECT_EQ(body("ttl: 1h\n\"x-y\": 2"), "(set ttl 1hu)\n(set 'x-y' 2)");
}

TEST(Statement, BranchesInARow) {
  EXPECT_EQ(body("if a {\n} else if b {\n} else if c {\n} else {\n}"), "(if a {} b {} c {} else {})");
  EXPECT_EQ(body("if f(x) {\n}\nif {a: 1} == x {\n}"), "(if (call f x) {})\n(if (== {a:1} x) {})");
}

TEST(Statement, LoopsTakeSettingsInTheirBody) {
  EXPECT_EQ(body("for x in f(a) {\n  parallelism: 2\n  g(x)\n}"),
            "(for x (call f a) {(set parallelism 2) (call g x)})");
}

TEST(Statement, Items) {
  EXPECT_EQ(body("stage Build {\n  job A = j(x) { after: [B] }\n  deployment D {\n    deploy { bash <<<\n      echo\n  "
                 "  >>> }\n  }\n}"),
            "(stage Build {(job A (call j x) with {after:[B]}) (deployment D {(hook deploy {(code bash (fence bash "
            "'echo'))})})})");
}

TEST(Statement, ContextualWordsThatAreNotItems) {
  EXPECT_EQ(body("stage: 1\njob(x)\nlet step = stage"), "(set stage 1)\n(call job x)\n(let step stage)");
  EXPECT_EQ(body("let stage = 1\nlet deployment = f()"), "(let stage 1)\n(let deployment (call f))");
}

TEST(Statement, Code) {
  EXPECT_EQ(body("python module <<<\n  a\n>>>"), "(code python module (fence python 'a'))");
  EXPECT_EQ(body("pwsh <<<\n  a\n>>> { when: always() }"), "(code pwsh (fence pwsh 'a') with {when:(call always)})");
}

TEST(Statement, CodeAndSettingsOfAComponentMix) {
  EXPECT_EQ(Parsed("component c() {\n  python <<<\n    a\n  >>>\n  image: \"i\"\n}\n").diags.size(), 0U);
}

TEST(Statement, SettingsMayShareALine) { EXPECT_EQ(body("a: 1, b: 2\nf()"), "(set a 1)\n(set b 2)\n(call f)"); }

}  // namespace
}  // namespace mlpc::parse::testing
