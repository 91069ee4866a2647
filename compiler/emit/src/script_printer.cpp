#include "script_printer.h"

#include <algorithm>

#include "yaml_writer.h"

namespace mlpc::emit {
namespace {

using Mark = Script::Mark;

/// Where the lines of `text` begin, and where it ends.
std::vector<size_t> lineStarts(std::string_view text) {
  std::vector<size_t> starts{0};
  for (size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1))
    starts.push_back(at + 1);
  if (starts.back() != text.size()) starts.push_back(text.size());
  return starts;
}

/// Marks for the lines of a document inserted at `shift`. `plain` is its text before the filter, which keeps the lines.
void markLines(const std::vector<Mapped>& map, std::string_view plain, std::string_view filtered, size_t shift,
               std::vector<Mark>& marks) {
  const std::vector<size_t> from = lineStarts(plain);
  const std::vector<size_t> to = lineStarts(filtered);
  const auto line = [&](size_t at) {
    return static_cast<size_t>(std::upper_bound(from.begin(), from.end(), at) - from.begin()) - 1;
  };
  size_t next = 0;  // the first line without a mark
  for (const Mapped& entry : map) {
    const size_t first = line(entry.begin);
    const size_t last = line(std::max(entry.end, entry.begin + 1) - 1);
    if (first < next || last + 1 >= to.size()) continue;
    marks.push_back({shift + to[first], shift + to[last + 1], entry.origin});
    next = last + 1;
  }
}

}  // namespace

std::vector<ScriptLine> linesOf(std::string_view text, std::vector<Mark> marks, source::Span otherwise) {
  // Outer ones first.
  std::stable_sort(marks.begin(), marks.end(),
                   [](const Mark& a, const Mark& b) { return a.begin != b.begin ? a.begin < b.begin : a.end > b.end; });
  std::vector<ScriptLine> lines;
  std::vector<const Mark*> around;
  size_t next = 0;
  for (size_t start = 0; start < text.size();) {
    const size_t end = std::min(text.find('\n', start), text.size());
    const size_t begin = std::min(text.find_first_not_of(' ', start), end);
    while (!around.empty() && around.back()->end <= begin) around.pop_back();
    ScriptLine line{begin, end, otherwise, {}};
    std::vector<const Mark*> later;
    for (; next < marks.size() && marks[next].begin < end; ++next) {
      const Mark& mark = marks[next];
      if (mark.end <= begin) continue;
      if (mark.begin <= begin && mark.end >= end) {
        around.push_back(&mark);
        continue;
      }
      line.parts.push_back({std::max(mark.begin, begin), std::min(mark.end, end), mark.origin});
      if (mark.end > end) later.push_back(&mark);
    }
    if (!around.empty()) line.origin = around.back()->origin;
    if (begin != end) lines.push_back(std::move(line));
    around.insert(around.end(), later.begin(), later.end());
    start = end + 1;
  }
  return lines;
}

std::string printScript(const Script& script, source::Span origin, std::vector<Mapped>* map) {
  std::string out;
  std::vector<Mark> marks;
  std::vector<size_t> lengths;  // of the documents
  size_t at = 0;
  for (const Script::Document& document : script.documents()) {
    out.append(script.text(), at, document.at - at);
    at = document.at;
    std::vector<Mapped> scalars;
    std::string plain = writeYaml(document.node, {}, map == nullptr ? nullptr : &scalars);
    std::string filtered = document.filter == nullptr ? plain : document.filter(plain);
    if (map != nullptr) markLines(scalars, plain, filtered, out.size(), marks);
    out += filtered;
    lengths.push_back(filtered.size());
  }
  out.append(script.text(), at);
  if (map == nullptr) return out;

  for (Mark mark : script.marks()) {
    size_t before = 0;
    size_t within = 0;
    for (size_t i = 0; i < lengths.size(); ++i) {
      if (script.documents()[i].at <= mark.begin) before += lengths[i];
      if (script.documents()[i].at < mark.end) within += lengths[i];
    }
    marks.push_back({mark.begin + before, mark.end + std::max(before, within), mark.origin});
  }
  for (const ScriptLine& line : linesOf(out, std::move(marks), origin)) {
    map->push_back({0, {}, line.begin, line.end, line.origin});
    for (const Mark& part : line.parts) map->push_back({0, {}, part.begin, part.end, part.origin});
  }
  return out;
}

}  // namespace mlpc::emit
