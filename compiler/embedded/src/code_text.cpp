#include "mlpc/embedded/code_text.h"

#include <algorithm>

namespace mlpc::embedded {

CodeText::CodeText(std::string_view source, const syntax::Tree& tree, syntax::ExprId expr) {
  if (!expr) return;
  const syntax::Expr& node = tree.exprs[expr];
  whole_ = node.span;
  const std::vector<syntax::StringPart>* parts = nullptr;
  uint32_t indent = 0;
  if (const auto* fence = std::get_if<syntax::FenceExpr>(&node.node)) {
    parts = &fence->parts;
    indent = fence->indent;
    if (fence->content.valid()) whole_ = fence->content;
  } else if (const auto* string = std::get_if<syntax::StringExpr>(&node.node)) {
    parts = &string->parts;
  }
  if (parts == nullptr) return;
  for (const syntax::StringPart& part : *parts) {
    if (const auto* piece = std::get_if<syntax::TextPart>(&part)) {
      addPart(*piece, source, indent);
      continue;
    }
    const auto& placeholder = std::get<syntax::PlaceholderPart>(part);
    const auto at = static_cast<uint32_t>(text_.size());
    runs_.push_back({at, placeholder.span.begin, placeholder.span.end - placeholder.span.begin});
    placeholders_.push_back({at, placeholder.value, placeholder.span});
    text_ += kPlaceholderByte;
  }
}

void CodeText::addPart(const syntax::TextPart& part, std::string_view from, uint32_t indent) {
  if (part.text.empty() || !part.span.valid()) return;
  uint32_t at = part.span.begin;
  const uint32_t end = std::min<uint32_t>(part.span.end, static_cast<uint32_t>(from.size()));
  bool fresh = true;  // a new run must be started
  for (size_t i = 0; i < part.text.size(); ++i) {
    const char c = part.text[i];
    // Most characters are as they were written, and none of those below.
    if (!fresh && at < end && from[at] == c && c != '\r' && c != '~' && c != '\\' && from[at - 1] != '\n') {
      text_ += c;
      ++at;
      continue;
    }
    // Removed indentation: only at the beginning of a line, and at most as much as the fence has.
    if ((at == 0 || from[at - 1] == '\n') && indent != 0) {
      uint32_t taken = 0;
      while (taken < indent && at < end && (from[at] == ' ' || from[at] == '\t') && from[at] != '\n') {
        ++at;
        ++taken;
      }
      if (taken != 0) fresh = true;
    }
    while (at < end && from[at] == '\r' && c != '\r') {
      ++at;
      fresh = true;
    }
    uint32_t width = 1;
    if (at < end && from[at] != c) {
      fresh = true;
      if (from[at] == '~' && at + 1 < end && from[at + 1] == c) {
        ++at;  // `~~{`
      } else if (from[at] == '\\' && at + 1 < end) {
        width = 2;
      }
    } else if (c == '~' && at + 2 < end && from[at + 1] == '~' && from[at + 2] == '{' && i + 1 < part.text.size() &&
               part.text[i + 1] == '{') {
      ++at;
      fresh = true;
    } else if (c == '\\' && at + 1 < end && from[at + 1] == '\\' && indent == 0 &&
               (i + 1 >= part.text.size() || part.text[i + 1] != '\\')) {
      width = 2;  // an escaped backslash of a string
    }
    if (fresh) {
      runs_.push_back({static_cast<uint32_t>(text_.size()), at, 0});
      fresh = width != 1;
    } else if (width != 1) {
      fresh = true;
    }
    text_ += c;
    at += width;
  }
}

uint32_t CodeText::sourceOffset(uint32_t at, bool end) const {
  if (runs_.empty()) return whole_.begin;
  auto after =
      std::upper_bound(runs_.begin(), runs_.end(), at, [](uint32_t value, const Run& run) { return value < run.text; });
  if (after == runs_.begin()) return whole_.begin;
  const Run& run = *(after - 1);
  if (run.width != 0) return end ? run.source + run.width : run.source;
  return run.source + (at - run.text);
}

source::Span CodeText::span(uint32_t begin, uint32_t end) const {
  if (text_.empty() || runs_.empty()) return whole_;
  const auto size = static_cast<uint32_t>(text_.size());
  begin = std::min(begin, size);
  end = std::clamp(end, begin, size);
  const uint32_t from = sourceOffset(begin, false);
  if (end == begin) return {whole_.file, from, from};
  // The end is where the last byte ends: the next one may come after indentation.
  uint32_t to = sourceOffset(end - 1, true);
  if (placeholderAt(end - 1) == nullptr) ++to;
  return {whole_.file, from, std::max(from, to)};
}

const CodeText::Placeholder* CodeText::placeholderAt(uint32_t at) const {
  auto it = std::lower_bound(placeholders_.begin(), placeholders_.end(), at,
                             [](const Placeholder& p, uint32_t value) { return p.at < value; });
  return it != placeholders_.end() && it->at == at ? &*it : nullptr;
}

}  // namespace mlpc::embedded
