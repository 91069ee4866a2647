#pragma once

#include <algorithm>
#include <initializer_list>
#include <string_view>

#include "mlpc/embedded/file_code.h"
#include "mlpc/rules/context.h"

namespace mlpc::rules {

/// Calls `visit(ExprId)` for the fences of a file in one of the languages.
template <typename Visit>
void eachFence(const File& file, std::initializer_list<std::string_view> languages, const Visit& visit) {
  for (const syntax::ExprId id : file.strings()) {
    const auto* fence = file.as<syntax::FenceExpr>(id);
    if (fence != nullptr && std::find(languages.begin(), languages.end(), fence->language.text) != languages.end())
      visit(id);
  }
}

}  // namespace mlpc::rules
