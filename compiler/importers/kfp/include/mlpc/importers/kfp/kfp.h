#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "mlpc/diag/engine.h"
#include "mlpc/source/source_manager.h"

namespace mlpc::importers::kfp {

/// A document as it was read.
struct Original;

/// The result of an import.
struct Imported {
  std::string text;                          ///< the source, formatted as `mlpc fmt` would
  std::string fileName;                      ///< of the document that the compiler writes for the imported pipeline
  std::shared_ptr<const Original> original;  ///< to compare with what the source compiles to
};

/// Whether a document looks like a compiled pipeline of KFP 2, or like a Kubernetes object that contains one. Only
/// searches for typical fields and reads nothing else.
bool recognises(std::string_view text);

/// Writes source for a compiled pipeline of Kubeflow Pipelines 2 (`pipeline.yaml` of the SDK, also as JSON).
///
/// Errors (6001 to 6099) mean that the text is not such a document; nothing is returned then. What mlp cannot express
/// is a warning (6101 to 6199) at its place, and the rest is imported. Any bytes are accepted, in bounded time and
/// memory: 32 MiB, 2 million values, 256 levels, no aliases.
std::optional<Imported> importPipeline(const source::SourceManager& sources, source::FileId file, diag::Engine& diags);

/// Puts an `@allow` before the declarations in which findings of the given names were made, by line. False if all of
/// them are already allowed.
bool allow(Imported& imported, const std::map<size_t, std::set<std::string>>& findings);

/// Reports where `compiled`, the result of compiling the imported source, differs from the document it came from. The
/// labels of components and executors and `sdkVersion` are not compared: nothing depends on them.
void reportDifferences(const Imported& imported, source::SourceManager& sources, const std::string& compiled,
                       diag::Engine& diags);

}  // namespace mlpc::importers::kfp
