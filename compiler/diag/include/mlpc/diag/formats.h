#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mlpc/diag/located.h"

namespace mlpc::diag {

/// The forms in which findings can be printed; all but the first are for programs.
enum class Format : uint8_t {
  Text,
  Json,
  JsonLines,    ///< an object of `Json` on each line
  Sarif,        ///< SARIF 2.1.0 (OASIS), with rules, regions, fixes and fingerprints
  GitHub,       ///< workflow commands of GitHub Actions
  AzureDevops,  ///< logging commands of Azure Pipelines
  GitLab,       ///< Code Quality report: the subset of Code Climate's format that GitLab reads
  JUnit,
  Checkstyle,
  Rdjson,  ///< reviewdog's Diagnostic Format
};
inline constexpr std::array<std::string_view, 10> kFormatNames = {
    "text", "json", "json-lines", "sarif", "github", "azure-devops", "gitlab", "junit", "checkstyle", "rdjson"};

std::optional<Format> findFormat(std::string_view name);

/// Everything about the tool that a report may name.
struct Tool {
  std::string_view version;
};

/// The findings in a form other than `Text`. Ends with a line break unless there is nothing to print.
std::string render(Format format, const std::vector<Located>& findings, const Tool& tool);

}  // namespace mlpc::diag
