#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mlpc/emit/output_file.h"
#include "mlpc/emit/script.h"

namespace mlpc::emit {

/// A line of a script that is not empty.
struct ScriptLine {
  size_t begin;  ///< after its indentation
  size_t end;    ///< before its line break
  source::Span origin;
  std::vector<Script::Mark> parts;  ///< parts of the line that were asked for elsewhere
};

/// The lines of `text`. A line as a whole comes from the smallest mark around it, or else from `otherwise`.
std::vector<ScriptLine> linesOf(std::string_view text, std::vector<Script::Mark> marks, source::Span otherwise);

/// The text of a script. If there is a `map`, each line is recorded in it, followed by its parts; a line of a document
/// is represented by the first scalar in it.
std::string printScript(const Script& script, source::Span origin, std::vector<Mapped>* map);

}  // namespace mlpc::emit
