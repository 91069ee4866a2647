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
#include "mlpc/rules/rules.h"
#include "mlpc/sema/program.h"
#include "mlpc/source/source_manager.h"

namespace mlpc::workspace {

/// A target of `--target`. The workspace knows back ends only through a table of these. Several threads may call them
/// at once.
struct Backend {
  std::string_view target;
  /// Reports what the target cannot express, and returns what writes the files.
  emit::Legalized (*legalize)(const ir::Program&, const emit::BackendOptions&, diag::Engine&);
};

/// A file to compile. `text` is set when it does not come from the file system (standard input, an editor's buffer).
struct Input {
  std::string path;
  std::optional<std::string> text;
};

enum class Stop : uint8_t {
  AfterCheck,  ///< names and types
  AfterLower,  ///< the IR
  AfterGates,  ///< the findings of the targets and of the gates; files have names but no text
  Never,       ///< through the back ends
};

struct Request {
  std::vector<Input> inputs;
  std::vector<std::string> targets;  ///< empty for the whole table
  Stop stop = Stop::Never;
  emit::BackendOptions options;
  rules::Settings rules;
  /// How many threads may parse and emit. The results do not depend on it.
  unsigned threads = 1;
  /// Set by somebody else when the answer is no longer needed; checked before every declaration.
  const std::atomic<bool>* cancelled = nullptr;
};

/// One compilation and everything that it found out. Immutable; owns everything that it refers to, or shares it with
/// others, and never asks the file system.
struct Snapshot {
  Snapshot();

  source::SourceManager sources;
  diag::Engine diags;
  std::unique_ptr<sema::Program> checked;
  std::optional<ir::Program> program;     ///< present if the check found no errors
  std::vector<emit::OutputFile> outputs;  ///< complete if there are no errors, otherwise empty
  std::vector<std::string> unreadable;    ///< inputs that could not be read: "path: why"

  [[nodiscard]] bool ok() const { return unreadable.empty() && !diags.hasErrors(); }
};

/// Files that are compiled again and again, as in an editor. What has not changed since the last time, in a file and in
/// what it imports, is not parsed or checked again.
///
/// Only one thread at a time may use it; its snapshots may be used by several, and outlive it. Several workspaces in
/// one process do not affect each other.
class Workspace {
 public:
  /// Both must outlive the workspace.
  Workspace(source::FileSystem& files, std::span<const Backend> backends);
  ~Workspace();

  /// From now on `path` has this text, whatever the file system contains.
  void open(const std::string& path, std::string text);
  /// From now on `path` has again what the file system contains.
  void close(const std::string& path);

  /// The current state of the files; null if it was cancelled.
  std::shared_ptr<const Snapshot> compile(const Request& request);

  /// How often each step was done for a file.
  struct Counts {
    size_t parses = 0;
    size_t interfaces = 0;
    size_t bodies = 0;
    size_t rules = 0;  ///< those that look at one file
  };
  [[nodiscard]] Counts counts() const;

 private:
  class Files;
  std::unique_ptr<Files> files_;
  std::span<const Backend> backends_;
  sema::CheckCache cache_;
  rules::RuleCache rules_;
};

/// Runs the pipeline once: text, tokens, tree, names and types, IR, target documents. Errors in one step keep the next
/// from running on what it could not trust; all findings of a step are reported.
std::shared_ptr<const Snapshot> compile(const Request& request, std::span<const Backend> backends,
                                        source::FileSystem& files);

}  // namespace mlpc::workspace
