#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "document.h"
#include "mlpc/syntax/parsed_file.h"
#include "segments.h"

namespace mlpc::format {

/// Makes the document of a file from its tokens, by the rules of the grammar: each token is printed once and in order,
/// so that none can be lost, and the comments between two tokens with the second of them, or behind the first.
class Writer {
 public:
  /// `inside`: statements are formatted even if there are errors elsewhere in their declaration.
  Writer(const syntax::ParsedFile& file, bool inside);

  Document write();

 private:
  using Kind = syntax::TokenKind;
  /// A token that the grammar does not allow here, so that the declaration is not what it seems.
  struct Unexpected {};
  using Print = void (Writer::*)();
  /// How the members between brackets are separated.
  struct Separation {
    bool spaced = false;  ///< spaces behind the opener and before the closer, on one line
    bool commas = false;  ///< also at the ends of lines
  };
  /// An operator of the expression that is being printed; for `?`, `colon` is the token of its `:`.
  struct Operator {
    uint32_t token = 0;
    uint32_t colon = 0;
    int rank = 0;
  };
  struct Row;

  // ---- writer.cpp: tokens, comments, breaks
  [[nodiscard]] Kind kind(uint32_t ahead = 0) const;
  [[nodiscard]] uint32_t beginOf(uint32_t token) const;
  [[nodiscard]] bool sameLine(uint32_t from, uint32_t to) const;
  [[nodiscard]] bool blankBetween(uint32_t from, uint32_t to) const;
  [[nodiscard]] std::string_view textOf(const syntax::Comment& comment) const;
  /// Prints the next token, and in front of it the comments that have not been printed.
  void token();
  void token(Kind expected);
  void space() { document_.space(); }
  /// A break in front of the next token. Comments behind the last token stay there; others follow the break.
  void lineBreak(Break mode, bool mayBeBlank, uint32_t next);
  void lineBreak(Break mode, bool mayBeBlank = false) { lineBreak(mode, mayBeBlank, beginOf(at_)); }
  /// The same in front of a closer: the comments before it are inside the brackets.
  void closingBreak(Break mode);
  void comment();
  /// Comments in the middle of something keep their lines.
  void commentsInside(uint32_t next);
  /// The comments before the next token, which is on a line with the last of them or on the next one.
  void leadingComments(uint32_t next);
  /// Comments that end the line of the last token; whether one of them goes to its end.
  bool trailingComments(uint32_t next, bool closing);
  [[nodiscard]] uint32_t commentsBefore(uint32_t next) const;
  void skipComma();

  // ---- items.cpp: members between brackets, and directives to leave some alone
  void members(Print print, Separation separation, bool mayHang, bool together = false);
  [[nodiscard]] bool atCloser() const;
  /// Prints an item, or its bytes if a comment asks for that.
  void item(Print print);
  /// What the comments that were printed last, those behind `end` in the source, ask for.
  enum class Directive : uint8_t { None, Skip, Off };
  [[nodiscard]] Directive directiveBehind(uint32_t end) const;
  /// Whether a comment in [from, to) ends what `off` began.
  [[nodiscard]] bool turnsOn(uint32_t from, uint32_t to) const;
  void keep(uint32_t begin, uint32_t end);
  [[nodiscard]] bool expandedInSource(uint32_t opener) const;
  /// The comma, or the opener, behind which the last member begins if it may hang behind the others on one line;
  /// otherwise the closer.
  [[nodiscard]] uint32_t beforeHanging(uint32_t opener) const;
  /// Whether the only member begins with a bracket and ends with its closer.
  [[nodiscard]] bool onlyBrackets(uint32_t opener) const;

  // ---- declarations.cpp
  void sequence(const std::vector<Segment>& segments, bool inBlock);
  void segment(const Segment& segment);
  /// The statements of a declaration or statement in which not everything was understood. False if it has none.
  bool partly(const Segment& segment);
  void leave(const Segment& segment, uint32_t end);
  void declaration();
  void callable();
  void decorators();
  void parameters(bool together);
  void parameter();
  void path();

  // ---- types.cpp
  void type();
  void typeTerm();
  void typeArguments();
  void typeField();

  // ---- statements.cpp
  void block();
  /// The braces and what is between them; the group is the caller's.
  void blockOf();
  /// Whether the block at the next token is on several lines.
  [[nodiscard]] bool brokenInSource() const;
  void statement();
  /// `const x: T = `, `let x = `: up to the value.
  void assigned();
  void let();
  void structured();
  void wordStatement();
  void settings();

  // ---- expressions.cpp
  void expression();
  void row(const Row& row, size_t first, size_t last);
  void operand();
  void suffixes();
  [[nodiscard]] bool atSuffix() const;
  void arguments();
  void argument();
  void list();
  void listItem();
  void record();
  void member();
  void textRun();
  void fence();
  [[nodiscard]] uint32_t afterOperand(uint32_t token) const;

  [[nodiscard]] bool opensBracket(uint32_t token) const;
  /// Finds the closer of each bracket, and the end of each string and fence with placeholders.
  void matchBrackets(const Segment& segment);

  const syntax::ParsedFile& file_;
  Segments segments_;
  bool inside_;
  std::string_view text_;
  const std::vector<syntax::Token>& tokens_;
  const std::vector<syntax::Comment>& comments_;
  Document document_;
  uint32_t at_ = 0;               ///< the next token
  uint32_t end_ = 0;              ///< behind the last token of the declaration
  uint32_t comment_ = 0;          ///< the next comment
  uint32_t lastEnd_ = 0;          ///< of what was printed last, in the source
  uint32_t fence_ = 0;            ///< the next fence
  bool deepens_ = false;          ///< the lines of the next expression are followed by a block
  std::vector<uint32_t> match_;   ///< by token
  std::vector<uint32_t> colons_;  ///< by token: the `:` of a `?`
  /// The content of each fence and its indentation, in order.
  struct FenceText {
    source::Span content;
    uint32_t indent = 0;
  };
  std::vector<FenceText> fences_;
};

}  // namespace mlpc::format
