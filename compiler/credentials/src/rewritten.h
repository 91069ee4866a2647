#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace mlpc::credentials {

/// A text that was made of parts of another, and where these are in the other.
class Rewritten {
 public:
  [[nodiscard]] const std::string& text() const { return text_; }

  /// Appends a part of the original.
  void copy(std::string_view original, size_t begin, size_t end) { add(original.substr(begin, end - begin), begin); }
  /// Appends what stands for something in the original.
  void add(std::string_view text, size_t original) {
    if (text.empty()) return;
    pieces_.push_back({text_.size(), original});
    text_ += text;
  }

  /// Where a place of it is in the original.
  [[nodiscard]] size_t original(size_t at) const {
    const auto after = std::upper_bound(pieces_.begin(), pieces_.end(), at,
                                        [](size_t place, const Piece& piece) { return place < piece.at; });
    if (after == pieces_.begin()) return 0;
    const Piece& piece = *std::prev(after);
    return piece.original + (at - piece.at);
  }
  /// Where something ends that ends there.
  [[nodiscard]] size_t originalEnd(size_t end) const { return end == 0 ? 0 : original(end - 1) + 1; }

 private:
  struct Piece {
    size_t at = 0;
    size_t original = 0;
  };

  std::string text_;
  std::vector<Piece> pieces_;
};

}  // namespace mlpc::credentials
