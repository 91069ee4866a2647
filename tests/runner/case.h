#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace mlpc::test {

struct CaseResult {
  bool passed = true;
  std::string report;  ///< what differs, for people
  std::vector<std::string> codes;
};

/// Runs the case in `folder` (which holds main.mlp), or rewrites its expectations.
CaseResult runCase(const std::filesystem::path& folder, bool update);

/// A short difference of two texts: the first differing lines with their numbers.
std::string difference(const std::string& expected, const std::string& actual);

std::string readFile(const std::filesystem::path& path);

}  // namespace mlpc::test
