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

/// A value that a condition compares with: a number, or a text (truth values are texts too).
using Plain = std::variant<double, std::string>;
/// The constant as such a value, or nothing.
std::optional<Plain> plainOf(const support::Constant& constant);

/// What is known of a value at one place of a pipeline: an interval of numbers, or a set of texts.
class Domain {
 public:
  Domain() = default;
  static Domain wholeNumbers();
  static Domain oneOf(std::set<std::string> texts);

  /// Whether `value op other` holds for every value of the domain, or for none.
  [[nodiscard]] Truth test(syntax::BinaryOp op, const Plain& other) const;
  /// Leaves the values for which `value op other` holds. `reason`: the condition that says so.
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
  std::set<std::string> otherTexts_;  ///< that it is not
  source::Span reason_;
};

}  // namespace mlpc::rules
