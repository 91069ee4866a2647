#pragma once

#include "text.h"

namespace mlpc::credentials {

/// The option that begins with the dash at `at`: `--password …`, and the short forms of commands that sign in.
void judgeOption(const Text& text, size_t at);

}  // namespace mlpc::credentials
