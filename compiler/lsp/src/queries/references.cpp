#include "queries/references.h"

#include <set>

namespace mlpc::lsp {

FilePlace placeOf(Session& session, const View& view, source::Span span) {
  const source::SourceFile& file = view.snapshot->sources.file(span.file);
  if (source::isStandardFile(span.file)) return {file.name(), span.begin};
  return {session.documents.canonical(file.path()), span.begin};
}

std::vector<Reference> referencesTo(Session& session, const FilePlace& declared) {
  std::vector<Reference> found;
  std::set<std::pair<std::string, uint32_t>> seen;
  for (const auto& [root, program] : session.projects.programs()) {
    if (!program->snapshot) continue;
    for (const auto& [path, module] : program->modules) {
      const View view{program->snapshot.get(), module};
      for (const Occurrence& one : occurrencesIn(view)) {
        if (one.declared.begin != declared.begin || placeOf(session, view, one.declared) != declared) continue;
        if (seen.emplace(path, one.at.begin).second) found.push_back({view, one});
      }
    }
  }
  return found;
}

}  // namespace mlpc::lsp
