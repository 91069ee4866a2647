#pragma once

#include <functional>

#include "text.h"

namespace mlpc::credentials {

/// Calls `take` for each string literal that the expression of code at `at` may have as its value: `"x"`, `("x")`,
/// `y or "x"`, `"x" if y else "z"`, `os.getenv("Y", "x")`, `SecretStr("x")`, but not `f("x")` or `y["x"]`.
void eachLiteral(const Text& text, size_t at, const std::function<void(const Written&)>& take);

/// `keyring.set_password(SERVICE, user, "…")`, whose bracket is at `at`: the last of several arguments is the password.
void judgeLastArgument(const Text& text, size_t at);

}  // namespace mlpc::credentials
