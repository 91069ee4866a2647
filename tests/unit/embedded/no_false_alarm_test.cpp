// Nothing is reported about correct code: the fences of all samples, golden cases and pages that do not expect mistakes
// in their code, and those of the data beside the project if there are any.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

#include "mlpc/embedded/powershell_script.h"
#include "mlpc/embedded/python_code.h"
#include "mlpc/embedded/shell_script.h"

namespace mlpc::embedded {
namespace {

struct Fence {
  std::string language;
  std::string code;
  std::string file;
};

/// Placeholders become kPlaceholderByte, `~~{` becomes `~{`.
std::string withoutPlaceholders(const std::string& text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text.compare(i, 3, "~~{") == 0) {
      out += "~{";
      i += 2;
    } else if (text.compare(i, 2, "~{") == 0) {
      out += kPlaceholderByte;
      int depth = 0;
      for (++i; i < text.size(); ++i) {
        depth += text[i] == '{' ? 1 : text[i] == '}' ? -1 : 0;
        if (depth == 0) break;
      }
    } else {
      out += text[i];
    }
  }
  return out;
}

void fencesOf(const std::filesystem::path& path, std::vector<Fence>& out) {
  static const std::regex head(R"(\b(python|bash|sh|pwsh|powershell)\b[^"/]*<<<\s*$)");
  static const std::regex mistake(R"(MLP(320[1-4]|322[1-9]|323[0-3]|370[1-4]|370[6-9]|3710))");
  std::ifstream in(path);
  std::stringstream buffer;
  buffer << in.rdbuf();
  const std::string text = buffer.str();
  if (std::regex_search(text, mistake)) return;
  std::istringstream lines(text);
  std::vector<std::string> body;
  std::string language;
  for (std::string line; std::getline(lines, line);) {
    const size_t first = line.find_first_not_of(" \t");
    std::smatch found;
    if (line.compare(0, 3, "//@") == 0) continue;  // an expectation of the test
    if (language.empty()) {
      if (std::regex_search(line, found, head)) language = found[1];
      continue;
    }
    if (first == std::string::npos || line.compare(first, 3, ">>>") != 0) {
      body.push_back(line);
      continue;
    }
    size_t indent = std::string::npos;
    for (const std::string& one : body) indent = std::min(indent, one.find_first_not_of(' '));
    std::string code;
    for (const std::string& one : body) code += (one.size() > indent ? one.substr(indent) : std::string()) + "\n";
    out.push_back({language, withoutPlaceholders(code), path.string()});
    body.clear();
    language.clear();
  }
}

unsigned check(const std::filesystem::path& root) {
  std::vector<Fence> fences;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    const auto extension = entry.path().extension();
    if (entry.is_regular_file() && (extension == ".mlp" || extension == ".md")) fencesOf(entry.path(), fences);
  }
  for (const Fence& fence : fences) {
    if (fence.language == "python") {
      const PythonCode code(fence.code);
      EXPECT_FALSE(code.tree().unread());
      for (const PythonError& error : code.errors()) {
        ADD_FAILURE() << fence.file << ": " << code.text(error.range) << "\n" << fence.code;
      }
    } else if (fence.language == "bash" || fence.language == "sh") {
      const Shell shell = fence.language == "sh" ? Shell::Posix : Shell::Bash;
      for (const ShellError& error : readShell(fence.code, shell).errors) {
        ADD_FAILURE() << fence.file << ": " << fence.code.substr(error.range.begin, 20) << "\n" << fence.code;
      }
    } else {
      for (const PowerShellError& error : readPowerShell(fence.code).errors) {
        ADD_FAILURE() << fence.file << ": " << fence.code.substr(error.range.begin, 20) << "\n" << fence.code;
      }
    }
  }
  return static_cast<unsigned>(fences.size());
}

TEST(NoFalseAlarm, InTheProject) {
  EXPECT_GT(check("tests/cases") + check("samples") + check("compiler/diag/pages"), 300U);
}

TEST(NoFalseAlarm, InTheDataBesideIt) {
  const char* set = std::getenv("MLPC_SHARED");
  const std::filesystem::path shared = set != nullptr ? set : "../shared";
  if (!std::filesystem::is_directory(shared)) GTEST_SKIP() << "no MLPC_SHARED";
  EXPECT_GT(check(shared), 50U);
}

}  // namespace
}  // namespace mlpc::embedded
