#include <fmt/format.h>

#include <map>

#include "formats.h"
#include "mlpc/diag/render.h"
#include "mlpc/support/text.h"

namespace mlpc::diag {
namespace {

/// Text of an attribute or element. XML 1.0 has no control characters, not even escaped.
std::string xml(std::string_view text) {
  std::string out;
  size_t begin = 0;
  for (size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && text[i] != '\n') continue;
    for (const char c : support::visible(text.substr(begin, i - begin))) {
      switch (c) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        case '\'': out += "&apos;"; break;
        default: out += c;
      }
    }
    if (i < text.size()) out += "&#10;";
    begin = i + 1;
  }
  // Nor these two, U+FFFE and U+FFFF.
  for (const char* none : {"\xEF\xBF\xBE", "\xEF\xBF\xBF"}) {
    for (size_t at = out.find(none); at != std::string::npos; at = out.find(none, at)) out.replace(at, 3, "?");
  }
  return out;
}

constexpr std::string_view kHead = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// The findings of each file; those without one are under "".
std::map<std::string, std::vector<const Located*>> byFile(const std::vector<Located>& findings) {
  std::map<std::string, std::vector<const Located*>> files;
  for (const Located& one : findings) files[one.at ? one.at->file : ""].push_back(&one);
  return files;
}

}  // namespace

std::string renderJUnit(const std::vector<Located>& findings) {
  std::string out(kHead);
  size_t failures = 0;
  for (const Located& one : findings) failures += one.severity == Severity::Info ? 0 : 1;
  // A report without a test counts as broken for some readers.
  const size_t tests = findings.empty() ? 1 : findings.size();
  out += fmt::format("<testsuites name=\"mlpc\" tests=\"{}\" failures=\"{}\" errors=\"0\">\n", tests, failures);
  if (findings.empty()) {
    out +=
        "  <testsuite name=\"mlpc\" tests=\"1\" failures=\"0\" errors=\"0\">\n    <testcase name=\"no findings\" "
        "classname=\"mlpc\"/>\n  </testsuite>\n";
  }
  for (const auto& [file, list] : byFile(findings)) {
    size_t failed = 0;
    for (const Located* one : list) failed += one->severity == Severity::Info ? 0 : 1;
    out += fmt::format("  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\">\n", xml(file), list.size(),
                       failed);
    for (const Located* one : list) {
      const std::string place = one->at ? fmt::format(":{}:{}", one->at->start.line, one->at->start.column) : "";
      out += fmt::format("    <testcase name=\"{} {}{}\" classname=\"{}\"", codeText(one->record->code),
                         one->record->name, place, xml(file));
      const std::string text = xml(wholeMessage(*one));
      if (one->severity == Severity::Info) {
        out += fmt::format(">\n      <system-out>{}</system-out>\n    </testcase>\n", text);
      } else {
        out += fmt::format(">\n      <failure type=\"{}\" message=\"{}\">{}{}: {}</failure>\n    </testcase>\n",
                           severityText(one->severity), text, xml(file), place, text);
      }
    }
    out += "  </testsuite>\n";
  }
  return out + "</testsuites>\n";
}

std::string renderCheckstyle(const std::vector<Located>& findings) {
  std::string out(kHead);
  out += "<checkstyle version=\"4.3\">\n";
  for (const auto& [file, list] : byFile(findings)) {
    out += fmt::format("  <file name=\"{}\">\n", xml(file));
    for (const Located* one : list) {
      out += fmt::format("    <error line=\"{}\" column=\"{}\" severity=\"{}\" message=\"{}\" source=\"mlpc.{}\"/>\n",
                         one->at ? one->at->start.line : 1, one->at ? one->at->start.column : 1,
                         severityText(one->severity), xml(wholeMessage(*one)), codeText(one->record->code));
    }
    out += "  </file>\n";
  }
  return out + "</checkstyle>\n";
}

}  // namespace mlpc::diag
