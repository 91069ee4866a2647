// SARIF 2.1.0: docs.oasis-open.org/sarif/sarif/v2.1.0

#include <algorithm>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>

#include "formats.h"
#include "mlpc/diag/render.h"
#include "mlpc/support/text.h"

namespace mlpc::diag {
namespace {

using Json = nlohmann::ordered_json;

std::string_view level(Severity severity) {
  switch (severity) {
    case Severity::Error: return "error";
    case Severity::Warning: return "warning";
    case Severity::Info: return "note";
  }
  return "none";
}

/// A relative reference where the file was named relatively, so that a report does not depend on the machine.
std::string uriOf(const std::string& file) {
  const std::string plain = std::filesystem::path(file).lexically_normal().generic_string();
  const std::string path = support::encodeUriPath(plain);
  return plain.starts_with('/') ? "file://" + path : path;
}

Json region(const Location& at) {
  return {{"startLine", at.start.line},
          {"startColumn", at.start.column},
          {"endLine", at.end.line},
          {"endColumn", at.end.column}};
}

Json physical(const Location& at) { return {{"artifactLocation", {{"uri", uriOf(at.file)}}}, {"region", region(at)}}; }

/// Of the page, what follows the heading up to the first blank line.
std::string_view summary(std::string_view page) {
  const size_t heading = page.find("\n\n");
  if (heading == std::string_view::npos) return page;
  page.remove_prefix(heading + 2);
  return page.substr(0, page.find("\n\n"));
}

Json rule(const Record& record) {
  const std::string_view text = page(record.code);
  return {
      {"id", codeText(record.code)},
      {"name", record.name},
      {"shortDescription", {{"text", record.name}}},
      {"fullDescription", {{"text", text.empty() ? record.message : summary(text)}}},
      {"help", {{"text", text.empty() ? record.message : text}, {"markdown", text.empty() ? record.message : text}}},
      {"helpUri", pageUrl(record.code)},
      {"defaultConfiguration", {{"level", level(record.severity)}}}};
}

Json fixOf(const LocatedFix& fix) {
  std::map<std::string, Json> changes;
  for (const LocatedEdit& edit : fix.edits) {
    changes.try_emplace(edit.at.file, Json::array())
        .first->second.push_back({{"deletedRegion", region(edit.at)}, {"insertedContent", {{"text", edit.text}}}});
  }
  Json list = Json::array();
  for (auto& [file, replacements] : changes)
    list.push_back({{"artifactLocation", {{"uri", uriOf(file)}}}, {"replacements", std::move(replacements)}});
  return {{"description", {{"text", fix.title}}}, {"artifactChanges", std::move(list)}};
}

Json result(const Located& one, size_t ruleIndex) {
  Json json = {{"ruleId", codeText(one.record->code)},
               {"ruleIndex", ruleIndex},
               {"level", level(one.severity)},
               {"message", {{"text", wholeMessage(one)}}}};
  if (one.at) json["locations"] = Json::array({{{"physicalLocation", physical(*one.at)}}});
  json["partialFingerprints"] = {{"mlpc/v1", one.fingerprint}};
  Json related = Json::array();
  for (const LocatedNote& note : one.notes) {
    if (note.at)
      related.push_back(
          {{"id", related.size()}, {"message", {{"text", note.message}}}, {"physicalLocation", physical(*note.at)}});
  }
  if (!related.empty()) json["relatedLocations"] = std::move(related);
  Json fixes = Json::array();
  for (const LocatedFix& fix : one.fixes) {
    if (!fix.edits.empty()) fixes.push_back(fixOf(fix));
  }
  if (!fixes.empty()) json["fixes"] = std::move(fixes);
  return json;
}

}  // namespace

std::string renderSarif(const std::vector<Located>& findings, const Tool& tool) {
  std::map<uint16_t, size_t> indices;
  for (const Located& one : findings) indices.emplace(one.record->code, 0);
  Json rules = Json::array();
  for (auto& [code, index] : indices) {
    index = rules.size();
    const auto found = std::find_if(findings.begin(), findings.end(),
                                    [code = code](const Located& one) { return one.record->code == code; });
    rules.push_back(rule(*found->record));
  }
  Json results = Json::array();
  for (const Located& one : findings) results.push_back(result(one, indices.at(one.record->code)));
  const Json log = {{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                    {"version", "2.1.0"},
                    {"runs",
                     {{{"tool",
                        {{"driver",
                          {{"name", "mlpc"},
                           {"version", tool.version},
                           {"informationUri", "https://mlpc.dev"},
                           {"rules", std::move(rules)}}}}},
                       {"columnKind", "unicodeCodePoints"},
                       {"results", std::move(results)}}}}};
  return log.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace mlpc::diag
