#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "mlpc/sema/program.h"
#include "mlpc/workspace/workspace.h"

namespace mlpc::workspace {

/// The files of a workspace: what they hold now, and what was parsed of them. Ids of files stay what they are.
class Workspace::Files {
 public:
  explicit Files(source::FileSystem& disk) : disk_(disk) {}

  void open(const std::string& path, std::string text) { opened_[disk_.canonical(path)] = std::move(text); }
  void close(const std::string& path) { opened_.erase(disk_.canonical(path)); }

  /// Reads and parses the inputs, then what they import, and so on, in `request.threads` threads. Inputs that cannot be
  /// read are told in the snapshot.
  std::vector<std::shared_ptr<const syntax::ParsedFile>> load(const Request& request, Snapshot& snapshot);

  /// What is parsed now of the file of that identity, or why it cannot be read.
  struct Found {
    std::shared_ptr<const syntax::ParsedFile> parsed;
    std::string failure;
  };
  Found find(const std::string& identity, const std::string& path, Snapshot& snapshot);

  [[nodiscard]] source::FileSystem& disk() { return disk_; }
  [[nodiscard]] size_t parses() const { return parses_; }

 private:
  struct File {
    source::FileId id;
    std::string name;
    std::shared_ptr<const syntax::ParsedFile> parsed;
    std::string failure;
    bool isNow = false;  ///< looked at for this snapshot
  };
  /// A file that is to be looked at.
  struct Wanted {
    std::string identity;
    std::string name;  ///< as diagnostics print it
    std::string path;  ///< as imports in it are resolved against
    std::optional<std::string> text;
  };
  [[nodiscard]] std::variant<std::string, source::ReadError> read(const Wanted& wanted);
  /// Brings `wanted` up to date, those that changed in several threads.
  void refresh(const std::vector<Wanted>& wanted, unsigned threads, Snapshot& snapshot);

  source::FileSystem& disk_;
  std::unordered_map<std::string, File> known_;          ///< by identity
  std::unordered_map<std::string, std::string> opened_;  ///< texts that stand for what the disk holds
  uint32_t nextId_ = 0;
  size_t parses_ = 0;
};

/// Where the file `path`, written in a file at `from`, stands.
std::string besidePath(const std::string& from, const std::string& path);

}  // namespace mlpc::workspace
