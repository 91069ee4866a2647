#pragma once

#include <memory>
#include <vector>

#include "mlpc/diag/filter.h"
#include "mlpc/diag/findings.h"
#include "mlpc/source/source_manager.h"
#include "mlpc/syntax/token.h"
#include "mlpc/syntax/tree.h"

namespace mlpc::syntax {

/// A file as the parser leaves it. Immutable, and it owns everything that its parts point to.
struct ParsedFile {
  ParsedFile(source::FileId file, std::shared_ptr<const source::SourceFile> text)
      : source(std::move(text)), tree(file) {}

  std::shared_ptr<const source::SourceFile> source;
  std::vector<Token> tokens;      ///< in the order of the text; empty if the text cannot be read at all
  std::vector<Comment> comments;  ///< likewise
  Tree tree;
  diag::Findings findings;
  diag::Filter filter;  ///< what its syntax errors hide from later steps
};

}  // namespace mlpc::syntax
