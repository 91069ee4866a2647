#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lowering.h"

namespace mlpc::lower::test {
namespace {

using testing::ElementsAre;

constexpr const char* kComponents = R"(
component text(x: string = "a", y: string?) -> string {
  python <<<
    return x
  >>>
}
component number(n: float) -> (n2: float, m: Model) {
  python <<<
    return Outputs(n2=n)
  >>>
}
component models(ms: list[Model]) {
  python <<<
    print(ms)
  >>>
}
)";

std::string pipeline(const std::string& source) {
  const Lowered result = lower(kComponents + source);
  return part(result.text, "pipeline ");
}

TEST(Pipelines, ValuesFoldWhereTheyAreKnown) {
  EXPECT_EQ(pipeline(R"(
const base = 3
const settings = { deep: { name: "x" }, list: [1, 2] }
pipeline p(n: int, flag: bool = true) {
  let doubled = base * 2
  let title = "n is ~{doubled}, ~{settings.deep.name}~{settings.list[1]}"
  number(n: doubled)
  text(x: title)
  text(x: base > 2 ? "big" : "small")
  text(x: "~{n}-~{doubled}-~{flag}")
  text(x: "~{"a"}~{"b"}")
}
)"),
            R"(pipeline p "p" requested
  input n: int
  input flag: bool optional = true
  %0 task component number
    n := 6.0
  %1 task component text
    x := "n is 6, x2"
  %2 task component text
    x := "big"
  %3 task component text
    x := text(input.n, "-6-", input.flag)
  %4 task component text
    x := "ab"
)");
}

TEST(Pipelines, ConditionsBecomeOperations) {
  EXPECT_EQ(pipeline(R"(
pipeline p(n: int, s: string, b: bool) {
  if 0 < n < 10 && s != "x" || !(b && true) { text() }
  if n == 1 || false { text() }
}
)"),
            R"(pipeline p "p" requested
  input n: int
  input s: string
  input b: bool
  %0 if
    when (((0 < input.n) && (input.n < 10) && (input.s != "x")) || (!input.b))
      %1 task component text
  %2 if
    when (input.n == 1)
      %3 task component text
)");
}

TEST(Pipelines, DecidedBranchesAreInlined) {
  EXPECT_EQ(pipeline(R"(
const fast = true
pipeline p(s: string) -> string {
  if fast { text(x: "fast") } else { text(x: "slow") }
  let chosen = if !fast {
    let a = text(x: "a")
    yield a
  } else {
    let b = text(x: "b")
    yield b
  }
  if s == "x" { text(x: "1") } else if fast { text(x: "2") } else { text(x: "3") }
  text(y: chosen) { after: [chosen] }
  return chosen
}
)"),
            R"(pipeline p "p" unnamed output requested
  input s: string
  %0 task component text
    x := "fast"
  %1 task component text let b
    x := "b"
  %2 if
    when (input.s == "x")
      %3 task component text
        x := "1"
    otherwise
      %4 task component text
        x := "2"
  %5 task component text
    y := %1.Output
    after %1
  output Output: string := %1.Output
)");
}

TEST(Pipelines, YieldsOfLoopsAndBranches) {
  EXPECT_EQ(pipeline(R"(
pipeline p(xs: list[string], n: int) -> list[Model] {
  let made = for x in xs {
    parallelism: 2
    name: "each"
    let t = number(n: 1)
    if n > 3 {
      number(n: 2)
      yield { m: t.m, n: t.n2 }
    }
  }
  models(ms: made.m)
  return made.m
}
)"),
            R"(pipeline p "p" unnamed output requested
  input xs: list[string]
  input n: int
  %0 for let made name "each" in input.xs of string
    parallelism 2
    %1 task component number let t
      n := 1.0
    %2 if
      when (input.n > 3)
        %3 task component number
          n := 2.0
        yield m: Model(system.Model@0.0.1) := %1.m
        yield n: float := %1.n2
    yield m: list[Model(system.Model@0.0.1)] := %2.m
    yield n: list[float] := %2.n
  %4 task component models
    ms := %0.m
  output Output: list[Model(system.Model@0.0.1)] := %0.m
)");
}

TEST(Pipelines, DefaultsAreMergedByField) {
  EXPECT_EQ(pipeline(R"(
const pool: TaskOptions = { node_selector: { pool: "ml" }, timeout: 5m, env: { A: "1" } }
pipeline p() {
  defaults: { ...pool, cache: false, retry: { max: 2 } }
  text()
  let t = text() { cache: true, env: { B: "2" }, retry: null }
  text() { ...pool, timeout: 1h, after: [t] }
}
)"),
            R"(pipeline p "p" requested
  %0 task component text
    no cache
    timeout 5m
    retry max 2 backoff 0s factor 2.0 cap 1h
    env
      A: "1"
    node_selector {pool: "ml"}
  %1 task component text let t
    timeout 5m
    env
      B: "2"
    node_selector {pool: "ml"}
  %2 task component text
    after %1
    no cache
    timeout 1h
    retry max 2 backoff 0s factor 2.0 cap 1h
    env
      A: "1"
    node_selector {pool: "ml"}
)");
}

TEST(Pipelines, NullOmitsAnInput) {
  EXPECT_EQ(pipeline("pipeline p() { text(y: null) }\n"), R"(pipeline p "p" requested
  %0 task component text
)");
}

TEST(Pipelines, QuantitiesTakePlainNumbers) {
  EXPECT_EQ(pipeline(R"(
pipeline p() {
  text() { resources: { limits: { cpu: 2, memory: 1Gi }, requests: { cpu: 0.5 } } }
}
)"),
            R"(pipeline p "p" requested
  %0 task component text
    requests
      cpu: Quantity(0.5)
    limits
      cpu: Quantity(2)
      memory: Quantity(1Gi)
)");
}

TEST(Pipelines, SpreadingWhatComesLaterIsAnError) {
  const Lowered result = lower(R"(
component show(s: map) {
  python <<<
    print(s)
  >>>
}
pipeline p(extra: map = {}) { show(s: { ...extra, a: 1 }) }
)");
  EXPECT_THAT(result.errors, ElementsAre("MLP3904 7:44 what is spread must be known at compile time"));
}

TEST(Pipelines, OfImportedFilesOnlyWhatIsUsed) {
  const Lowered result = lower(R"(
import "./parts.mlp" as parts
pipeline p() { parts.used(x: parts.name) }
)",
                               {{"parts.mlp", R"(
const name = "n"
component used(x: string) {
  python <<<
    print(x)
  >>>
}
component unused() {
  python <<<
    print(1)
  >>>
}
pipeline other() { unused() }
)"}});
  EXPECT_EQ(result.text, R"(component used
  input x: string
  python
    | print(x)
pipeline p "p" requested
  %0 task component used
    x := "n"
)");
}

TEST(Pipelines, EqualNamesAreReported) {
  const Lowered result = lower(std::string(kComponents) + "pipeline a_b() { text() }\npipeline A_b() { text() }\n");
  EXPECT_THAT(result.errors, ElementsAre("MLP3906 18:10 another pipeline is already named `a-b`"));
}

}  // namespace
}  // namespace mlpc::lower::test
