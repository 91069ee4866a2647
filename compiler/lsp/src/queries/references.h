#pragma once

#include <string>
#include <vector>

#include "queries/occurrences.h"
#include "session.h"

namespace mlpc::lsp {

/// A place that is the same in every program that contains the file.
struct FilePlace {
  std::string path;  ///< as `canonical` gives it; of a file of the standard library its name
  uint32_t begin = 0;

  bool operator==(const FilePlace&) const = default;
};
FilePlace placeOf(Session& session, const View& view, source::Span span);

struct Reference {
  View view;
  Occurrence occurrence;
};

/// Every name in the programs of the session that refers to what is declared at a place, each once. The programs must
/// be up to date.
std::vector<Reference> referencesTo(Session& session, const FilePlace& declared);

}  // namespace mlpc::lsp
