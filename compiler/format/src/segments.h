#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "mlpc/syntax/parsed_file.h"

namespace mlpc::format {

/// What is formatted or left alone as a whole: a declaration or a statement, or several of them with text between them
/// that is neither tokens nor comments. Tokens are [first, last), bytes [begin, end).
struct Segment {
  uint32_t first = 0;
  uint32_t last = 0;
  uint32_t begin = 0;
  uint32_t end = 0;
  /// Whether all of it was understood.
  bool safe = false;
  /// The node, if it is a single one.
  syntax::DeclId decl;
  syntax::StmtId stmt;
};

/// Divides a file into what was understood and what was not.
class Segments {
 public:
  explicit Segments(const syntax::ParsedFile& file);

  /// The declarations, in order. Between them are only whitespace and comments.
  [[nodiscard]] std::vector<Segment> declarations() const;
  /// The same for the statements of a block, whose braces are the tokens `opener` and `closer`; none if something was
  /// passed over next to a brace.
  [[nodiscard]] std::vector<Segment> statements(const syntax::Block& block, uint32_t opener, uint32_t closer) const;
  /// The token that begins at a byte, or the next one.
  [[nodiscard]] uint32_t tokenAt(uint32_t byte) const;

 private:
  /// What is in front of a token that is neither whitespace nor a comment, from its first byte to its last; empty if
  /// there is nothing.
  struct Junk {
    uint32_t begin = 0;
    uint32_t end = 0;

    [[nodiscard]] bool empty() const { return end == 0; }
  };
  void markGaps();
  void markGap(uint32_t from, uint32_t to, Junk& junk) const;
  /// The segments that begin with the given tokens and end before `last`, whatever they are.
  [[nodiscard]] std::vector<Segment> divided(std::vector<Segment> segments, uint32_t first, uint32_t last) const;
  [[nodiscard]] bool isSafe(const Segment& segment, source::Span node) const;
  /// Text that was passed over stays where it is, and so does what is on its lines.
  [[nodiscard]] std::vector<Segment> joined(const std::vector<Segment>& segments) const;
  /// What is left alone keeps its indentation, which decides how broken text is read.
  void keepIndentation(std::vector<Segment>& segments) const;

  const syntax::ParsedFile& file_;
  std::string_view text_;
  std::vector<Junk> junk_;  ///< by token
};

/// Whether `text[begin, end)` contains only whitespace.
bool isSpace(std::string_view text, uint32_t begin, uint32_t end);

}  // namespace mlpc::format
