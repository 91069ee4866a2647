#include <archive.h>
#include <archive_entry.h>
#include <gmock/gmock.h>

#include <tuple>

#include "container.h"
#include "map/python_expression.h"
#include "names.h"
#include "packaging.h"
#include "packed_files.h"
#include "program_builder.h"
#include "python_source.h"

namespace mlpc::backends::kfp::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(KfpNames, FollowTheSdk) {
  EXPECT_EQ(objectName("Train_Model"), "train-model");
  EXPECT_EQ(objectName("__a--b  c__"), "a-b-c");
  UniqueNames names;
  EXPECT_EQ(names.claim("a"), "a");
  EXPECT_EQ(names.claim("a-2"), "a-2");
  EXPECT_EQ(names.claim("a"), "a-3");
  EXPECT_EQ(names.claim("a-2"), "a-2-2");
}

TEST(KfpPython, StringsKeepTheirLines) {
  EXPECT_EQ(indentPython("x = '''a\nb'''\ny = 1\n", "  "), "  x = '''a\nb'''\n  y = 1\n");
  EXPECT_EQ(indentPython("# don't\nx = 'it\\'s'\n\ny\n", "  "), "  # don't\n  x = 'it\\'s'\n\n  y\n");
  EXPECT_EQ(indentPython("x = 'a\\\nb'\ny\n", "  "), "  x = 'a\\\nb'\n  y\n");
}

TEST(KfpPython, WritesTheFunction) {
  ir::Component component;
  component.name = "train";
  component.description = "Trains.";
  ir::Port rate = port("rate", ir::ParameterKind::Float);
  rate.optional = true;
  rate.defaultValue = support::Constant(0.5);
  component.inputs = {rate, artifactPort("data", "Dataset"), port("status", ir::ParameterKind::FinalStatus)};
  component.outputs = {artifactPort("model", "Model"), port("loss", ir::ParameterKind::Float)};
  EXPECT_EQ(functionSource(component, "return Outputs(loss=rate)\n"),
            "Outputs = NamedTuple('Outputs', [('loss', float)])\n\n\n"
            "def train(\n"
            "    data: Input[Dataset],\n"
            "    status: dsl.PipelineTaskFinalStatus,\n"
            "    model: Output[Model],\n"
            "    rate: float = 0.5,\n"
            ") -> Outputs:\n"
            "    \"\"\"Trains.\"\"\"\n"
            "    return Outputs(loss=rate)\n");
}

TEST(KfpPython, DataWithoutAFormReachesTheGate) {
  emit::Node data;
  data.set("a", "\xc3\xa9'");
  EXPECT_EQ(pythonExpression(data), "{'a': \"\xc3\xa9'\"}");
  data.set("b", emit::Node::sequence()).push("x" + std::string(emit::kUnmapped));
  EXPECT_THAT(pythonExpression(data), testing::HasSubstr(emit::kUnmapped));
}

TEST(KfpPython, DoesNotHideABuiltinFromItsBody) {
  ir::Component component;
  component.name = "print";
  EXPECT_EQ(functionSource(component, "# nothing\n"), "def print_():\n    # nothing\n    pass\n");
}

TEST(KfpPackaging, InstallsAsTheSdkDoes) {
  ir::Component component;
  const auto plain = installCommand(component, {"mlflow>=3.10"}, "2.15.2");
  ASSERT_EQ(plain.size(), 3U);
  EXPECT_THAT(plain[2],
              HasSubstr("'mlflow>=3.10'  &&  python3 -m pip install --quiet --no-warn-script-location 'kfp==2.15.2' "
                        "'--no-deps' 'typing-extensions>=3.7.4,<5; python_version<\"3.9\"' && \"$0\" \"$@\"\n"));
  EXPECT_THAT(installCommand(component, {"kfp==2.9.0"}, "2.15.2")[2], testing::Not(HasSubstr("2.15.2")));
  component.installKfp = false;
  EXPECT_TRUE(installCommand(component, {}, "2.15.2").empty());
  component.pipIndexUrls = {"https://a/simple", "https://b/simple"};
  EXPECT_THAT(installCommand(component, {"x"}, "2.15.2")[2],
              HasSubstr("--index-url https://a/simple --extra-index-url https://b/simple "
                        "--trusted-host https://a/simple --trusted-host https://b/simple 'x'"));
}

