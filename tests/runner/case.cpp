#include "case.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>

#include "mlpc/cli/cli.h"
#include "mlpc/diag/render.h"
#include "mlpc/ir/verify.h"
#include "mlpc/workspace/workspace.h"

namespace mlpc::test {
namespace fs = std::filesystem;

namespace {

// The disk, but with file names relative to the case, so that messages do not depend on where the tree is, and with the
// expectations removed from imported files too.
class CaseFiles final : public source::FileSystem {
 public:
  explicit CaseFiles(fs::path root) : root_(std::move(root)), disk_(source::makeRealFileSystem()) {}
  std::variant<std::string, source::ReadError> read(const std::string& path) override {
    auto result = disk_->read((root_ / path).string());
    if (auto* text = std::get_if<std::string>(&result); text != nullptr && path.ends_with(".mlp"))
      *text = stripExpectations(*text).source;
    return result;
  }
  std::variant<std::vector<std::string>, source::ReadError> list(const std::string& path) override {
    return disk_->list((root_ / path).string());
  }
  bool executable(const std::string& path) override { return disk_->executable((root_ / path).string()); }
  std::string canonical(const std::string& path) override { return fs::path(path).lexically_normal().string(); }

 private:
  fs::path root_;
  std::unique_ptr<source::FileSystem> disk_;
};

void writeFile(const fs::path& path, const std::string& text) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

}  // namespace

std::string readFile(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string difference(const std::string& expected, const std::string& actual) {
  std::istringstream left(expected);
  std::istringstream right(actual);
  std::string out;
  std::string a;
  std::string b;
  int shown = 0;
  for (int line = 1; shown < 12; ++line) {
    const bool hasLeft = static_cast<bool>(std::getline(left, a));
    const bool hasRight = static_cast<bool>(std::getline(right, b));
    if (!hasLeft && !hasRight) break;
    if (hasLeft && hasRight && a == b) continue;
    if (hasLeft) out += fmt::format("    {:>4} - {}\n", line, a);
    if (hasRight) out += fmt::format("    {:>4} + {}\n", line, b);
    ++shown;
  }
  return out;
}

CaseInput readCase(const fs::path& folder) {
  CaseInput input;
  input.text = readFile(folder / "main.mlp");
  input.source = stripExpectations(input.text);
  std::string source = input.source.source;
  fs::path root = folder;
  for (const std::string& directive : input.source.directives) {
    if (directive == "ir") {
      input.comparesIr = true;
    } else if (directive == "ir only") {
      input.comparesIr = true;
      input.request.stop = workspace::Stop::AfterLower;
    } else if (directive == "map") {
      input.request.options.sourceMap = true;
    } else if (directive.rfind("target ", 0) == 0) {
      const std::string target = directive.substr(7);
      // For a misspelt one nothing would be compiled.
      const auto backends = cli::allBackends();
      if (std::none_of(backends.begin(), backends.end(), [&](const auto& b) { return b.target == target; })) {
        input.problem = "  unknown target: " + target + "\n";
      }
      input.request.targets.push_back(target);
    } else if (directive.rfind("source ", 0) == 0) {
      const fs::path elsewhere = folder / directive.substr(7);
      source = readFile(elsewhere);
      root = elsewhere.parent_path();
    } else {
      input.problem = "  unknown directive: " + directive + "\n";
    }
  }
  input.request.inputs.push_back({"main.mlp", std::move(source)});
  input.files = std::make_unique<CaseFiles>(std::move(root));
  return input;
}

CaseResult runCase(const fs::path& folder, bool update) {
  const CaseInput input = readCase(folder);
  if (!input.problem.empty()) return {false, input.problem, {}};
  const std::string& text = input.text;
  const auto snapshot = workspace::compile(input.request, cli::allBackends(), *input.files);

  std::map<std::string, std::string> outputs;
  for (const auto& file : snapshot->outputs) {
    outputs[file.name] = file.text;
    if (input.request.options.sourceMap) {
      outputs[file.name + ".map.json"] = emit::sourceMapText(file, snapshot->sources);
    }
  }
  if (input.comparesIr && snapshot->program) outputs["program.ir"] = ir::dump(*snapshot->program);

  CaseResult result;
  for (const auto& report : snapshot->diags.sorted()) result.codes.push_back(diag::codeText(report.record->code));
  // A file elsewhere keeps its text; its diagnostics are expected only as comments of the case.
  const std::string annotated = annotate(input.source, *snapshot, "main.mlp");
  const fs::path expected = folder / "expected";
  if (update) {
    if (annotated != text) writeFile(folder / "main.mlp", annotated);
    fs::remove_all(expected);
    for (const auto& [name, content] : outputs) writeFile(expected / name, content);
    return result;
  }
  auto fail = [&](const std::string& what) {
    result.passed = false;
    result.report += what;
  };
  if (annotated != text) fail("  main.mlp: other diagnostics than expected\n" + difference(text, annotated));
  std::set<std::string> present;
  if (fs::exists(expected)) {
    for (const auto& entry : fs::directory_iterator(expected)) present.insert(entry.path().filename().string());
  }
  for (const auto& [name, content] : outputs) {
    if (present.erase(name) == 0)
      fail(fmt::format("  {}: emitted, but expected/ does not have it\n", name));
    else if (const std::string want = readFile(expected / name); want != content)
      fail(fmt::format("  {}: differs\n", name) + difference(want, content));
  }
  for (const std::string& name : present) fail(fmt::format("  {}: expected, but not emitted\n", name));
  return result;
}

}  // namespace mlpc::test
