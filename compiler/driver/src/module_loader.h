#pragma once

#include <optional>
#include <string>
#include <unordered_set>

#include "mlpc/diag/engine.h"
#include "mlpc/parse/parse.h"
#include "mlpc/sema/program.h"
#include "mlpc/source/source_manager.h"

namespace mlpc::driver {

/// Finds files next to the file that imports them.
class Loader final : public sema::ModuleLoader {
 public:
  Loader(source::SourceManager& sources, source::FileSystem& files, diag::Engine& diags)
      : sources_(sources), files_(files), diags_(diags) {}

  std::string identityOf(source::FileId file) override;
  Loaded file(const std::string& relativePath, source::FileId from) override;
  std::optional<std::string> text(const std::string& relativePath, source::FileId from) override;

 private:
  [[nodiscard]] std::string pathOf(const std::string& relativePath, source::FileId from) const;

  source::SourceManager& sources_;
  source::FileSystem& files_;
  diag::Engine& diags_;
  std::unordered_set<std::string> given_;  ///< identities of files that the checker has
};

}  // namespace mlpc::driver
