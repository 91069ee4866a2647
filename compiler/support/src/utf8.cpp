#include "mlpc/support/utf8.h"

#include <algorithm>
#include <cstring>

namespace mlpc::support {

bool isUtf8(std::string_view text) {
  size_t at = 0;
  while (at < text.size()) {
    // Most text is ASCII, which is looked at eight bytes at a time.
    uint64_t word = 0;
    const size_t count = std::min(text.size() - at, sizeof(word));
    std::memcpy(&word, text.data() + at, count);
    if ((word & 0x8080808080808080U) == 0) {
      at += count;
      continue;
    }
    const CodePoint point = decodeUtf8(text, at);
    if (!point.valid) return false;
    at += point.length;
  }
  return true;
}

}  // namespace mlpc::support
