#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "queries/completion.h"

namespace mlpc::lsp {

/// What can be written in a string or fence: files to import or to read, names of values.
void completeText(Session& session, const Cursor& cursor, const syntax::Token& text, std::vector<Completion>& items);

/// A form of the language, with places to fill in.
struct Snippet {
  std::string_view label;
  std::string_view text;
};
/// Those of declarations.
std::span<const Snippet> declarationSnippets();
/// Those of statements, in pipelines or in workflows.
std::span<const Snippet> bodySnippets(bool pipeline);
void addSnippets(std::span<const Snippet> snippets, std::vector<Completion>& items);

/// A string without its quotes.
source::Span insideOf(const Cursor& cursor, const syntax::Token& text);

}  // namespace mlpc::lsp
