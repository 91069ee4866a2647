#pragma once

#include <limits>
#include <optional>
#include <set>
#include <string>
#include <variant>

#include "mlpc/source/span.h"
#include "mlpc/support/constant.h"
#include "mlpc/syntax/expr.h"

namespace mlpc::rules {

enum class Truth : uint8_t { No, Yes, Maybe };

inline Truth opposite(Truth truth) {
  return truth == Truth::Maybe ? truth : truth == Truth::Yes ? Truth::No : Truth::Yes;
}

/// A value that a condition compares with: a number or a string (booleans are strings here).
using Plain = std::variant<double, std::string>;
/// The constant as such a value; empty if it is not one.
std::optional<Plain> plainOf(const support::Constant& constant);

/// What is known about a value at one place in a pipeline: an interval of numbers, or a set of strings.
class Domain {
 public:
  Domain() = default;
  static Domain wholeNumbers();
  static Domain oneOf(std::set<std::string> texts);

  /// Whether `value op other` holds for every value of the domain, or for none.
  [[nodiscard]] Truth test(syntax::BinaryOp op, const Plain& other) const;
  /// Keeps the values for which `value op other` holds. `reason`: the condition that says so.
  void assume(syntax::BinaryOp op, const Plain& other, source::Span reason);
  /// The condition that narrowed it last; invalid if there is none.
  [[nodiscard]] source::Span reason() const { return reason_; }

 private:
  void trim();
  [[nodiscard]] Truth testEqual(const Plain& other) const;

  bool whole_ = false;
  double low_ = -std::numeric_limits<double>::infinity();
  double high_ = std::numeric_limits<double>::infinity();
  bool lowOpen_ = false;
  bool highOpen_ = false;
  std::set<double> holes_;
  std::optional<std::set<std::string>> texts_;
  std::set<std::string> otherTexts_;  ///< those that it is not
  source::Span reason_;
};

}  // namespace mlpc::rules
