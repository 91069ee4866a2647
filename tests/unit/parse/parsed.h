#pragma once

#include <memory>
#include <string>
#include <vector>

#include "mlpc/diag/engine.h"
#include "mlpc/parse/parse.h"
#include "mlpc/source/source_manager.h"
#include "mlpc/syntax/tree.h"

namespace mlpc::parse::testing {

/// A parsed text and what was reported about it.
struct Parsed {
  explicit Parsed(std::string text);

  source::SourceManager sources;
  source::FileId file;
  diag::Engine diags;
  std::shared_ptr<const syntax::ParsedFile> parsed;
  const syntax::Tree* tree;

  /// `2:9 1041` for each diagnostic.
  [[nodiscard]] std::vector<std::string> codes() const;
  /// `2:9 the message; its notes` for each diagnostic.
  [[nodiscard]] std::vector<std::string> messages() const;
  /// The declarations as S-expressions, one per line.
  [[nodiscard]] std::string shape() const;
  /// The source text of a span.
  [[nodiscard]] std::string text(source::Span span) const { return std::string(sources.text(span)); }
  [[nodiscard]] const syntax::Decl& decl(size_t index) const { return tree->decls[tree->order[index]]; }
  /// The text with the first fix of each diagnostic applied.
  [[nodiscard]] std::string fixed() const;
};

/// The value of `const x = <expression>` as an S-expression, or the messages if there are any.
std::string expr(const std::string& expression);
/// The type of `type X = <type>`.
std::string type(const std::string& type);
/// The statements of `pipeline p() {` … `}`, or the messages.
std::string body(const std::string& statements);

/// The root of the project, and the examples of the language's design beside it; empty if they do not exist.
std::string examplesFolder();
std::string readFile(const std::string& path);
std::vector<std::string> exampleFiles();

}  // namespace mlpc::parse::testing
