#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "mlpc/diag/render.h"

namespace mlpc::diag {
namespace {

using Json = nlohmann::ordered_json;

Json position(source::LineColumn at) { return {{"line", at.line}, {"column", at.column}}; }

Json range(const source::SourceManager& sources, source::Span span) {
  if (!span.valid()) return nullptr;
  return {{"start", position(sources.start(span))}, {"end", position(sources.end(span))}};
}

Json file(const source::SourceManager& sources, source::Span span) {
  return span.valid() ? Json(sources.file(span.file).name()) : Json(nullptr);
}

}  // namespace

std::string renderJson(const source::SourceManager& sources, const std::vector<Report>& reports,
                       const TextStyle& style) {
  Json result = Json::array();
  for (const Report& report : reports) {
    const bool raised = report.severity == Severity::Warning && style.warningsAsErrors;
    Json notes = Json::array();
    for (const auto& note : report.notes) {
      notes.push_back(
          {{"message", note.message}, {"file", file(sources, note.span)}, {"range", range(sources, note.span)}});
    }
    Json fixes = Json::array();
    for (const auto& fix : report.fixes) {
      Json edits = Json::array();
      for (const auto& edit : fix.edits) {
        edits.push_back(
            {{"file", file(sources, edit.range)}, {"range", range(sources, edit.range)}, {"text", edit.text}});
      }
      fixes.push_back({{"title", fix.title}, {"safe", fix.safe}, {"edits", std::move(edits)}});
    }
    const std::string code = codeText(report.record->code);
    result.push_back({{"code", code},
                      {"name", report.record->name},
                      {"severity", raised ? "error" : severityText(report.severity)},
                      {"message", report.message},
                      {"file", file(sources, report.span)},
                      {"range", range(sources, report.span)},
                      {"notes", std::move(notes)},
                      {"fixes", std::move(fixes)},
                      {"url", pageUrl(report.record->code)}});
  }
  // Bytes that are not UTF-8 can get into a message as part of a quoted piece of the source.
  return result.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace mlpc::diag
