#include "module_loader.h"

#include <filesystem>
namespace mlpc::driver {

std::string Loader::identityOf(source::FileId file) {
  const std::string& path = sources_.file(file).path();
  if (path.empty()) return {};
  std::string identity = files_.canonical(path);
  given_.insert(identity);
  return identity;
}

std::string Loader::pathOf(const std::string& relativePath, source::FileId from) const {
  const std::filesystem::path base = std::filesystem::path(sources_.file(from).path()).parent_path();
  return (base / relativePath).lexically_normal().string();
}

std::optional<std::string> Loader::text(const std::string& relativePath, source::FileId from) {
  auto read = files_.read(pathOf(relativePath, from));
  if (std::holds_alternative<source::ReadError>(read)) return std::nullopt;
  return std::get<std::string>(std::move(read));
}

sema::ModuleLoader::Loaded Loader::file(const std::string& relativePath, source::FileId from) {
  const std::string path = pathOf(relativePath, from);
  Loaded result;
  result.identity = files_.canonical(path);
  if (given_.count(result.identity) != 0) return result;
  auto read = files_.read(path);
  if (auto* error = std::get_if<source::ReadError>(&read)) {
    result.failure = std::move(error->message);
    return result;
  }
  const source::FileId id = sources_.add(path, path, std::get<std::string>(std::move(read)));
  result.tree = parse::parseFile(sources_, id, diags_);
  given_.insert(result.identity);
  return result;
}

}  // namespace mlpc::driver
