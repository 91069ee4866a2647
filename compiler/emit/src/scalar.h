#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace mlpc::emit {

/// Where a scalar is going to stand; each place forbids more than the one before it.
enum class Place : uint8_t { Block, Flow };

/// Whether every YAML reader takes `text` without quotes for just that string. `classes` is `classesOf(text)`.
bool isPlain(std::string_view text, uint8_t classes, Place place);

/// Whether a literal block can hold `text` as the value of an entry or item. `classes` is `classesOf(text)`.
bool fitsLiteral(std::string_view text, uint8_t classes);

/// Appends `text` as `|` block: the header, then its lines, each `indent` columns in. The last line break is included.
/// Indentation must be two columns more than the parent's. Requires `fitsLiteral`.
void appendLiteral(std::string& out, std::string_view text, size_t indent);

/// Appends `text` in double quotes, on one line.
void appendQuoted(std::string& out, std::string_view text);

/// Appends `text` plain if that is safe, else in double quotes.
void appendString(std::string& out, std::string_view text, Place place);

void appendInteger(std::string& out, int64_t value);
/// Appends a float in digits that YAML 1.1 and 1.2 readers take for the same double.
void appendDouble(std::string& out, double value);

}  // namespace mlpc::emit
