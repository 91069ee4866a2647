#pragma once

#include <optional>
#include <string_view>

#include "text.h"

// What options and arguments of commands have in common.
namespace mlpc::credentials {

/// The command up to `end`, without those in front of it.
std::string_view commandBefore(const Text& text, size_t end);

/// The next argument from `at` on, which may be in quotes or the next item of a list of quoted ones. None if what
/// follows is another option, a variable of a list, or a sentence.
std::optional<Written> argumentAfter(const Text& text, size_t at);

/// A word that sentences about options contain.
bool isProse(std::string_view word);
/// A call, an index or a substitution.
bool hasBracket(std::string_view word);

/// `user:password` of an option for both.
void judgeLogin(const Text& text, Range option, const Written& value);

/// Whether a command that prints its arguments begins at `at`.
bool prints(const Text& text, size_t at);
/// Reports the first credential that the command at `at` prints.
void judgePrinted(const Text& text, size_t at, Range name);

}  // namespace mlpc::credentials
