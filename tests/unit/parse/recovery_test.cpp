#include <gtest/gtest.h>

#include "grammar_check.h"
#include "parsed.h"

namespace mlpc::parse::testing {
namespace {

using Lines = std::vector<std::string>;

Lines messages(const std::string& text) { return Parsed(text).messages(); }
/// The messages for statements in a pipeline; the first line of the statements is line 2.
Lines inPipeline(const std::string& text) { return messages("pipeline p() {\n" + text + "\n}\n"); }

TEST(Sets, AreThoseOfTheGrammar) { EXPECT_EQ(differingStartSets(), ""); }

// ---- declarations

TEST(Recovery, AMistypedDeclarationIsReadAsMeant) {
  const Parsed parsed("compnent train(a: int) {\n  image: \"i\"\n}\npipelin p() {\n  train(a: 1)\n}\n");
  EXPECT_EQ(parsed.messages(), (Lines{"1:1 `compnent` does not begin a declaration; did you mean `component`?",
                                      "4:1 `pipelin` does not begin a declaration; did you mean `pipeline`?"}));
  EXPECT_EQ(parsed.shape(), "(component train (a:int) {(set image 'i')})\n(pipeline p () {(call train a:1)})");
}

TEST(Recovery, OneBrokenDeclarationCostsNoOther) {
  const Parsed parsed("const a = )\ncomponent b( {\n}\nconst c = 1\nfoo bar baz\nconst d = 2\n");
  EXPECT_EQ(parsed.decl(2).name.text, "c");
  EXPECT_EQ(parsed.decl(4).name.text, "d");
  EXPECT_EQ(parsed.codes(), (Lines{"1:11 1023", "2:12 1022", "5:1 1044"}));
}

TEST(Recovery, StatementsAtTheTop) {
  EXPECT_EQ(messages("let x = 1\nif a {\n}\n"),
            (Lines{"1:1 `let` does not begin a declaration; at the top level of a file, write `const`",
                   "2:1 `if` does not begin a declaration; statements belong in the body of a pipeline or workflow"}));
}

TEST(Recovery, DeclarationsWithoutAName) {
  EXPECT_EQ(messages("component (a: int) {\n}\n"), Lines{"1:11 expected a name after `component`, found `(`"});
  EXPECT_EQ(messages("secret {\n}\n"), Lines{"1:8 expected a name after `secret`, found `{`"});
}

TEST(Recovery, DeclarationInABody) {
  EXPECT_EQ(inPipeline("  component c() {\n  }"),
            Lines{"2:3 `component` does not begin a statement; it is declared at the top level of a file"});
}

TEST(Recovery, BodyMissing) {
  EXPECT_EQ(messages("component c()\nconst a = 1\n"), Lines{"1:14 the component `c` has no body: expected `{`"});
}

TEST(Recovery, ReservedNames) {
  EXPECT_EQ(messages("const for = 1\n"), Lines{"1:7 `for` is a keyword, so nothing can be called that"});
}

// ---- brackets

TEST(Recovery, AForgottenParenthesisBeforeABody) {
  const Parsed parsed("component c(a: int, b: string {\n  image: \"i\"\n}\ncomponent d() {\n}\n");
  EXPECT_EQ(parsed.messages(), Lines{"1:12 this `(` is never closed: expected `)` before `{`"});
  EXPECT_EQ(parsed.shape(), "(component c (a:int b:string) {(set image 'i')})\n(component d () {})");
  EXPECT_EQ(parsed.fixed(), "component c(a: int, b: string) {\n  image: \"i\"\n}\ncomponent d() {\n}\n");
}

TEST(Recovery, AForgottenParenthesisBeforeAStatement) {
  const Parsed parsed("pipeline p() {\n  let t = f(a: 1, b: 2\n  let u = g(t)\n}\n");
  EXPECT_EQ(parsed.messages(), Lines{"2:12 this `(` is never closed: expected `)` before `let`"});
  EXPECT_EQ(parsed.shape(), "(pipeline p () {(let t (call f a:1 b:2)) (let u (call g t))})");
}

TEST(Recovery, AForgottenBraceIsFoundByItsIndentation) {
  const Parsed parsed("pipeline p(a: bool) {\n  if a {\n    f()\n  g()\n}\n\ncomponent next() {\n}\n");
  EXPECT_EQ(parsed.messages(), Lines{"2:8 this `{` is never closed: expected `}` before `component`"});
  EXPECT_EQ(parsed.decl(1).name.text, "next");
}

TEST(Recovery, AnExtraBraceIsFoundByItsIndentation) {
  const Parsed parsed("component c() {\n  image: \"i\"\n  }\n  packages: []\n}\nconst a = 1\n");
  EXPECT_EQ(parsed.messages(), Lines{"3:3 this `}` closes nothing"});
  EXPECT_EQ(parsed.shape(), "(component c () {(set image 'i') (set packages [])})\n(const a 1)");
}

TEST(Recovery, WrongAndStrayClosers) {
  EXPECT_EQ(messages("const a = [1, 2)\n"), Lines{"1:16 expected `]`, found `)`"});
  EXPECT_EQ(messages("const a = [1, 2]]\nconst b = 1\n"), Lines{"1:17 this `]` closes nothing"});
  EXPECT_EQ(messages("component c() {\n}\n}\n"), Lines{"3:1 this `}` closes nothing"});
  EXPECT_EQ(messages("const a = { b: [1 }\n"), Lines{"1:16 this `[` is never closed: expected `]` before `}`"});
}

TEST(Recovery, ParametersOfTypesInAngleBrackets) {
  const Parsed parsed("type T = { a: map<list<int>>, b: int }\n");
  EXPECT_EQ(parsed.codes(), (Lines{"1:18 1033", "1:23 1033"}));
  EXPECT_EQ(parsed.shape(), "(type T {a:map[list[int]] b:int})");
}

// ---- values

TEST(Recovery, BracketsBehindTheTypeOfAnItem) {
  const Parsed parsed("type A = { a: string[], b: { c: int?  [] }[]?, d: list[m.T[][]] }\ntype B = \"a\" | \"b\"[]?\n");
  EXPECT_EQ(parsed.messages(),
            (Lines{"1:15 a list is written `list[string]`", "1:28 a list is written `list[{ c: int?  [] }]`",
                   "1:33 a list is written `list[int?]`", "1:56 a list is written `list[list[m.T]]`",
                   "2:16 a list is written `list[\"b\"]`"}));
  const Parsed plain("component c(a: string[], b: Model[][]?) -> (d: int[]) {\n}\n");
  const Parsed meant("component c(a: list[string], b: list[list[Model]]?) -> (d: list[int]) {\n}\n");
  EXPECT_EQ(plain.shape(), meant.shape());
  EXPECT_EQ(messages("const a: list[] = []\nconst b: map[]? = null\n"),
            (Lines{"1:10 `list` takes one type in brackets", "2:10 `map` takes one type in brackets"}));
  EXPECT_EQ(messages("component c(a: string?[]) {\n}\n"), Lines{"1:16 a list is written `list[string?]`"});
  EXPECT_EQ(messages("component c(a: int[][3]) {\n}\n"), Lines{"1:21 expected the end of the type, found `[`"});
  EXPECT_EQ(inPipeline("  let d = importer[Model[]](uri: a)\n  let e = cast[int[]](b)"),
            (Lines{"2:20 a list is written `list[Model]`", "3:16 a list is written `list[int]`"}));
}

TEST(Recovery, AValueMissingAtTheEndOfALine) {
  const Parsed parsed("component c() {\n  image:\n  packages: [\"a\"]\n}\n");
  EXPECT_EQ(parsed.messages(), Lines{"2:9 expected a value after `:`, found the end of the line"});
  EXPECT_EQ(parsed.shape(), "(component c () {(set image <error>) (set packages ['a'])})");
  EXPECT_EQ(inPipeline("  let t =\n  let u = f()\n  return"),
            (Lines{"2:10 expected a value after `=`, found the end of the line",
                   "4:9 expected a value after `return`, found the end of the line"}));
}

TEST(Recovery, AValueMissingElsewhere) {
  EXPECT_EQ(messages("const a = f(x: , y: 1)\n"), Lines{"1:16 expected a value after `:`, found `,`"});
  EXPECT_EQ(messages("const a = [1, -]\n"), Lines{"1:16 expected a value after `-`, found `]`"});
  EXPECT_EQ(messages("const a = b +\n"), Lines{"1:14 expected a value after `+`, found the end of the file"});
  EXPECT_EQ(messages("const a = c ? : b\n"), Lines{"1:15 expected a value after `?`, found `:`"});
  EXPECT_EQ(messages("const a = \"~{}\"\n"), Lines{"1:14 expected a value after `~{`, found `}`"});
  EXPECT_EQ(messages("const a = \"~{a +}\"\n"), Lines{"1:17 expected a value after `+`, found `}`"});
}

TEST(Recovery, ATypeMissing) {
  EXPECT_EQ(messages("component c(a: , b: int) {\n}\n"), Lines{"1:16 expected a type after `:`, found `,`"});
}

TEST(Recovery, ForgottenColons) {
  EXPECT_EQ(messages("component c() {\n  image \"x\"\n  cpu 500m\n}\n"),
            (Lines{"2:8 expected `:` after `image`", "3:6 expected `:` after `cpu`"}));
  EXPECT_EQ(messages("const a = { name \"x\" }\n"), Lines{"1:17 expected `:` after `name`"});
  EXPECT_EQ(messages("component c(a int) {\n}\n"), Lines{"1:14 expected `:` after `a`"});
  EXPECT_EQ(messages("workflow w {\n  pool { vm_image: \"x\" }\n}\n"), Lines{"2:7 expected `:` after `pool`"});
}

TEST(Recovery, EqualSignsForColons) {
  const Parsed parsed("const a = f(x = 1, y = { z = 2 })\n");
  EXPECT_EQ(parsed.shape(), "(const a (call f x:1 y:{z:2}))");
  EXPECT_EQ(parsed.messages(), Lines{"1:15 mlp writes `:` for `=`"});
  EXPECT_EQ(inPipeline("  when = x"), Lines{"2:3 a value cannot be assigned to `when`: a setting is written `when: "
                                            "value`, a new name `let when = value`"});
}

// ---- commas and lines

TEST(Recovery, Commas) {
  EXPECT_EQ(messages("const a = f(a: 1,, b: 2)\n"), Lines{"1:18 there is nothing before this `,`"});
  EXPECT_EQ(messages("const a = f(a: 1 b: 2)\n"), Lines{"1:17 expected `,` or a new line between two members"});
  EXPECT_EQ(messages("const a = [\n  1\n  2,\n]\n"),
            Lines{"2:4 expected `,` between two items of a list, even at the end of a line"});
  EXPECT_EQ(messages("type T = { a: int b: int }\n"), Lines{"1:18 expected `,` or a new line between two members"});
}

TEST(Recovery, OneStatementPerLine) {
  EXPECT_EQ(inPipeline("  f() g()"), Lines{"2:7 expected a new line before the next statement"});
  EXPECT_EQ(inPipeline("  f(), g()"), Lines{"2:8 expected a new line before the next statement"});
  EXPECT_EQ(messages("const a = 1 const b = 2\n"), Lines{"1:13 a declaration must begin on a line of its own"});
}

TEST(Recovery, WhatBelongsOnTheLineOfItsHead) {
  EXPECT_EQ(inPipeline("  f()\n  { cache: false }"),
            Lines{"3:3 the `{` of a body or of settings must be on the same line as what it belongs to"});
  EXPECT_EQ(inPipeline("  train\n    (lr: 1)"),
            Lines{"3:5 the `(` of a call or an index must be on the same line as what it belongs to"});
  EXPECT_EQ(inPipeline("  f\n  @2()"), Lines{"3:3 `@2` directly follows the name of a task, as in `AzureCLI@2`"});
  EXPECT_EQ(messages("component c()\n{\n}\n"),
            Lines{"2:1 the `{` of a body or of settings must be on the same line as what it belongs to"});
}

TEST(Recovery, AMinusAtTheStartOfALine) {
  EXPECT_EQ(messages("const a = b\n  - c\n"),
            Lines{"2:3 a line cannot begin with the operator `-`; put it at the end of the previous line"});
}

TEST(Recovery, SettingsFirst) {
  const Parsed parsed("pipeline p() {\n  f()\n  ttl: 1h\n  name: \"n\"\n}\n");
  EXPECT_EQ(parsed.messages(), Lines{"3:3 the setting `ttl` comes after a statement; a body begins with its settings"});
  const auto reports = parsed.diags.sorted();
  ASSERT_EQ(reports[0].notes.size(), 1U);
  EXPECT_EQ(parsed.sources.start(reports[0].notes[0].span).line, 2U);
}

// ---- words

TEST(Recovery, MistypedStatementsAreReadAsMeant) {
  const Parsed parsed("pipeline p() {\n  lte x = f()\n  fro y in ys {\n    yeild y\n  }\n  retrun x\n}\n");
  EXPECT_EQ(parsed.messages(), (Lines{"2:3 `lte` does not begin a statement; did you mean `let`?",
                                      "3:3 `fro` does not begin a statement; did you mean `for`?",
                                      "4:5 `yeild` does not begin a statement; did you mean `yield`?",
                                      "6:3 `retrun` does not begin a statement; did you mean `return`?"}));
  EXPECT_EQ(parsed.shape(), "(pipeline p () {(let x (call f)) (for y ys {(yield y)}) (return x)})");
}

TEST(Recovery, MistypedItems) {
  const Parsed parsed("workflow w {\n  stge Build {\n    jobb A {\n      f()\n    }\n  }\n}\n");
  EXPECT_EQ(parsed.codes(), (Lines{"2:3 1045", "3:5 1045"}));
  EXPECT_EQ(parsed.shape(), "(workflow w () {(stage Build {(job A {(call f)})})})");
}

TEST(Recovery, WordsOfOtherLanguages) {
  const Parsed parsed("pipeline p() {\n  if a and b or not c {\n  }\n  for x of xs {\n  }\n  var y = f()\n}\n");
  EXPECT_EQ(parsed.messages(),
            (Lines{"2:8 mlp writes `&&` for `and`", "4:9 mlp writes `in` for `of`", "6:3 mlp writes `let` for `var`"}));
  EXPECT_EQ(parsed.shape(), "(pipeline p () {(if (|| (&& a b) (! c)) {}) (for x xs {}) (let y (call f))})");
  EXPECT_EQ(inPipeline("  if a {\n  }\n  elif b {\n  }"), Lines{"4:3 mlp writes `else if` for `elif`"});
  EXPECT_EQ(inPipeline("  if a {\n  } esle {\n  }"),
            Lines{"3:5 `esle` does not begin a statement; did you mean `else`?"});
  EXPECT_EQ(messages("const a = b & c\n"), Lines{"1:13 mlp writes `&&` for `&`"});
  EXPECT_EQ(messages("component c() => int {\n}\n"), Lines{"1:15 mlp writes `->` for `=>`"});
}

TEST(Recovery, HooksThatDoNotExist) {
  EXPECT_EQ(inPipeline("  retrun { a: 1 }"), Lines{"2:3 `retrun` does not begin a statement; did you mean `return`?"});
  EXPECT_EQ(inPipeline("  on_failur {\n    f()\n  }"),
            Lines{"2:3 `on_failur` does not begin a statement; did you mean `on_failure`?"});
  EXPECT_EQ(inPipeline("  whatever {\n    f()\n  }"), Lines{"2:3 `whatever` does not begin a statement"});
}

TEST(Recovery, ALoneWord) {
  EXPECT_EQ(inPipeline("  train\n  f()\n  g.h\n  x"),
            (Lines{"2:3 `train` alone does nothing: a call is written `train()`, a setting `train: value`",
                   "4:3 `g.h` alone does nothing: a call is written `g.h()`, a setting `g.h: value`",
                   "5:3 `x` alone does nothing: a call is written `x()`, a setting `x: value`"}));
}

TEST(Recovery, CodeWords) {
  EXPECT_EQ(inPipeline("  pyhton <<<\n    a\n  >>>"),
            Lines{"2:3 `pyhton` cannot precede code; did you mean `python`?"});
  EXPECT_EQ(inPipeline("  python modul <<<\n    a\n  >>>"),
            Lines{"2:10 `modul` cannot precede code; a module is written `python module <<<`"});
  EXPECT_EQ(messages("const a = <<<\n  a\n>>>\n"),
            Lines{"1:11 a fence begins with its language: `python <<<`, `bash <<<` or `text <<<`"});
  EXPECT_EQ(inPipeline("  bash <<< echo >>>\n  f()"), Lines{"2:12 the text of a fence begins on the line below `<<<`"});
}

// ---- text

TEST(Recovery, AnOpenQuoteCostsOneLine) {
  const Parsed parsed("component c() {\n  image: \"abc\n  args: f(\"x)\n  env: [\"a\", \"b]\n  name: \"n\"\n}\n");
  EXPECT_EQ(parsed.codes(), (Lines{"2:10 1009", "3:11 1009", "4:14 1009"}));
  EXPECT_EQ(parsed.shape(),
            "(component c () {(set image 'abc') (set args (call f 'x')) (set env ['a' 'b']) (set name 'n')})");
}

TEST(Recovery, AnOpenQuoteInAHead) {
  const Parsed parsed("pipeline p() {\n  if f(\"abc) {\n    g()\n  }\n}\n");
  EXPECT_EQ(parsed.codes(), Lines{"2:8 1009"});
  EXPECT_EQ(parsed.shape(), "(pipeline p () {(if (call f 'abc') {(call g)})})");
}

TEST(Recovery, AnOpenPlaceholder) {
  const Parsed parsed("component c() {\n  name: \"a ~{b\"\n  args: f(\"~{x)\n  image: \"i\"\n}\n");
  EXPECT_EQ(parsed.codes(), (Lines{"2:12 1010", "3:12 1010"}));
  EXPECT_EQ(parsed.shape(), "(component c () {(set name 'a ~{b}') (set args (call f '~{x}')) (set image 'i')})");
}

TEST(Recovery, TwoValuesInAPlaceholder) {
  EXPECT_EQ(messages("const a = \"~{a b}\"\n"), Lines{"1:16 expected `}`, found `b`"});
}

TEST(Recovery, SingleQuotesSemicolonsAndHashes) {
  const Parsed parsed("# c\nconst a = 'x';\nconst b = [1];\n");
  EXPECT_EQ(parsed.codes(), (Lines{"1:1 1007", "2:11 1006", "2:14 1005", "3:14 1005"}));
  EXPECT_EQ(parsed.fixed(), "// c\nconst a = \"x\"\nconst b = [1]\n");
}

TEST(Recovery, Numbers) {
  EXPECT_EQ(messages("const a = 2GiB\n"), Lines{"1:11 `2GiB` is not a number with a unit"});
  EXPECT_EQ(messages("const a = 500x\n"), Lines{"1:11 `500x` is not a number with a unit"});
  EXPECT_EQ(messages("const a = 010\n"), Lines{"1:11 `010` begins with a zero, which some read as octal"});
  EXPECT_EQ(messages("workflow w {\n  A@0.1()\n}\n"), Lines{"2:4 `@0.1` is not the version of a task"});
}

// ---- several at once

TEST(Recovery, IndependentErrorsAreAllReported) {
  const Parsed parsed(
      "pipeline p() {\n  lte a = f()\n  let b = g(x y)\n  let c = [1 2]\n  let d =\n  h(\"~{\")\n}\ncompnent c() {\n  "
      "image \"i\"\n}\n");
  EXPECT_EQ(parsed.codes(),
            (Lines{"2:3 1045", "3:14 1035", "4:13 1036", "5:10 1041", "6:6 1010", "8:1 1044", "9:8 1042"}));
}

TEST(Recovery, ABrokenLetStillBindsItsName) {
  const Parsed parsed("pipeline p() {\n  let a = f(b c 1\n  let d = 1 2\n  g(a, d)\n}\n");
  EXPECT_EQ(parsed.tree->order.size(), 1U);
  EXPECT_NE(parsed.shape().find("(let a "), std::string::npos);
  EXPECT_NE(parsed.shape().find("(let d "), std::string::npos);
  EXPECT_NE(parsed.shape().find("(call g a d)"), std::string::npos);
}

// ---- one cause, one message

TEST(Recovery, ALostHeadIsReportedOnce) {
  EXPECT_EQ(messages("  image: \"i\"\n  args: [\"a\"]\n}\nconst a = 1\n"),
            Lines{"1:3 `image` does not begin a declaration; a setting belongs in the braces of a declaration"});
  EXPECT_EQ(messages("const a = 1\n  let b = f()\n  return b\n}\nconst c = 1\n"),
            Lines{"2:3 `let` does not begin a declaration; statements belong in the body of a pipeline or workflow"});
  EXPECT_EQ(messages("secret s { name: \"s\" }\n  aks: azure.ManagedCluster {\n  name: \"a\"\n}\n"),
            Lines{"2:3 `aks` does not begin a declaration; a resource is declared with `resource aks: …`"});
}

TEST(Recovery, ALostBraceIsReportedOnce) {
  EXPECT_EQ(messages("component c(a: int)\n  image: \"i\"\n}\nconst b = 1\n"),
            Lines{"1:20 the component `c` has no body: expected `{`"});
  EXPECT_EQ(messages("workflow w\n  job A {\n    f()\n  }\n}\n"),
            Lines{"1:11 expected `{` or `(`, found the end of the line"});
  EXPECT_EQ(messages("resource r: azure.ResourceGroup\n  name: \"r\"\n}\n"),
            Lines{"1:32 expected `{`, found the end of the line"});
  EXPECT_EQ(messages("workflow w {\n  job A\n    f()\n  }\n}\n").size(), 1U);
  EXPECT_EQ(inPipeline("  f() {\n    volumes {\n      a: 1\n    }\n    cache: false\n  }"),
            Lines{"3:12 expected `:` after `volumes`"});
}

TEST(Recovery, AnExtraBraceOnALineIsReportedInPlace) {
  const Parsed parsed(
      "workflow w {\n  trigger: { branches: [\"a\"] } }\n  stage S {\n    job J {\n      f()\n    }\n  }\n}\n");
  EXPECT_EQ(parsed.messages(), Lines{"2:32 this `}` closes nothing"});
  EXPECT_EQ(parsed.shape(), "(workflow w () {(set trigger {branches:['a']}) (stage S {(job J {(call f)})})})");
}

TEST(Recovery, ALostBracketInAListIsReportedOnce) {
  EXPECT_EQ(messages("secret s {\n  keys: [\"a\", \"b\"\n  name: \"s\"\n}\n").size(), 1U);
  EXPECT_EQ(messages("pipeline p() {\n  for x in [{ a: 1 }, a: 2 }] {\n    f()\n  }\n}\n").size(), 1U);
  EXPECT_EQ(messages("pipeline p( {\n  f()\n}\n"), Lines{"1:11 this `(` is never closed: expected `)` before `{`"});
}

TEST(Recovery, AFenceThatIsNotClosedBeforeTheNext) {
  EXPECT_EQ(
      messages("component a() {\n  python <<<\n    x = 1\n}\ncomponent b() {\n  python <<<\n    y = 1\n  >>>\n}\n"),
      Lines{"2:10 this fence is not closed: a line that starts with `>>>` ends it"});
}

TEST(Recovery, AnOutputWithoutAType) {
  EXPECT_EQ(messages("component a(m: string) -> {\n  python <<<\n    x = 1\n  >>>\n}\n"),
            Lines{"1:27 expected a type after `->`, found the body"});
  EXPECT_EQ(messages("component a(m: string) string {\n  image: \"i\"\n}\n"),
            Lines{"1:24 expected `->` or `{`, found `string`"});
}

TEST(Recovery, ForgottenColonsOfArgumentsAndSettings) {
  const Parsed parsed("const a = f(path \"x\", n 3)\n");
  EXPECT_EQ(parsed.codes(), Lines{"1:17 1042"});
  EXPECT_EQ(parsed.shape(), "(const a (call f path:'x' n:3))");
  EXPECT_EQ(inPipeline("  packages [\"a\"]"), Lines{"2:11 expected `:` after `packages`"});
  EXPECT_EQ(inPipeline("  let a f()"), Lines{"2:9 expected `=`, found `f`"});
}

}  // namespace
}  // namespace mlpc::parse::testing
