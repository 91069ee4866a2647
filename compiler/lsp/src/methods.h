#pragma once

#include <span>
#include <string_view>

#include "session.h"

namespace mlpc::lsp {

/// What answers a request, or acts on a notification, whose answer nobody sees.
struct Method {
  std::string_view name;
  Json (*run)(Session& session, const Json& params);
};

/// Every method, in the order of the table.
std::span<const Method> allMethods();
/// Null if there is no such method.
const Method* findMethod(std::string_view name);

namespace methods {
#define MLPC_LSP_METHOD(name, function) Json function(Session& session, const Json& params);
#include "methods.def"
#undef MLPC_LSP_METHOD
}  // namespace methods

}  // namespace mlpc::lsp
