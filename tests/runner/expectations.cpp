#include "expectations.h"

#include <fmt/format.h>

#include <map>

#include "mlpc/diag/render.h"

namespace mlpc::test {
namespace {

std::vector<std::string> splitLines(const std::string& text) {
  std::vector<std::string> lines;
  size_t begin = 0;
  while (begin < text.size()) {
    const size_t end = text.find('\n', begin);
    if (end == std::string::npos) {
      lines.push_back(text.substr(begin));
      break;
    }
    lines.push_back(text.substr(begin, end - begin + 1));
    begin = end + 1;
  }
  return lines;
}

bool isExpectation(const std::string& line) { return line.rfind("//@", 0) == 0; }

}  // namespace

Annotated stripExpectations(const std::string& text) {
  Annotated result;
  for (const std::string& line : splitLines(text)) {
    if (line.rfind("//@@ ", 0) == 0) {
      std::string directive = line.substr(5);
      while (!directive.empty() && (directive.back() == '\n' || directive.back() == ' ')) directive.pop_back();
      result.directives.push_back(std::move(directive));
    } else if (!isExpectation(line)) {
      result.source += line;
    }
  }
  return result;
}

std::string annotate(const Annotated& source, const workspace::Snapshot& snapshot, const std::string& mainFile) {
  std::map<uint32_t, std::string> byLine;  // from 1
  std::string elsewhere;
  for (const diag::Report& report : snapshot.diags.sorted()) {
    const std::string text = fmt::format("{}[{}]: {}\n", diag::severityText(report.severity),
                                         diag::codeText(report.record->code), report.message);
    std::string notes;
    for (const auto& note : report.notes) notes += fmt::format("//@     note: {}\n", note.message);
    if (!report.span.valid() || snapshot.sources.file(report.span.file).name() != mainFile) {
      std::string place = "-";
      if (report.span.valid()) {
        const auto at = snapshot.sources.start(report.span);
        place = fmt::format("{}:{}:{}", snapshot.sources.file(report.span.file).name(), at.line, at.column);
      }
      elsewhere += fmt::format("//@! {} {}{}", place, text, notes);
      continue;
    }
    const auto at = snapshot.sources.start(report.span);
    // The marker takes three columns, so a caret is possible from the fourth column on.
    if (at.column < 4)
      byLine[at.line] += fmt::format("//@< {} {}{}", at.column, text, notes);
    else
      byLine[at.line] += fmt::format("//@{}^ {}{}", std::string(at.column - 4, ' '), text, notes);
  }
  std::string out;
  for (const std::string& directive : source.directives) out += "//@@ " + directive + "\n";
  uint32_t number = 0;
  for (const std::string& line : splitLines(source.source)) {
    out += line;
    auto it = byLine.find(++number);
    if (it == byLine.end()) continue;
    if (line.back() != '\n') out += '\n';
    out += it->second;
    byLine.erase(it);
  }
  // A diagnostic at the very end of the file is on an empty line.
  for (const auto& [line, text] : byLine) out += text;
  return out + elsewhere;
}

}  // namespace mlpc::test
