#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace re2 {
class RE2;
}

namespace mlpc::sema {

/// The regular expression of a `@pattern`, for whole strings. Matching takes linear time: a pattern that would need
/// backtracking (back references, look-around) is not valid.
class Pattern {
 public:
  explicit Pattern(std::string_view pattern);
  ~Pattern();
  Pattern(const Pattern&) = delete;
  Pattern& operator=(const Pattern&) = delete;
  /// False, with the reason in `problem`, if it cannot be used.
  [[nodiscard]] bool valid(std::string& problem) const;
  /// Never matches if the pattern is not valid.
  [[nodiscard]] bool matches(std::string_view text) const;

 private:
  std::unique_ptr<re2::RE2> expression_;
};

}  // namespace mlpc::sema
