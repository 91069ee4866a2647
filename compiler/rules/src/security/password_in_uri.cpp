// Passwords in addresses.
#include "mlpc/diag/secrets.h"
#include "mlpc/rules/context.h"
#include "security/tokens.h"

namespace mlpc::rules::security {

namespace {

/// Calls `found(begin, end)` for each `user:password` of `scheme://user:password@host`.
template <typename Found>
void findUserInfo(std::string_view text, const Found& found) {
  for (size_t at = text.find("://"); at != std::string_view::npos; at = text.find("://", at + 3)) {
    size_t end = at + 3;
    while (end < text.size() && text[end] > ' ' &&
           std::string_view("/\"'<>`)").find(text[end]) == std::string_view::npos)
      ++end;
    const std::string_view authority = text.substr(at + 3, end - at - 3);
    const size_t sign = authority.rfind('@');
    const size_t colon = authority.find(':');
    if (sign == std::string_view::npos || colon == std::string_view::npos || colon >= sign || colon + 1 == sign)
      continue;
    const std::string_view password = authority.substr(colon + 1, sign - colon - 1);
    if (password.find_first_of("${}%\x01") != std::string_view::npos) continue;  // inserted later
    found(at + 3, at + 3 + sign);
  }
}

void findPasswords(Context& context) {
  for (const SuspectTexts::Text& text : context.world.fact<SuspectTexts>().all()) {
    findUserInfo(text.code.text(), [&](size_t begin, size_t end) {
      context.report(text.code.span(static_cast<uint32_t>(begin), static_cast<uint32_t>(end)), diag::passwordInUri);
    });
  }
}

}  // namespace

extern constinit const Rule passwordInUri{
    .name = "password-in-uri",
    .category = Category::Security,
    .level = Level::Error,
    .reach = Reach::Every,
    .records = {&diag::passwordInUri.record},
    .program = findPasswords,
};

}  // namespace mlpc::rules::security
