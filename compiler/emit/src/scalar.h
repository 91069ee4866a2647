#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace mlpc::emit {

/// Where a scalar is going to be; each place forbids more than the one before it.
enum class Place : uint8_t { Block, Flow };

/// Whether every YAML reader reads `text` without quotes as exactly that string. `classes` is `classesOf(text)`.
bool isPlain(std::string_view text, uint8_t classes, Place place);

/// Whether a literal block can hold `text` as the value of an entry or item. `classes` is `classesOf(text)`.
bool fitsLiteral(std::string_view text, uint8_t classes);

/// Appends `text` as a `|` block: the header, then its lines, each indented by `indent` columns, including the last
/// line break. The indentation must be two columns more than the parent's. Requires `fitsLiteral`.
void appendLiteral(std::string& out, std::string_view text, size_t indent);

/// Appends `text` in double quotes, on one line.
void appendQuoted(std::string& out, std::string_view text);

/// Appends `text` plain if that is safe, otherwise in double quotes.
void appendString(std::string& out, std::string_view text, Place place);

void appendInteger(std::string& out, int64_t value);
/// Appends a float in a form that readers of YAML 1.1 and 1.2 read as the same double.
void appendDouble(std::string& out, double value);

}  // namespace mlpc::emit
