#pragma once

#include <cstdint>
#include <vector>

#include "mlpc/syntax/parsed_file.h"

namespace mlpc::format {

/// What is formatted or left alone as a whole: a declaration, or several of them with text between them that is neither
/// tokens nor comments. Tokens are [first, last), bytes [begin, end).
struct Segment {
  uint32_t first = 0;
  uint32_t last = 0;
  uint32_t begin = 0;
  uint32_t end = 0;
  /// Whether all of it was understood.
  bool safe = false;
  /// The declaration, if it is a single one.
  syntax::DeclId decl;
};

/// The segments of a file, in order. Between them are only whitespace and comments.
std::vector<Segment> findSegments(const syntax::ParsedFile& file);

/// Whether `text[begin, end)` contains only whitespace.
bool isSpace(std::string_view text, uint32_t begin, uint32_t end);

}  // namespace mlpc::format
