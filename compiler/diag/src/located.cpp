#include "mlpc/diag/located.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <tuple>

#include "mlpc/diag/render.h"

namespace mlpc::diag {
namespace {

std::optional<Location> locationOf(const source::SourceManager& sources, source::Span span) {
  if (!span.valid()) return std::nullopt;
  const source::SourceFile& file = sources.file(span.file);
  const uint32_t line = file.lineOf(span.begin);
  Location at{file.name(), sources.start(span), sources.end(span)};
  // The first line begins behind a byte order mark.
  const auto column = [&](uint32_t offset) {
    const uint32_t start = file.lineStart(file.lineOf(offset));
    return offset > start ? offset - start + 1 : 1;
  };
  at.startByte = column(span.begin);
  at.endByte = column(span.end);
  at.line = file.lineText(line);
  return at;
}

/// FNV-1a, which is the same everywhere and for ever.
uint64_t hashOf(std::string_view text) {
  uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3U;
  }
  return hash;
}

std::string_view trimmed(std::string_view line) {
  const size_t begin = line.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return {};
  return line.substr(begin, line.find_last_not_of(" \t\r") - begin + 1);
}

auto placeOf(const Located& one) {
  return one.at ? std::make_tuple(std::string_view(one.at->file), one.at->start.line, one.at->start.column)
                : std::make_tuple(std::string_view(), 0U, 0U);
}

/// Gives each finding its fingerprint.
void number(std::vector<Located>& all, const std::string& folder) {
  const auto nameOf = [&](const std::string& file) {
    const std::filesystem::path path(file);
    if (folder.empty()) return path.lexically_normal().generic_string();
    // A pipe has no canonical name.
    std::error_code error;
    std::filesystem::path whole = std::filesystem::weakly_canonical(path, error);
    if (error) whole = std::filesystem::absolute(path, error).lexically_normal();
    return whole.lexically_proximate(folder).generic_string();
  };
  std::map<std::string, unsigned> seen;
  for (Located& one : all) {
    std::string key = codeText(one.record->code);
    if (one.at) key += '\n' + nameOf(one.at->file) + '\n' + std::string(trimmed(one.at->line));
    const unsigned count = seen[key]++;
    one.fingerprint = fmt::format("{:016x}", hashOf(key + '\n' + std::to_string(count)));
  }
}

}  // namespace

void LocatedFindings::add(const source::SourceManager& sources, const std::vector<Report>& reports,
                          bool warningsAsErrors) {
  for (const Report& report : reports) {
    const bool raised = report.severity == Severity::Warning && warningsAsErrors;
    Located one{report.record, raised ? Severity::Error : report.severity, report.message,
                locationOf(sources, report.span)};
    std::string key = fmt::format("{}\n{}", report.record->code, report.message);
    if (one.at) key += fmt::format("\n{}:{}:{}", one.at->file, one.at->start.line, one.at->start.column);
    if (!seen_.insert(std::move(key)).second) continue;
    for (const AttachedNote& note : report.notes) one.notes.push_back({note.message, locationOf(sources, note.span)});
    for (const Fix& fix : report.fixes) {
      LocatedFix& added = one.fixes.emplace_back(LocatedFix{fix.title, fix.safe, {}});
      for (const Edit& edit : fix.edits) {
        if (auto at = locationOf(sources, edit.range)) added.edits.push_back({*std::move(at), edit.text});
      }
    }
    all_.push_back(std::move(one));
  }
}

std::vector<Located> LocatedFindings::take(const std::string& folder) {
  std::stable_sort(all_.begin(), all_.end(),
                   [](const Located& a, const Located& b) { return placeOf(a) < placeOf(b); });
  number(all_, folder);
  seen_.clear();
  return std::move(all_);
}

}  // namespace mlpc::diag
