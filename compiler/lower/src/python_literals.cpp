// Constants as Python writes them in a given place (Python 3, "Lexical analysis": string literals and f-strings).
#include <algorithm>

#include "literals.h"
#include "mlpc/embedded/python_places.h"
#include "mlpc/support/id.h"
#include "mlpc/support/text.h"

namespace mlpc::lower {
namespace {

using embedded::PythonPlace;
using embedded::Surroundings;
using ir::CodePlace;
using support::Constant;

bool isPythonWord(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

std::string repr(const Constant& value);

template <typename Items, typename Write>
std::string join(char open, const Items& items, char close, Write&& write) {
  std::string out(1, open);
  for (const auto& item : items) {
    if (out.size() > 1) out += ", ";
    out += write(item);
  }
  return out + close;
}

std::string repr(const Constant& value) {
  return std::visit(support::Overload{
                        [](std::monostate) { return std::string("None"); },
                        [](bool b) { return std::string(b ? "True" : "False"); },
                        [](int64_t i) { return std::to_string(i); },
                        [](double d) { return support::formatDouble(d); },
                        [](const std::string& s) { return support::quotePython(s); },
                        [](const support::Quantity& q) { return support::quotePython(q.text()); },
                        [](const support::Duration& d) { return support::quotePython(d.text()); },
                        [](const Constant::List& list) { return join('[', list, ']', repr); },
                        [](const Constant::Record& record) {
                          return join('{', record, '}', [](const support::ConstantField& field) {
                            return support::quotePython(field.name) + ": " + repr(field.value);
                          });
                        },
                    },
                    value.storage());
}

/// The contents of a string literal with these quotes; empty if a raw literal cannot represent them.
std::optional<std::string> stringBody(std::string_view text, const PythonPlace& place) {
  std::string out;
  if (place.raw) {
    const auto holds = [&](char c) { return text.find(c) != std::string_view::npos; };
    if (holds(place.quote) || holds('\n') || holds('\r') || holds('\0') || text.ends_with('\\')) return std::nullopt;
    const bool ascii =
        std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (place.bytes && !ascii) return std::nullopt;
    out = text;
  } else if (place.bytes) {
    static constexpr std::string_view kHex = "0123456789abcdef";
    for (const char c : text) {
      const auto byte = static_cast<unsigned char>(c);
      if (c == '\\' || c == place.quote) {
        out += '\\';
        out += c;
      } else if (byte < 0x20 || byte >= 0x7f) {
        out += "\\x";
        out += kHex[byte >> 4U];
        out += kHex[byte & 15U];
      } else {
        out += c;
      }
    }
  } else {
    // quotePython knows what to escape, but chooses its own quotes.
    const std::string quoted = support::quotePython(text);
    for (size_t i = 1; i + 1 < quoted.size(); ++i) {
      if (quoted[i] == '\\') {
        const char next = quoted[++i];
        if (next == place.quote || (next != '\'' && next != '"')) out += '\\';
        out += next;
      } else {
        if (quoted[i] == place.quote) out += '\\';
        out += quoted[i];
      }
    }
  }
  if (!place.format) return out;
  std::string doubled;
  for (const char c : out) doubled += c == '{' || c == '}' ? std::string(2, c) : std::string(1, c);
  return doubled;
}

/// Before Python 3.12, the braces of an f-string may contain neither its own quotes nor a backslash or `#`.
std::optional<std::string> inField(std::string text, char quote) {
  const auto fits = [&](const std::string& candidate) {
    return std::none_of(candidate.begin(), candidate.end(),
                        [&](char c) { return c == quote || c == '\\' || c == '#' || c == '\n'; });
  };
  if (fits(text)) return text.starts_with('-') ? "(" + text + ")" : text;
  const char other = quote == '"' ? '\'' : '"';
  if (text.find(other) != std::string::npos) return std::nullopt;
  std::replace(text.begin(), text.end(), quote, other);
  return fits(text) ? std::optional(std::move(text)) : std::nullopt;
}

std::optional<std::string> literal(const PythonPlace& place, const Constant& value) {
  if (place.uncertain) return std::nullopt;
  switch (place.around) {
    case Surroundings::Code:
    case Surroundings::Field: {
      std::string text = repr(value);
      // `r~{x}` would make the quotes of the literal part of `r'…'`.
      if (place.afterWord && !text.empty() && !isPythonWord(text[0])) return std::nullopt;
      if (place.around == Surroundings::Field) return inField(std::move(text), place.quote);
      return text.starts_with('-') ? "(" + text + ")" : text;
    }
    case Surroundings::FormatSpec: {
      std::string text = value.toText();
      const bool plain = std::all_of(text.begin(), text.end(), [](char c) {
        return isPythonWord(c) || std::string_view(".,<>^+-# ").find(c) != std::string_view::npos;
      });
      return plain ? std::optional(std::move(text)) : std::nullopt;
    }
    case Surroundings::Comment: {
      std::string text = value.toText();
      std::replace_if(
          text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r' || c == '\f'; }, ' ');
      return text;
    }
    case Surroundings::String: return place.glued ? std::nullopt : stringBody(value.toText(), place);
  }
  return std::nullopt;
}

CodePlace placeOf(const PythonPlace& place) {
  if (place.uncertain) return CodePlace::Unknown;
  switch (place.around) {
    case Surroundings::Code:
    case Surroundings::Field: return CodePlace::Bare;
    case Surroundings::String: return CodePlace::String;
    case Surroundings::Comment: return CodePlace::Comment;
    case Surroundings::FormatSpec: return CodePlace::Unknown;
  }
  return CodePlace::Unknown;
}

}  // namespace

std::vector<Insertion> insertIntoPython(const embedded::PythonCode& code, const std::vector<const Constant*>& values) {
  const std::vector<PythonPlace> places = embedded::pythonPlaces(code);
  std::vector<Insertion> out(values.size());
  for (size_t i = 0; i < values.size() && i < places.size(); ++i) {
    out[i].place = placeOf(places[i]);
    if (values[i] != nullptr) out[i].text = literal(places[i], *values[i]);
  }
  dropUnsafe(out, [&](const auto& texts) { return embedded::readsAsBefore(code, texts); });
  return out;
}

}  // namespace mlpc::lower
