#pragma once

#include <csignal>
#include <string>
#include <string_view>
#include <vector>

namespace mlpc::workspace {

/// A file to be written.
struct Replacement {
  std::string name;  ///< in the folder of the set
  std::string_view text;
  bool executable = false;
};

/// While one exists, the signals that ask a process to end wait, so that none ends it between two steps of a write.
class SignalsHeld {
 public:
  SignalsHeld();
  SignalsHeld(const SignalsHeld&) = delete;
  SignalsHeld& operator=(const SignalsHeld&) = delete;
  ~SignalsHeld();
  /// Whether one is waiting.
  [[nodiscard]] bool asked() const;

 private:
  sigset_t held_;
  sigset_t before_;
};

/// Files of one folder that are replaced together: all of them or none, whatever ends the process.
///
/// Each text is first written to a temporary file in the folder. A journal then lists the temporary files and what they
/// replace, and they are renamed. Whoever writes into the folder next completes what a journal lists, and removes
/// temporary files that no journal lists. Writers take turns: they lock the folder.
class FileSet {
 public:
  /// `folder` must exist.
  explicit FileSet(std::string folder);
  FileSet(const FileSet&) = delete;
  FileSet& operator=(const FileSet&) = delete;
  /// Removes what was not committed, and releases the folder.
  ~FileSet();

  /// Replaces the files; those that exist keep their permissions. Returns why nothing was written, or an empty string.
  std::string replace(const std::vector<Replacement>& files, const SignalsHeld& signals);

 private:
  struct Pending {
    std::string temporary;  ///< both are names in the folder
    std::string name;
  };
  [[nodiscard]] std::string pathOf(std::string_view name) const;
  std::string lock(const SignalsHeld& signals);
  /// Completes or removes what an earlier process left.
  void recover();
  /// Opens a new temporary file; negative if that fails.
  int createTemporary(unsigned mode, std::string& name) const;
  /// Writes a temporary file and returns why it failed; its name is the last of `pending_`.
  std::string writeTemporary(const Replacement& file);
  std::string writeJournal();
  std::string commit();

  std::string folder_;
  int descriptor_ = -1;  ///< of the folder, which is locked as long as it is open
  std::vector<Pending> pending_;
};

}  // namespace mlpc::workspace
