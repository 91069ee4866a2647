#include "project.h"

#include <algorithm>
#include <filesystem>

#include "mlpc/diag/render.h"

namespace mlpc::workspace::test {
namespace {

std::string number(int value) { return std::to_string(value); }

/// Components with types, defaults and code.
std::string library(int file) {
  std::string text = "const tag" + number(file) + " = \"1." + number(file) + "\"\n";
  text += "type Options" + number(file) + " = { rate: float, steps: int = " + number(file) + " }\n";
  for (int i = 0; i < 18; ++i) {
    const std::string name = "step" + number(file) + "_" + number(i);
    text += "/// Step " + number(i) + ".\n@allow(\"unused-declaration\")\ncomponent " + name +
            "(rate: float, count: int = " + number(i) +
            ", label: string = \"x\") -> (sum: float, text: string) {\n"
            "  image: \"python:3.12-slim\"\n  python <<<\n    total = 0.0\n    for i in range(count):\n"
            "        total += rate * i\n    return Outputs(sum=total, text=label)\n  >>>\n}\n\n";
  }
  return text;
}

/// Pipelines that call the components of the previous files.
std::string pipelines(int file) {
  std::string text;
  for (int i = std::max(0, file - 3); i < file; ++i) {
    if (i % 2 == 0) text += "import \"f" + number(i) + ".mlp\" as lib" + number(i) + "\n";
  }
  const int from = (file - 1) / 2 * 2;
  for (int p = 0; p < 12; ++p) {
    text +=
        "\npipeline run" + number(file) + "_" + number(p) + "(rate: float = 0.5, label: string = \"a\") -> float {\n";
    for (int i = 0; i < 12; ++i) {
      const std::string before = i == 0 ? "rate" : "t" + number(i - 1) + ".sum";
      text += "  let t" + number(i) + " = lib" + number(from) + ".step" + number(from) + "_" + number((i + p) % 18) +
              "(rate: " + before + ", label: label)\n";
    }
    text += "  return t11.sum\n}\n";
  }
  return text;
}

}  // namespace

std::variant<std::string, source::ReadError> Folder::read(const std::string& path) {
  const auto found = files.find(canonical(path));
  if (found == files.end()) return source::ReadError{"No such file or directory"};
  return found->second;
}

std::string Folder::canonical(const std::string& path) {
  return std::filesystem::path(path).lexically_normal().string();
}

Folder project(int files) {
  Folder folder;
  for (int i = 0; i < files; ++i) {
    folder.files["f" + number(i) + ".mlp"] = i % 2 == 0 ? library(i) : pipelines(i);
  }
  return folder;
}

Request whole(Stop stop, int files) {
  Request request;
  for (int i = 0; i < files; ++i) request.inputs.push_back({"f" + number(i) + ".mlp", std::nullopt});
  request.stop = stop;
  return request;
}

std::vector<std::string> shown(const Snapshot& snapshot) {
  std::vector<std::string> result;
  for (const diag::Report& report : snapshot.diags.sorted()) {
    result.push_back(diag::renderText(snapshot.sources, {report}, {}));
  }
  std::sort(result.begin(), result.end());
  return result;
}

}  // namespace mlpc::workspace::test
