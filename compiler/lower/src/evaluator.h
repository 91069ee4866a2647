#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "environment.h"
#include "literals.h"
#include "lowering.h"
#include "mlpc/eval/result.h"
#include "mlpc/ir/fold.h"

namespace mlpc::lower {

/// Computes expressions as far as they are known at compile time; the rest becomes a reference or an operation.
///
/// Lists and records keep their members together with the places where these were written; the origin of a value is
/// where it was asked for. Numbers are converted to what their place expects (an int to a float or a Quantity).
/// Defaults of the schema are not added.
class Evaluator {
 public:
  explicit Evaluator(Lowering& lowering) : lowering_(lowering) {}

  ir::Value eval(ModuleId module, syntax::ExprId expr, const Environment& environment);
  /// The value of an argument for `parameter`, whose constraints are checked if the value came from an expansion.
  ir::Value argument(ModuleId module, syntax::ExprId expr, const Environment& environment,
                     const sema::Field& parameter);
  /// The default of a field that has one.
  ir::Value defaultOf(const sema::Field& field, const Environment& environment);
  /// The fields of a record literal, or of anything else that evaluates to a record. None for an invalid id.
  std::vector<ir::Field> fields(ModuleId module, syntax::ExprId record, const Environment& environment);
  /// The settings at the beginning of a block. `schema` is the block's type in the standard library, if parameters of
  /// templates are visible in it.
  std::vector<ir::Field> settings(ModuleId module, const syntax::Block& block, const Environment& environment,
                                  std::string_view schema = {});
  /// `value.field`, if it is known.
  ir::Value field(ir::Value base, std::string_view name, sema::TypeId baseType, source::Span origin);
  /// An attribute of a resource: a constant or another resource if the declaration gives one, otherwise a reference.
  ir::Value attribute(SymbolId resource, std::string_view name, source::Span origin);

 private:
  struct At {
    ModuleId module;
    const Environment& environment;
  };

  ir::Value node(At at, syntax::ExprId id);
  /// A field of a const, without a copy of the rest; empty if it is anything else.
  std::optional<ir::Value> fieldOfConst(At at, syntax::ExprId base, std::string_view name, source::Span origin);
  ir::Value use(At at, syntax::ExprId id);
  ir::Value symbolUse(At at, syntax::ExprId id, SymbolId symbol);
  ir::Value outputUse(At at, const sema::OutputUse& use, source::Span origin);
  ir::Value stepOutput(At at, const sema::StepOutputUse& use, source::Span origin);
  ir::Value index(At at, syntax::ExprId id, const syntax::IndexExpr& index);
  ir::Value call(At at, syntax::ExprId id);
  ir::Value list(At at, const syntax::ListExpr& list, source::Span origin);
  ir::Value record(At at, syntax::ExprId id, const syntax::RecordExpr& record);
  // evaluator_text.cpp
  ir::Value text(At at, const std::vector<syntax::StringPart>& parts, source::Span origin);
  ir::Value fence(At at, syntax::ExprId id, const syntax::FenceExpr& fence);
  /// What replaces the placeholders of a fence; null values are not known yet.
  std::vector<Insertion> insertions(ModuleId module, syntax::ExprId fence, vocabulary::Language language,
                                    const std::vector<const support::Constant*>& values);
  // evaluator_operators.cpp
  ir::Value unary(At at, syntax::ExprId id, const syntax::UnaryExpr& unary);
  ir::Value binary(At at, syntax::ExprId id, const syntax::BinaryExpr& binary);
  ir::Value chain(At at, const syntax::ChainExpr& chain, source::Span origin);
  ir::Value conditional(At at, const syntax::ConditionalExpr& conditional, source::Span origin);
  /// The checker has checked what is known at compile time; the parameters of templates have values only here.
  void checkExpanded(At at, syntax::ExprId expr, const ir::Value& value, const sema::Field& field);
  ir::Value computed(ir::eval::Result result, source::Span origin, source::Span span, std::string_view operation);

  Lowering& lowering_;
};

// ---- types.cpp

/// Without `?` and `*`.
sema::TypeId bareType(const sema::TypeStore& types, sema::TypeId type);
ir::PortType portType(Lowering& lowering, sema::TypeId type);
ir::ArtifactType artifactType(Lowering& lowering, SymbolId artifact);
std::vector<ir::Port> ports(Lowering& lowering, const std::vector<sema::Field>& fields, bool inputs);
/// Converts constants to what `expected` requires: ints to floats and quantities, also inside lists and records.
void coerce(const sema::TypeStore& types, ir::Value& value, sema::TypeId expected);

}  // namespace mlpc::lower
