#pragma once

#include <cstdint>
#include <vector>

#include "files/projects.h"

namespace mlpc::lsp {

/// Kinds of semantic tokens, in the order of the legend.
enum class TokenType : uint8_t {
  Namespace,
  Type,
  Struct,
  Parameter,
  Variable,
  Property,
  Event,
  Function,
  Method,
  Keyword,
  Comment,
  String,
  Number,
  Operator,
  Decorator,
};

/// A piece of a file and its colour.
struct Painted {
  uint32_t begin = 0;
  uint32_t end = 0;
  TokenType type{};
  uint32_t modifiers = 0;
};

/// Colours the code of Python, shells and PowerShell in a file, without its placeholders.
void paintCode(const View& view, std::vector<Painted>& all);

}  // namespace mlpc::lsp
