#include "files/documents.h"

#include <filesystem>
#include <utility>

#include "wire/uri.h"

namespace mlpc::lsp {

std::string Documents::pathOf(const std::string& uri) {
  const auto path = lsp::pathOf(uri);
  return path ? canonical(*path) : uri;
}

std::string Documents::uriOf(const std::string& path) {
  if (const Document* document = find(canonical(path))) return document->uri;
  return lsp::uriOf(path);
}

std::string Documents::canonical(const std::string& path) {
  // One that has no file.
  if (open_.contains(path)) return path;
  return disk_.canonical(path);
}

const Documents::Document* Documents::find(const std::string& path) const {
  const auto found = open_.find(path);
  return found == open_.end() ? nullptr : &found->second;
}

std::string Documents::open(const std::string& uri, int64_t version, std::string text) {
  std::string path = pathOf(uri);
  open_[path] = {uri, version, std::make_shared<const source::SourceFile>(path, path, std::move(text))};
  return path;
}

void Documents::change(const std::string& path, int64_t version, const Json& changes, const Positions& positions) {
  const auto found = open_.find(path);
  if (found == open_.end()) return;
  Document& document = found->second;
  for (const Json& change : changes) {
    auto text = change.at("text").get<std::string>();
    if (change.contains("range")) {
      const auto [begin, end] = positions.offsets(*document.file, change.at("range"));
      std::string whole(document.file->text());
      whole.replace(begin, end - begin, text);
      text = std::move(whole);
    }
    document.file = std::make_shared<const source::SourceFile>(path, path, std::move(text));
  }
  document.version = version;
}

std::variant<std::string, source::ReadError> Documents::read(const std::string& path) {
  if (const Document* document = find(canonical(path))) return std::string(document->file->text());
  // Nobody waits for a pipe to be written.
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status))
    return source::ReadError{"it is not a regular file"};
  return disk_.read(path);
}

}  // namespace mlpc::lsp
