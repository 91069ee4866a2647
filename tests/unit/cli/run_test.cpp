// The command line in process: what a test of the program cannot set up or see.
#include <gmock/gmock.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "mlpc/cli/cli.h"

namespace mlpc::cli {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kJob = R"(
trainjob one { runtime: "torch-distributed", trainer: { image: "example.org/train:1.0" } }
)";
constexpr std::string_view kTwoJobs = R"(
trainjob one { runtime: "torch-distributed", trainer: { image: "example.org/train:1.0" } }
trainjob two { runtime: "torch-distributed", trainer: { image: "example.org/train:1.0" } }
)";

struct Result {
  int status = 0;
  std::string out;
  std::string err;
};

Result run(std::vector<std::string_view> arguments, std::string_view input = {}) {
  std::istringstream in{std::string(input)};
  std::ostringstream out;
  std::ostringstream err;
  const auto files = source::makeRealFileSystem();
  Environment environment{in, out, err, *files, false};
  const int status = cli::run(arguments, environment);
  return {status, out.str(), err.str()};
}

class Writing : public testing::Test {
 protected:
  Writing() {
    std::string pattern = (fs::temp_directory_path() / "mlpc-cli-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
  }
  ~Writing() override {
    std::error_code error;
    fs::remove_all(folder_, error);
  }

  [[nodiscard]] std::string path(std::string_view name) const { return (folder_ / name).string(); }
  void write(std::string_view name, std::string_view text) const { std::ofstream(path(name)) << text; }
  [[nodiscard]] std::string read(std::string_view name) const {
    std::ifstream in(path(name));
    return {std::istreambuf_iterator<char>(in), {}};
  }
  [[nodiscard]] std::vector<std::string> names(std::string_view folder) const {
    std::vector<std::string> found;
    for (const auto& entry : fs::directory_iterator(path(folder))) found.push_back(entry.path().filename().string());
    std::sort(found.begin(), found.end());
    return found;
  }

  fs::path folder_;
};

TEST_F(Writing, AFileOrAFolder) {
  EXPECT_EQ(run({"compile", "-", "-o", path("new/deep/")}, kTwoJobs).status, kOk);
  EXPECT_THAT(names("new/deep"), testing::ElementsAre("one.trainjob.yaml", "two.trainjob.yaml"));
  EXPECT_EQ(run({"compile", "-", "-o", path("one.yaml")}, kJob).status, kOk);
  EXPECT_EQ(read("one.yaml"), read("new/deep/one.trainjob.yaml"));
  EXPECT_EQ(run({"compile", "-", "-o", "-"}, kJob).out, read("one.yaml"));
}

TEST_F(Writing, KeepsExistingFilesIfOneCannotBeWritten) {
  fs::create_directories(path("out/two.trainjob.yaml"));
  write("out/one.trainjob.yaml", "before");
  const Result result = run({"compile", "-", "-o", path("out")}, kTwoJobs);
  EXPECT_EQ(result.status, kUsage);
  EXPECT_THAT(result.err, HasSubstr("cannot write"));
  EXPECT_THAT(result.err, HasSubstr("two.trainjob.yaml"));
  EXPECT_EQ(read("out/one.trainjob.yaml"), "before");
  EXPECT_THAT(names("out"), testing::ElementsAre("one.trainjob.yaml", "two.trainjob.yaml"));
}

TEST_F(Writing, SaysThatAFolderCannotBeCreated) {
  write("plain", "text");
  const Result result = run({"compile", "-", "-o", path("plain/below/")}, kJob);
  EXPECT_EQ(result.status, kUsage);
  EXPECT_THAT(result.err, HasSubstr("cannot write"));
  EXPECT_EQ(read("plain"), "text");
}

TEST_F(Writing, SaysThatAFileCannotBeCreated) {
  const Result result = run({"compile", "-", "-o", path("missing/one.yaml")}, kJob);
  // A missing folder may be created or reported, but never silently ignored.
  EXPECT_EQ(result.status == kOk, fs::exists(path("missing/one.yaml")));
  EXPECT_EQ(run({"compile", "-", "-o", "/dev/full"}, kJob).status, kUsage);
  fs::create_directory(path("is.yaml"));
  EXPECT_EQ(run({"compile", "-", "-o", path("is.yaml")}, kJob).status, kOk);  // a folder, whatever its name is
  EXPECT_THAT(names("is.yaml"), testing::ElementsAre("one.trainjob.yaml"));
}

TEST_F(Writing, OneArtifactIsNotTwo) {
  const Result result = run({"compile", "-", "-o", path("both.yaml")}, kTwoJobs);
  EXPECT_EQ(result.status, kUsage);
  EXPECT_THAT(result.err, HasSubstr("takes a single output, but there are 2: one.trainjob.yaml, two.trainjob.yaml"));
  EXPECT_FALSE(fs::exists(path("both.yaml")));
}

TEST(Run, AStreamThatFailsIsAFailure) {
  std::istringstream in{std::string(kJob)};
  std::ostringstream out;
  std::ostringstream err;
  out.setstate(std::ios::failbit);
  const auto files = source::makeRealFileSystem();
  Environment environment{in, out, err, *files, false};
  const std::vector<std::string_view> arguments{"compile", "-", "-o", "-"};
  EXPECT_EQ(cli::run(arguments, environment), kUsage);
  EXPECT_THAT(err.str(), HasSubstr("cannot write to standard output"));
}

TEST(Run, ShowsSoManyErrors) {
  std::string program;
  for (int i = 0; i < 150; ++i) program += "const c" + std::to_string(i) + ": int = \"\"\n";
  EXPECT_THAT(run({"check", "-"}, program).err,
              HasSubstr("not shown: 50 errors; `--max-errors 0` shows all\n150 errors\n"));
  EXPECT_THAT(run({"check", "--max-errors", "3", "-"}, program).err, HasSubstr("not shown: 147 errors;"));
  EXPECT_THAT(run({"check", "--max-errors=0", "-"}, program).err, Not(HasSubstr("not shown")));
  const Result json = run({"check", "--format", "json", "--max-errors", "1", "-"}, program);
  EXPECT_THAT(json.out, HasSubstr("\"line\": 150")) << "programs get all";
  for (const auto* wrong : {"-1", "x", "", "1e3"}) {
    const std::string option = std::string("--max-errors=") + wrong;
    const Result result = run({"check", option, "-"}, program);
    EXPECT_EQ(result.status, 2) << wrong;
    EXPECT_THAT(result.err, HasSubstr("--max-errors")) << wrong;
  }
}

TEST(Run, HelpWinsOverWhatIsWrong) {
  EXPECT_EQ(run({"compile", "--nonsense", "--help"}).status, kOk);
  EXPECT_EQ(run({"compile", "--", "--help"}).status, kUsage);  // a file of that name
  EXPECT_EQ(run({"help", "nothing"}).status, kUsage);
  EXPECT_EQ(run({}).status, kUsage);
}

TEST(Run, EveryCommandHasHelp) {
  for (const std::string_view command : {"compile", "check", "import", "explain", "completions", "version", "help"}) {
    const Result result = run({command, "-h"});
    EXPECT_EQ(result.status, kOk);
    EXPECT_THAT(result.out, HasSubstr("usage: mlpc " + std::string(command)));
    EXPECT_EQ(run({"help", command}).out, result.out);
  }
}

TEST(Run, UnknownShells) {
  EXPECT_THAT(run({"completions", "tcsh"}).err, HasSubstr("`completions` expects bash, zsh or fish"));
  EXPECT_EQ(run({"completions"}).status, kUsage);
}

}  // namespace
}  // namespace mlpc::cli
