#include "methods.h"

#include <algorithm>

namespace mlpc::lsp {
namespace {

constexpr Method kMethods[] = {
#define MLPC_LSP_METHOD(name, function) {name, methods::function},
#include "methods.def"
#undef MLPC_LSP_METHOD
};

}  // namespace

std::span<const Method> allMethods() { return kMethods; }

const Method* findMethod(std::string_view name) {
  const auto* found =
      std::find_if(std::begin(kMethods), std::end(kMethods), [&](const Method& m) { return m.name == name; });
  return found == std::end(kMethods) ? nullptr : found;
}

}  // namespace mlpc::lsp
