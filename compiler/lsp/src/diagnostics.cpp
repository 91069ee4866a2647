#include "diagnostics.h"

#include <fmt/format.h>
#include <llvm/ADT/StringExtras.h>
#include <llvm/Support/MD5.h>

#include <unordered_set>

#include "mlpc/diag/render.h"

namespace mlpc::lsp {
namespace {

int severityOf(diag::Severity severity) {
  switch (severity) {
    case diag::Severity::Error: return 1;
    case diag::Severity::Warning: return 2;
    case diag::Severity::Info: return 3;
  }
  return 1;
}

/// `unused-let` and `deprecated` are shown faded and struck through.
Json tagsOf(const diag::Record& record) {
  Json tags = Json::array();
  if (record.name.starts_with("unused-") || record.name.starts_with("redundant-")) tags.push_back(1);
  if (record.name == "deprecated") tags.push_back(2);
  return tags;
}

Json diagnostic(Session& session, const workspace::Snapshot& snapshot, const diag::Report& report) {
  std::string message = report.message;
  Json related = Json::array();
  for (const diag::AttachedNote& note : report.notes) {
    Json location = session.location(snapshot, note.span);
    if (location.is_null()) {
      message += "\n" + note.message;
    } else {
      related.push_back({{"location", std::move(location)}, {"message", note.message}});
    }
  }
  Json json = {{"range", session.range(snapshot, report.span)},
               {"severity", severityOf(report.severity)},
               {"code", diag::codeText(report.record->code)},
               {"source", "mlpc"},
               {"message", std::move(message)}};
  if (session.can("/textDocument/publishDiagnostics/codeDescriptionSupport") || session.can("/textDocument/diagnostic"))
    json["codeDescription"] = {{"href", diag::pageUrl(report.record->code)}};
  if (!related.empty()) json["relatedInformation"] = std::move(related);
  if (Json tags = tagsOf(*report.record); !tags.empty()) json["tags"] = std::move(tags);
  return json;
}

/// The same file may be part of several programs, which mostly find the same in it.
class Seen {
 public:
  bool isNew(const std::string& uri, const diag::Report& report) {
    return seen_
        .insert(fmt::format("{}\n{}\n{}\n{}\n{}", uri, report.record->code, report.span.begin, report.span.end,
                            report.message))
        .second;
  }

 private:
  std::unordered_set<std::string> seen_;
};

/// Calls `visit(path, uri, diagnostic)`.
template <typename Visit>
void forEachReport(Session& session, const std::string& only, const Visit& visit) {
  for (const auto& [root, program] : session.projects.programs()) {
    if (!program->snapshot || (!only.empty() && !program->files.contains(only))) continue;
    const workspace::Snapshot& snapshot = *program->snapshot;
    for (diag::Report& report : snapshot.diags.sorted()) {
      if (!report.span.valid()) {
        const auto module = program->modules.find(root);
        if (module == program->modules.end()) continue;
        report.span = {snapshot.checked->module(module->second).tree->file, 0, 0};
      }
      if (source::isStandardFile(report.span.file)) continue;
      const auto severity = config::shown(program->config, *report.record, report.severity);
      if (!severity) continue;
      report.severity = *severity;
      const source::SourceFile& file = snapshot.sources.file(report.span.file);
      const std::string path = session.documents.canonical(file.path());
      if (only.empty() || path == only) visit(session.documents.uriOf(path), snapshot, report);
    }
  }
}

}  // namespace

std::map<std::string, Json> diagnosticsOf(Session& session) {
  std::map<std::string, Json> all;
  Seen seen;
  forEachReport(session, {}, [&](const std::string& uri, const auto& snapshot, const diag::Report& report) {
    Json& list = all.try_emplace(uri, Json::array()).first->second;
    if (seen.isNew(uri, report)) list.push_back(diagnostic(session, snapshot, report));
  });
  return all;
}

Json diagnosticsOf(Session& session, const std::string& path) {
  Json list = Json::array();
  Seen seen;
  forEachReport(session, path, [&](const std::string& uri, const auto& snapshot, const diag::Report& report) {
    if (seen.isNew(uri, report)) list.push_back(diagnostic(session, snapshot, report));
  });
  return list;
}

void publishDiagnostics(Session& session) {
  if (session.can("/textDocument/diagnostic")) {
    if (session.can("/workspace/diagnostics/refreshSupport")) session.request("workspace/diagnostic/refresh", nullptr);
    return;
  }
  auto now = diagnosticsOf(session);
  for (const auto& [uri, text] : session.published) now.try_emplace(uri, Json::array());
  for (const auto& [path, document] : session.documents.all()) now.try_emplace(document.uri, Json::array());
  for (auto& [uri, list] : now) {
    const auto* document = session.documents.find(session.documents.pathOf(uri));
    // A client may wait for what belongs to a version.
    std::string text = std::to_string(document != nullptr ? document->version : 0) +
                       list.dump(-1, ' ', false, Json::error_handler_t::replace);
    const auto known = session.published.find(uri);
    if (known != session.published.end() ? known->second == text : list.empty() && document == nullptr) continue;
    if (list.empty() && document == nullptr) {
      session.published.erase(uri);
    } else {
      session.published[uri] = std::move(text);
    }
    Json params = {{"uri", uri}, {"diagnostics", std::move(list)}};
    if (document != nullptr) params["version"] = document->version;
    session.notify("textDocument/publishDiagnostics", std::move(params));
  }
}

std::string resultId(const Json& value) {
  llvm::MD5 hash;
  hash.update(value.dump(-1, ' ', false, Json::error_handler_t::replace));
  llvm::MD5::MD5Result result;
  hash.final(result);
  return result.digest().str().str();
}

}  // namespace mlpc::lsp
