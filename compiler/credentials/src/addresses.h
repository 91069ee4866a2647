#pragma once

#include "text.h"

namespace mlpc::credentials {

/// The address whose `://` is at `at`: a password in it, or a secret path.
void judgeAddress(const Text& text, size_t at);

/// `jdbc:oracle:thin:user/password@host`; the colon in front of the user is at `at`.
void judgeOracle(const Text& text, size_t at);

/// The signature of an address of Azure, which begins at `from`: `sig=…`.
void judgeSignature(const Text& text, Range name, size_t from);

}  // namespace mlpc::credentials
