#include "yaml_quoted.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace mlpc::importers::kfp {
namespace {

constexpr std::array<std::pair<char, std::string_view>, 18> kEscapes = {{
    {'0', std::string_view("\0", 1)},
    {'a', "\a"},
    {'b', "\b"},
    {'t', "\t"},
    {'\t', "\t"},
    {'n', "\n"},
    {'v', "\v"},
    {'f', "\f"},
    {'r', "\r"},
    {'e', "\x1B"},
    {' ', " "},
    {'"', "\""},
    {'\\', "\\"},
    {'/', "/"},
    {'N', "\xC2\x85"},
    {'_', "\xC2\xA0"},
    {'L', "\xE2\x80\xA8"},
    {'P', "\xE2\x80\xA9"},
}};

void appendCodePoint(std::string& out, uint32_t code) {
  if (code < 0x80) {
    out += static_cast<char>(code);
    return;
  }
  if (code < 0x800) {
    out += static_cast<char>(0xC0U | code >> 6);
  } else if (code < 0x10000) {
    out += static_cast<char>(0xE0U | code >> 12);
    out += static_cast<char>(0x80U | (code >> 6 & 0x3FU));
  } else {
    out += static_cast<char>(0xF0U | code >> 18);
    out += static_cast<char>(0x80U | (code >> 12 & 0x3FU));
    out += static_cast<char>(0x80U | (code >> 6 & 0x3FU));
  }
  out += static_cast<char>(0x80U | (code & 0x3FU));
}

class QuotedReader {
 public:
  explicit QuotedReader(std::string_view text) : text_(text) {}

  std::optional<std::string> run() {
    if (text_.empty() || (text_.front() != '\'' && text_.front() != '"')) return std::nullopt;
    const char quote = text_.front();
    for (at_ = 1; at_ < text_.size();) {
      const char c = text_[at_];
      if (c == quote) {
        if (quote == '"' || at_ + 1 == text_.size() || text_[at_ + 1] != '\'') return std::move(out_);
        out_ += '\'';
        at_ += 2;
      } else if (c == '\\' && quote == '"') {
        if (!escape()) return std::nullopt;
      } else if (isBlank(c) || isBreak(c)) {
        blanks();
      } else {
        out_ += c;
        ++at_;
      }
    }
    return std::nullopt;
  }

 private:
  static bool isBlank(char c) { return c == ' ' || c == '\t'; }
  static bool isBreak(char c) { return c == '\n' || c == '\r'; }

  void skipBreak() { at_ += text_.substr(at_).starts_with("\r\n") ? 2 : 1; }

  /// Skips empty lines and the margin of the first line that is not empty.
  size_t emptyLines() {
    size_t count = 0;
    while (at_ < text_.size() && (isBlank(text_[at_]) || isBreak(text_[at_]))) {
      if (isBlank(text_[at_])) {
        ++at_;
      } else {
        skipBreak();
        ++count;
      }
    }
    return count;
  }

  void blanks() {
    const size_t from = at_;
    while (at_ < text_.size() && isBlank(text_[at_])) ++at_;
    if (at_ == text_.size() || !isBreak(text_[at_])) {
      out_ += text_.substr(from, at_ - from);
      return;
    }
    skipBreak();
    const size_t empty = emptyLines();
    if (empty == 0) {
      out_ += ' ';
    } else {
      out_.append(empty, '\n');
    }
  }

  bool escape() {
    if (++at_ == text_.size()) return false;
    const char c = text_[at_];
    if (isBreak(c)) {
      skipBreak();
      out_.append(emptyLines(), '\n');
      return true;
    }
    ++at_;
    if (c == 'x' || c == 'u' || c == 'U') return codePoint(c == 'x' ? 2 : c == 'u' ? 4 : 8);
    const auto found =
        std::find_if(kEscapes.begin(), kEscapes.end(), [&](const auto& escape) { return escape.first == c; });
    if (found == kEscapes.end()) return false;
    out_ += found->second;
    return true;
  }

  bool hex(size_t digits, uint32_t& code) {
    if (text_.size() - at_ < digits) return false;
    code = 0;
    for (size_t i = 0; i < digits; ++i) {
      const char c = text_[at_++];
      const bool letter = (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
      if (!letter && (c < '0' || c > '9')) return false;
      code = code << 4 | static_cast<uint32_t>(letter ? (c & 0x0F) + 9 : c - '0');
    }
    return true;
  }

  /// JSON writes a character beyond U+FFFF as two.
  bool pair(uint32_t high) {
    at_ += 2;
    uint32_t low = 0;
    if (!hex(4, low) || low < 0xDC00 || low > 0xDFFF) return false;
    appendCodePoint(out_, 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00));
    return true;
  }

  bool codePoint(size_t digits) {
    uint32_t code = 0;
    if (!hex(digits, code)) return false;
    if (digits == 4 && code >= 0xD800 && code < 0xDC00 && text_.substr(at_).starts_with("\\u")) return pair(code);
    if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return false;
    appendCodePoint(out_, code);
    return true;
  }

  std::string_view text_;
  std::string out_;
  size_t at_ = 0;
};

}  // namespace

std::optional<std::string> readQuoted(std::string_view text) { return QuotedReader(text).run(); }

}  // namespace mlpc::importers::kfp
