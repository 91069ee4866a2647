#include "archive.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>

namespace mlpc::backends::kfp {
namespace {

constexpr size_t kBlock = 512;

/// Writes the fields of a ustar header. Source: POSIX.1-2008, pax, "ustar Interchange Format".
void appendTarEntry(std::string& tar, std::string_view name, std::string_view content) {
  std::array<char, kBlock> header{};
  const auto put = [&](size_t at, std::string_view text) {
    std::copy(text.begin(), text.end(), header.begin() + static_cast<std::ptrdiff_t>(at));
  };
  const auto octal = [&](size_t at, size_t digits, uint64_t value) {
    for (size_t i = digits; i-- > 0; value >>= 3U) header[at + i] = static_cast<char>('0' + (value & 7U));
  };
  // A longer path is cut at a slash: the front goes into the prefix.
  size_t cut = 0;
  if (name.size() > 100) {
    cut = name.find('/', name.size() - 101);
    if (cut == std::string_view::npos || cut > 155) cut = 0;
  }
  if (cut != 0) {
    put(345, name.substr(0, cut));
    put(0, name.substr(cut + 1).substr(0, 100));
  } else {
    put(0, name.substr(0, 100));
  }
  octal(100, 7, 0644);
  octal(108, 7, 0);
  octal(116, 7, 0);
  octal(124, 11, content.size());
  octal(136, 11, 0);
  put(148, "        ");
  header[156] = '0';
  put(257, std::string_view("ustar\00000", 8));
  uint32_t sum = 0;
  for (const char c : header) sum += static_cast<uint8_t>(c);
  octal(148, 6, sum);
  header[154] = '\0';
  tar.append(header.data(), header.size());
  tar += content;
  tar.append((kBlock - content.size() % kBlock) % kBlock, '\0');
}

uint32_t crc32(std::string_view data) {
  static const std::array<uint32_t, 256> table = [] {
    std::array<uint32_t, 256> result{};
    for (uint32_t i = 0; i < 256; ++i) {
      uint32_t value = i;
      for (int bit = 0; bit < 8; ++bit) value = (value & 1U) != 0 ? 0xEDB88320U ^ (value >> 1U) : value >> 1U;
      result[i] = value;
    }
    return result;
  }();
  uint32_t crc = 0xFFFFFFFFU;
  for (const char c : data) crc = table[(crc ^ static_cast<uint8_t>(c)) & 0xFFU] ^ (crc >> 8U);
  return ~crc;
}

/// Deflate (RFC 1951) in one block of fixed codes, with the nearest match of the last 32 KiB that a hash of three bytes
/// finds.
class Deflater {
 public:
  explicit Deflater(std::string_view data) : data_(data) {}

  std::string run() {
    bits(1, 1);  // last block
    bits(1, 2);  // fixed codes
    std::vector<size_t> newest(kBuckets, kNone);
    for (size_t at = 0; at < data_.size();) {
      size_t length = 0;
      size_t from = 0;
      if (at + kShortest <= data_.size()) {
        size_t& bucket = newest[hash(at)];
        if (bucket != kNone && at - bucket <= kWindow) {
          from = bucket;
          length = matchLength(from, at);
        }
        bucket = at;
      }
      if (length < kShortest) {
        literal(static_cast<uint8_t>(data_[at++]));
        continue;
      }
      match(length, at - from);
      for (size_t end = at + length; ++at < end;) {
        if (at + kShortest <= data_.size()) newest[hash(at)] = at;
      }
    }
    literal(kEndOfBlock);
    if (used_ != 0) out_ += static_cast<char>(pending_);
    return std::move(out_);
  }

 private:
  static constexpr size_t kShortest = 3;
  static constexpr size_t kLongest = 258;
  static constexpr size_t kWindow = 32768;
  static constexpr size_t kBuckets = 1U << 15U;
  static constexpr size_t kNone = ~size_t{0};
  static constexpr uint32_t kEndOfBlock = 256;

