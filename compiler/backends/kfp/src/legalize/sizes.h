#pragma once

#include <map>

#include "mlpc/diag/engine.h"
#include "mlpc/ir/program.h"

namespace mlpc::backends::kfp {

/// How large documents become. A document contains everything that its pipeline runs, once for each time that it is
/// run, so a few lines can ask for more than fits anywhere.
class Sizes {
 public:
  /// All must outlive it.
  Sizes(const ir::Program& program, diag::Engine& diags) : program_(program), diags_(diags) {}

  /// Reports a document, or documents together, that are too large or too deep. To be called for each pipeline that
  /// gets a document; false if its parts had better not be looked at.
  bool check(ir::PipelineId id);

 private:
  struct Size {
    size_t bytes = 0;  ///< at least
    size_t depth = 1;  ///< how many pipelines contain each other
  };

  const Size& of(ir::PipelineId id);
  Size compute(ir::PipelineId id);
  size_t callee(const ir::Task& task) const;

  const ir::Program& program_;
  diag::Engine& diags_;
  std::map<ir::PipelineId, Size> known_;
  size_t total_ = 0;  ///< of all documents
};

}  // namespace mlpc::backends::kfp
