#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lowering.h"

namespace mlpc::lower::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::StartsWith;

std::string workflow(const std::string& source) {
  const Lowered result = lower("import azure.devops as ado\n" + source);
  return part(result.text, "workflow ");
}

TEST(Workflows, StepsAloneAreInAJobWithoutName) {
  EXPECT_EQ(workflow(R"(
workflow w(n: int = 2, mode: "a" | "b" = "a") {
  pool: { vm_image: "ubuntu-24.04" }
  checkout(fetch_depth: 1)
  let made = bash <<<
    set_output version "~{n}"
  >>> { outputs: { version: string } }
  bash <<<
    echo "~{made.version}" '~{run.id}'
  >>> { when: mode == "b" }
}
)"),
            R"(workflow w requested
  input n: int optional = 2
  input mode: string optional = "a" of "a" "b"
  settings
    pool: {vm_image: "ubuntu-24.04"}
  stage ""
    job ""
      step checkout
        arguments
          fetch_depth: 1
      step bash let made in bash
        script code bash("set_output version \"", double input.n, "\"")
        settings
          outputs: {version: "string"}
        outputs ["version"]
      step bash in bash
        script code bash("echo \"", double step.made.version, "\" '", single run.id, "'")
        settings
          when: (input.mode == "b")
)");
}

TEST(Workflows, LetsAreVariablesOrStandForThemselves) {
  EXPECT_EQ(workflow(R"(
existing dev: ado.Connection { name: "dev" }
existing prod: ado.Connection { name: "prod" }
workflow w {
  pool: { vm_image: "ubuntu-24.04" }
  let main = run.branch == "main"
  let target = main ? prod : dev
  let fixed = "a~{1 + 1}"
  let label = "~{fixed}-~{run.id}"
  job A {
    let label = "inner-~{run.id}"
    let made = bash <<<
      set_output v 1
    >>> { outputs: { v: string } }
    let v = "v~{made.v}"
    az(connection: target, script: bash <<<
      echo "~{label}" "~{v}" "~{target.name}"
    >>>)
  }
  job B {
    bash <<<
      echo "~{label}"
    >>>
  }
}
)"),
            R"(workflow w jobs requested
  settings
    pool: {vm_image: "ubuntu-24.04"}
  variable main := (run.branch == "main")
  variable label := text("a2-", run.id)
  stage ""
    job A
      variable label_2 := text("inner-", run.id)
      step bash let made in bash
        script
          | set_output v 1
        settings
          outputs: {v: "string"}
        outputs ["v"]
      step az in bash
        arguments
          connection: (variable.main ? resource.prod : resource.dev)
          script: code bash("echo \"", double variable.label_2, "\" \"", double text("v", step.made.v), "\" \"", double (variable.main ? "prod" : "dev"), "\"")
    job B
      step bash in bash
        script code bash("echo \"", double variable.label, "\"")
)");
}

constexpr const char* kTemplates = R"(
steps report(title: string, kinds: list[string] = ["x"]) {
  let made = bash <<<
    set_output id ~{title}
  >>> { outputs: { id: string } }
  for kind in kinds {
    if kind != "skip" {
      bash <<<
        echo ~{kind} "~{made.id}"
      >>>
    }
  }
}
job check(name: string) {
  display_name: "Check ~{name}"
  timeout: 5m
  report(title: name)
  report(title: "again", kinds: ["skip", "y"])
}
stage all(name: string) {
  job One = check(name)
  job Two = check(name: "two") { after: [One], timeout: 1h }
}
workflow w {
  pool: { vm_image: "ubuntu-24.04" }
  stage First = all(name: "first")
  stage Second = all(name: "second") { after: [First] }
}
)";