TEST(KfpBash, ParametersAreVariables) {
  ir::Component component;
  component.name = "run";
  ir::Port maybe = port("maybe", ir::ParameterKind::String);
  maybe.optional = true;
  component.inputs = {port("n", ir::ParameterKind::Int), maybe, artifactPort("data", "Dataset")};
  component.outputs = {port("result", ir::ParameterKind::String)};
  const BashScript script = bashScript(component, {"echo \"$n\" > \"$result\"\n"});
  EXPECT_EQ(script.script,
            "set -euo pipefail\n"
            "n=\"$1\"\n"
            "maybe=\"$2\"\n"
            "case \"$maybe\" in '{''{$.inputs.'*) maybe= ;; esac\n"
            "data=\"$3\"\n"
            "result=\"$4\"\n"
            "echo \"$n\" > \"$result\"\n");
  // Not through `IfPresent`, which the back end passes on as a string.
  std::vector<std::string> arguments;
  for (const Text& argument : script.arguments) arguments.push_back(argument.text);
  EXPECT_THAT(arguments,
              ElementsAre("{{$.inputs.parameters['n']}}", "{{$.inputs.parameters['maybe']}}",
                          "{{$.inputs.artifacts['data'].path}}", "{{$.outputs.parameters['result'].output_file}}"));
}

/// The contents of an archive as another program would read them: name, mode, content.
std::vector<std::tuple<std::string, unsigned, std::string>> unpack(const std::string& text) {
  std::string wrapped = "begin-base64 644 packed\n";
  for (size_t at = 0; at < text.size(); at += 60) wrapped += text.substr(at, 60) + "\n";
  wrapped += "====\n";
  std::vector<std::tuple<std::string, unsigned, std::string>> files;
  archive* in = archive_read_new();
  archive_read_support_format_tar(in);
  archive_read_support_filter_gzip(in);
  archive_read_support_filter_uu(in);  // also undoes base64
  EXPECT_EQ(archive_read_open_memory(in, wrapped.data(), wrapped.size()), ARCHIVE_OK);
  archive_entry* entry = nullptr;
  while (archive_read_next_header(in, &entry) == ARCHIVE_OK) {
    std::string content(static_cast<size_t>(archive_entry_size(entry)), ' ');
    EXPECT_EQ(archive_read_data(in, content.data(), content.size()), static_cast<la_ssize_t>(content.size()));
    EXPECT_EQ(archive_entry_mtime(entry), 0);
    EXPECT_EQ(archive_entry_uid(entry), 0);
    EXPECT_EQ(archive_entry_gid(entry), 0);
    files.emplace_back(archive_entry_pathname(entry), archive_entry_perm(entry), content);
  }
  archive_read_free(in);
  return files;
}

TEST(KfpPackedFiles, AreTheSameEveryTime) {
  const std::vector<ir::EmbeddedFile> files = {{"a.txt", std::string(5000, 'x') + "end"}, {"b/c.txt", ""}};
  const std::string text = packFiles(files);
  EXPECT_EQ(packFiles(files), text);
  EXPECT_THAT(text, testing::StartsWith("H4sIAAAAAAAA"));  // no time in the gzip header
  EXPECT_LT(text.size(), 300U);
}

TEST(KfpPackedFiles, KeepNamesContentsAndModes) {
  const std::string front(100, 'n');
  const std::string deep = "d/" + std::string(90, 'e') + "/" + std::string(200, 'f');
  const std::vector<ir::EmbeddedFile> files = {{front + "1", "one"}, {front + "2", "two"},
                                               {deep, "deep"},       {"\u65e5\u672c.txt", "three"},
                                               {"run.sh", "", true}, {"bytes", std::string("\0\xff", 2)}};
  std::vector<std::tuple<std::string, unsigned, std::string>> expected;
  for (const auto& file : files) expected.emplace_back(file.name, file.executable ? 0755U : 0644U, file.content);
  EXPECT_EQ(unpack(packFiles(files)), expected);
}

}  // namespace
}  // namespace mlpc::backends::kfp::test
