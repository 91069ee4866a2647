#pragma once

#include <string>
#include <vector>

#include "queries/cursor.h"
#include "session.h"

namespace mlpc::lsp {

/// CompletionItemKind of the protocol.
enum class ItemKind : uint8_t {
  Method = 2,
  Function = 3,
  Field = 5,
  Variable = 6,
  Class = 7,
  Module = 9,
  Property = 10,
  Value = 12,
  EnumMember = 20,
  Keyword = 14,
  Snippet = 15,
  File = 17,
  Constant = 21,
  Struct = 22,
};

/// What could be written at a place.
struct Completion {
  std::string label;
  ItemKind kind = ItemKind::Variable;
  std::string detail;
  std::string insert;                    ///< a snippet; the label if it is empty
  std::string documentation;             ///< Markdown; sent when it is looked at
  std::string import;                    ///< a line to add at the beginning of the file
  int rank = 5;                          ///< smaller is offered first
  std::optional<source::Span> replaces;  ///< instead of the word at the cursor
};

std::vector<Completion> completionsAt(Session& session, const Cursor& cursor);

}  // namespace mlpc::lsp
