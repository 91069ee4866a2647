#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mlpc::support {

/// A JSON string literal in ASCII: everything else is written as `\uXXXX`.
std::string quoteJson(std::string_view text);

/// The text on one line as it can be shown in a terminal or be part of a comment: control characters, separators of
/// lines and marks of direction are written `\n`, `\x1b`, `\u2028`, bytes that are not UTF-8 `\xff`. Tabs stay.
std::string visible(std::string_view text);

/// A double as Python's `repr` and JSON write it: the fewest digits that read back the same, always with a point or an
/// exponent.
std::string formatDouble(double value);

/// The byte offset of the first byte that is not valid UTF-8 (overlong forms and surrogates included), if there is one.
std::optional<size_t> findInvalidUtf8(std::string_view text);

/// How many bytes have to be inserted, deleted, replaced or swapped with their neighbour. Stops at `limit + 1`.
unsigned editDistance(std::string_view a, std::string_view b, unsigned limit);

/// The candidate closest to `wrong`, if it is close enough for a "did you mean" (a distance of at most a third of the
/// length, but at least 1) and no other candidate is as close.
std::optional<std::string> closest(std::string_view wrong, const std::vector<std::string>& candidates);

/// Removes `prefix` from the beginning of `text`, if it is there.
bool takePrefix(std::string_view& text, std::string_view prefix);

/// Whether two texts are equal except for the case of ASCII letters.
bool equalIgnoringCase(std::string_view a, std::string_view b);
/// The text with ASCII letters in lower case.
std::string toLower(std::string_view text);

/// `train_model` and `Train Model` as `train-model`: lower case, with each run of characters outside [a-z0-9] replaced
/// by a dash, and no dash at either end.
std::string toKebab(std::string_view name);
/// `initial_delay` as `initialDelay`.
std::string toCamel(std::string_view name);
/// `initialDelay` as `initial_delay`.
std::string toSnake(std::string_view name);

/// A path as part of a URI (RFC 3986): everything but unreserved characters and `/` is escaped.
std::string encodeUriPath(std::string_view path);

/// A word for a POSIX shell: unchanged if it needs no quotes, otherwise in single quotes.
std::string quoteShell(std::string_view text);
/// A word for bash on one line: like `quoteShell`, but text with control characters is written `$'…'`.
std::string quoteBash(std::string_view text);
/// A Python string literal, as `repr` writes it.
std::string quotePython(std::string_view text);

}  // namespace mlpc::support
