#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mlpc::embedded {

/// Code into which one mistake was introduced.
struct Mutant {
  std::string code;
  std::string what;     ///< for the message of a failure
  uint32_t at = 0;      ///< where the change is
  std::string removed;  ///< what was removed there; empty if something was inserted
};

/// Removes each `token`, one at a time.
inline void without(std::vector<Mutant>& out, std::string_view code, std::string_view token) {
  for (size_t at = code.find(token); at != std::string_view::npos; at = code.find(token, at + token.size())) {
    std::string changed(code);
    changed.erase(at, token.size());
    out.push_back({changed, "without `" + std::string(token) + "`", static_cast<uint32_t>(at), std::string(token)});
  }
}

/// Inserts `extra` after each `token`, one at a time.
inline void after(std::vector<Mutant>& out, std::string_view code, std::string_view token, std::string_view extra) {
  for (size_t at = code.find(token); at != std::string_view::npos; at = code.find(token, at + token.size())) {
    std::string changed(code);
    changed.insert(at + token.size(), extra);
    out.push_back({changed,
                   "`" + std::string(extra) + "` behind `" + std::string(token) + "`",
                   static_cast<uint32_t>(at + token.size()),
                   {}});
  }
}

struct Place {
  unsigned line = 0;    ///< from 1
  unsigned column = 0;  ///< from 0
};
inline Place placeOf(std::string_view code, uint32_t at) {
  Place place{1, 0};
  for (uint32_t i = 0; i < at && i < code.size(); ++i) {
    if (code[i] == '\n') {
      ++place.line;
      place.column = 0;
    } else {
      ++place.column;
    }
  }
  return place;
}

/// What `program` prints when it runs the file `text`.
std::string runFile(const std::string& program, const std::string& text);

}  // namespace mlpc::embedded
