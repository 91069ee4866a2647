#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace mlpc::diag {

// The kinds of things that a message can mention. They keep a caller from passing a file name where a type belongs, and
// are formatted without quotes: the message contains the backticks.

/// A name from the source or from the output.
struct Name {
  std::string text;
  Name(std::string_view value) : text(value) {}
  Name(const std::string& value) : text(value) {}
  Name(const char* value) : text(value) {}
};
/// A type, as written in mlp.
struct TypeName {
  std::string text;
  explicit TypeName(std::string value) : text(std::move(value)) {}
};
/// Source text or a value, quoted as found. Cut at 80 bytes.
struct Text {
  std::string text;
  Text(std::string_view value);
  Text(const std::string& value) : Text(std::string_view(value)) {}
  Text(const char* value) : Text(std::string_view(value)) {}
};
/// A list of alternatives for a person: "`a`, `b` or `c`"; the first twenty, and how many more there are.
struct OneOf {
  std::string text;
  template <typename Range>
  explicit OneOf(const Range& names, std::string_view last = " or ") {
    size_t i = 0;
    size_t n = 0;
    for ([[maybe_unused]] const auto& name : names) ++n;
    constexpr size_t kMost = 20;
    for (const auto& name : names) {
      if (i == kMost && n > kMost + 1) {
        text += std::string(last) + std::to_string(n - kMost) + " more";
        return;
      }
      if (i != 0) text += i + 1 == n ? last : std::string_view(", ");
      text += '`';
      text += name;
      text += '`';
      ++i;
    }
  }
};
/// A count or a number.
struct Number {
  std::string text;
  Number(int64_t value) : text(std::to_string(value)) {}
  Number(size_t value) : text(std::to_string(value)) {}
  Number(uint32_t value) : text(std::to_string(value)) {}
  Number(int value) : text(std::to_string(value)) {}
};
/// Part of a sentence that comes from elsewhere (the operating system, a rule of a target), unchanged.
struct Phrase {
  std::string text;
  explicit Phrase(std::string_view value) : text(value) {}
};

}  // namespace mlpc::diag
