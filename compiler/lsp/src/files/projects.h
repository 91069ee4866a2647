#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "files/documents.h"
#include "mlpc/config/config.h"
#include "mlpc/workspace/programs.h"
#include "mlpc/workspace/workspace.h"

namespace mlpc::lsp {

/// A root file with everything that it imports, and what is known about it.
struct Program {
  Program(std::string rootFile, source::FileSystem& disk, std::span<const workspace::Backend> backends)
      : root(std::move(rootFile)), workspace(disk, backends) {}

  std::string root;
  std::set<std::string> files;  ///< paths, among them those of imports that do not exist
  workspace::Workspace workspace;
  std::shared_ptr<const workspace::Snapshot> snapshot;  ///< the last one; null before the first
  std::map<std::string, sema::ModuleId> modules;        ///< of the snapshot, by path
  config::Config config;                                ///< of the nearest `mlpc.yaml`
  bool stale = true;                                    ///< something changed since
};

/// One file in one of the programs that contain it.
struct View {
  const workspace::Snapshot* snapshot = nullptr;
  sema::ModuleId module;

  explicit operator bool() const { return snapshot != nullptr; }
  [[nodiscard]] const sema::Program& program() const { return *snapshot->checked; }
  [[nodiscard]] const sema::Module& file() const { return program().module(module); }
  [[nodiscard]] const syntax::Tree& tree() const { return *file().tree; }
  [[nodiscard]] const source::SourceFile& source() const { return *file().parsed->source; }
  [[nodiscard]] const syntax::ParsedFile& parsed() const { return *file().parsed; }
};

/// All programs in the folders of the client and among its open documents. Each root file is a program of its own, as
/// for `mlpc check FOLDER`.
class Projects {
 public:
  Projects(Documents& documents, std::span<const workspace::Backend> backends)
      : documents_(documents), backends_(backends), graph_(documents) {}

  void setFolders(std::vector<std::string> folders);
  /// A file has another content, exists or no longer exists.
  void changed(const std::string& path);
  /// Whether there is something to bring up to date.
  [[nodiscard]] bool stale() const;
  /// Counts the changes of what the programs are and of what is known about them.
  [[nodiscard]] uint64_t generation() const { return generation_; }
  /// Brings the programs that contain `path` up to date, or all if it is empty. False if it was cancelled.
  bool update(const std::string& path, const std::atomic<bool>* cancelled);

  /// The file in the first program that contains it.
  [[nodiscard]] View view(const std::string& path) const;
  [[nodiscard]] const std::map<std::string, std::unique_ptr<Program>>& programs() const { return programs_; }
  /// The source files in the folders, and the open documents.
  [[nodiscard]] const std::set<std::string>& files() const { return files_; }
  /// The newest compilation of the program of a file, with the files of its outputs; null if it has errors.
  std::shared_ptr<const workspace::Snapshot> compile(const std::string& path);

 private:
  void arrange();
  /// The settings for a root file. What is wrong with them is reported by `mlpc lint`.
  config::Config settingsOf(const std::string& root);

  Documents& documents_;
  std::span<const workspace::Backend> backends_;
  workspace::ImportGraph graph_;
  std::vector<std::string> folders_;
  std::set<std::string> inFolders_;
  std::set<std::string> files_;
  std::set<std::string> changed_;
  bool rearrange_ = true;
  uint64_t generation_ = 0;
  std::map<std::string, std::unique_ptr<Program>> programs_;  ///< by root
};

}  // namespace mlpc::lsp
