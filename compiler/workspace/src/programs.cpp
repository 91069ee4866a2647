#include "mlpc/workspace/programs.h"

#include <memory>
#include <utility>

#include "files.h"
#include "mlpc/parse/parse.h"

namespace mlpc::workspace {

std::vector<std::string> ImportGraph::read(const std::string& file) {
  auto text = files_.read(file);
  if (std::holds_alternative<source::ReadError>(text)) return {};
  const auto parsed = parse::parse(source::FileId(0), std::make_shared<const source::SourceFile>(
                                                          file, file, std::get<std::string>(std::move(text))));
  std::vector<std::string> imports;
  for (const syntax::DeclId id : parsed->tree.order) {
    const auto* import = std::get_if<syntax::ImportDecl>(&parsed->tree.decls[id].node);
    if (import != nullptr && !import->file.empty())
      imports.push_back(files_.canonical(besidePath(file, std::string(import->file))));
  }
  return imports;
}

bool ImportGraph::refresh(const std::string& file) {
  std::vector<std::string> imports = read(file);
  const auto [known, added] = imports_.try_emplace(file);
  if (!added && known->second == imports) return false;
  known->second = std::move(imports);
  return true;
}

const std::vector<std::string>& ImportGraph::importsOf(const std::string& file) {
  const auto [known, added] = imports_.try_emplace(file);
  if (added) known->second = read(file);
  return known->second;
}

std::set<std::string> ImportGraph::reach(const std::string& file) {
  std::set<std::string> reached{file};
  std::vector<std::string> open{file};
  while (!open.empty()) {
    const std::string next = std::move(open.back());
    open.pop_back();
    for (const std::string& import : importsOf(next)) {
      if (reached.insert(import).second) open.push_back(import);
    }
  }
  return reached;
}

std::vector<std::string> ImportGraph::roots(const std::set<std::string>& files) {
  std::set<std::string> imported;
  for (const std::string& file : files) {
    for (const std::string& import : importsOf(file)) {
      if (import != file) imported.insert(import);
    }
  }
  std::vector<std::string> roots;
  std::set<std::string> covered;
  const auto add = [&](const std::string& file) {
    roots.push_back(file);
    covered.merge(reach(file));
  };
  for (const std::string& file : files) {
    if (!imported.contains(file)) add(file);
  }
  // What is left is only in cycles.
  for (const std::string& file : files) {
    if (!covered.contains(file)) add(file);
  }
  return roots;
}

}  // namespace mlpc::workspace
