#include <algorithm>

#include "mlpc/emit/output_file.h"
#include "mlpc/support/text.h"

namespace mlpc::emit {
namespace {

/// `"line": 3, "column": 1, "endLine": 3, "endColumn": 9`
std::string rangeText(source::LineColumn begin, source::LineColumn end) {
  return "\"line\": " + std::to_string(begin.line) + ", \"column\": " + std::to_string(begin.column) +
         ", \"endLine\": " + std::to_string(end.line) + ", \"endColumn\": " + std::to_string(end.column);
}

}  // namespace

std::string sourceMapText(const OutputFile& file, const source::SourceManager& sources) {
  // A SourceFile, because its index of lines works for the output as well.
  const source::SourceFile text(file.name, {}, file.text);
  std::string out = "{\n\"document\": " + support::quoteJson(file.name) + ",\n\"entries\": [";
  bool first = true;
  for (const Mapped& entry : file.map) {
    out += first ? "\n" : ",\n";
    first = false;
    out += "{\"index\": " + std::to_string(entry.document) + ", \"path\": " + support::quoteJson(entry.path) +
           ", \"output\": {" +
           rangeText(text.lineColumn(static_cast<uint32_t>(entry.begin)),
                     text.lineColumn(static_cast<uint32_t>(entry.end))) +
           "}, \"source\": ";
    if (entry.origin.valid()) {
      out += "{\"file\": " + support::quoteJson(sources.file(entry.origin.file).name()) + ", " +
             rangeText(sources.start(entry.origin), sources.end(entry.origin)) + "}}";
    } else {
      out += "null}";
    }
  }
  return out + "\n]\n}\n";
}

}  // namespace mlpc::emit
