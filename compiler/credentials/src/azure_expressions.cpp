#include "azure_expressions.h"

#include <string>
#include <vector>

#include "mlpc/support/characters.h"
#include "mlpc/support/text.h"
#include "words.h"

namespace mlpc::credentials {
namespace {

/// Functions whose result consists of their arguments.
constexpr WordSet kChoosing{"coalesce", "format", "iif", "lower", "trim", "upper"};

/// Reads one expression, and what is in quotes in it.
class ExpressionReader {
 public:
  ExpressionReader(std::string_view text, size_t at) : text_(text), at_(at) {}

  /// Calls `is` for each string that the expression may become; ends with the expression, or when `is` accepts one.
  bool any(const std::function<bool(std::string_view)>& is) {
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '\'') {
        const std::string literal = quoted();
        if ((around_.empty() || around_.back()) && is(literal)) return true;
      } else if (support::isLetter(c)) {
        word();
      } else if (c == '(' || c == '[') {
        around_.push_back(c == '(' && (around_.empty() || around_.back()));
      } else if (c == ')' || c == ']' || c == '}') {
        if (around_.empty()) return false;
        around_.pop_back();
      }
    }
    return false;
  }

  [[nodiscard]] size_t at() const { return at_; }

 private:
  /// The string that begins here; stops at its last quote. Two quotes are one.
  std::string quoted() {
    std::string literal;
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == '\'') {
        if (!text_.substr(at_ + 1).starts_with('\'')) break;
        ++at_;
      }
      literal += text_[at_];
    }
    return literal;
  }
  /// A name, together with the bracket of its arguments if it is a function.
  void word() {
    const size_t begin = at_;
    while (at_ + 1 < text_.size() && support::isWordCharacter(text_[at_ + 1])) ++at_;
    const std::string name = support::toLower(text_.substr(begin, at_ + 1 - begin));
    if (at_ + 1 == text_.size() || text_[at_ + 1] != '(') return;
    ++at_;
    around_.push_back((around_.empty() || around_.back()) && kChoosing.contains(name));
  }

  std::string_view text_;
  size_t at_;
  std::vector<bool> around_;  ///< of each open bracket: whether what is in it may become the result
};

}  // namespace

bool anyChosen(std::string_view text, const std::function<bool(std::string_view)>& is) {
  for (const std::string_view opening : {"${{", "$["}) {
    for (size_t at = text.find(opening); at != std::string_view::npos; at = text.find(opening, at)) {
      ExpressionReader reader(text, at + opening.size());
      if (reader.any(is)) return true;
      at = reader.at();  // what does not end reaches to the end of the text
    }
  }
  return false;
}

}  // namespace mlpc::credentials
