#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "mlpc/source/source_manager.h"
#include "mlpc/workspace/workspace.h"

namespace mlpc::workspace::test {

/// Files in memory that can be changed between two compilations.
class Folder final : public source::FileSystem {
 public:
  std::map<std::string, std::string> files;

  std::variant<std::string, source::ReadError> read(const std::string& path) override;
  std::string canonical(const std::string& path) override;
};

constexpr int kFiles = 20;
/// Files of about 250 lines each: library files of components and types, and files of pipelines that import
/// them. File `i` is called `f<i>.mlp`.
Folder project(int files = kFiles);

/// A request that compiles all files of the project together.
Request whole(Stop stop = Stop::AfterCheck, int files = kFiles);

/// Each diagnostic as the command line shows it, in a fixed order.
std::vector<std::string> shown(const Snapshot& snapshot);

}  // namespace mlpc::workspace::test
