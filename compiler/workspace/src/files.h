#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "mlpc/sema/program.h"
#include "mlpc/workspace/workspace.h"

namespace mlpc::workspace {

/// The files of a workspace: their current contents, and the results of parsing them. The id of a file never changes.
class Workspace::Files {
 public:
  explicit Files(source::FileSystem& disk) : disk_(disk) {}

  void open(const std::string& path, std::string text) { opened_[disk_.canonical(path)] = std::move(text); }
  void close(const std::string& path) { opened_.erase(disk_.canonical(path)); }

  /// Reads and parses the inputs, then what they import, and so on, in `request.threads` threads. Inputs that cannot be
  /// read are listed in the snapshot.
  std::vector<std::shared_ptr<const syntax::ParsedFile>> load(const Request& request, Snapshot& snapshot);

  /// The current parse of the file with that identity, or why it cannot be read.
  struct Found {
    std::shared_ptr<const syntax::ParsedFile> parsed;
    std::string failure;
  };
  Found find(const std::string& identity, const std::string& path, Snapshot& snapshot);

  /// The current text of a file with code, which is then among the snapshot's sources; empty if it cannot be read.
  std::optional<sema::CodeFile> code(const std::string& path, Snapshot& snapshot);

  [[nodiscard]] source::FileSystem& disk() { return disk_; }
  [[nodiscard]] size_t parses() const { return parses_; }

 private:
  struct File {
    source::FileId id;
    std::string name;
    std::shared_ptr<const syntax::ParsedFile> parsed;
    std::string failure;
    bool isNow = false;  ///< already up to date for this snapshot
  };
  /// A file that has to be up to date.
  struct Wanted {
    std::string identity;
    std::string name;  ///< as diagnostics print it
    std::string path;  ///< what imports in it are resolved against
    std::optional<std::string> text;
  };
  /// A file with code that is up to date for this snapshot.
  struct Code {
    source::FileId id;
    std::shared_ptr<const source::SourceFile> source;  ///< null if it cannot be read
    bool isNow = false;
  };
  [[nodiscard]] std::variant<std::string, source::ReadError> read(const Wanted& wanted);
  /// Brings `wanted` up to date, parsing those that changed in several threads.
  void refresh(const std::vector<Wanted>& wanted, unsigned threads, Snapshot& snapshot);

  source::FileSystem& disk_;
  std::unordered_map<std::string, File> known_;          ///< by identity
  std::unordered_map<std::string, Code> codes_;          ///< by identity
  std::unordered_map<std::string, std::string> opened_;  ///< texts that replace what is on disk
  uint32_t nextId_ = 0;
  size_t parses_ = 0;
};

/// Where the file `path`, as written in a file at `from`, is.
std::string besidePath(const std::string& from, const std::string& path);

}  // namespace mlpc::workspace
