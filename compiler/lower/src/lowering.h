#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "environment.h"
#include "mlpc/diag/engine.h"
#include "mlpc/ir/program.h"
#include "mlpc/sema/program.h"
#include "mlpc/source/source_manager.h"

namespace mlpc::lower {

using sema::ModuleId;
using sema::SymbolId;

/// One run of `lower`: the growing program, and the id of each symbol in it.
///
/// Why a file of a component is not read.
inline constexpr std::string_view kLeadsOut = "it is a link that leads out of the project";

/// Declarations of the files on the command line are lowered in order, and those needed from other files when they are
/// first referred to. An id is assigned before its declaration is lowered, so declarations may refer to each other in
/// cycles.
class Lowering {
 public:
  Lowering(const sema::Program& checked, source::FileSystem& fileSystem, diag::Engine& engine);
  ir::Program run();

  // ---- ids, assigned when first asked for

  ir::SecretId secret(SymbolId symbol);
  ir::ResourceId resource(SymbolId symbol);
  ir::ComponentId component(SymbolId symbol);
  ir::PipelineId pipeline(SymbolId symbol);
  ir::TrainJobId trainJob(SymbolId symbol);
  [[nodiscard]] SymbolId symbolOf(ir::ResourceId id) const { return resourceSymbols_[id.index()]; }

  // ---- what the parts share

  [[nodiscard]] const sema::Symbol& symbol(SymbolId id) const { return program.symbols[id]; }
  [[nodiscard]] const syntax::Tree& tree(ModuleId module) const { return *program.module(module).tree; }
  [[nodiscard]] const syntax::Decl& decl(SymbolId id) const { return tree(symbol(id).module).decls[symbol(id).decl]; }
  [[nodiscard]] const syntax::Expr& expr(ModuleId module, syntax::ExprId id) const { return tree(module).exprs[id]; }
  [[nodiscard]] source::Span span(ModuleId module, syntax::ExprId id) const { return expr(module, id).span; }
  /// The symbol that a Let, For, Stage or Job statement declares; invalid after an error.
  [[nodiscard]] SymbolId declared(ModuleId module, syntax::StmtId stmt) const;
  [[nodiscard]] const sema::Signature& signature(SymbolId id) const;
  /// The symbols of a declaration's parameters, in order.
  const std::vector<SymbolId>& parametersOf(SymbolId id);
  /// The record literal of a secret, resource, existing or trainjob declaration; invalid if it has none.
  [[nodiscard]] syntax::ExprId recordOf(SymbolId id) const;
  /// The value of one field of such a record, spreads included; empty if it is not set.
  std::optional<ir::Value> fieldOf(SymbolId id, std::string_view field);
  /// The name under which a resource is emitted.
  std::string resourceName(SymbolId id);
  /// The value of a `const`.
  const ir::Value& constValue(SymbolId id);
  /// A file beside the one that `from` is in; reports at `from` if it cannot be read.
  std::optional<std::string> readBeside(source::Span from, const std::string& path);
  /// The path of a file beside the one that `from` is in.
  [[nodiscard]] std::string besidePath(source::Span from, const std::string& path) const;
  /// Enters the expansion of a template; reports and returns false if it is already being expanded.
  bool enter(SymbolId used, source::Span at);
  void leave() { expanding_.pop_back(); }
  /// Takes `size` bytes from the total that may be computed; returns false, after one report, when that is used up.
  /// Otherwise a few lines that double a value thirty times would fill the memory.
  bool spend(size_t size, source::Span at);

  const sema::Program& program;
  source::FileSystem& files;
  diag::Engine& diags;
  ir::Program out;

 private:
  enum class Kind : uint8_t { Secret, Resource, Component, Pipeline, TrainJob, Workflow };
  template <typename Store, typename Id>
  Id give(std::unordered_map<uint32_t, Id>& ids, Store& store, SymbolId symbol, Kind kind);
  void fill(Kind kind, SymbolId symbol);
  void drain();

  void evaluateConst(SymbolId id);
  /// Appends the consts in the value of `id` that have no value yet.
  void addConstsIn(SymbolId id, std::vector<SymbolId>& into) const;

  void fillSecret(SymbolId symbol);
  void fillResource(SymbolId symbol);
  void fillTrainJob(SymbolId symbol);

  bool requested_ = false;  ///< what is being lowered is declared in a file named on the command line
  std::deque<std::pair<Kind, SymbolId>> waiting_;
  std::unordered_map<uint32_t, ir::SecretId> secrets_;
  std::unordered_map<uint32_t, ir::ResourceId> resources_;
  std::unordered_map<uint32_t, ir::ComponentId> components_;
  std::unordered_map<uint32_t, ir::PipelineId> pipelines_;
  std::unordered_map<uint32_t, ir::TrainJobId> trainJobs_;
  std::vector<SymbolId> resourceSymbols_;
  std::unordered_map<uint32_t, ir::Value> consts_;
  std::unordered_set<uint32_t> evaluatedConsts_;  ///< those of them that have their value
  std::unordered_map<uint32_t, std::string> resourceNames_;
  std::unordered_map<uint32_t, std::vector<SymbolId>> parameters_;  ///< by owner; computed when first asked for
  std::vector<SymbolId> expanding_;                                 ///< templates, the innermost last
  size_t spent_ = 0;
  /// The fields of resources that are being read, to detect cycles.
  std::vector<std::pair<SymbolId, std::string_view>> open_;
};

// ---- the parts, one file each

/// components.cpp
ir::Component lowerComponent(Lowering& lowering, SymbolId symbol);
/// pipelines.cpp
ir::Pipeline lowerPipeline(Lowering& lowering, SymbolId symbol);
/// workflows.cpp
ir::Workflow lowerWorkflow(Lowering& lowering, SymbolId symbol);
/// unique_names.cpp: reports artifacts of one kind that are emitted under the same name.
void checkUniqueNames(const ir::Program& program, diag::Engine& diags);

}  // namespace mlpc::lower
