#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "mlpc/diag/engine.h"
#include "mlpc/emit/outlet.h"
#include "mlpc/ir/program.h"
#include "mlpc/sema/program.h"
#include "mlpc/source/source_manager.h"

namespace mlpc::workspace {

/// A target of `--target`. The workspace knows back ends only through a table of these. They may be called in several
/// threads.
struct Backend {
  std::string_view target;
  /// Hands the files of the program to the outlet and reports what the target cannot express. It does the same in a
  /// check, where the outlet prints nothing.
  void (*documents)(const ir::Program&, const emit::BackendOptions&, diag::Engine&, emit::Outlet&);
};

/// A file to compile. `text` is set when it does not come from the file system (standard input, an editor's buffer).
struct Input {
  std::string path;
  std::optional<std::string> text;
};

enum class Stop : uint8_t {
  AfterCheck,     ///< names and types
  AfterLower,     ///< the IR
  AfterLegalize,  ///< what the targets say to it; files are named and not printed
  Never,          ///< through the back ends
};

struct Request {
  std::vector<Input> inputs;
  std::vector<std::string> targets;  ///< empty: all of the table
  Stop stop = Stop::Never;
  emit::BackendOptions options;
  /// How many threads may parse and emit. The results are the same for any number.
  unsigned threads = 1;
  /// Set by somebody else when the answer is not wanted any more; looked at before every declaration.
  const std::atomic<bool>* cancelled = nullptr;
};

/// One compilation and all that it found out. Immutable; owns, or shares with others, everything that it leads to, and
/// asks nothing of the file system.
struct Snapshot {
  Snapshot();

  source::SourceManager sources;
  diag::Engine diags;
  std::unique_ptr<sema::Program> checked;
  std::optional<ir::Program> program;     ///< if the check found no errors
  std::vector<emit::OutputFile> outputs;  ///< complete if there are no errors, else empty
  std::vector<std::string> unreadable;    ///< inputs that could not be read: "path: why"

  [[nodiscard]] bool ok() const { return unreadable.empty() && !diags.hasErrors(); }
};

/// Files that are compiled again and again, as in an editor. What did not change since the last time, neither in a file
/// nor in what it imports, is not parsed or checked again.
///
/// Not for several threads at a time; its snapshots are, and they outlive it. Several workspaces of a process do not
/// disturb each other.
class Workspace {
 public:
  /// Both must outlive it.
  Workspace(source::FileSystem& files, std::span<const Backend> backends);
  ~Workspace();

  /// From now on `path` has this text, whatever the file system says.
  void open(const std::string& path, std::string text);
  /// From now on the file system says again what `path` holds.
  void close(const std::string& path);

  /// The state of the files now; null if it was cancelled.
  std::shared_ptr<const Snapshot> compile(const Request& request);

  /// How often a step was done over a file.
  struct Counts {
    size_t parses = 0;
    size_t interfaces = 0;
    size_t bodies = 0;
  };
  [[nodiscard]] Counts counts() const;

 private:
  class Files;
  std::unique_ptr<Files> files_;
  std::span<const Backend> backends_;
  sema::CheckCache cache_;
};

/// Runs the way of a pipeline once: text, tokens, tree, names and types, IR, target documents. Errors of one step keep
/// the next from running on what it could not trust; what a step found is reported in whole.
std::shared_ptr<const Snapshot> compile(const Request& request, std::span<const Backend> backends,
                                        source::FileSystem& files);

}  // namespace mlpc::workspace
