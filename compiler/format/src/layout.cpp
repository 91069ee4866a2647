#include <algorithm>

#include "document.h"

namespace mlpc::format {
namespace {

using Step = Document::Step;
using StepKind = Document::Step::Kind;

/// Prints the steps of a document one after the other.
class LinePrinter {
 public:
  LinePrinter(const Document& document, const Style& style, std::string_view lineEnd)
      : steps_(document.steps()), source_(document.source()), style_(style), lineEnd_(lineEnd) {
    out_.text.reserve(source_.size() + source_.size() / 8);
  }

  Layout run() {
    for (size_t i = 0; i < steps_.size(); ++i) print(i);
    return std::move(out_);
  }

 private:
  /// A group that is open.
  struct Group {
    bool broken = false;
    uint32_t line = 0;  ///< on which it was opened
  };

  void print(size_t index);
  void copy(const Step& step);
  void newLine(bool blank);
  void indentLine(uint32_t levels);
  [[nodiscard]] bool broken() const { return groups_.empty() || groups_.back().broken; }
  [[nodiscard]] bool breaks(const Step& group, size_t index) const;
  [[nodiscard]] bool fits(size_t from, uint32_t column, bool inGroup) const;

  const std::vector<Step>& steps_;
  std::string_view source_;
  const Style& style_;
  std::string_view lineEnd_;
  Layout out_;
  std::vector<Group> groups_;
  uint32_t level_ = 0;      ///< of indentation
  uint32_t lineLevel_ = 0;  ///< what it was when the line was broken
  uint32_t column_ = 0;
  uint32_t line_ = 0;
  bool lineBegins_ = false;  ///< nothing has been printed on this line, not even its indentation
};

void LinePrinter::indentLine(uint32_t levels) {
  out_.text.append(size_t{levels} * style_.indent, ' ');
  column_ = levels * style_.indent;
  lineBegins_ = false;
}

void LinePrinter::copy(const Step& step) {
  if (lineBegins_) indentLine(lineLevel_);
  out_.anchors.push_back({step.begin, step.end, static_cast<uint32_t>(out_.text.size())});
  out_.text += source_.substr(step.begin, step.end - step.begin);
  column_ += step.width;
}

void LinePrinter::newLine(bool blank) {
  while (!out_.text.empty() && out_.text.back() == ' ' && !lineBegins_) out_.text.pop_back();
  out_.text += lineEnd_;
  if (blank) out_.text += lineEnd_;
  lineBegins_ = true;
  lineLevel_ = level_;
  column_ = level_ * style_.indent;
  ++line_;
}

void LinePrinter::print(size_t index) {
  const Step& step = steps_[index];
  switch (step.kind) {
    case StepKind::Copy: copy(step); break;
    case StepKind::Verbatim: lineBegins_ = false; [[fallthrough]];
    case StepKind::Raw: {
      copy(step);
      const std::string_view text = source_.substr(step.begin, step.end - step.begin);
      column_ = static_cast<uint32_t>(text.size() - text.rfind('\n') - 1);
      ++line_;
      break;
    }
    case StepKind::FenceOpen:
      copy(step);
      out_.text += step.carriageReturn ? "\r\n" : "\n";
      lineBegins_ = true;
      ++line_;
      break;
    case StepKind::FenceLine:
      indentLine(level_ + 1);
      copy(step);
      lineBegins_ = true;
      break;
    case StepKind::FenceBlank:
      lineBegins_ = false;
      copy(step);
      lineBegins_ = true;
      break;
    case StepKind::FenceClose:
      indentLine(level_);
      copy(step);
      column_ = level_ * style_.indent + (step.end - step.begin);
      break;
    case StepKind::Space:
      out_.text += ' ';
      ++column_;
      break;
    case StepKind::CommaIfFlat:
    case StepKind::CommaIfBroken:
      if (broken() == (step.kind == StepKind::CommaIfFlat)) break;
      [[fallthrough]];
    case StepKind::Comma:
      out_.text += ',';
      ++column_;
      break;
    case StepKind::Break: {
      const bool fills = step.mode == Break::Fill && fits(index + 1, column_ + 1, false);
      if (step.mode == Break::Hard || (broken() && !fills)) {
        newLine(step.blank);
      } else if (step.mode != Break::Soft) {
        out_.text += ' ';
        ++column_;
      }
      break;
    }
    case StepKind::Open: groups_.push_back({breaks(step, index), line_}); break;
    case StepKind::Close: groups_.pop_back(); break;
    case StepKind::Indent: level_ += broken() ? 1 : 0; break;
    case StepKind::Dedent: level_ -= broken() ? 1 : 0; break;
  }
}

bool LinePrinter::breaks(const Step& group, size_t index) const {
  if (group.forced) return true;
  // It was measured with the group around it, unless that has lines of its own.
  if (!broken() && groups_.back().line == line_) return false;
  return !fits(index + 1, column_, true);
}

/// Whether the steps from `from` on fit on the line up to where it may end; `inGroup` if they begin inside a group that
/// is to be flat.
bool LinePrinter::fits(size_t from, uint32_t column, bool inGroup) const {
  // Whether the groups that were entered here are broken, and how many of those around were left.
  std::vector<bool> inner;
  size_t left = 0;
  if (inGroup) inner.push_back(false);
  bool passed = !inGroup;
  const auto isBroken = [&] {
    if (!inner.empty()) return bool(inner.back());
    return left >= groups_.size() || groups_[groups_.size() - 1 - left].broken;
  };
  for (size_t i = from; i < steps_.size(); ++i) {
    const Step& step = steps_[i];
    switch (step.kind) {
      case StepKind::Copy:
      case StepKind::Raw:
      case StepKind::Verbatim:
      case StepKind::FenceOpen:
        column += step.width;
        if (column > style_.width) return false;
        if (step.kind != StepKind::Copy) return true;
        break;
      case StepKind::Space: ++column; break;
      case StepKind::Comma: ++column; break;
      case StepKind::CommaIfFlat: column += isBroken() ? 0 : 1; break;
      case StepKind::CommaIfBroken: column += isBroken() ? 1 : 0; break;
      case StepKind::Break:
        if (step.mode == Break::Hard || isBroken()) return column <= style_.width;
        column += step.mode == Break::Soft ? 0 : 1;
        break;
      case StepKind::Open:
        // Behind the group, the next one may break instead.
        inner.push_back(step.forced || (passed && inner.empty() && !step.together));
        break;
      case StepKind::Close:
        if (!inner.empty()) {
          inner.pop_back();
        } else {
          ++left;
        }
        passed = passed || inner.empty();
        break;
      default: break;
    }
  }
  return column <= style_.width;
}

}  // namespace

Layout layOut(const Document& document, const Style& style, std::string_view lineEnd) {
  return LinePrinter(document, style, lineEnd).run();
}

}  // namespace mlpc::format
