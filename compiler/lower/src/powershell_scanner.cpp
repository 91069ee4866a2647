// Where a placeholder is in a PowerShell script (about_Quoting_Rules, about_Special_Characters).

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "code_scanner.h"
#include "mlpc/support/id.h"
#include "mlpc/support/text.h"

namespace mlpc::lower {
namespace {

using ir::CodePlace;
using support::Constant;

enum class PowerShellContext : uint8_t {
  Code,
  Subexpression,
  Single,
  Double,
  HereSingle,
  HereDouble,
  Comment,
  BlockComment
};

struct PowerShellFrame {
  PowerShellContext context = PowerShellContext::Code;
  int parentheses = 0;
  friend bool operator==(const PowerShellFrame&, const PowerShellFrame&) = default;
};

/// PowerShell treats typographic quotes as plain ones.
size_t quoteLength(std::string_view code, bool single) {
  if (code[0] == (single ? '\'' : '"')) return 1;
  static constexpr std::string_view kSingle[] = {"\u2018", "\u2019", "\u201a", "\u201b"};
  static constexpr std::string_view kDouble[] = {"\u201c", "\u201d", "\u201e", "\u201e"};
  for (const std::string_view quote : single ? kSingle : kDouble) {
    if (code.starts_with(quote)) return quote.size();
  }
  return 0;
}

/// Every quote doubled (in single quotes) or escaped by a backtick (in double quotes, along with `$` and backticks).
std::string escape(std::string_view text, bool single, bool quotes) {
  std::string out;
  while (!text.empty()) {
    const size_t quote = quotes ? quoteLength(text, single) : 0;
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

std::string quoted(std::string_view text) { return "'" + escape(text, true, true) + "'"; }

std::string expression(const Constant& value) {
  return std::visit(support::Overload{
                        [](std::monostate) { return std::string("$null"); },
                        [](bool b) { return std::string(b ? "$true" : "$false"); },
                        [](int64_t i) { return std::to_string(i); },
                        [](double d) { return support::formatDouble(d); },
                        [](const std::string& s) { return quoted(s); },
                        [](const support::Quantity& q) { return quoted(q.text()); },
                        [](const support::Duration& d) { return quoted(d.text()); },
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
                            out += quoted(field.name) + " = " + expression(field.value);
                          }
                          return out + "}";
                        },
                    },
                    value.storage());
}

class PowerShellScanner final : public CodeScanner {
 public:
  PowerShellScanner() { frames_.emplace_back(); }

  void text(std::string_view code) override { feed(code); }

