#pragma once

#include <memory>
#include <string>
#include <vector>

#include "mlpc/format/format.h"

namespace mlpc::format::test {

std::shared_ptr<const syntax::ParsedFile> parsed(const std::string& text);
/// The formatted text, or why it is wrong: it has other tokens (apart from commas), comments, findings or another tree,
/// it changes when it is formatted again, or its edits do not lead to it.
struct Checked {
  std::string text;
  std::string problem;
};
Checked checked(const std::string& text, const Style& style = {});

/// The sources of the samples, the standard library, the golden cases and the corpora of the fuzz targets.
const std::vector<std::pair<std::string, std::string>>& allSources();

}  // namespace mlpc::format::test
