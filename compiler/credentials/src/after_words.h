#pragma once

#include "text.h"

namespace mlpc::credentials {

/// The word that ends at the space at `at`, where what follows it may be a value: `config set password …`, `IDENTIFIED
/// BY '…'`, `login me password …`, `ConvertTo-SecureString '…'`.
void judgeAfterWord(const Text& text, size_t at);

/// `echo user:password | chpasswd`, where the command begins at `at`.
void judgePrintedLogin(const Text& text, size_t at);

}  // namespace mlpc::credentials
