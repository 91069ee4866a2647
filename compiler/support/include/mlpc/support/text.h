#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mlpc::support {

/// A JSON string literal, ASCII only: everything beyond is `\uXXXX`.
std::string quoteJson(std::string_view text);

/// A double as Python's `repr` and JSON write it: shortest digits that read back, always with a point or an exponent.
std::string formatDouble(double value);

/// The byte offset of the first byte that is not valid UTF-8 (overlong forms and surrogates included), if there is one.
std::optional<size_t> findInvalidUtf8(std::string_view text);

/// How many bytes are to be put in, taken out or replaced, or swapped with their neighbour. Stops at `limit + 1`.
unsigned editDistance(std::string_view a, std::string_view b, unsigned limit);

/// The one of `candidates` closest to `wrong`, if it is near enough for a "did you mean" (distance at most a third of
/// the length, at least 1) and no other is as near.
std::optional<std::string> closest(std::string_view wrong, const std::vector<std::string>& candidates);

/// Whether two texts are the same but for capital and small letters of ASCII.
bool equalIgnoringCase(std::string_view a, std::string_view b);
/// The text with small letters of ASCII instead of capital ones.
std::string toLower(std::string_view text);

/// `train_model` and `Train Model` as `train-model`: lower case, every run of other characters than [a-z0-9] a dash,
/// none at the ends.
std::string toKebab(std::string_view name);
/// `initial_delay` as `initialDelay`.
std::string toCamel(std::string_view name);
/// `initialDelay` as `initial_delay`.
std::string toSnake(std::string_view name);

/// A word for a POSIX shell: as it is if it needs no quotes, else in single quotes.
std::string quoteShell(std::string_view text);
/// A Python string literal, as `repr` writes it.
std::string quotePython(std::string_view text);

}  // namespace mlpc::support
