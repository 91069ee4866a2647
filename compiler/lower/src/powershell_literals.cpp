// Constants as PowerShell writes them at a place (about_Quoting_Rules, about_Special_Characters).
#include <algorithm>

#include "literals.h"
#include "mlpc/embedded/powershell_script.h"
#include "mlpc/support/id.h"
#include "mlpc/support/text.h"

namespace mlpc::lower {
namespace {

using embedded::PowerShellContext;
using embedded::PowerShellPlace;
using ir::CodePlace;
using support::Constant;

/// Every quote doubled (in single quotes) or with a backtick (in double quotes, with `$` and backticks).
std::string escape(std::string_view text, bool single, bool quotes) {
  std::string out;
  while (!text.empty()) {
    const size_t quote = quotes ? embedded::powerShellQuoteLength(text, single) : 0;
    if (quote != 0) {
      out += single ? text.substr(0, quote) : std::string_view("`");
      out += text.substr(0, quote);
      text.remove_prefix(quote);
      continue;
    }
    if (!single && (text[0] == '$' || text[0] == '`')) out += '`';
    out += text[0];
    text.remove_prefix(1);
  }
  return out;
}

std::string quotedPowerShell(std::string_view text) { return "'" + escape(text, true, true) + "'"; }

std::string expression(const Constant& value) {
  return std::visit(support::Overload{
                        [](std::monostate) { return std::string("$null"); },
                        [](bool b) { return std::string(b ? "$true" : "$false"); },
                        [](int64_t i) { return std::to_string(i); },
                        [](double d) { return support::formatDouble(d); },
                        [](const std::string& s) { return quotedPowerShell(s); },
                        [](const support::Quantity& q) { return quotedPowerShell(q.text()); },
                        [](const support::Duration& d) { return quotedPowerShell(d.text()); },
                        [](const Constant::List& list) {
                          std::string out = "@(";
                          for (const Constant& item : list) {
                            if (out.size() > 2) out += ", ";
                            out += expression(item);
                          }
                          return out + ")";
                        },
                        [](const Constant::Record& record) {
                          std::string out = "@{";
                          for (const auto& field : record) {
                            if (out.size() > 2) out += "; ";
                            out += quotedPowerShell(field.name) + " = " + expression(field.value);
                          }
                          return out + "}";
                        },
                    },
                    value.storage());
}

std::optional<std::string> write(const Constant& value, const PowerShellPlace& place) {
  std::string text = value.toText();
  // `$~{x}` would name a variable; `abc~{x}` is one word in a command and two in an expression.
  if (place.glued || text.find('\0') != std::string::npos) return std::nullopt;
  switch (place.around) {
    case PowerShellContext::Code: return expression(value);
    case PowerShellContext::SingleQuotes: return escape(text, true, true);
    case PowerShellContext::DoubleQuotes: return escape(text, false, true);
    case PowerShellContext::HereString: return escape(text, false, false);
    case PowerShellContext::LiteralHereString:
    case PowerShellContext::BlockComment: return text;
    case PowerShellContext::Comment:
      std::replace_if(
          text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
      return text;
  }
  return std::nullopt;
}

CodePlace placeOf(const PowerShellPlace& place) {
  if (place.glued) return CodePlace::Unknown;
  switch (place.around) {
    case PowerShellContext::Code: return CodePlace::Bare;
    case PowerShellContext::SingleQuotes: return CodePlace::SingleQuotes;
    case PowerShellContext::DoubleQuotes:
    case PowerShellContext::HereString: return CodePlace::DoubleQuotes;
    case PowerShellContext::Comment:
    case PowerShellContext::BlockComment: return CodePlace::Comment;
    case PowerShellContext::LiteralHereString: return CodePlace::Unknown;
  }
  return CodePlace::Unknown;
}

}  // namespace

std::vector<Insertion> insertIntoPowerShell(std::string_view code, const std::vector<const Constant*>& values) {
  const std::vector<PowerShellPlace> places = embedded::readPowerShell(code).places;
  std::vector<Insertion> out(values.size());
  for (size_t i = 0; i < values.size() && i < places.size(); ++i) {
    out[i].place = placeOf(places[i]);
    if (values[i] != nullptr) out[i].text = write(*values[i], places[i]);
  }
  dropUnsafe(out, [&](const auto& texts) { return embedded::powerShellReadsAsBefore(code, texts); });
  return out;
}

}  // namespace mlpc::lower
