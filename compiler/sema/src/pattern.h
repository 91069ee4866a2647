#pragma once

#include <string>
#include <string_view>

namespace mlpc::sema {

/// The regular expression of a `@pattern`, for whole texts. Matching takes linear time: what needs backtracking (back
/// references, look-around) is no valid pattern.
class Pattern {
 public:
  explicit Pattern(std::string_view pattern);
  /// False with the reason in `problem` if it cannot be used.
  [[nodiscard]] bool valid(std::string& problem) const;
  [[nodiscard]] bool matches(std::string_view text) const;

 private:
  std::string posix_;
  std::string problem_;
};

}  // namespace mlpc::sema
