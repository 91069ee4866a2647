#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "mlpc/diag/render.h"
#include "mlpc/support/text.h"
#include "mlpc/support/utf8.h"

namespace mlpc::diag {
namespace {

constexpr std::string_view kReset = "\033[0m";
constexpr std::string_view kBold = "\033[1m";
constexpr std::string_view kRed = "\033[1;31m";
constexpr std::string_view kYellow = "\033[1;33m";
constexpr std::string_view kBlue = "\033[1;34m";
constexpr std::string_view kCyan = "\033[1;36m";
constexpr std::string_view kGreen = "\033[1;32m";

class TextRenderer {
 public:
  TextRenderer(const source::SourceManager& sources, const std::vector<Report>& reports, const TextStyle& style)
      : sources_(sources), style_(style) {
    for (const Report& report : reports) {
      if (report.concealed.valid()) concealed_.push_back(report.concealed);
    }
    std::sort(concealed_.begin(), concealed_.end());
    // Those that overlap become one, so that a place is in at most one.
    size_t kept = 0;
    for (const source::Span range : concealed_) {
      if (kept != 0 && concealed_[kept - 1].file == range.file && range.begin <= concealed_[kept - 1].end)
        concealed_[kept - 1].end = std::max(concealed_[kept - 1].end, range.end);
      else
        concealed_[kept++] = range;
    }
    concealed_.resize(kept);
  }

  void add(const Report& report) {
    const Severity severity =
        report.severity == Severity::Warning && style_.warningsAsErrors ? Severity::Error : report.severity;
    place(report.span);
    const std::string_view colour = severity == Severity::Error     ? kRed
                                    : severity == Severity::Warning ? kYellow
                                                                    : kBlue;
    out_ += paint(colour, fmt::format("{}[{}]", severityText(severity), codeText(report.record->code)));
    out_ += paint(kBold, ": " + support::visible(report.message));
    out_ += '\n';
    snippet(report.span, colour);
    for (const auto& note : report.notes) {
      place(note.span);
      out_ += paint(kCyan, "note") + ": " + support::visible(note.message) + '\n';
      snippet(note.span, kCyan);
    }
    for (const auto& fix : report.fixes) this->fix(fix);
  }

  std::string take() { return std::move(out_); }

 private:
  std::string paint(std::string_view colour, std::string_view text) const {
    return style_.colour ? fmt::format("{}{}{}", colour, text, kReset) : std::string(text);
  }

  void place(source::Span span) {
    if (!span.valid()) return;
    const auto at = sources_.start(span);
    out_ +=
        paint(kBold, fmt::format("{}:{}:{}:", support::visible(sources_.file(span.file).name()), at.line, at.column)) +
        ' ';
  }

  // The line where the span begins, with carets below it. Tabs become one space, and control characters a mark, so that
  // the carets are in the right place in any terminal.
  void snippet(source::Span span, std::string_view colour) {
    if (!span.valid()) return;
    const auto& file = sources_.file(span.file);
    if (file.text().empty()) return;
    const uint32_t offset = std::clamp(span.begin, file.lineStart(0), static_cast<uint32_t>(file.text().size()));
    const uint32_t line = file.lineOf(offset);
    const uint32_t lineStart = file.lineStart(line);
    std::string_view text = file.lineText(line);
    const uint32_t begin = std::min(offset - file.lineStart(line), static_cast<uint32_t>(text.size()));
    const uint32_t end = std::clamp(span.end - file.lineStart(line), begin, static_cast<uint32_t>(text.size()));
    // Of a very long line (a generated file) only the surroundings are shown.
    constexpr uint32_t kAround = 60;
    uint32_t from = 0;
    if (text.size() > 160 && begin > kAround) from = begin - kAround;
    while (from > 0 && (static_cast<unsigned char>(text[from]) & 0xC0U) == 0x80U) --from;
    uint32_t to = static_cast<uint32_t>(text.size());
    if (to - from > 160) to = from + 160;
    while (to < text.size() && (static_cast<unsigned char>(text[to]) & 0xC0U) == 0x80U) ++to;

    // Bytes that are not text would garble what the terminal or another program shows.
    const bool readable = !support::findInvalidUtf8(text.substr(from, to - from));
    std::string shown;
    std::string marks;
    for (uint32_t i = from; i < to; ++i) {
      const auto c = static_cast<unsigned char>(text[i]);
      const bool continues = readable && (c & 0xC0U) == 0x80U;
      if (isConcealed(span.file, lineStart + i)) {
        if (!continues) shown += '*';
      } else if (c == '\t') {
        shown += ' ';
      } else if (c >= 0x80 && !readable) {
        shown += '?';
      } else if (!continues) {
        const std::string_view character = text.substr(i, support::decodeUtf8(text, i).length);
        shown += support::visible(character) == character ? character : "?";
      }
      if (!continues) marks += i < begin ? ' ' : i == begin ? '^' : i < end ? '~' : ' ';
    }
    if (begin >= to) marks += '^';
    marks.erase(marks.find_last_not_of(' ') + 1);
    const std::string number = fmt::format("{:>5}", line + 1);
    out_ += paint(kBlue, number + " | ") + (from > 0 ? "…" : "") + shown + (to < text.size() ? "…" : "") + '\n';
    out_ += paint(kBlue, "      | ") + (from > 0 ? " " : "") + paint(colour, marks) + '\n';
  }

