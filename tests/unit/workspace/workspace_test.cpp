#include "mlpc/workspace/workspace.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <thread>

#include "mlpc/cli/cli.h"
#include "mlpc/embedded/file_code.h"
#include "mlpc/ir/verify.h"
#include "project.h"

namespace mlpc::workspace::test {
namespace {

using testing::IsEmpty;

/// Replaces the first `from` in a file.
void replace(Folder& folder, const std::string& file, const std::string& from, const std::string& to) {
  std::string& text = folder.files[file];
  const size_t at = text.find(from);
  ASSERT_NE(at, std::string::npos) << from;
  text.replace(at, from.size(), to);
}

TEST(WorkspaceTest, ChecksTheProjectOnce) {
  Folder folder = project();
  Workspace workspace(folder, {});
  const auto first = workspace.compile(whole());
  EXPECT_THAT(shown(*first), IsEmpty());
  EXPECT_EQ(workspace.counts().parses, size_t{kFiles});
  EXPECT_EQ(workspace.counts().interfaces, size_t{kFiles});
  EXPECT_EQ(workspace.counts().bodies, size_t{kFiles});
  EXPECT_EQ(workspace.counts().rules, size_t{kFiles});
  const auto second = workspace.compile(whole());
  EXPECT_THAT(shown(*second), IsEmpty());
  EXPECT_EQ(workspace.counts().parses, size_t{kFiles});
  EXPECT_EQ(workspace.counts().bodies, size_t{kFiles});
}

TEST(WorkspaceTest, AnEditOfABodyChecksOnlyItsFile) {
  Folder folder = project();
  Workspace workspace(folder, {});
  workspace.compile(whole());
  replace(folder, "f4.mlp", "total = 0.0", "total = 0.0\n    scale = 2");
  EXPECT_THAT(shown(*workspace.compile(whole())), IsEmpty());
  EXPECT_EQ(workspace.counts().parses, size_t{kFiles + 1});
  EXPECT_EQ(workspace.counts().bodies, size_t{kFiles + 1});
  EXPECT_EQ(workspace.counts().rules, size_t{kFiles + 1});
}

TEST(WorkspaceTest, AnEditOfASignatureChecksThoseWhoImportIt) {
  Folder folder = project();
  Workspace workspace(folder, {});
  workspace.compile(whole());
  replace(folder, "f4.mlp", "count: int = 3,", "count: float = 3.0,");
  workspace.compile(whole());
  // f5 and f7 import f4.
  EXPECT_EQ(workspace.counts().bodies, size_t{kFiles + 3});
  EXPECT_EQ(workspace.counts().parses, size_t{kFiles + 1});
}

TEST(WorkspaceTest, RulesAboutOneFileAreAskedAgainWhereItChanged) {
  Folder folder;
  folder.files["lib.mlp"] = "component a(n: int) -> int {\n  python <<<\n    return n\n  >>>\n}\n";
  folder.files["main.mlp"] =
      "import \"lib.mlp\" as lib\ncomponent b() -> int {\n  python <<<\n    return x\n  >>>\n}\n"
      "pipeline p() -> int {\n  b()\n  let y = lib.a(n: 1)\n  return y\n}\n";
  Workspace workspace(folder, {});
  Request request;
  request.inputs.push_back({"main.mlp", std::nullopt});
  request.stop = Stop::AfterCheck;
  const auto before = shown(*workspace.compile(request));
  ASSERT_EQ(before.size(), 1U);
  EXPECT_THAT(before[0], testing::HasSubstr("MLP3213"));
  replace(folder, "lib.mlp", "return n", "return m");
  EXPECT_EQ(shown(*workspace.compile(request)).size(), 2U);
  EXPECT_EQ(workspace.counts().rules, 3U);  // both, then lib.mlp alone
  replace(folder, "lib.mlp", "return m", "return n");
  EXPECT_EQ(shown(*workspace.compile(request)), before);
  replace(folder, "main.mlp", "return x", "return 1");
  EXPECT_THAT(shown(*workspace.compile(request)), IsEmpty());
  EXPECT_EQ(workspace.counts().rules, 5U);
}

TEST(WorkspaceTest, CodeThatStayedIsNotReadAgain) {
  Folder folder;
  folder.files["main.mlp"] =
      "component a() -> int {\n  python <<<\n    return 1\n  >>>\n}\n"
      "component b() -> int {\n  python <<<\n    return 2\n  >>>\n}\n";
  Workspace workspace(folder, {});
  Request request;
  request.inputs.push_back({"main.mlp", std::nullopt});
  request.stop = Stop::AfterCheck;
  const auto codesOf = [](const Snapshot& snapshot) {
    const sema::Module& module = snapshot.checked->module(snapshot.checked->files.front());
    std::vector<std::shared_ptr<const embedded::PythonCode>> codes;
    module.tree->exprs.forEachId([&](syntax::ExprId id) {
      if (std::holds_alternative<syntax::FenceExpr>(module.tree->exprs[id].node))
        codes.push_back(module.code->python(id).code);
    });
    return codes;
  };
  const auto first = codesOf(*workspace.compile(request));
  replace(folder, "main.mlp", "return 2", "return 3");
  const auto second = codesOf(*workspace.compile(request));
  ASSERT_EQ(second.size(), 2U);
  EXPECT_EQ(first[0], second[0]);
  EXPECT_NE(first[1], second[1]);
}

TEST(WorkspaceTest, NotesFollowTheirDeclarations) {
  Folder folder;
  folder.files["lib.mlp"] =
      "component a() -> string {\n  image: \"python:3.12-slim\"\n  python <<<\n    return \"\"\n  >>>\n}\n"
      "@deprecated(\"use a\") component b() -> string {\n  image: \"python:3.12-slim\"\n  python <<<\n    return \"\"\n"
      "  >>>\n}\n";
  folder.files["main.mlp"] = "import \"lib.mlp\" as lib\npipeline p() -> string {\n  let x = lib.b()\n  return x\n}\n";
  Workspace workspace(folder, {});
  Request request;
  request.inputs.push_back({"main.mlp", std::nullopt});
  request.stop = Stop::AfterCheck;
  const auto before = shown(*workspace.compile(request));
  ASSERT_EQ(before.size(), 1U);
  EXPECT_THAT(before[0], testing::HasSubstr("lib.mlp:7:"));
  replace(folder, "lib.mlp", "return \"\"", "x = 1\n    return \"\"");
  const auto after = shown(*workspace.compile(request));
  ASSERT_EQ(after.size(), 1U);
  EXPECT_THAT(after[0], testing::HasSubstr("lib.mlp:8:"));
  EXPECT_EQ(workspace.counts().bodies, 3U);  // both, then only lib.mlp
}

TEST(WorkspaceTest, TextsOfAnEditorReplaceTheFile) {
  Folder folder;
  folder.files["main.mlp"] = "const x = 1\n";
  Workspace workspace(folder, {});
  Request request;
  request.inputs.push_back({"main.mlp", std::nullopt});
  request.stop = Stop::AfterCheck;
  workspace.open("./main.mlp", "const x = y\n");
  EXPECT_EQ(shown(*workspace.compile(request)).size(), 1U);
  workspace.close("main.mlp");
  EXPECT_THAT(shown(*workspace.compile(request)), IsEmpty());
}

TEST(WorkspaceTest, CodeInFilesIsReadAgainWhenItHasChanged) {
  Folder folder;
  folder.files["train.py"] = "def train(rate: float) -> float:\n    return rate\n";
  folder.files["main.mlp"] =
      "component train {\n  image: \"python:3.12-slim\"\n  python \"train.py\"\n}\n"
      "pipeline p() -> float {\n  let t = train(rate: 0.5)\n  return t\n}\n";
  Workspace workspace(folder, {});
  Request request;
  request.inputs.push_back({"main.mlp", std::nullopt});
  request.stop = Stop::AfterCheck;
  EXPECT_THAT(shown(*workspace.compile(request)), IsEmpty());
  folder.files["train.py"] = "def train(speed: float) -> float:\n    return speed\n";
  EXPECT_THAT(shown(*workspace.compile(request)), testing::Not(IsEmpty()));
}

TEST(WorkspaceTest, MistakesInCodeFilesAreReportedInThem) {
  Folder folder;
  folder.files["train.py"] = "def train(rate: float) -> float:\r\n    return rates\r\n";
  folder.files["run.sh"] = "echo \"$n\nif true; then\n";
  folder.files["main.mlp"] =
      "component train(rate: float) -> float {\n  python \"train.py\"\n}\n"
      "component run(n: int) {\n  image: \"bash\"\n  bash \"run.sh\"\n}\n"
      "pipeline p() {\n  train(rate: 0.5)\n  run(n: 1)\n}\n";
  Workspace workspace(folder, {});
  Request request;
  request.inputs.push_back({"main.mlp", std::nullopt});
  request.stop = Stop::AfterCheck;
  auto found = shown(*workspace.compile(request));
  ASSERT_EQ(found.size(), 2U);
  EXPECT_THAT(found[0], testing::AllOf(testing::StartsWith("run.sh:1:6: error"),
                                       testing::HasSubstr("main.mlp:6:8: note: the file is used here")));
  EXPECT_THAT(found[1], testing::AllOf(testing::StartsWith("train.py:2:12: "),
                                       testing::HasSubstr("    2 |     return rates\n      |            ^~~~~\n"),
                                       testing::HasSubstr("main.mlp:2:10: note: the file is used here")));
  // Nothing changed: the same again, with places that can still be shown.
  EXPECT_EQ(shown(*workspace.compile(request)), found);
  EXPECT_EQ(workspace.counts().bodies, 1U);
  // Lines before the mistake, in the code and in the source.
  folder.files["train.py"] = "# 1\n# 2\n" + folder.files["train.py"];
  folder.files["main.mlp"] = "// 1\n" + folder.files["main.mlp"];
  found = shown(*workspace.compile(request));
  ASSERT_EQ(found.size(), 2U);
  EXPECT_THAT(found[1],
              testing::AllOf(testing::StartsWith("train.py:4:12: "), testing::HasSubstr("main.mlp:3:10: note")));
  // What an editor has not saved counts.
  workspace.open("train.py", "def train(rate: float) -> float:\n    return rate\n");
  workspace.open("run.sh", "echo \"$n\"\n");
  EXPECT_THAT(shown(*workspace.compile(request)), IsEmpty());
  workspace.close("run.sh");
  EXPECT_EQ(shown(*workspace.compile(request)).size(), 1U);
}

TEST(WorkspaceTest, AnAllowanceHoldsForTheCodeFilesOfItsDeclaration) {
  Folder folder;
  folder.files["f.py"] = "def f(n: int) -> int:\n    return m\n";
  folder.files["main.mlp"] =
      "@allow(\"python-undefined\")\ncomponent f(n: int) -> int {\n  python \"f.py\"\n}\n"
      "pipeline p() {\n  f(n: 1)\n}\n";
  Workspace workspace(folder, {});
  Request request;
  request.inputs.push_back({"main.mlp", std::nullopt});
  request.stop = Stop::AfterCheck;
  EXPECT_THAT(shown(*workspace.compile(request)), IsEmpty());
  // Another component that uses the same file allows nothing.
  folder.files["main.mlp"] += "component g(n: int) -> int {\n  entry: \"f\"\n  python \"f.py\"\n}\n";
  replace(folder, "main.mlp", "f(n: 1)\n", "f(n: 1)\n  g(n: 1)\n");
  const auto found = shown(*workspace.compile(request));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_THAT(found[0],
              testing::AllOf(testing::StartsWith("f.py:2:12: "), testing::HasSubstr("main.mlp:11:10: note: the file")));
}

TEST(WorkspaceTest, SnapshotsOutliveEverything) {
  std::shared_ptr<const Snapshot> snapshot;
  {
    Folder folder = project();
    Workspace workspace(folder, cli::allBackends());
    snapshot = workspace.compile(whole(Stop::AfterLower));
    // Nothing that comes later may change it either.
    replace(folder, "f4.mlp", "count: int = 3,", "count: float = 3.0,");
    workspace.compile(whole(Stop::AfterLower));
  }
  size_t expressions = 0;
  size_t texts = 0;
  for (const sema::ModuleId id : snapshot->checked->files) {
    const sema::Module& module = snapshot->checked->module(id);
    for (const auto& [name, symbol] : module.scope()) {
      EXPECT_EQ(name, snapshot->checked->symbols[symbol].name);
      if (const sema::Signature* signature = snapshot->checked->signature(symbol)) {
        for (const sema::Field& field : signature->parameters) {
          texts += snapshot->checked->types.name(field.type).size() + field.doc.size();
        }
      }
    }
    for (const sema::FileTables* part : sema::partsOf(module)) {
      part->exprs.forEach([&](const sema::ExprInfo& info) {
        if (info.type) texts += snapshot->checked->types.name(info.type).size();
        ++expressions;
      });
    }
  }
  EXPECT_GT(expressions, 1000U);
  EXPECT_GT(texts, 1000U);
  ASSERT_TRUE(snapshot->program.has_value());
  EXPECT_THAT(ir::dump(*snapshot->program), testing::HasSubstr("step4_3"));
}

TEST(WorkspaceTest, TwoWorkspacesDoNotDisturbEachOther) {
  Folder left = project();
  Folder right = project();
  replace(right, "f4.mlp", "step4_0(rate: float,", "step4_0(rate: string,");
  Workspace first(left, {});
  Workspace second(right, {});
  const auto a = shown(*first.compile(whole()));
  const auto b = shown(*second.compile(whole()));
  EXPECT_THAT(a, IsEmpty());
  EXPECT_THAT(b, testing::Not(IsEmpty()));
  std::vector<std::vector<std::string>> results(4);
  std::vector<std::thread> threads;
  for (size_t i = 0; i < results.size(); ++i) {
    threads.emplace_back([&, i] {
      Folder folder = i % 2 == 0 ? left : right;
      results[i] = shown(*Workspace(folder, {}).compile(whole()));
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (size_t i = 0; i < results.size(); ++i) EXPECT_EQ(results[i], i % 2 == 0 ? a : b);
}

TEST(WorkspaceTest, ThreadsDoNotChangeTheResult) {
  Folder folder = project();
  Request request = whole(Stop::Never);
  const auto alone = compile(request, cli::allBackends(), folder);
  request.threads = 4;
  const auto together = compile(request, cli::allBackends(), folder);
  EXPECT_EQ(shown(*alone), shown(*together));
  ASSERT_EQ(alone->outputs.size(), together->outputs.size());
  EXPECT_GT(alone->outputs.size(), 10U);
  for (size_t i = 0; i < alone->outputs.size(); ++i) {
    EXPECT_EQ(alone->outputs[i].name, together->outputs[i].name);
    EXPECT_EQ(alone->outputs[i].text, together->outputs[i].text);
  }
}

TEST(WorkspaceTest, ACancelledCompilationGivesNothingAndLeavesNoTrace) {
  Folder folder = project();
  Workspace workspace(folder, {});
  workspace.compile(whole());
  replace(folder, "f4.mlp", "count: int = 3,", "count: string = 3,");
  std::atomic<bool> cancelled = true;
  Request request = whole();
  request.cancelled = &cancelled;
  EXPECT_EQ(workspace.compile(request), nullptr);
  cancelled = false;
  EXPECT_EQ(shown(*workspace.compile(request)), shown(*compile(whole(), {}, folder)));
}

/// Cancels the compilation while it reads the file `at`.
class CancellingFolder final : public source::FileSystem {
 public:
  explicit CancellingFolder(Folder& folder) : folder_(folder) {}
  std::variant<std::string, source::ReadError> read(const std::string& path) override {
    if (canonical(path) == at) cancelled = true;
    return folder_.read(path);
  }
  std::string canonical(const std::string& path) override { return folder_.canonical(path); }

  std::string at;
  std::atomic<bool> cancelled = false;

 private:
  Folder& folder_;
};

TEST(WorkspaceTest, AFileFirstSeenInACancelledCompilationIsCheckedInTheNext) {
  Folder folder = project();
  folder.files["new.mlp"] = "import \"newer.mlp\" as newer\ncomponent fresh(a: newer.Rate) { image: \"a:1\" }\n";
  folder.files["newer.mlp"] = "type Rate = float\n";
  CancellingFolder watched(folder);
  Workspace workspace(watched, {});
  Request request = whole();
  request.cancelled = &watched.cancelled;
  ASSERT_NE(workspace.compile(request), nullptr);
  folder.files["f3.mlp"] = "import \"new.mlp\" as new\n" + folder.files["f3.mlp"];
  for (const char* at : {"new.mlp", "newer.mlp", "f3.mlp", "f19.mlp"}) {
    watched.at = at;
    folder.files[at] += "// changed\n";
    ASSERT_EQ(workspace.compile(request), nullptr) << at;
    watched.at.clear();
    watched.cancelled = false;
    const auto again = workspace.compile(request);
    ASSERT_NE(again, nullptr) << at;
    EXPECT_EQ(shown(*again), shown(*compile(whole(), {}, folder))) << at;
  }
}

/// One random edit: replaces a piece of text by another, or undoes that.
void edit(Folder& folder, std::mt19937& random) {
  static const std::vector<std::pair<std::string, std::string>> kEdits = {
      {"float", "int"},
      {"int", "string"},
      {"step", "stop"},
      {"label: label", "label: 1"},
      {"(", "(("},
      {"}", ""},
      {"\n", "\n\n"},
      {"component", "pipeline"},
      {"return", "  return"},
      {"import", "//import"},
      {"let t", "let u"},
      {"total", "totall"},
      {" = 0.5", ""},
      {"->", "=>"},
      {"\"x\"", "\"~{y}\""},
      {"image", "imagee"},
      {"rate: ", "rate: 1 + "},
      {"const", "type"},
      {"{ rate", "{ a: int, rate"},
      {">>>", ">>> "},
  };
  auto file = folder.files.begin();
  std::advance(file, static_cast<long>(random() % folder.files.size()));
  const auto& [a, b] = kEdits[random() % kEdits.size()];
  const bool forth = random() % 3 != 0;
  const std::string& from = forth ? a : b;
  const std::string& to = forth ? b : a;
  if (from.empty()) return;
  std::string& text = file->second;
  size_t at = text.find(from, random() % (text.size() + 1));
  if (at == std::string::npos) at = text.find(from);
  if (at != std::string::npos) text.replace(at, from.size(), to);
}

TEST(WorkspaceTest, RandomEditsLeaveTheFindingsOfAColdCheck) {
  constexpr int kSmall = 6;
  const Folder original = project(kSmall);
  Folder folder = original;
  Workspace workspace(folder, {});
  std::mt19937 random(20261129);  // NOLINT: the same edits in every run
#ifdef NDEBUG
  constexpr int kEdits = 1000;
#else
  constexpr int kEdits = 60;  // without optimization each costs ten times as much
#endif
  for (int i = 0; i < kEdits; ++i) {
    // Start again from time to time: a file full of errors has little to say.
    if (i % 12 == 0) folder.files = original.files;
    edit(folder, random);
    const auto warm = workspace.compile(whole(Stop::AfterCheck, kSmall));
    const auto cold = compile(whole(Stop::AfterCheck, kSmall), {}, folder);
    ASSERT_EQ(shown(*warm), shown(*cold)) << "after edit " << i;
  }
}

}  // namespace
}  // namespace mlpc::workspace::test
