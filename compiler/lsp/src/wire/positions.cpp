#include "wire/positions.h"

#include <algorithm>

#include "mlpc/support/utf8.h"

namespace mlpc::lsp {
namespace {

uint32_t unitsOf(const support::CodePoint& point, Encoding encoding) {
  if (encoding == Encoding::Utf8) return point.length;
  return encoding == Encoding::Utf16 && point.value > 0xFFFF ? 2 : 1;
}

}  // namespace

std::string_view nameOf(Encoding encoding) {
  switch (encoding) {
    case Encoding::Utf8: return "utf-8";
    case Encoding::Utf16: return "utf-16";
    case Encoding::Utf32: return "utf-32";
  }
  return {};
}

uint32_t Positions::units(std::string_view text) const {
  if (encoding_ == Encoding::Utf8) return static_cast<uint32_t>(text.size());
  uint32_t count = 0;
  for (size_t at = 0; at < text.size();) {
    const support::CodePoint point = support::decodeUtf8(text, at);
    count += unitsOf(point, encoding_);
    at += point.length;
  }
  return count;
}

Json Positions::position(const source::SourceFile& file, uint32_t offset) const {
  offset = std::min(offset, static_cast<uint32_t>(file.text().size()));
  const uint32_t line = file.lineOf(offset);
  const uint32_t start = file.lineStart(line);
  return {{"line", line}, {"character", units(file.text().substr(start, offset - start))}};
}

Json Positions::range(const source::SourceFile& file, source::Span span) const {
  return {{"start", position(file, span.begin)}, {"end", position(file, span.end)}};
}

uint32_t Positions::offset(const source::SourceFile& file, const Json& position) const {
  const auto line = position.at("line").get<uint64_t>();
  const auto character = position.at("character").get<uint64_t>();
  if (line >= file.lineCount()) return static_cast<uint32_t>(file.text().size());
  const std::string_view text = file.lineText(static_cast<uint32_t>(line));
  const uint32_t start = file.lineStart(static_cast<uint32_t>(line));
  uint64_t count = 0;
  size_t at = 0;
  while (at < text.size() && count < character) {
    const support::CodePoint point = support::decodeUtf8(text, at);
    count += unitsOf(point, encoding_);
    // The second half of a pair, or the middle of a sequence: the character itself.
    if (count > character) break;
    at += point.length;
  }
  return start + static_cast<uint32_t>(at);
}

std::pair<uint32_t, uint32_t> Positions::offsets(const source::SourceFile& file, const Json& range) const {
  const uint32_t begin = offset(file, range.at("start"));
  const uint32_t end = offset(file, range.at("end"));
  return {std::min(begin, end), std::max(begin, end)};
}

}  // namespace mlpc::lsp