  [[nodiscard]] uint32_t hash(size_t at) const {
    const auto byte = [&](size_t i) { return static_cast<uint32_t>(static_cast<uint8_t>(data_[at + i])); };
    return ((byte(0) << 16U | byte(1) << 8U | byte(2)) * 2654435761U) >> 17U;
  }

  [[nodiscard]] size_t matchLength(size_t from, size_t at) const {
    const size_t limit = std::min(kLongest, data_.size() - at);
    size_t length = 0;
    while (length < limit && data_[from + length] == data_[at + length]) ++length;
    return length;
  }

  void bits(uint32_t value, uint32_t count) {
    for (uint32_t i = 0; i < count; ++i) {
      pending_ |= (value >> i & 1U) << used_;
      if (++used_ == 8) {
        out_ += static_cast<char>(pending_);
        pending_ = 0;
        used_ = 0;
      }
    }
  }
  /// Huffman codes go out from their highest bit on.
  void code(uint32_t value, uint32_t count) {
    for (uint32_t i = count; i-- > 0;) bits(value >> i & 1U, 1);
  }
  void literal(uint32_t symbol) {
    if (symbol < 144) {
      code(0x30 + symbol, 8);
    } else if (symbol < 256) {
      code(0x190 + symbol - 144, 9);
    } else if (symbol < 280) {
      code(symbol - 256, 7);
    } else {
      code(0xC0 + symbol - 280, 8);
    }
  }
  void match(size_t length, size_t distance) {
    static constexpr std::array<uint16_t, 29> kLengths = {3,  4,  5,  6,   7,   8,   9,   10,  11, 13,
                                                          15, 17, 19, 23,  27,  31,  35,  43,  51, 59,
                                                          67, 83, 99, 115, 131, 163, 195, 227, 258};
    static constexpr std::array<uint16_t, 30> kDistances = {
        1,   2,   3,   4,   5,   7,    9,    13,   17,   25,   33,   49,   65,    97,    129,
        193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577};
    const auto slot = [](const auto& starts, size_t value) {
      return static_cast<uint32_t>(std::upper_bound(starts.begin(), starts.end(), value) - starts.begin() - 1);
    };
    const uint32_t lengthSlot = slot(kLengths, length);
    literal(257 + lengthSlot);
    const uint32_t lengthBits = lengthSlot < 8 || lengthSlot == 28 ? 0 : (lengthSlot - 4) / 4;
    bits(static_cast<uint32_t>(length) - kLengths[lengthSlot], lengthBits);
    const uint32_t distanceSlot = slot(kDistances, distance);
    code(distanceSlot, 5);
    const uint32_t distanceBits = distanceSlot < 4 ? 0 : (distanceSlot - 2) / 2;
    bits(static_cast<uint32_t>(distance) - kDistances[distanceSlot], distanceBits);
  }

  std::string_view data_;
  std::string out_;
  uint32_t pending_ = 0;
  uint32_t used_ = 0;
};

void appendLittleEndian(std::string& out, uint32_t value) {
  for (int i = 0; i < 4; ++i, value >>= 8U) out += static_cast<char>(value & 0xFFU);
}

}  // namespace

std::string gzip(std::string_view data) {
  std::string out("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff", 10);
  out += Deflater(data).run();
  appendLittleEndian(out, crc32(data));
  appendLittleEndian(out, static_cast<uint32_t>(data.size()));
  return out;
}

std::string base64(std::string_view data) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve((data.size() + 2) / 3 * 4);
  for (size_t i = 0; i < data.size(); i += 3) {
    uint32_t group = 0;
    for (size_t j = 0; j < 3; ++j) {
      group = group << 8U | (i + j < data.size() ? static_cast<uint8_t>(data[i + j]) : 0U);
    }
    for (size_t j = 0; j < 4; ++j) out += i + j <= data.size() ? kDigits[group >> (18 - 6 * j) & 0x3FU] : '=';
  }
  return out;
}

std::string packFiles(const std::vector<std::pair<std::string, std::string>>& files) {
  std::string tar;
  for (const auto& [name, content] : files) appendTarEntry(tar, name, content);
  tar.append(2 * kBlock, '\0');
  return base64(gzip(tar));
}

}  // namespace mlpc::backends::kfp
