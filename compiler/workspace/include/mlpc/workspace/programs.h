#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "mlpc/source/source_manager.h"

namespace mlpc::workspace {

/// Which files import which: what of a folder is a program of its own, and what only a part of others.
class ImportGraph {
 public:
  /// `files` must outlive it.
  explicit ImportGraph(source::FileSystem& files) : files_(files) {}

  /// Reads the imports of a file, as `canonical` gives its path, again. Returns whether anything changed. A file that
  /// cannot be read imports nothing.
  bool refresh(const std::string& file);
  /// The file and everything that it imports, directly or not, whether it exists or not. Reads what it does not know.
  std::set<std::string> reach(const std::string& file);
  /// Those of `files` that are programs of their own: no other of them imports them. Of files that import each other
  /// in a cycle it is the first.
  std::vector<std::string> roots(const std::set<std::string>& files);

 private:
  const std::vector<std::string>& importsOf(const std::string& file);
  [[nodiscard]] std::vector<std::string> read(const std::string& file);

  source::FileSystem& files_;
  std::map<std::string, std::vector<std::string>> imports_;
};

}  // namespace mlpc::workspace
