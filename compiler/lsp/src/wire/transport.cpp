#include "wire/transport.h"

#include <charconv>
#include <istream>
#include <ostream>

namespace mlpc::lsp {
namespace {

constexpr std::string_view kLength = "Content-Length:";
/// Of one message, in bytes. A document of the size that the compiler reads at most fits.
constexpr size_t kMost = size_t{256} << 20U;
/// Of a line of a header; what is longer is none.
constexpr size_t kMostOfLine = 4096;

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
    if (const size_t at = line.rfind(kLength); at != std::string_view::npos) {
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
  try {
    Json message = Json::parse(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(*length));
    buffer_.erase(0, *length);
    return message;
  } catch (const Json::exception& error) {
    const size_t next = std::string_view(buffer_).substr(0, *length).find(kLength);
    buffer_.erase(0, next == std::string::npos ? *length : next);
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
