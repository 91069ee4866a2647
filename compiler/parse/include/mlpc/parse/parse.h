#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "mlpc/diag/engine.h"
#include "mlpc/source/source_manager.h"
#include "mlpc/syntax/parsed_file.h"
#include "mlpc/syntax/tree.h"

namespace mlpc::parse {

/// Parses one file. Always returns a tree; what is wrong is among its findings. Any bytes are accepted: text that is
/// not UTF-8, contains NUL, nests deeper than 256 brackets or is larger than 64 MiB is reported in one diagnostic.
/// Keeps no state between calls, so files may be parsed in several threads.
std::shared_ptr<const syntax::ParsedFile> parse(source::FileId file, std::shared_ptr<const source::SourceFile> text);

/// Parses the declarations of a file one at a time, when they are asked for.
///
/// For the standard library: a program uses few of its declarations, and finding where each of them begins costs a
/// twentieth of parsing them all. The text is not validated: a test makes sure that it is UTF-8. The references must
/// outlive the parser; the tree grows with each call of `declaration`.
class DemandParser {
 public:
  DemandParser(const source::SourceManager& sources, source::FileId file, diag::Engine& diags);
  ~DemandParser();
  DemandParser(const DemandParser&) = delete;
  DemandParser& operator=(const DemandParser&) = delete;

  /// The names of all declarations, in the order of the file.
  [[nodiscard]] const std::vector<std::string_view>& names() const;
  /// The declaration called `name`, parsed now if necessary; an invalid id if the file has none.
  syntax::DeclId declaration(std::string_view name);
  /// Parses the file's imports.
  void imports();
  [[nodiscard]] syntax::Tree& tree();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace mlpc::parse
