#pragma once

#include <algorithm>
#include <initializer_list>
#include <string_view>

#include "mlpc/embedded/file_code.h"
#include "mlpc/rules/context.h"

namespace mlpc::rules {

/// Calls `visit(ExprId)` for the fences of a file in one of the languages.
template <typename Visit>
void eachFence(const File& file, std::initializer_list<Language> languages, const Visit& visit) {
  for (const syntax::ExprId id : file.strings()) {
    const auto* fence = file.as<syntax::FenceExpr>(id);
    const Language language = fence == nullptr ? Language::Text : vocabulary::languageOf(fence->language.text);
    if (std::find(languages.begin(), languages.end(), language) != languages.end()) visit(id);
  }
}

}  // namespace mlpc::rules
