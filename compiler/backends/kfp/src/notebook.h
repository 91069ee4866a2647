#pragma once

#include <string>
#include <string_view>

#include "mlpc/ir/component.h"

namespace mlpc::backends::kfp {

/// What a notebook needs at run time, unless the component lists its packages.
std::vector<std::string> notebookPackages();

/// Python that unpacks the files of `embedded` when the module is loaded, for `EmbeddedInput` and `import`.
std::string embeddedHelper(const ir::Embedded& embedded);

/// The same for a notebook, with `dsl.run_notebook(**parameters)`.
std::string notebookHelper(const ir::NotebookBody& notebook, const ir::Embedded* embedded);

}  // namespace mlpc::backends::kfp
