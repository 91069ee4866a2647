#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "expectations.h"
#include "mlpc/workspace/workspace.h"

namespace mlpc::test {

/// What a case compiles, and how.
struct CaseInput {
  std::string text;  ///< of main.mlp, with its expectations
  Annotated source;  ///< the same, parsed
  workspace::Request request;
  std::unique_ptr<source::FileSystem> files;
  bool comparesIr = false;
  std::string problem;  ///< with the directives; otherwise empty
};
CaseInput readCase(const std::filesystem::path& folder);

struct CaseResult {
  bool passed = true;
  std::string report;  ///< what differs, for people
  std::vector<std::string> codes;
};

/// Runs the case in `folder` (which contains main.mlp), or rewrites its expectations.
CaseResult runCase(const std::filesystem::path& folder, bool update);

/// A short difference between two texts: the first differing lines with their numbers.
std::string difference(const std::string& expected, const std::string& actual);

std::string readFile(const std::filesystem::path& path);

}  // namespace mlpc::test
