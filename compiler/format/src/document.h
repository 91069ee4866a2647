#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "mlpc/format/format.h"

namespace mlpc::format {

/// Where lines may or must break.
enum class Break : uint8_t {
  Space,  ///< a space while the group is flat
  Soft,   ///< nothing while the group is flat
  Fill,   ///< a space where what follows still fits, even in a group that is broken
  Hard,   ///< always breaks, and so do the groups around it
};

/// A document: the pieces of a text, and where it may break. It is kept as a list of steps, because it is made and laid
/// out from left to right; nothing here recurses.
///
/// Pieces of the source are ranges of its bytes. They come in the order of the source, so the layout knows which bytes
/// of the source lie between those that it prints.
class Document {
 public:
  struct Step {
    enum class Kind : uint8_t {
      Copy,        ///< bytes of the source on one line
      Raw,         ///< bytes of the source on several lines, which stay as they are
      Verbatim,    ///< the same with an indentation of their own
      FenceOpen,   ///< `<<<`, and the end of its line
      FenceLine,   ///< a line of a fence with its line end, behind its indentation
      FenceBlank,  ///< the same for a line without text, which is not indented
      FenceClose,  ///< `>>>`, on a line of its own
      Space,
      Comma,
      CommaIfFlat,
      CommaIfBroken,
      Break,
      Open,
      Close,
      Indent,
      Dedent,
    };
    Kind kind = Kind::Space;
    Break mode = Break::Space;
    bool forced = false;          ///< of a group: it is broken
    bool together = false;        ///< of a group: what is before it should rather break than this
    bool blank = false;           ///< of a break: with an empty line, if it breaks
    bool carriageReturn = false;  ///< of the opening line of a fence: it ends in CR LF
    uint32_t begin = 0;
    uint32_t end = 0;
    uint32_t width = 0;  ///< in code points, up to the first line end
  };

  explicit Document(std::string_view source) : source_(source) {}

  void copy(uint32_t begin, uint32_t end);
  /// Bytes that may contain line ends, which then break the groups around them.
  void raw(uint32_t begin, uint32_t end);
  /// The same, with an indentation of its own if it begins a line.
  void verbatim(uint32_t begin, uint32_t end);
  /// A part of a fence: see Step::Kind.
  void fence(Step::Kind part, uint32_t begin, uint32_t end);
  void space() { add({Step::Kind::Space}); }
  void comma() { add({Step::Kind::Comma}); }
  void commaIfFlat() { add({Step::Kind::CommaIfFlat}); }
  void commaIfBroken() { add({Step::Kind::CommaIfBroken}); }
  void lineBreak(Break mode, bool blank = false);
  void open(bool forced, bool together = false);
  void close();
  /// What follows, up to `release`, does not break the groups around it even if it contains lines of its own: it hangs
  /// behind the first line.
  void hang();
  void release();
  void indent() { add({Step::Kind::Indent}); }
  void dedent() { add({Step::Kind::Dedent}); }
  /// Breaks all groups that are open.
  void force();

  /// Whether something that needs a space in front of a comment was printed last.
  [[nodiscard]] bool endsInText() const;
  [[nodiscard]] size_t size() const { return steps_.size(); }
  /// Forgets the steps from `size` on, which are whole groups.
  void cutTo(size_t size) { steps_.resize(size); }
  /// The same outside all groups; those that were not closed are forgotten too.
  void abandon(size_t size);
  [[nodiscard]] const std::vector<Step>& steps() const { return steps_; }
  [[nodiscard]] std::string_view source() const { return source_; }

 private:
  void add(Step step) { steps_.push_back(step); }

  static constexpr uint32_t kHanging = UINT32_MAX;

  std::string_view source_;
  std::vector<Step> steps_;
  std::vector<uint32_t> open_;  ///< the steps that opened the groups around, or kHanging
};

/// Bytes of the source and where they are in the text.
struct Anchor {
  uint32_t begin = 0;
  uint32_t end = 0;
  uint32_t at = 0;
};

/// A document as text, and the anchors of all its pieces.
struct Layout {
  std::string text;
  std::vector<Anchor> anchors;
};

/// Chooses for each group from the outside in whether it stays on one line: it does if it fits, together with what
/// follows up to the next place where a line may break. That looks ahead no further than one line, so the time is
/// linear in the size of the document.
Layout layOut(const Document& document, const Style& style, std::string_view lineEnd);

}  // namespace mlpc::format
