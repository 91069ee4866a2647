#pragma once

#include <string>
#include <vector>

#include "mlpc/workspace/workspace.h"

namespace mlpc::test {

/// A source with its `//@` comments taken out.
struct Annotated {
  std::string source;                   ///< what is compiled
  std::vector<std::string> directives;  ///< the texts of `//@@` lines
};

Annotated stripExpectations(const std::string& text);

/// `source` with a comment under each line that a diagnostic of `snapshot` names. `mainFile` is the name of the file it
/// was compiled as; `directives` are put back where they were, at the top.
std::string annotate(const Annotated& source, const workspace::Snapshot& snapshot, const std::string& mainFile);

}  // namespace mlpc::test
