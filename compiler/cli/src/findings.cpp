#include "findings.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <ostream>
#include <unordered_set>

namespace mlpc::cli {
namespace {

constexpr source::LineColumn kNowhere{0, 0};

constexpr size_t kMostErrorsByDefault = 100;

/// The value of `--max-errors`; nothing if it is not a number.
std::optional<size_t> mostErrors(const ParsedOptions& options) {
  const auto text = options.value("--max-errors");
  if (!text) return kMostErrorsByDefault;
  size_t number = 0;
  const auto [stop, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (error != std::errc() || stop != text->data() + text->size()) return std::nullopt;
  return number;
}

/// The text as a service of continuous integration may see it, which looks for commands in the output of steps: Azure
/// Pipelines anywhere in a line, GitHub at its beginning. Names of files and excerpts of sources are in it.
std::string withoutCommands(std::string text) {
  if (std::getenv("TF_BUILD") != nullptr) {
    for (size_t at = text.find("##"); at != std::string::npos; at = text.find("##", at)) text.replace(at, 2, "**");
  }
  if (std::getenv("GITHUB_ACTIONS") != nullptr) {
    if (text.starts_with("::")) text.insert(0, " ");
    for (size_t at = text.find("\n::"); at != std::string::npos; at = text.find("\n::", at + 1))
      text.insert(at + 1, " ");
  }
  return text;
}

/// `2 errors, 1 warning`, on a line; nothing if there is at most one.
std::string countOf(const std::vector<diag::Located>& findings) {
  const auto number = [&](diag::Severity severity) {
    return std::count_if(findings.begin(), findings.end(), [&](const auto& one) { return one.severity == severity; });
  };
  const auto errors = number(diag::Severity::Error);
  const auto warnings = number(diag::Severity::Warning);
  const auto text = [](auto n, std::string_view what) {
    return n == 0 ? std::string() : fmt::format("{} {}{}", n, what, n == 1 ? "" : "s");
  };
  if (errors + warnings < 2) return {};
  return text(errors, "error") + (errors != 0 && warnings != 0 ? ", " : "") + text(warnings, "warning") + "\n";
}

}  // namespace

FindingsStyle findingsStyle(const ParsedOptions& options, const Environment& environment) {
  FindingsStyle style;
  style.format = diag::findFormat(options.value("--format").value_or("text")).value_or(diag::Format::Text);
  const std::string colour = options.value("--color").value_or("auto");
  style.text.colour = colour == "always" || (colour == "auto" && environment.colour);
  style.text.warningsAsErrors = options.has("--werror");
  style.text.mostErrors = mostErrors(options).value_or(kMostErrorsByDefault);
  return style;
}

std::string findingsStyleError(const ParsedOptions& options) {
  if (mostErrors(options)) return {};
  return fmt::format("`--max-errors` expects a number, not `{}`", *options.value("--max-errors"));
}

void printFindings(const source::SourceManager& sources, const std::vector<diag::Report>& reports,
                   const FindingsStyle& style, Environment& environment, std::ostream& data) {
  if (style.format == diag::Format::Text) {
    environment.err << withoutCommands(diag::renderText(sources, reports, style.text));
    return;
  }
  diag::LocatedFindings findings;
  findings.add(sources, reports, style.text.warningsAsErrors);
  data << diag::render(style.format, findings.take(), {MLPC_VERSION});
}

void printFindings(const std::vector<ProgramFindings>& programs, const std::vector<diag::Located>& wanted,
                   const FindingsStyle& style, Environment& environment, std::ostream& data) {
  if (style.format != diag::Format::Text) {
    data << diag::render(style.format, wanted, {MLPC_VERSION});
    return;
  }
  const auto key = [](const diag::Record& record, std::string_view message, std::string_view file,
                      source::LineColumn at) {
    return fmt::format("{}\n{}\n{}:{}:{}", record.code, message, file, at.line, at.column);
  };
  std::unordered_set<std::string> left;
  for (const diag::Located& one : wanted)
    left.insert(key(*one.record, one.message, one.at ? one.at->file : "", one.at ? one.at->start : kNowhere));
  diag::TextStyle text = style.text;
  text.count = false;
  for (const ProgramFindings& program : programs) {
    std::vector<diag::Report> own;
    for (const diag::Report& report : program.reports) {
      const bool placed = report.span.valid();
      const std::string_view file = placed ? program.sources.file(report.span.file).name() : std::string_view();
      const source::LineColumn at = placed ? program.sources.start(report.span) : kNowhere;
      if (left.erase(key(*report.record, report.message, file, at)) != 0) own.push_back(report);
    }
    if (own.empty()) continue;
    environment.err << withoutCommands(diag::renderText(program.sources, own, text));
    const auto errors = static_cast<size_t>(std::count_if(
        own.begin(), own.end(), [](const diag::Report& report) { return report.severity == diag::Severity::Error; }));
    // At least one of each program, so that none looks clean.
    if (text.mostErrors != 0)
      text.mostErrors = std::max<size_t>(1, text.mostErrors - std::min(text.mostErrors, errors));
  }
  environment.err << countOf(wanted);
}

}  // namespace mlpc::cli
