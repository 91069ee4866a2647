#include "conditions.h"

#include <charconv>
#include <cmath>

#include "mlpc/support/text.h"

namespace mlpc::importers::kfp {
namespace {

constexpr size_t kDeepestCondition = 100;

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  std::optional<Condition> run() {
    auto result = any(0);
    blanks();
    if (!result || at_ != text_.size()) return std::nullopt;
    return result;
  }

 private:
  using Kind = Condition::Kind;
  using Result = std::optional<Condition>;

  void blanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\t')) ++at_;
  }
  bool take(std::string_view token) {
    blanks();
    if (!text_.substr(at_).starts_with(token)) return false;
    at_ += token.size();
    return true;
  }

  Result joined(std::string_view token, Kind kind, size_t depth) {
    Result first = kind == Kind::Or ? joined("&&", Kind::And, depth) : unary(depth);
    if (!first) return first;
    Condition all;
    all.kind = kind;
    all.operands.push_back(std::move(*first));
    while (take(token)) {
      Result next = kind == Kind::Or ? joined("&&", Kind::And, depth) : unary(depth);
      if (!next) return next;
      all.operands.push_back(std::move(*next));
    }
    if (all.operands.size() == 1) return std::move(all.operands.front());
    return all;
  }

  Result any(size_t depth) {
    if (depth > kDeepestCondition) return std::nullopt;
    return joined("||", Kind::Or, depth);
  }

  Result unary(size_t depth) {
    blanks();
    if (text_.substr(at_).starts_with("!") && !text_.substr(at_).starts_with("!=")) {
      ++at_;
      if (depth > kDeepestCondition) return std::nullopt;
      Result inner = unary(depth + 1);
      if (!inner) return inner;
      Condition result;
      result.kind = Kind::Not;
      result.operands.push_back(std::move(*inner));
      return result;
    }
    Result left = operand(depth);
    if (!left) return left;
    for (const std::string_view op : {"==", "!=", "<=", ">=", "<", ">"}) {
      if (!take(op)) continue;
      Result right = operand(depth);
      if (!right) return right;
      return compared(std::move(*left), op, std::move(*right));
    }
    if (take("in ") || take("in[")) {
      if (text_[at_ - 1] == '[') --at_;
      return membership(std::move(*left), depth);
    }
    return left;
  }

  static Condition compared(Condition left, std::string_view op, Condition right) {
    // `flag == true` is how the SDK writes the condition `flag`.
    if (op == "==" && left.kind == Kind::Ref && right.kind == Kind::Flag && right.text == "true") return left;
    Condition result;
    result.kind = Kind::Compare;
    result.text = op;
    result.operands.push_back(std::move(left));
    result.operands.push_back(std::move(right));
    return result;
  }

  Result membership(Condition left, size_t depth) {
    if (!take("[")) return std::nullopt;
    Condition result;
    result.kind = Kind::In;
    result.operands.push_back(std::move(left));
    if (take("]")) return result;
    do {
      Result item = operand(depth);
      if (!item) return item;
      result.operands.push_back(std::move(*item));
    } while (take(","));
    if (!take("]")) return std::nullopt;
    return result;
  }

  Result operand(size_t depth) {
    if (depth > kDeepestCondition) return std::nullopt;
    for (const std::string_view conversion : {"int(", "double("}) {
      if (!take(conversion)) continue;
      Result inner = operand(depth + 1);
      if (!inner || !take(")")) return std::nullopt;
      return inner;
    }
    if (take("(")) {
      Result inner = any(depth + 1);
      if (!inner || !take(")")) return std::nullopt;
      return inner;
    }
    Condition result;
    if (take("inputs.parameter_values[")) {
      result.kind = Kind::Ref;
      if (!string(result.text) || !take("]")) return std::nullopt;
      return result;
    }
    for (const std::string_view word : {"true", "false"}) {
      if (!take(word)) continue;
      result.text = word;
      return result;
    }
    blanks();
    if (at_ < text_.size() && text_[at_] == '\'') {
      result.kind = Kind::Text;
      if (!string(result.text)) return std::nullopt;
      return result;
    }
    return number();
  }

  Result number() {
    const size_t from = at_;
    if (at_ < text_.size() && text_[at_] == '-') ++at_;
    const size_t digits = at_;
    while (at_ < text_.size() &&
           ((text_[at_] >= '0' && text_[at_] <= '9') || text_[at_] == '.' || text_[at_] == 'e' ||
            (at_ != digits && (text_[at_] == '+' || text_[at_] == '-') && text_[at_ - 1] == 'e'))) {
      ++at_;
    }
    if (at_ == digits || text_[digits] < '0' || text_[digits] > '9') return std::nullopt;
    const auto text = numberText(text_.substr(from, at_ - from));
    if (!text) return std::nullopt;
    Condition result;
    result.kind = Kind::Number;
    result.text = *text;
    return result;
  }

  /// The number as mlp writes it: without zeros before it, and with digits after a point.
  static std::optional<std::string> numberText(std::string_view text) {
    const char* const end = text.data() + text.size();
    const auto isWhole = [&](std::from_chars_result read) { return read.ec == std::errc() && read.ptr == end; };
    if (int64_t whole = 0; isWhole(std::from_chars(text.data(), end, whole))) return std::to_string(whole);
    double number = 0;
    if (!isWhole(std::from_chars(text.data(), end, number)) || !std::isfinite(number)) return std::nullopt;
    const size_t digits = text.find_first_not_of('-');
    const size_t point = text.find('.');
    const auto digitAt = [&](size_t at) { return at < text.size() && text[at] >= '0' && text[at] <= '9'; };
    const bool plain =
        (text[digits] != '0' || !digitAt(digits + 1)) && (point == std::string_view::npos || digitAt(point + 1));
    return plain ? std::string(text) : support::formatDouble(number);
  }

  bool string(std::string& out) {
    if (!take("'")) return false;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '\'') {
        ++at_;
        return true;
      }
      if (c != '\\') {
        out += c;
        continue;
      }
      if (++at_ == text_.size()) return false;
      switch (text_[at_]) {
        case 'n': out += '\n'; break;
        case 'r': out += '\r'; break;
        case 't': out += '\t'; break;
        case '\\':
        case '\'':
        case '"': out += text_[at_]; break;
        default: return false;
      }
    }
    return false;
  }

  std::string_view text_;
  size_t at_ = 0;
};

}  // namespace

std::optional<Condition> readCondition(std::string_view text) {
  constexpr size_t kLongest = 100'000;  // nobody writes more, and each part takes hundreds of bytes
  if (text.size() > kLongest) return std::nullopt;
  return Reader(text).run();
}

}  // namespace mlpc::importers::kfp
