#include <algorithm>

#include "mlpc/diag/syntax.h"
#include "tree_builder.h"

namespace mlpc::parse {

using namespace syntax;

namespace {

bool isBlank(char c) { return c == ' ' || c == '\t'; }

}  // namespace

std::string_view TreeBuilder::cooked(uint32_t begin, uint32_t end) {
  const std::string_view raw = text_.substr(begin, end - begin);
  if (raw.find('\\') == std::string_view::npos) return raw;
  std::string out;
  for (size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] != '\\' || i + 1 == raw.size()) {
      out += raw[i];
      continue;
    }
    const size_t backslash = i;
    switch (raw[++i]) {
      case 'n': out += '\n'; break;
      case 't': out += '\t'; break;
      case '"':
      case '\\':
      case '~': out += raw[i]; break;
      default: {
        size_t after = i + 1;
        while (after < raw.size() && (static_cast<unsigned char>(raw[after]) & 0xC0U) == 0x80U) ++after;
        const std::string_view escape = raw.substr(backslash, after - backslash);
        const uint32_t at = begin + static_cast<uint32_t>(backslash);
        const source::Span where{tree_.file, at, at + static_cast<uint32_t>(escape.size())};
        complain(false, where, [=, slash = source::Span{tree_.file, at, at}](diag::Engine& diags) {
          diags.report(where, diag::unknownEscape, escape).fix("write the backslash as `\\\\`", false, {{slash, "\\"}});
        });
        out += escape;
        i = after - 1;
      }
    }
  }
  return tree_.keep(std::move(out));
}

ExprId TreeBuilder::plainString(const antlr4::Token* t) {
  const uint32_t begin = token(t).begin + 1;
  uint32_t end = token(t).end;
  // An unclosed string has been reported, and ends where its text does.
  if (end > begin && text_[end - 1] == text_[begin - 1]) --end;
  end = std::max(begin, end);
  StringExpr node;
  node.parts.emplace_back(TextPart{cooked(begin, end), {tree_.file, begin, end}});
  return add(span(t), std::move(node), 0);
}

ExprId TreeBuilder::interpolation(Mlp::InterpolationContext* context) {
  StringExpr node;
  uint32_t below = 0;
  uint32_t holeBegin = 0;
  for (size_t i = 0; i < context->pieces.size(); ++i) {
    const parse::Token& piece = token(context->pieces[i]);
    const bool closes = piece.end > piece.begin && text_[piece.begin] == '}';
    if (i > 0) {
      const uint32_t holeEnd = piece.begin + (closes ? 1 : 0);
      const source::Span hole{tree_.file, holeBegin, holeEnd};
      const ExprId value = expression(i - 1 < context->values.size() ? context->values[i - 1] : nullptr, hole);
      below = std::max(below, height(value));
      node.parts.emplace_back(PlaceholderPart{value, hole});
    }
    uint32_t begin = piece.begin + (piece.end > piece.begin ? 1 : 0);
    uint32_t end = piece.end;
    if (piece.kind != TokenKind::StringTail) {
      end -= 2;
      holeBegin = end;
    } else if (end > begin && text_[end - 1] == '"') {
      --end;
    }
    if (end > begin) node.parts.emplace_back(TextPart{cooked(begin, end), {tree_.file, begin, end}});
  }
  return add(span(context), std::move(node), below);
}

uint32_t TreeBuilder::commonIndent(uint32_t begin, uint32_t end) {
  std::optional<std::string_view> margin;
  bool reported = false;
  for (uint32_t line = begin; line < end;) {
    const uint32_t stop = static_cast<uint32_t>(std::min<size_t>(text_.find('\n', line), end));
    uint32_t p = line;
    while (p < stop && isBlank(text_[p])) ++p;
    // Lines without text do not count.
    if (p < stop && text_[p] != '\r') {
      const std::string_view blanks = text_.substr(line, p - line);
      if (!margin) {
        margin = blanks;
      } else {
        const auto common = static_cast<size_t>(
            std::mismatch(margin->begin(), margin->end(), blanks.begin(), blanks.end()).first - margin->begin());
        if (common < margin->size() && common < blanks.size() && !reported) {
          reported = true;
          // Every tab in the fence's indentation becomes spaces.
          std::vector<diag::Edit> edits;
          for (uint32_t other = begin; other < end;) {
            for (uint32_t tab = other; tab < end && isBlank(text_[tab]); ++tab) {
              if (text_[tab] == '\t') edits.push_back({{tree_.file, tab, tab + 1}, "    "});
            }
            other = static_cast<uint32_t>(std::min<size_t>(text_.find('\n', other), end)) + 1;
          }
          const bool tab = blanks[common] == '\t';
          complain(false, {tree_.file, line, p}, [=, where = source::Span{tree_.file, line, p}](diag::Engine& diags) {
            diags
                .report(where, diag::mixedIndentation, diag::Phrase(tab ? "a tab" : "spaces"),
                        diag::Phrase(tab ? "spaces" : "a tab"))
                .fix("replace each tab by four spaces", false, edits);
          });
        }
        margin = margin->substr(0, common);
      }
    }
    line = stop + 1;
  }
  return margin ? static_cast<uint32_t>(margin->size()) : 0;
}

