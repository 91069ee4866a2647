#pragma once

#include <cstdint>
#include <string_view>

#include "mlpc/source/source_manager.h"
#include "wire/json.h"

namespace mlpc::lsp {

/// What a client counts in a line.
enum class Encoding : uint8_t { Utf8, Utf16, Utf32 };
std::string_view nameOf(Encoding encoding);

/// Between bytes of a text and positions of the protocol: `{line, character}`, both from 0.
class Positions {
 public:
  explicit Positions(Encoding encoding = Encoding::Utf16) : encoding_(encoding) {}

  [[nodiscard]] Encoding encoding() const { return encoding_; }
  [[nodiscard]] Json position(const source::SourceFile& file, uint32_t offset) const;
  [[nodiscard]] Json range(const source::SourceFile& file, source::Span span) const;
  /// The byte at a position; beyond the end of a line or of the text, that end.
  [[nodiscard]] uint32_t offset(const source::SourceFile& file, const Json& position) const;
  /// The two ends of a range, the first of them not behind the second.
  [[nodiscard]] std::pair<uint32_t, uint32_t> offsets(const source::SourceFile& file, const Json& range) const;
  /// How long a piece of a line is.
  [[nodiscard]] uint32_t units(std::string_view text) const;

 private:
  Encoding encoding_;
};

}  // namespace mlpc::lsp
