#pragma once

#include <map>
#include <string>
#include <vector>

#include "domain.h"
#include "mlpc/rules/context.h"

namespace mlpc::rules {

/// What is known about values, by the key of the expression that reads them.
using Known = std::map<std::string, Domain>;

/// Reads the conditions of one file.
class ConditionReader {
 public:
  explicit ConditionReader(const File& file, const World& world) : file_(file), types_(world.types()) {}

  /// Whether a condition holds wherever `known` applies.
  [[nodiscard]] Truth truth(syntax::ExprId id, const Known& known) const;
  /// Narrows `known` to where the condition has the value `value`.
  void assume(syntax::ExprId id, bool value, Known& known) const;
  /// The outer condition that says most about what `id` compares.
  [[nodiscard]] source::Span reason(syntax::ExprId id, const Known& known) const;

 private:
  using ExprId = syntax::ExprId;
  using BinaryOp = syntax::BinaryOp;

  [[nodiscard]] std::optional<support::Constant> constantOf(ExprId id) const;
  /// What an expression reads; expressions with the same key have the same value. Empty if it reads nothing of the
  /// kind.
  [[nodiscard]] std::string keyOf(ExprId id) const;
  /// What follows from the type alone.
  [[nodiscard]] Domain typeDomain(ExprId id) const;
  [[nodiscard]] Domain domainOf(ExprId id, const Known& known) const;
  [[nodiscard]] Truth binaryTruth(const syntax::BinaryExpr& binary, const Known& known) const;
  [[nodiscard]] Truth compare(BinaryOp op, ExprId id, const Plain& other, const Known& known) const;
  [[nodiscard]] Truth comparison(BinaryOp op, ExprId left, ExprId right, const Known& known) const;
  [[nodiscard]] Truth chainTruth(const syntax::ChainExpr& chain, const Known& known) const;
  [[nodiscard]] std::vector<Plain> members(ExprId list) const;
  [[nodiscard]] Truth membership(const syntax::BinaryExpr& binary, const Known& known) const;
  void narrow(ExprId id, BinaryOp op, const Plain& other, Known& known, source::Span reason) const;
  void assumeBinary(ExprId id, const syntax::BinaryExpr& binary, bool value, Known& known) const;
  void assumeComparison(BinaryOp op, ExprId left, ExprId right, Known& known, source::Span reason) const;

  const File& file_;
  const sema::TypeStore& types_;
};

}  // namespace mlpc::rules