std::string_view TreeBuilder::dedented(uint32_t begin, uint32_t end, uint32_t indent, bool lineStart) {
  const std::string_view raw = text_.substr(begin, end - begin);
  // A `~~{` in it, or a run of `~` that ends in the placeholder after it.
  const bool plain = raw.find('\r') == std::string_view::npos && raw.find('~') == std::string_view::npos;
  if (plain && (indent == 0 || (!lineStart && raw.find('\n') == std::string_view::npos))) return raw;
  std::string out;
  out.reserve(raw.size());
  for (uint32_t i = begin; i < end;) {
    if (lineStart) {
      lineStart = false;
      uint32_t p = i;
      while (p < end && isBlank(text_[p])) ++p;
      // Lines with only whitespace come out empty, as in Python's textwrap.dedent.
      const bool noText = p < text_.size() && (text_[p] == '\n' || text_[p] == '\r');
      i = noText ? p : std::min(i + indent, p);
      continue;
    }
    if (plain) {
      const auto lineEnd = static_cast<uint32_t>(std::min<size_t>(text_.find('\n', i), end - 1)) + 1;
      out.append(text_, i, lineEnd - i);
      i = lineEnd;
      lineStart = true;
      continue;
    }
    const char c = text_[i];
    if (c == '\n') lineStart = true;
    if (c == '\r' && text_.substr(i, 2) == "\r\n") {
      ++i;
      continue;
    }
    if (c != '~') {
      out += c;
      ++i;
      continue;
    }
    uint32_t run = i;
    while (run < end && text_[run] == '~') ++run;
    const bool beforeBrace = text_.substr(run, 1) == "{" || (run == end && text_.substr(run, 2) == "~{");
    out.append(beforeBrace ? (run - i) / 2 : run - i, '~');
    i = run;
  }
  return tree_.keep(std::move(out));
}

ExprId TreeBuilder::fence(Mlp::FenceContext* context, const antlr4::Token* language) {
  const source::Span where = source::cover(span(language), span(context));
  const uint32_t opener = token(context->start).begin;
  const auto found = std::lower_bound(file_.fences.begin(), file_.fences.end(), opener,
                                      [](const FenceText& fence, uint32_t at) { return fence.token < at; });
  if (found == file_.fences.end() || found->token != opener || context->pieces.empty()) return error(where);
  const uint32_t contentEnd = std::max(found->begin, found->end);
  FenceExpr node;
  node.language = name(language);
  node.content = {tree_.file, found->begin, contentEnd};
  node.indent = commonIndent(found->begin, contentEnd);
  // The last line break belongs to the closing line.
  uint32_t last = contentEnd;
  if (last > found->begin && text_[last - 1] == '\n') --last;
  if (last > found->begin && text_[last - 1] == '\r') --last;

  uint32_t below = 0;
  uint32_t from = found->begin;
  const auto takeText = [&](uint32_t to) {
    if (to <= from) return;
    const bool lineStart = from == found->begin;
    node.parts.emplace_back(TextPart{dedented(from, to, node.indent, lineStart), {tree_.file, from, to}});
  };
  for (size_t i = 0; i + 1 < context->pieces.size(); ++i) {
    const uint32_t holeBegin = token(context->pieces[i]).end - 2;
    takeText(holeBegin);
    const parse::Token& next = token(context->pieces[i + 1]);
    from = next.begin + (text_.substr(next.begin, 1) == "}" ? 1 : 0);
    const source::Span hole{tree_.file, holeBegin, from};
    const ExprId value = expression(i < context->values.size() ? context->values[i] : nullptr, hole);
    below = std::max(below, height(value));
    node.parts.emplace_back(PlaceholderPart{value, hole});
  }
  takeText(last);
  if (node.parts.empty()) node.parts.emplace_back(TextPart{"", {tree_.file, found->begin, found->begin}});
  return add(where, std::move(node), below);
}

}  // namespace mlpc::parse