TEST(Workflows, TemplatesAreExpandedWithTheirArguments) {
  EXPECT_EQ(workflow(kTemplates).substr(0, 1376),
            R"(workflow w stages jobs requested
  settings
    pool: {vm_image: "ubuntu-24.04"}
  stage First
    job One
      settings
        display_name: "Check first"
        timeout: Duration(5m)
      step bash let made in bash
        script
          | set_output id first
        settings
          outputs: {id: "string"}
        outputs ["id"]
      step bash in bash
        script code bash("echo x \"", double step.made.id, "\"")
      step bash let made_2 in bash
        script
          | set_output id again
        settings
          outputs: {id: "string"}
        outputs ["id"]
      step bash in bash
        script code bash("echo y \"", double step.made_2.id, "\"")
    job Two
      settings
        display_name: "Check two"
        timeout: Duration(1h)
        after: [node.One]
      step bash let made in bash
        script
          | set_output id two
        settings
          outputs: {id: "string"}
        outputs ["id"]
      step bash in bash
        script code bash("echo x \"", double step.made.id, "\"")
      step bash let made_2 in bash
        script
          | set_output id again
        settings
          outputs: {id: "string"}
        outputs ["id"]
      step bash in bash
        script code bash("echo y \"", double step.made_2.id, "\"")
  stage Second
    settings
      after: [node.First]
    job One
      settings
        disp)");
}

TEST(Workflows, UnrolledJobsGetTheirOwnNames) {
  EXPECT_EQ(workflow(R"(
const versions = ["3.11", "3.12"]
workflow w {
  pool: { vm_image: "ubuntu-24.04" }
  for version in versions {
    job Test {
      UsePythonVersion@0(versionSpec: version)
    }
  }
}
)"),
            R"(workflow w jobs requested
  settings
    pool: {vm_image: "ubuntu-24.04"}
  stage ""
    job Test
      step UsePythonVersion@0
        arguments
          versionSpec: "3.11"
    job Test_2
      step UsePythonVersion@0
        arguments
          versionSpec: "3.12"
)");
}

TEST(Workflows, DeploymentsHaveHooks) {
  EXPECT_EQ(workflow(R"(
existing live: ado.Environment { name: "Live" }
workflow w {
  pool: { vm_image: "ubuntu-24.04" }
  stage Build {
    job Pack {
      let p = bash <<<
        set_output id 7
      >>> { outputs: { id: string } }
    }
  }
  stage Ship {
    deployment ToLive {
      environment: live
      let note = "run ~{run.id}"
      deploy {
        pool: { vm_image: "ubuntu-22.04" }
        bash <<<
          echo "~{Build.Pack.p.id} ~{note}"
        >>>
      }
      on_failure {
        bash <<<
          echo failed
        >>>
      }
    }
  }
}
)"),
            R"(workflow w stages jobs requested
  settings
    pool: {vm_image: "ubuntu-24.04"}
  stage Build
    job Pack
      step bash let p in bash
        script
          | set_output id 7
        settings
          outputs: {id: "string"}
        outputs ["id"]
  stage Ship
    deployment ToLive
      settings
        environment: resource.live
      variable note := text("run ", run.id)
      hook deploy
        settings
          pool: {vm_image: "ubuntu-22.04"}
        step bash in bash
          script code bash("echo \"", double step.Build.Pack.p.id, " ", double variable.note, "\"")
      hook on_failure
        step bash in bash
          script
            | echo failed
)");
}

TEST(Workflows, DecidedTooLate) {
  const Lowered result = lower(R"(
workflow w(full: bool = false) {
  pool: { vm_image: "ubuntu-24.04" }
  if full {
    bash <<<
      echo full
    >>>
  }
  bash <<<
    echo
  >>>
}
)");
  EXPECT_THAT(
      result.errors,
      ElementsAre("MLP3901 4:3 what this `if` depends on is known only when Azure expands the file, but must be known "
                  "at compile time"));
}

TEST(Workflows, ExpansionsHaveALimit) {
  // Each call has its own copy of a text of a mebibyte, which is gone afterwards.
  const auto calls = [](int count) {
    std::string text = "const big = \"" + std::string(size_t{1} << 20U, 'x') + "\"\n" + R"(
steps echo(text: string) {
  if text == "y" {
    bash <<<
      echo y
    >>>
  }
  bash <<<
    echo x
  >>>
}
workflow w {
  pool: { vm_image: "ubuntu-24.04" }
)";
    for (int i = 0; i < count; ++i) text += "  echo(text: big)\n";
    return text + "}\n";
  };
  EXPECT_THAT(lower(calls(100)).errors, IsEmpty());
  EXPECT_THAT(lower(calls(300)).errors, ElementsAre(StartsWith("MLP3910")));
}

}  // namespace
}  // namespace mlpc::lower::test
