#pragma once

#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "mlpc/rules/context.h"

namespace mlpc::rules {

/// Which pipelines run which.
class PipelineCalls {
 public:
  struct Call {
    size_t pipeline;  ///< the one that is run, or that runs it
    source::Span span;
  };
  struct Pipeline {
    sema::SymbolId symbol;
    std::string_view name;
    const File* file = nullptr;
    const syntax::PipelineDecl* decl = nullptr;
    std::vector<Call> calls;
    std::vector<Call> callers;
    source::Span usesWorkspace;  ///< where it first uses the run's workspace; invalid if it does not
    bool hasWorkspace = false;   ///< whether it declares one

    /// The setting `key`, or null.
    [[nodiscard]] const syntax::SettingStmt* setting(vocabulary::FieldName key) const {
      return file->setting(decl->body, key);
    }
  };

  explicit PipelineCalls(const World& world);

  [[nodiscard]] const std::vector<Pipeline>& pipelines() const { return pipelines_; }
  [[nodiscard]] const Pipeline& operator[](size_t index) const { return pipelines_[index]; }

 private:
  void addCall(const World& world, Pipeline& pipeline, syntax::ExprId call);
  static void findWorkspace(Pipeline& pipeline, syntax::ExprId expr);

  std::vector<Pipeline> pipelines_;
  std::unordered_map<sema::SymbolId, size_t> index_;
};

}  // namespace mlpc::rules
