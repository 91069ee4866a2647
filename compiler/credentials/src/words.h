#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string_view>

#include "mlpc/support/characters.h"

namespace mlpc::credentials {

/// A few sorted words.
template <size_t N>
class WordList {
 public:
  template <typename... Texts>
  constexpr explicit WordList(Texts... texts) : words_{std::string_view(texts)...} {
    std::sort(words_.begin(), words_.end());
  }
  [[nodiscard]] constexpr bool contains(std::string_view word) const {
    return std::binary_search(words_.begin(), words_.end(), word);
  }

 private:
  std::array<std::string_view, N> words_;
};
template <typename... Texts>
struct WordSet : WordList<sizeof...(Texts)> {
  constexpr explicit WordSet(Texts... texts) : WordList<sizeof...(Texts)>(texts...) {}
};
template <typename... Texts>
WordSet(Texts...) -> WordSet<Texts...>;

/// The last words of a name in lower case. They end at everything but letters, and where the case changes:
/// `APIKey` is `api`, `key`. Of a long name only the end counts.
class Words {
 public:
  explicit Words(std::string_view name) {
    constexpr size_t kLongestName = 64;
    if (name.size() > kLongestName) name.remove_prefix(name.size() - kLongestName);
    size_t begin = 0;
    for (size_t i = 0; i <= name.size(); ++i) {
      const bool letter = i < name.size() && support::isLetter(name[i]);
      const bool split = letter && i > begin && support::isUpper(name[i]) &&
                         (support::isLower(name[i - 1]) || (i + 1 < name.size() && support::isLower(name[i + 1])));
      if (letter) text_[i] = support::isUpper(name[i]) ? static_cast<char>(name[i] + 32) : name[i];
      if (letter && !split) continue;
      if (i > begin) push(std::string_view(text_.data() + begin, i - begin));
      begin = letter ? i : i + 1;
    }
  }
  Words(const Words&) = delete;
  Words& operator=(const Words&) = delete;

  [[nodiscard]] size_t size() const { return size_; }
  [[nodiscard]] std::string_view operator[](size_t i) const { return words_[i]; }

 private:
  void push(std::string_view word) {
    if (size_ == words_.size()) {
      std::move(words_.begin() + 1, words_.end(), words_.begin());
      --size_;
    }
    words_[size_++] = word;
  }

  std::array<char, 64> text_{};
  std::array<std::string_view, 8> words_;
  size_t size_ = 0;
};

}  // namespace mlpc::credentials
