#include "mlpc/format/format.h"

#include <algorithm>
#include <optional>

#include "mlpc/diag/engine.h"
#include "mlpc/diag/internal.h"
#include "mlpc/parse/parse.h"
#include "same_tree.h"
#include "segments.h"
#include "unit.h"
#include "writer.h"

namespace mlpc::format {
namespace {

/// As the last line ends: that line end is there after formatting too.
std::string_view lineEndOf(std::string_view text) {
  const size_t end = text.rfind('\n');
  return end != std::string_view::npos && end > 0 && text[end - 1] == '\r' ? "\r\n" : "\n";
}

bool onlySpaceAndCommas(std::string_view text) {
  return text.find_first_not_of(" \t\r\n\f\v,") == std::string_view::npos;
}

/// The edits that turn the source into the text, or nothing if that would lose something or make it up.
std::optional<std::vector<diag::Edit>> editsBetween(source::FileId file, std::string_view source,
                                                    const Layout& layout) {
  std::vector<diag::Edit> edits;
  uint32_t from = 0;
  size_t at = 0;
  const auto gap = [&](uint32_t to, size_t until) {
    if (to < from || until < at) return false;
    std::string_view before = source.substr(from, to - from);
    std::string_view after = std::string_view(layout.text).substr(at, until - at);
    if (!onlySpaceAndCommas(before) || !onlySpaceAndCommas(after)) return false;
    const auto [differs, other] = std::mismatch(before.begin(), before.end(), after.begin(), after.end());
    const auto prefix = static_cast<size_t>(differs - before.begin());
    if (prefix == before.size() && prefix == after.size()) return true;
    before.remove_prefix(prefix);
    after.remove_prefix(prefix);
    size_t suffix = 0;
    while (suffix < before.size() && suffix < after.size() &&
           before[before.size() - 1 - suffix] == after[after.size() - 1 - suffix]) {
      ++suffix;
    }
    const auto begin = from + static_cast<uint32_t>(prefix);
    const source::Span range{file, begin, static_cast<uint32_t>(begin + before.size() - suffix)};
    edits.push_back({range, std::string(after.substr(0, after.size() - suffix))});
    return true;
  };
  for (const Anchor& anchor : layout.anchors) {
    if (!gap(anchor.begin, anchor.at)) return std::nullopt;
    from = anchor.end;
    at = anchor.at + (anchor.end - anchor.begin);
  }
  if (!gap(static_cast<uint32_t>(source.size()), layout.text.size())) return std::nullopt;
  return edits;
}

std::shared_ptr<const syntax::ParsedFile> reparsed(const syntax::ParsedFile& file, const std::string& text) {
  const auto copy = std::make_shared<source::SourceFile>(file.source->name(), file.source->path(), text);
  return parse::parse(file.tree.file, copy);
}

/// A file that cannot be read at all.
bool isUnreadable(const syntax::ParsedFile& file) { return file.tokens.empty() && file.findings.hasErrors(); }

struct Draft {
  Layout layout;
  std::optional<std::vector<diag::Edit>> edits;
};

Draft draftOf(const syntax::ParsedFile& file, const Style& style, bool inside) {
  const std::string_view source = file.source->text();
  Draft draft{layOut(Writer(file, inside).write(), style, lineEndOf(source)), {}};
  draft.edits = editsBetween(file.tree.file, source, draft.layout);
  return draft;
}

/// Whether two files have the same tokens, apart from commas and from where they are; those that the lexer makes up
/// where something is missing count.
bool sameTokens(const syntax::ParsedFile& a, const syntax::ParsedFile& b) {
  const auto next = [](const syntax::ParsedFile& file, size_t& at) {
    while (at < file.tokens.size() && file.tokens[at].kind == syntax::TokenKind::Comma) ++at;
    return at < file.tokens.size();
  };
  for (size_t i = 0, j = 0;; ++i, ++j) {
    const bool more = next(a, i);
    if (more != next(b, j)) return false;
    if (!more) return true;
    if (a.tokens[i].kind != b.tokens[j].kind || a.tokens[i].madeUp() != b.tokens[j].madeUp()) return false;
  }
}

/// Around errors, indentation may decide how something is read: if it does, only whole declarations are formatted.
Draft soundDraft(const syntax::ParsedFile& file, const Style& style) {
  if (file.findings.hasErrors()) {
    Draft draft = draftOf(file, style, true);
    if (draft.edits && draft.edits->empty()) return draft;
    if (draft.edits) {
      const auto copy = reparsed(file, draft.layout.text);
      if (sameTree(file, *copy) && sameTokens(file, *copy)) return draft;
    }
  }
  return draftOf(file, style, false);
}

}  // namespace

Formatted format(const syntax::ParsedFile& file, const Style& style) {
  const std::string_view source = file.source->text();
  Formatted result;
  result.text = source;
  if (isUnreadable(file)) return result;
  auto [layout, edits] = soundDraft(file, style);
  if (edits && edits->empty()) return result;
  if (edits && sameTree(file, *reparsed(file, layout.text))) {
    result.text = std::move(layout.text);
    result.edits = *std::move(edits);
    return result;
  }
  // What errors leave of a file cannot always be laid out.
  if (file.findings.hasErrors()) return result;
  diag::Engine diags;
  diags.report({file.tree.file, 0, 0}, diag::internalError,
               diag::Phrase(edits ? "the formatted text would be read differently" : "formatting would lose text"));
  result.findings = diags.take();
  return result;
}

std::vector<diag::Edit> formatRange(const syntax::ParsedFile& file, source::Span range, const Style& style) {
  const std::string_view source = file.source->text();
  const auto unit = unitAt(file, range);
  if (!unit || isUnreadable(file)) return {};
  const auto [layout, edits] = soundDraft(file, style);
  if (!edits) return {};
  std::vector<diag::Edit> chosen;
  // Its own indentation, but nothing before that.
  const auto first = std::find_if(layout.anchors.begin(), layout.anchors.end(),
                                  [&](const Anchor& anchor) { return anchor.end > unit->begin; });
  if (first == layout.anchors.end() || first->begin > unit->begin) return {};
  const size_t newLine = layout.text.rfind('\n', first->at) + 1;
  std::string indent = layout.text.substr(newLine, first->at - newLine);
  const auto line = static_cast<uint32_t>(source.rfind('\n', unit->begin) + 1);
  const bool alone = indent.find_first_not_of(' ') == std::string::npos && isSpace(source, line, first->begin);
  if (alone && indent != source.substr(line, unit->begin - line))
    chosen.push_back({{file.tree.file, line, unit->begin}, std::move(indent)});
  for (const diag::Edit& edit : *edits) {
    const bool inside = edit.range.begin >= unit->begin && edit.range.end <= unit->end;
    // What is inserted at its ends belongs to the gaps around it.
    if (inside && edit.range.end > unit->begin && edit.range.begin < unit->end) chosen.push_back(edit);
  }
  std::string text(source);
  for (auto edit = chosen.rbegin(); edit != chosen.rend(); ++edit)
    text.replace(edit->range.begin, edit->range.end - edit->range.begin, edit->text);
  return sameTree(file, *reparsed(file, text)) ? chosen : std::vector<diag::Edit>();
}

std::string formatText(std::string text, const Style& style) {
  const auto file = std::make_shared<source::SourceFile>("", "", std::move(text));
  return format(*parse::parse(source::FileId(0), file), style).text;
}

}  // namespace mlpc::format
