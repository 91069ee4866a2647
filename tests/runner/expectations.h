#pragma once

#include <string>
#include <vector>

#include "mlpc/workspace/workspace.h"

namespace mlpc::test {

/// A source whose `//@` comments were removed.
struct Annotated {
  std::string source;                   ///< what is compiled
  std::vector<std::string> directives;  ///< the texts of `//@@` lines
};

Annotated stripExpectations(const std::string& text);

/// `source` with a comment below each line on which `snapshot` has a diagnostic. `mainFile` is the name of the file it
/// was compiled as; `directives` are put back at the top, where they were.
std::string annotate(const Annotated& source, const workspace::Snapshot& snapshot, const std::string& mainFile);

}  // namespace mlpc::test
