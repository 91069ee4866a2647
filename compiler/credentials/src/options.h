#pragma once

#include "text.h"

namespace mlpc::credentials {

/// The option that begins with the dash at `at`: `--password …`, and the short forms of commands that sign in.
void judgeOption(const Text& text, size_t at);

/// `user:password` of an option for both.
void judgeLogin(const Text& text, Range option, const Written& value);

/// The word that ends at the space at `at`, where what follows it is a value: `config set password …`, `IDENTIFIED BY
/// '…'`, `login me password …`, `ConvertTo-SecureString '…'`.
void judgeAfterWord(const Text& text, size_t at);

/// The next argument from `at` on, which may be in quotes or the next item of a list of quoted ones.
std::optional<Written> argumentAfter(const Text& text, size_t at);

/// Calls the judgement for what `echo` or `printf` at `at` print.
void judgePrinted(const Text& text, size_t at, Range name);
/// Whether a command that prints its arguments begins at `at`.
bool prints(const Text& text, size_t at);

}  // namespace mlpc::credentials
