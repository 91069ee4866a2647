#include "wire/transport.h"

#include <charconv>
#include <istream>
#include <ostream>

#include "mlpc/support/text.h"

namespace mlpc::lsp {
namespace {

constexpr std::string_view kLength = "Content-Length:";
/// Of one message, in bytes. A document of the size that the compiler reads at most fits.
constexpr size_t kMost = size_t{256} << 20U;
/// Of a line of a header; what is longer is not one.
constexpr size_t kMostOfLine = 4096;

/// What is nested deeper is not a message of the protocol, and too deep for the recursion that works on JSON.
constexpr int kMostNested = 500;

bool isDeep(std::string_view json) {
  int depth = 0;
  bool inString = false;
  for (size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (c == '"') inString = !inString;
    if (inString && c == '\\') ++i;
    if (inString) continue;
    if (c == '[' || c == '{') ++depth;
    if (c == ']' || c == '}') --depth;
    if (depth > kMostNested) return true;
  }
  return false;
}

}  // namespace

bool Transport::more() {
  std::streambuf& from = *in_.rdbuf();
  if (from.sgetc() == std::char_traits<char>::eof()) return false;
  char block[1U << 16U];
  const std::streamsize there = std::clamp<std::streamsize>(from.in_avail(), 1, sizeof block);
  const std::streamsize got = from.sgetn(block, there);
  buffer_.append(block, static_cast<size_t>(got));
  return got > 0;
}

std::optional<size_t> Transport::header() {
  std::optional<size_t> length;
  while (true) {
    const size_t end = buffer_.find('\n');
    if (end == std::string::npos) {
      // Without a line end for so long, only a header in its last bytes can still begin.
      if (buffer_.size() > kMostOfLine && buffer_.rfind(kLength) == std::string::npos)
        buffer_.erase(0, buffer_.size() - kLength.size());
      if (!more()) return std::nullopt;
      continue;
    }
    std::string_view line(buffer_.data(), end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    const bool empty = line.empty();
    // After a message whose length was too short, its rest is before the header.
    // Names of headers are compared as in HTTP.
    if (const size_t at = support::toLower(line).rfind(support::toLower(kLength)); at != std::string::npos) {
      line.remove_prefix(at + kLength.size());
      while (line.starts_with(' ')) line.remove_prefix(1);
      size_t value = 0;
      const auto [stop, error] = std::from_chars(line.data(), line.data() + line.size(), value);
      length.reset();
      if (error == std::errc() && stop == line.data() + line.size() && value <= kMost) length = value;
    }
    buffer_.erase(0, end + 1);
    if (empty && length) return length;
  }
}

std::optional<std::variant<Json, Transport::Garbage>> Transport::read() {
  const std::optional<size_t> length = header();
  if (!length) return std::nullopt;
  while (buffer_.size() < *length) {
    if (!more()) return std::nullopt;
  }
  if (isDeep(std::string_view(buffer_).substr(0, *length))) {
    buffer_.erase(0, *length);
    return Garbage{"it is nested too deeply"};
  }
  try {
    Json message = Json::parse(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(*length));
    buffer_.erase(0, *length);
    return message;
  } catch (const Json::exception& error) {
    const std::string_view taken = std::string_view(buffer_).substr(0, *length);
    size_t next = std::min(taken.find(kLength), taken.size());
    // The next header may begin in the last bytes.
    for (size_t size = std::min(kLength.size() - 1, taken.size()); next == taken.size() && size > 0; --size) {
      if (taken.ends_with(kLength.substr(0, size))) next -= size;
    }
    buffer_.erase(0, next);
    return Garbage{error.what()};
  }
}

void Transport::write(const Json& message) {
  // Text of files may be any bytes.
  const std::string text = message.dump(-1, ' ', false, Json::error_handler_t::replace);
  const std::lock_guard lock(writing_);
  out_ << kLength << ' ' << text.size() << "\r\n\r\n" << text << std::flush;
}

}  // namespace mlpc::lsp