  std::optional<std::string> literal(const Constant& value) override {
    flush();
    if (afterEscape_) return std::nullopt;
    std::string text = value.toText();
    if (text.find('\0') != std::string::npos) return std::nullopt;
    switch (frames_.back().context) {
      case PowerShellContext::Code:
      case PowerShellContext::Subexpression:
        // `$~{x}` would name a variable; `abc~{x}` is one word for a command, but two in an expression.
        if (glued_) return std::nullopt;
        text = expression(value);
        break;
      case PowerShellContext::Single: text = escape(text, true, true); break;
      case PowerShellContext::Double: text = escape(text, false, true); break;
      case PowerShellContext::HereDouble: text = escape(text, false, false); break;
      case PowerShellContext::HereSingle:
      case PowerShellContext::BlockComment: break;
      case PowerShellContext::Comment:
        std::replace_if(
            text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
        break;
    }
    const std::vector<PowerShellFrame> frames = frames_;
    feed(text);
    flush();
    if (frames_ != frames) return std::nullopt;
    return text;
  }

  CodePlace place() override {
    flush();
    if (afterEscape_) return CodePlace::Unknown;
    lineStart_ = false;
    switch (frames_.back().context) {
      case PowerShellContext::Code:
      case PowerShellContext::Subexpression: return glued_ ? CodePlace::Unknown : CodePlace::Bare;
      case PowerShellContext::Single: return CodePlace::SingleQuotes;
      case PowerShellContext::Double:
      case PowerShellContext::HereDouble: return CodePlace::DoubleQuotes;
      case PowerShellContext::Comment:
      case PowerShellContext::BlockComment: return CodePlace::Comment;
      case PowerShellContext::HereSingle: return CodePlace::Unknown;
    }
    return CodePlace::Unknown;
  }

 private:
  void feed(std::string_view code) { read(std::exchange(pending_, {}) + std::string(code), false); }
  void flush() {
    if (!pending_.empty()) read(std::exchange(pending_, {}), true);
  }

  void read(const std::string& code, bool last) {
    size_t at = 0;
    while (at < code.size()) {
      afterEscape_ = false;
      const std::string_view rest = std::string_view(code).substr(at);
      // The longest thing that has to be recognised is a typographic quote.
      const bool more = rest.size() < 3 && !last;
      if (more && std::string_view("`$@\"'#<>\xe2").find(rest[0]) != std::string_view::npos) {
        pending_ = rest;
        return;
      }
      const size_t taken = step(rest, last);
      lineStart_ = rest[taken - 1] == '\n';
      at += taken;
    }
  }

  void push(PowerShellContext context, int parentheses = 0) { frames_.push_back({context, parentheses}); }

  size_t step(std::string_view code, bool last) {
    const char c = code[0];
    switch (frames_.back().context) {
      case PowerShellContext::Single:
      case PowerShellContext::Double: {
        const bool single = frames_.back().context == PowerShellContext::Single;
        if (const size_t quote = quoteLength(code, single); quote != 0) {
          if (const auto next = code.substr(quote); !next.empty() && quoteLength(next, single) != 0) {
            return quote + quoteLength(next, single);
          }
          frames_.pop_back();
          glued_ = true;
          return quote;
        }
        return single ? 1 : stepExpanding(code, last);
      }
      case PowerShellContext::HereSingle:
      case PowerShellContext::HereDouble: {
        const bool single = frames_.back().context == PowerShellContext::HereSingle;
        const size_t quote = lineStart_ ? quoteLength(code, single) : 0;
        if (quote != 0 && code.substr(quote).starts_with('@')) {
          frames_.pop_back();
          glued_ = true;
          return quote + 1;
        }
        return single ? 1 : stepExpanding(code, last);
      }
      case PowerShellContext::Comment:
        if (c == '\n') {
          frames_.pop_back();
          glued_ = false;
        }
        return 1;
      case PowerShellContext::BlockComment:
        if (!code.starts_with("#>")) return 1;
        frames_.pop_back();
        return 2;
      case PowerShellContext::Code:
      case PowerShellContext::Subexpression: return stepCode(code, last);
    }
    return 1;
  }

  size_t stepExpanding(std::string_view code, bool last) {
    if (code[0] == '`') {
      afterEscape_ = last && code.size() < 2;
      return std::min<size_t>(code.size(), 2);
    }
    if (code.starts_with("$(")) {
      push(PowerShellContext::Subexpression, 1);
      glued_ = false;
      return 2;
    }
    afterEscape_ = code[0] == '$' && code.size() < 2;
    return 1;
  }

  size_t stepCode(std::string_view code, bool last) {
    const char c = code[0];
    if (c == '@' && code.size() > 1) {
      for (const bool single : {true, false}) {
        if (const size_t quote = quoteLength(code.substr(1), single); quote != 0) {
          push(single ? PowerShellContext::HereSingle : PowerShellContext::HereDouble);
          return 1 + quote;
        }
      }
    }
    if (const size_t quote = quoteLength(code, true); quote != 0) {
      push(PowerShellContext::Single);
      return quote;
    }
    if (const size_t quote = quoteLength(code, false); quote != 0) {
      push(PowerShellContext::Double);
      return quote;
    }
    if (code.starts_with("<#")) {
      push(PowerShellContext::BlockComment);
      return 2;
    }
    if (c == '#' && !glued_) {
      push(PowerShellContext::Comment);
      return 1;
    }
    PowerShellFrame& frame = frames_.back();
    if (frame.context == PowerShellContext::Subexpression) {
      if (c == '(') ++frame.parentheses;
      if (c == ')' && --frame.parentheses == 0) {
        frames_.pop_back();
        return 1;
      }
    }
    glued_ = std::string_view(" \t\r\n;|&(){}[],=+*/%:").find(c) == std::string_view::npos;
    return c == '`' || c == '$' ? stepExpanding(code, last) : 1;
  }

  std::vector<PowerShellFrame> frames_;
  std::string pending_;
  bool lineStart_ = true;
  bool glued_ = false;  ///< a word or quotes end here
  bool afterEscape_ = false;
};

}  // namespace

std::unique_ptr<CodeScanner> makePowerShellScanner() { return std::make_unique<PowerShellScanner>(); }

}  // namespace mlpc::lower
