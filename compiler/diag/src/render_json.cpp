#include <nlohmann/json.hpp>

#include "formats.h"
#include "mlpc/diag/render.h"

namespace mlpc::diag {
namespace {

using Json = nlohmann::ordered_json;

Json position(source::LineColumn at) { return {{"line", at.line}, {"column", at.column}}; }

void place(Json& json, const std::optional<Location>& at) {
  json["file"] = at ? Json(at->file) : Json(nullptr);
  json["range"] = at ? Json{{"start", position(at->start)}, {"end", position(at->end)}} : Json(nullptr);
}

Json finding(const Located& one) {
  Json notes = Json::array();
  for (const LocatedNote& note : one.notes) {
    Json json = {{"message", note.message}};
    place(json, note.at);
    notes.push_back(std::move(json));
  }
  Json fixes = Json::array();
  for (const LocatedFix& fix : one.fixes) {
    Json edits = Json::array();
    for (const LocatedEdit& edit : fix.edits) {
      Json json = Json::object();
      place(json, edit.at);
      json["text"] = edit.text;
      edits.push_back(std::move(json));
    }
    fixes.push_back({{"title", fix.title}, {"safe", fix.safe}, {"edits", std::move(edits)}});
  }
  Json json = {{"code", codeText(one.record->code)},
               {"name", one.record->name},
               {"severity", severityText(one.severity)},
               {"message", one.message}};
  place(json, one.at);
  json["notes"] = std::move(notes);
  json["fixes"] = std::move(fixes);
  json["url"] = pageUrl(one.record->code);
  return json;
}

// Bytes that are not UTF-8 can get into a message as part of a quoted piece of the source.
std::string dump(const Json& json, int indent) { return json.dump(indent, ' ', false, Json::error_handler_t::replace); }

}  // namespace

std::string renderJsonArray(const std::vector<Located>& findings) {
  Json array = Json::array();
  for (const Located& one : findings) array.push_back(finding(one));
  return dump(array, 2) + "\n";
}

std::string renderJsonLines(const std::vector<Located>& findings) {
  std::string out;
  for (const Located& one : findings) out += dump(finding(one), -1) + "\n";
  return out;
}

}  // namespace mlpc::diag
