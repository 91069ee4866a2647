#pragma once

#include <map>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "mlpc/config/config.h"
#include "mlpc/diag/located.h"
#include "mlpc/source/source_manager.h"

namespace mlpc::cli {

/// The files of the disk, some with another text until they are written.
class EditedFiles final : public source::FileSystem {
 public:
  explicit EditedFiles(source::FileSystem& disk) : disk_(disk) {}

  /// From now on the file, as `canonical` names it, has this text.
  void replace(const std::string& path, std::string text) { texts_[path] = std::move(text); }
  /// The text of a file that was replaced.
  [[nodiscard]] const std::string& text(const std::string& path) const { return texts_.at(path); }

  std::variant<std::string, source::ReadError> read(const std::string& path) override {
    const auto edited = texts_.empty() ? texts_.end() : texts_.find(disk_.canonical(path));
    if (edited != texts_.end()) return edited->second;
    return disk_.read(path);
  }
  std::string canonical(const std::string& path) override { return disk_.canonical(path); }
  std::variant<std::vector<std::string>, source::ReadError> list(const std::string& path) override {
    return disk_.list(path);
  }
  bool executable(const std::string& path) override { return disk_.executable(path); }

 private:
  source::FileSystem& disk_;
  std::map<std::string, std::string> texts_;
};

/// The sources in a folder and below it, sorted: in a work tree of git those that git does not ignore.
std::variant<std::vector<std::string>, source::ReadError> sourcesToLint(const std::string& folder);
/// Adds the files of the work tree around the current folder that differ from a revision of git or are new. Returns why
/// that is not known, or an empty string.
std::string changedSince(const std::string& revision, std::vector<std::string>& paths);

/// A baseline: findings that are known, as JSON.
std::string baselineText(const std::vector<diag::Located>& findings);
/// Reads the fingerprints of a baseline. Returns why it cannot be read, or an empty string.
std::string readBaseline(source::FileSystem& files, const std::string& path, std::set<std::string>& fingerprints);

}  // namespace mlpc::cli
