#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "mlpc/diag/engine.h"
#include "mlpc/source/source_manager.h"

namespace mlpc::importers::kfp {

/// What an import made.
struct Imported {
  std::string text;      ///< the source, in the form that `mlpc fmt` gives
  std::string fileName;  ///< of the document that the compiler makes for the imported pipeline
};

/// Whether a document looks like a compiled pipeline of KFP 2, or a Kubernetes object that holds one. Looks for its
/// fields at the start of lines and reads nothing else.
bool recognises(std::string_view text);

/// Writes source for a compiled pipeline of Kubeflow Pipelines 2 (`pipeline.yaml` of the SDK, also as JSON).
///
/// Errors (6001 to 6099) mean that the text is no such document; nothing is returned then. What mlp cannot say is a
/// warning (6101 to 6199) at its place, and the rest is imported. Any bytes are accepted, in bounded time and memory:
/// 32 MiB, 2 million values, 256 levels, no aliases.
std::optional<Imported> importPipeline(const source::SourceManager& sources, source::FileId file, diag::Engine& diags);

/// Puts an `@allow` before the declarations in which findings of the given names were made, by line. False if all of
/// them are allowed already.
bool allow(Imported& imported, const std::map<size_t, std::set<std::string>>& findings);

/// Reports where `compiled`, what the compiler made of the imported source, says something else than the document it
/// came from. The labels of components and executors and `sdkVersion` are not compared: nothing depends on them.
void reportDifferences(source::SourceManager& sources, source::FileId file, const std::string& compiled,
                       diag::Engine& diags);

}  // namespace mlpc::importers::kfp
