// Constants as bash writes them at a place. After the grammar of POSIX.1-2017 (Shell Command Language, 2.2
// Quoting, 2.6.3 Command Substitution, 2.7.4 Here-Document) and bash's `$'…'` and `((…))`.
#include <algorithm>
#include <array>

#include "literals.h"
#include "mlpc/embedded/shell_script.h"
#include "mlpc/support/text.h"

namespace mlpc::lower {
namespace {

using embedded::ShellContext;
using embedded::ShellPlace;
using ir::CodePlace;

bool isShellWord(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// A word that means itself in every context of a script.
bool isPlain(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return isShellWord(c) || std::string_view("./:@%+-").find(c) != std::string_view::npos;
  });
}

/// The name or number of a parameter.
bool isParameter(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), isShellWord); }

bool isReserved(std::string_view text) {
  static constexpr std::array<std::string_view, 17> kWords = {"if",   "then", "else",   "elif",     "fi",    "do",
                                                              "done", "case", "esac",   "while",    "until", "for",
                                                              "in",   "time", "select", "function", "coproc"};
  return std::find(kWords.begin(), kWords.end(), text) != kWords.end();
}

/// With a backslash before each of `special`.
std::string escape(std::string_view text, std::string_view special) {
  std::string out;
  for (const char c : text) {
    if (special.find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

std::string singleQuoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string_view("'\"'\"'") : std::string_view(&c, 1);
  return out + "'";
}

std::optional<std::string> inCommand(const std::string& text, const ShellPlace& place) {
  // `a=b` at the start of a word could be an assignment, a reserved word the start of a statement.
  const bool reserved = place.wordStart && isReserved(text);
  const bool stream = place.redirects && text.find_first_not_of("0123456789") == std::string::npos;
  return isPlain(text) && !reserved && !stream ? text : singleQuoted(text);
}

std::optional<std::string> inArithmetic(const std::string& text) {
  const bool negative = text.starts_with('-');
  const std::string_view digits = std::string_view(text).substr(negative ? 1 : 0);
  if (digits.empty() || digits.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  return negative ? "(" + text + ")" : text;
}

std::optional<std::string> write(const std::string& text, const ShellPlace& place) {
  if (place.glued || text.find('\0') != std::string::npos) return std::nullopt;
  if (place.afterName && !text.empty() && isShellWord(text[0])) return std::nullopt;
  if (place.uncertain || place.backquotes) return isPlain(text) ? std::optional(text) : std::nullopt;
  switch (place.around) {
    case ShellContext::Command: return inCommand(text, place);
    case ShellContext::Parameter:
      if (place.named) return isParameter(text) ? std::optional(text) : std::nullopt;
      return isPlain(text) ? text : singleQuoted(text);
    case ShellContext::ParameterInDouble:
      if (place.named) return isParameter(text) ? std::optional(text) : std::nullopt;
      if (text.find('\'') != std::string::npos) return std::nullopt;
      return escape(text, "\\$`\"}");
    case ShellContext::DoubleQuotes: return escape(text, "\\$`\"");
    case ShellContext::HereDocument: return escape(text, "\\$`");
    case ShellContext::LiteralHereDocument: return text;
    case ShellContext::SingleQuotes: {
      std::string out;
      for (const char c : text) out += c == '\'' ? std::string_view("'\\''") : std::string_view(&c, 1);
      return out;
    }
    case ShellContext::AnsiQuotes: return escape(text, "\\'");
    case ShellContext::Comment: {
      std::string out = text;
      std::replace_if(
          out.begin(), out.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
      return out;
    }
    case ShellContext::Arithmetic: return inArithmetic(text);
  }
  return std::nullopt;
}

CodePlace placeOf(const ShellPlace& place) {
  if (place.uncertain || place.glued) return CodePlace::Unknown;
  switch (place.around) {
    case ShellContext::Command: return CodePlace::Bare;
    case ShellContext::DoubleQuotes:
    case ShellContext::Arithmetic:
    case ShellContext::HereDocument: return CodePlace::DoubleQuotes;
    // The name of a parameter cannot be computed.
    case ShellContext::Parameter: return place.named || place.afterName ? CodePlace::Unknown : CodePlace::Bare;
    case ShellContext::ParameterInDouble:
      return place.named || place.afterName ? CodePlace::Unknown : CodePlace::DoubleQuotes;
    case ShellContext::SingleQuotes: return CodePlace::SingleQuotes;
    case ShellContext::Comment: return CodePlace::Comment;
    case ShellContext::LiteralHereDocument: return CodePlace::LiteralHereDocument;
    // Nothing is expanded, and after a reference the quotes would be different ones.
    case ShellContext::AnsiQuotes: return CodePlace::Unknown;
  }
  return CodePlace::Unknown;
}

}  // namespace

std::vector<Insertion> insertIntoShell(const embedded::ShellScript& script,
                                       const std::vector<const support::Constant*>& values) {
  const std::vector<ShellPlace>& places = script.places;
  std::vector<Insertion> out(values.size());
  for (size_t i = 0; i < values.size() && i < places.size(); ++i) {
    out[i].place = placeOf(places[i]);
    if (values[i] != nullptr) out[i].text = write(values[i]->toText(), places[i]);
  }
  dropUnsafe(out, [&](const auto& texts) { return embedded::readsAsBefore(script, texts); });
  return out;
}

}  // namespace mlpc::lower
