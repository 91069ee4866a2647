#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "mlpc/source/source_manager.h"
#include "mlpc/source/span.h"

namespace mlpc::emit {

/// A scalar of a file, or a line of a script or a part of one, and the place in the source that asked for it.
struct Mapped {
  uint32_t document = 0;  ///< which YAML document of the file it is in, from 0
  std::string path;       ///< where it is in that document, as a JSON pointer; empty in scripts
  size_t begin = 0;       ///< where it is in the text of the file, in bytes
  size_t end = 0;
  source::Span origin;
};

/// One file that a back end creates.
struct OutputFile {
  std::string name;  ///< a file name without folders, such as `train.pipeline.yaml`
  std::string text;  ///< the whole content; empty where nothing is printed
  bool executable = false;
  source::Span origin;           ///< the declaration it was created for
  std::vector<Mapped> map = {};  ///< in the order of the text; only if requested
};

/// The map of `file` as JSON, one entry per line: document, path, range in the file, file and range in the source.
/// Lines and columns count from 1, columns in code points; ends are exclusive.
std::string sourceMapText(const OutputFile& file, const source::SourceManager& sources);

}  // namespace mlpc::emit
