#pragma once

#include <map>
#include <mutex>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "mlpc/config/config.h"
#include "mlpc/diag/located.h"
#include "mlpc/source/source_manager.h"

namespace mlpc::cli {

/// The files of the disk as they were when they were first read, so that all programs see the same text of a file, and
/// a pipe is read once; some have another text until they are written. Several threads may read.
class EditedFiles final : public source::FileSystem {
 public:
  explicit EditedFiles(source::FileSystem& disk) : disk_(disk) {}

  /// From now on the file, as `canonical` names it, has this text.
  void replace(const std::string& path, std::string text) { edited_[path] = std::move(text); }
  /// The files that were replaced.
  [[nodiscard]] const std::map<std::string, std::string>& edited() const { return edited_; }
  void setEdited(std::map<std::string, std::string> texts) { edited_ = std::move(texts); }
  /// Whether the disk still contains what was read.
  bool isCurrent(const std::string& path);

  std::variant<std::string, source::ReadError> read(const std::string& path) override;
  std::string canonical(const std::string& path) override { return disk_.canonical(path); }
  std::variant<std::vector<std::string>, source::ReadError> list(const std::string& path) override {
    return disk_.list(path);
  }
  bool executable(const std::string& path) override { return disk_.executable(path); }

 private:
  source::FileSystem& disk_;
  std::mutex mutex_;  ///< protects what was read
  std::map<std::string, std::variant<std::string, source::ReadError>> read_;
  std::map<std::string, std::string> edited_;
};

/// The sources in a folder and below it, sorted: in a work tree of git those that git does not ignore.
std::variant<std::vector<std::string>, source::ReadError> sourcesToLint(const std::string& folder);
/// Adds the files of the work tree around `folder` that differ from a revision of git or are new; a submodule as a
/// folder. Returns why that is not known, or an empty string.
std::string changedSince(const std::string& folder, const std::string& revision, std::set<std::string>& paths);

/// A baseline: findings that are known, as JSON.
std::string baselineText(const std::vector<diag::Located>& findings);
/// Reads the fingerprints of a baseline. Returns why it cannot be read, or an empty string.
std::string readBaseline(source::FileSystem& files, const std::string& path, std::set<std::string>& fingerprints);

}  // namespace mlpc::cli
