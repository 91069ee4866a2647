#include "unified_diff.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "mlpc/support/text.h"

namespace mlpc::cli {
namespace {

/// How many lines are shown around a change.
constexpr size_t kContext = 3;

/// Lines with their ends; the last one may have none.
std::vector<std::string_view> linesOf(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return lines;
}

/// Lines of the old text that are replaced.
struct Change {
  size_t first = 0;
  size_t last = 0;
  std::string text;  ///< what replaces them
};

/// The edits as changes of whole lines.
std::vector<Change> changesOf(const source::SourceFile& file, const std::vector<diag::Edit>& edits) {
  const std::string_view text = file.text();
  const size_t lines = linesOf(text).size();
  const auto startOf = [&](size_t line) {
    return line < lines ? size_t{file.lineStart(static_cast<uint32_t>(line))} : text.size();
  };
  std::vector<Change> changes;
  size_t from = 0;  // what comes before it is in the last change
  for (const diag::Edit& edit : edits) {
    const size_t first = file.lineOf(edit.range.begin);
    const size_t last = std::min(size_t{file.lineOf(edit.range.end)} + 1, lines);
    if (changes.empty() || first >= changes.back().last) {
      if (!changes.empty()) changes.back().text += text.substr(from, startOf(changes.back().last) - from);
      changes.push_back({first, last, {}});
      from = startOf(first);
    }
    changes.back().last = std::max(changes.back().last, last);
    changes.back().text += text.substr(from, edit.range.begin - from);
    changes.back().text += edit.text;
    from = edit.range.end;
  }
  if (!changes.empty()) changes.back().text += text.substr(from, startOf(changes.back().last) - from);
  return changes;
}

void addLine(std::string& out, char mark, std::string_view line) {
  out += mark;
  out += line;
  if (!line.ends_with('\n')) out += "\n\\ No newline at end of file\n";
}

/// A range of lines as a head of a hunk gives it.
std::string rangeText(size_t first, size_t count) {
  const size_t shown = count == 0 ? first : first + 1;
  return count == 1 ? fmt::format("{}", shown) : fmt::format("{},{}", shown, count);
}

}  // namespace

std::string unifiedDiff(const source::SourceFile& file, const std::vector<diag::Edit>& edits) {
  if (edits.empty()) return {};
  const std::vector<std::string_view> old = linesOf(file.text());
  std::vector<Change> changes = changesOf(file, edits);
  const std::string name = support::visible(file.name());
  std::string out = fmt::format("--- {}\n+++ {}\n", name, name);
  long shift = 0;  // by how much the new lines are ahead
  for (size_t i = 0; i < changes.size();) {
    // Changes whose surroundings meet are shown together.
    size_t end = i + 1;
    while (end < changes.size() && changes[end].first <= changes[end - 1].last + 2 * kContext) ++end;
    const size_t first = changes[i].first - std::min(changes[i].first, kContext);
    const size_t last = std::min(changes[end - 1].last + kContext, old.size());
    std::string body;
    size_t added = 0;
    size_t line = first;
    const auto same = [&](size_t until) {
      for (; line < until; ++line, ++added) addLine(body, ' ', old[line]);
    };
    for (; i < end; ++i) {
      std::vector<std::string_view> now = linesOf(changes[i].text);
      size_t stop = changes[i].last;
      size_t kept = 0;
      while (!now.empty() && stop > changes[i].first && now.back() == old[stop - 1]) {
        now.pop_back();
        --stop;
      }
      same(changes[i].first);
      while (kept < now.size() && line < stop && now[kept] == old[line]) {
        same(line + 1);
        ++kept;
      }
      for (; line < stop; ++line) addLine(body, '-', old[line]);
      for (; kept < now.size(); ++kept, ++added) addLine(body, '+', now[kept]);
      same(changes[i].last);
    }
    same(last);
    out += fmt::format("@@ -{} +{} @@\n", rangeText(first, last - first),
                       rangeText(static_cast<size_t>(static_cast<long>(first) + shift), added));
    out += body;
    shift += static_cast<long>(added) - static_cast<long>(last - first);
  }
  return out;
}

}  // namespace mlpc::cli
