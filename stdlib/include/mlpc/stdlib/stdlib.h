#pragma once

#include <span>
#include <string_view>

namespace mlpc::stdlib {

/// One module of the standard library: mlp source that is part of the compiler.
struct Module {
  std::string_view dottedName;  ///< `azure.devops`
  std::string_view text;
};

/// All of them, sorted by name.
std::span<const Module> modules();

}  // namespace mlpc::stdlib
