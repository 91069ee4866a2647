#include "formats.h"

#include <algorithm>

namespace mlpc::diag {

std::optional<Format> findFormat(std::string_view name) {
  const auto* found = std::find(kFormatNames.begin(), kFormatNames.end(), name);
  if (found == kFormatNames.end()) return std::nullopt;
  return static_cast<Format>(found - kFormatNames.begin());
}

std::string wholeMessage(const Located& finding) {
  std::string text = finding.message;
  for (const LocatedNote& note : finding.notes) {
    if (!note.at) text += "\n" + note.message;
  }
  return text;
}

std::string render(Format format, const std::vector<Located>& findings, const Tool& tool) {
  switch (format) {
    case Format::Text: break;  // it shows the sources: `renderText`
    case Format::Json: return renderJsonArray(findings);
    case Format::JsonLines: return renderJsonLines(findings);
    case Format::Sarif: return renderSarif(findings, tool);
    case Format::GitHub: return renderGitHub(findings);
    case Format::AzureDevops: return renderAzureDevops(findings);
    case Format::GitLab: return renderGitLab(findings);
    case Format::JUnit: return renderJUnit(findings);
    case Format::Checkstyle: return renderCheckstyle(findings);
    case Format::Rdjson: return renderRdjson(findings);
  }
  return {};
}

}  // namespace mlpc::diag