  void fix(const Fix& fix) {
    out_ += "      " + paint(kGreen, "fix") + ": " + support::visible(fix.title);
    if (fix.edits.size() == 1) {
      const Edit& edit = fix.edits.front();
      const bool said = fix.title.find(edit.text) != std::string::npos;  // an empty text means a deletion
      if (!said && edit.text.find('\n') == std::string::npos) {
        out_ +=
            fmt::format(": {}`{}`", edit.range.begin == edit.range.end ? "insert " : "", support::visible(edit.text));
      }
    }
    out_ += '\n';
  }

  [[nodiscard]] bool isConcealed(source::FileId file, uint32_t at) const {
    const auto next = std::upper_bound(concealed_.begin(), concealed_.end(), source::Span{file, at, UINT32_MAX});
    return next != concealed_.begin() && (next - 1)->file == file && at < (next - 1)->end;
  }

  const source::SourceManager& sources_;
  const TextStyle& style_;
  std::vector<source::Span> concealed_;
  std::string out_;
};

struct Count {
  size_t errors = 0;
  size_t warnings = 0;

  /// `2 errors, 1 warning`
  [[nodiscard]] std::string text() const {
    const auto count = [](size_t n, std::string_view what) {
      return n == 0 ? std::string() : fmt::format("{} {}{}", n, what, n == 1 ? "" : "s");
    };
    return count(errors, "error") + (errors != 0 && warnings != 0 ? ", " : "") + count(warnings, "warning");
  }
};

}  // namespace

std::string codeText(uint16_t code) { return fmt::format("MLP{:04}", code); }

std::string pageUrl(uint16_t code) { return fmt::format("https://mlpc.dev/diagnostics/{}", codeText(code)); }

std::string_view severityText(Severity severity) {
  switch (severity) {
    case Severity::Error: return "error";
    case Severity::Warning: return "warning";
    case Severity::Info: return "info";
  }
  return "";
}

std::string renderText(const source::SourceManager& sources, const std::vector<Report>& reports,
                       const TextStyle& style) {
  TextRenderer renderer(sources, reports, style);
  Count all;
  std::optional<Count> shown;
  for (const Report& report : reports) {
    const bool error =
        report.severity == Severity::Error || (report.severity == Severity::Warning && style.warningsAsErrors);
    if (error && !shown && style.mostErrors != 0 && all.errors == style.mostErrors) shown = all;
    all.errors += error ? 1 : 0;
    all.warnings += !error && report.severity == Severity::Warning ? 1 : 0;
    if (!shown) renderer.add(report);
  }
  std::string out = renderer.take();
  if (shown) {
    const Count hidden{all.errors - shown->errors, all.warnings - shown->warnings};
    out += fmt::format("not shown: {}; `--max-errors 0` shows all\n", hidden.text());
  }
  if (style.count && all.errors + all.warnings > 1) out += all.text() + '\n';
  return out;
}

}  // namespace mlpc::diag
