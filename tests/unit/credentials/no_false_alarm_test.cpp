// Nothing is found in the samples, in what the golden cases expect, in the documentation, and in the data beside the
// project if there is any.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include "mlpc/credentials/credentials.h"

namespace mlpc::credentials {
namespace {

std::string textOf(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

/// Whether a file contains a credential on purpose, or belongs to a case about them.
bool isMeant(const std::filesystem::path& path) {
  static const std::set<std::string> kMeant{"bad06_dup_env.yaml", "13_secret_key_literal.mlp", "TABLES.md",
                                            "credentials.txt"};
  if (kMeant.count(path.filename().string()) != 0) return true;
  for (auto folder = path.parent_path(); folder.has_filename(); folder = folder.parent_path()) {
    if (folder.filename() == "credentials") return true;
    // Nothing leaves a case that expects no files.
    const bool isCase = std::filesystem::exists(folder / "main.mlp");
    if (isCase && !std::filesystem::exists(folder / "expected")) return true;
  }
  return false;
}

/// Searches all files below a folder. Returns how many there are.
size_t check(const std::filesystem::path& root) {
  size_t files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    if (!entry.is_regular_file() || isMeant(entry.path())) continue;
    ++files;
    const std::string text = textOf(entry.path());
    search(
        text,
        [&](const Found& one) {
          const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<ptrdiff_t>(one.begin), '\n');
          ADD_FAILURE() << entry.path().string() << ":" << line << ": " << one.name << one.what << ": "
                        << text.substr(one.begin, std::min<size_t>(one.end - one.begin, 80));
        },
        formatOf(entry.path().string()));
  }
  return files;
}

TEST(NoFalseAlarm, InTheProject) {
  EXPECT_GT(
      check("samples") + check("tests/cases") + check("compiler/docs") + check("compiler/rules") + check("stdlib"),
      400U);
}

TEST(NoFalseAlarm, InTheDataBesideIt) {
  const char* set = std::getenv("MLPC_SHARED");
  const std::filesystem::path shared = set != nullptr ? set : "../shared";
  if (!std::filesystem::is_directory(shared)) GTEST_SKIP() << "no MLPC_SHARED";
  EXPECT_GT(check(shared), 300U);
}

}  // namespace
}  // namespace mlpc::credentials
