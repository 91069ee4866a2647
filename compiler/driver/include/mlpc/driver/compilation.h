#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mlpc/diag/engine.h"
#include "mlpc/emit/backend.h"
#include "mlpc/ir/program.h"
#include "mlpc/schema/schema.h"
#include "mlpc/sema/program.h"
#include "mlpc/source/source_manager.h"

namespace mlpc::driver {

/// A target of `--target`. The driver knows back ends only through a table of these.
struct Backend {
  std::string_view target;
  std::vector<emit::OutputFile> (*emit)(const ir::Program&, const emit::BackendOptions&, diag::Engine&);
};

/// A file to compile. `text` is set when it does not come from the file system (standard input, an editor's buffer).
struct Input {
  std::string path;
  std::optional<std::string> text;
};

enum class Stop : uint8_t {
  AfterCheck,  ///< names and types
  AfterLower,  ///< the IR
  Never,       ///< through the back ends
};

struct Request {
  std::vector<Input> inputs;
  std::vector<std::string> targets;  ///< empty: all of the table
  Stop stop = Stop::Never;
  emit::BackendOptions options;
};

/// One compilation and all that it found out. Immutable once `compile` returns it; asks nothing of the file system
/// afterwards.
struct Snapshot {
  source::SourceManager sources{schema::standard().sources()};
  diag::Engine diags;
  std::unique_ptr<sema::Program> checked;
  std::optional<ir::Program> program;     ///< if the check found no errors
  std::vector<emit::OutputFile> outputs;  ///< complete if there are no errors, else empty
  std::vector<std::string> unreadable;    ///< inputs that could not be read: "path: why"

  [[nodiscard]] bool ok() const { return unreadable.empty() && !diags.hasErrors(); }
};

/// Runs the way of a pipeline: text, tokens, tree, names and types, IR, target documents. Errors of one step keep the
/// next from running on what it could not trust; what a step found is reported in whole.
std::unique_ptr<Snapshot> compile(const Request& request, std::span<const Backend> backends, source::FileSystem& files);

}  // namespace mlpc::driver
