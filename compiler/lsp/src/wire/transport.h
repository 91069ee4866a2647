#pragma once

#include <iosfwd>
#include <mutex>
#include <optional>
#include <string>
#include <variant>

#include "wire/json.h"

namespace mlpc::lsp {

/// The messages on a pair of streams, each behind a header with its length. One thread may read while others write.
class Transport {
 public:
  Transport(std::istream& in, std::ostream& out) : in_(in), out_(out) {}

  /// A message that is not JSON.
  struct Garbage {
    std::string why;
  };
  /// The next message; nothing at the end of the input. What is not a message is skipped: reading continues at the next
  /// header, even if that is inside what a wrong length has taken for a message.
  std::optional<std::variant<Json, Garbage>> read();
  void write(const Json& message);

 private:
  /// Reads on; false at the end of the input.
  bool more();
  /// Takes the next header and returns the length that it gives.
  std::optional<size_t> header();

  std::istream& in_;
  std::ostream& out_;
  std::mutex writing_;
  std::string buffer_;  ///< what was read and not yet taken
};

}  // namespace mlpc::lsp
