#include "domain.h"

#include <cmath>

namespace mlpc::rules {

using syntax::BinaryOp;

std::optional<Plain> plainOf(const support::Constant& constant) {
  if (const auto* flag = constant.as<bool>()) return Plain(std::string(*flag ? "true" : "false"));
  if (const auto* number = constant.as<int64_t>()) return Plain(static_cast<double>(*number));
  if (const auto* number = constant.as<double>()) return Plain(*number);
  if (const auto* text = constant.as<std::string>()) return Plain(*text);
  return std::nullopt;
}

Domain Domain::wholeNumbers() {
  Domain domain;
  domain.whole_ = true;
  return domain;
}

Domain Domain::oneOf(std::set<std::string> texts) {
  Domain domain;
  domain.texts_ = std::move(texts);
  return domain;
}

Truth Domain::testEqual(const Plain& other) const {
  if (const auto* text = std::get_if<std::string>(&other)) {
    if (otherTexts_.contains(*text)) return Truth::No;
    if (!texts_) return Truth::Maybe;
    if (!texts_->contains(*text)) return Truth::No;
    return texts_->size() == 1 ? Truth::Yes : Truth::Maybe;
  }
  const double number = *std::get_if<double>(&other);
  if (number < low_ || number > high_ || (number == low_ && lowOpen_) || (number == high_ && highOpen_))
    return Truth::No;
  if (holes_.contains(number) || (whole_ && number != std::floor(number))) return Truth::No;
  return low_ == high_ ? Truth::Yes : Truth::Maybe;
}

Truth Domain::test(BinaryOp op, const Plain& other) const {
  if (op == BinaryOp::Equal) return testEqual(other);
  if (op == BinaryOp::NotEqual) return opposite(testEqual(other));
  const auto* value = std::get_if<double>(&other);
  if (value == nullptr) return Truth::Maybe;
  const auto below = [&] {  // every value < other, or none
    if (high_ < *value || (high_ == *value && highOpen_)) return Truth::Yes;
    return low_ >= *value ? Truth::No : Truth::Maybe;
  };
  const auto above = [&] {
    if (low_ > *value || (low_ == *value && lowOpen_)) return Truth::Yes;
    return high_ <= *value ? Truth::No : Truth::Maybe;
  };
  switch (op) {
    case BinaryOp::Less: return below();
    case BinaryOp::GreaterEqual: return opposite(below());
    case BinaryOp::Greater: return above();
    case BinaryOp::LessEqual: return opposite(above());
    default: return Truth::Maybe;
  }
}

/// Whole numbers have closed intervals whose ends are not excluded.
void Domain::trim() {
  if (!whole_) return;
  const double low = std::ceil(low_);
  if (std::isfinite(low_)) low_ = lowOpen_ && low == low_ ? low + 1 : low;
  const double high = std::floor(high_);
  if (std::isfinite(high_)) high_ = highOpen_ && high == high_ ? high - 1 : high;
  lowOpen_ = highOpen_ = false;
  while (low_ <= high_ && holes_.contains(low_)) ++low_;
  while (low_ <= high_ && holes_.contains(high_)) --high_;
}

void Domain::assume(BinaryOp op, const Plain& other, source::Span reason) {
  reason_ = reason;
  if (const auto* text = std::get_if<std::string>(&other)) {
    if (op == BinaryOp::Equal) texts_ = std::set<std::string>{*text};
    if (op == BinaryOp::NotEqual) {
      otherTexts_.insert(*text);
      if (texts_) texts_->erase(*text);
    }
    return;
  }
  const double value = *std::get_if<double>(&other);
  const auto atMost = [&](bool open) {
    if (value < high_ || (value == high_ && open)) {
      high_ = value;
      highOpen_ = open;
    }
  };
  const auto atLeast = [&](bool open) {
    if (value > low_ || (value == low_ && open)) {
      low_ = value;
      lowOpen_ = open;
    }
  };
  switch (op) {
    case BinaryOp::Equal:
      atMost(false);
      atLeast(false);
      break;
    case BinaryOp::NotEqual: holes_.insert(value); break;
    case BinaryOp::Less: atMost(true); break;
    case BinaryOp::LessEqual: atMost(false); break;
    case BinaryOp::Greater: atLeast(true); break;
    case BinaryOp::GreaterEqual: atLeast(false); break;
    default: break;
  }
  trim();
}

}  // namespace mlpc::rules
