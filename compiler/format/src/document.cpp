#include "document.h"

#include <algorithm>

namespace mlpc::format {
namespace {

uint32_t codePoints(std::string_view text) {
  return static_cast<uint32_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

}  // namespace

void Document::copy(uint32_t begin, uint32_t end) {
  Step step{Step::Kind::Copy};
  step.begin = begin;
  step.end = end;
  step.width = codePoints(source_.substr(begin, end - begin));
  add(step);
}

void Document::raw(uint32_t begin, uint32_t end) {
  const std::string_view text = source_.substr(begin, end - begin);
  const size_t lineEnd = text.find('\n');
  if (lineEnd == std::string_view::npos) return copy(begin, end);
  Step step{Step::Kind::Raw};
  step.begin = begin;
  step.end = end;
  step.width = codePoints(text.substr(0, lineEnd));
  add(step);
  force();
}

void Document::verbatim(uint32_t begin, uint32_t end) {
  Step step{Step::Kind::Verbatim};
  step.begin = begin;
  step.end = end;
  add(step);
  force();
}

void Document::fence(Step::Kind part, uint32_t begin, uint32_t end) {
  Step step{part};
  step.begin = begin;
  step.end = end;
  step.width = part == Step::Kind::FenceOpen ? end - begin : 0;
  // The last line of a file may have no end.
  const size_t lineEnd = source_.find('\n', begin);
  step.carriageReturn = lineEnd != std::string_view::npos && lineEnd > begin && source_[lineEnd - 1] == '\r';
  add(step);
  force();
}

void Document::lineBreak(Break mode, bool blank) {
  Step step{Step::Kind::Break};
  step.mode = mode;
  step.blank = blank;
  add(step);
  if (mode == Break::Hard) force();
}

void Document::open(bool forced, bool together) {
  if (forced) force();
  Step step{Step::Kind::Open};
  step.forced = forced;
  step.together = together;
  open_.push_back(static_cast<uint32_t>(steps_.size()));
  add(step);
}

void Document::close() {
  open_.pop_back();
  add({Step::Kind::Close});
}

void Document::hang() { open_.push_back(kHanging); }
void Document::release() { open_.pop_back(); }

void Document::force() {
  for (auto group = open_.rbegin(); group != open_.rend() && *group != kHanging; ++group) {
    if (steps_[*group].forced) return;  // and so are those around it
    steps_[*group].forced = true;
  }
}

void Document::abandon(size_t size) {
  steps_.resize(size);
  open_.clear();
}

bool Document::endsInText() const {
  for (auto step = steps_.rbegin(); step != steps_.rend(); ++step) {
    switch (step->kind) {
      case Step::Kind::Open:
      case Step::Kind::Close:
      case Step::Kind::Indent:
      case Step::Kind::Dedent: break;
      case Step::Kind::Space:
      case Step::Kind::Break: return false;
      default: return true;
    }
  }
  return false;
}

}  // namespace mlpc::format
