// Where a placeholder stands in Python code (Python 3, "Lexical analysis": string literals and f-strings).

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

enum class PythonContext : uint8_t {
  Code,
  String,
  Field,       ///< `{…}` of an f-string
  FormatSpec,  ///< behind the `:` of one
  Comment,
};

struct PythonFrame {
  PythonContext context = PythonContext::Code;
  char quote = 0;  ///< String
  bool triple = false;
  bool raw = false;
  bool bytes = false;
  bool format = false;
  int brackets = 0;  ///< Field

  friend bool operator==(const PythonFrame&, const PythonFrame&) = default;
};

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

/// The inside of a string literal with these quotes; nothing if a raw literal cannot hold it.
std::optional<std::string> stringBody(std::string_view text, const PythonFrame& frame) {
  std::string out;
  if (frame.raw) {
    const auto holds = [&](char c) { return text.find(c) != std::string_view::npos; };
    if (holds(frame.quote) || holds('\n') || holds('\r') || holds('\0') || text.ends_with('\\')) return std::nullopt;
    const bool ascii =
        std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (frame.bytes && !ascii) return std::nullopt;
    out = text;
  } else if (frame.bytes) {
    static constexpr std::string_view kHex = "0123456789abcdef";
    for (const char c : text) {
      const auto byte = static_cast<unsigned char>(c);
      if (c == '\\' || c == frame.quote) {
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
    // quotePython knows what to escape, but picks quotes of its own.
    const std::string quoted = support::quotePython(text);
    for (size_t i = 1; i + 1 < quoted.size(); ++i) {
      if (quoted[i] == '\\') {
        const char next = quoted[++i];
        if (next == frame.quote || (next != '\'' && next != '"')) out += '\\';
        out += next;
      } else {
        if (quoted[i] == frame.quote) out += '\\';
        out += quoted[i];
      }
    }
  }
  if (!frame.format) return out;
  std::string doubled;
  for (const char c : out) doubled += c == '{' || c == '}' ? std::string(2, c) : std::string(1, c);
  return doubled;
}

class PythonScanner final : public CodeScanner {
 public:
  PythonScanner() { frames_.emplace_back(); }

  void text(std::string_view code) override { feed(code); }

  std::optional<std::string> literal(const Constant& value) override {
    flush();
    auto result = write(value);
    if (!result) return std::nullopt;
    const std::vector<PythonFrame> frames = frames_;
    const bool broken = broken_;
    feed(*result);
    flush();
    if (frames_ != frames || broken_ != broken) {
      frames_ = frames;
      broken_ = broken;
      return std::nullopt;
    }
    return result;
  }

  CodePlace place() override {
    flush();
    word_ = "x";
    if (broken_) return CodePlace::Unknown;
    switch (frames_.back().context) {
      case PythonContext::Code: return CodePlace::Bare;
      case PythonContext::Field: return CodePlace::Bare;
      case PythonContext::String: return CodePlace::String;
      case PythonContext::Comment: return CodePlace::Comment;
      case PythonContext::FormatSpec: return CodePlace::Unknown;
    }
    return CodePlace::Unknown;
  }

 private:
  std::optional<std::string> write(const Constant& value) {
    const PythonFrame& frame = frames_.back();
    if (broken_) return std::nullopt;
    switch (frame.context) {
      case PythonContext::Code: {
        std::string text = repr(value);
        // `r~{x}` would make the literal's quotes part of `r'…'`.
        if (!word_.empty() && !text.empty() && !isPythonWord(text[0])) return std::nullopt;
        return text.starts_with('-') ? "(" + text + ")" : text;
      }
      case PythonContext::Field: return inField(repr(value));
      case PythonContext::FormatSpec: {
        std::string text = value.toText();
        const bool plain = std::all_of(text.begin(), text.end(), [](char c) {
          return isPythonWord(c) || std::string_view(".,<>^+-# ").find(c) != std::string_view::npos;
        });
        return plain ? std::optional(std::move(text)) : std::nullopt;
      }
      case PythonContext::Comment: {
        std::string text = value.toText();
        std::replace_if(
            text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r' || c == '\f'; }, ' ');
        return text;
      }
      case PythonContext::String:
        if (afterEscape_ && !frame.raw) return std::nullopt;
        return stringBody(value.toText(), frame);
    }
    return std::nullopt;
  }

  /// Before Python 3.12 the braces of an f-string hold neither its own quotes nor a backslash or `#`.
  std::optional<std::string> inField(std::string text) {
    const auto outer = std::find_if(frames_.rbegin(), frames_.rend(),
                                    [](const PythonFrame& f) { return f.context == PythonContext::String; });
    const auto fits = [&](const std::string& candidate) {
      return std::none_of(candidate.begin(), candidate.end(),
                          [&](char c) { return c == outer->quote || c == '\\' || c == '#' || c == '\n'; });
    };
    if (fits(text)) return text.starts_with('-') ? "(" + text + ")" : text;
    const char other = outer->quote == '"' ? '\'' : '"';
    if (text.find(other) != std::string::npos) return std::nullopt;
    std::replace(text.begin(), text.end(), outer->quote, other);
    return fits(text) ? std::optional(std::move(text)) : std::nullopt;
  }

  void feed(std::string_view code) { read(std::exchange(pending_, {}) + std::string(code), false); }
  void flush() {
    if (!pending_.empty()) read(std::exchange(pending_, {}), true);
  }

  void read(const std::string& code, bool last) {
    size_t at = 0;
    while (at < code.size()) {
      afterEscape_ = false;
      const size_t taken = step(std::string_view(code).substr(at), last);
      if (taken == 0) {
        pending_ = code.substr(at);
        return;
      }
      at += taken;
    }
  }

  size_t step(std::string_view code, bool last) {
    switch (frames_.back().context) {
      case PythonContext::Code:
      case PythonContext::Field: return stepCode(code, last);
      case PythonContext::String: return stepString(code, last);
      case PythonContext::FormatSpec:
        if (code[0] == '}') {
          frames_.pop_back();  // the spec
          frames_.pop_back();  // and its field
        } else if (code[0] == '{') {
          push(PythonContext::Field);
        } else if (code[0] == '\n' || code[0] == frames_[frames_.size() - 3].quote) {
          broken_ = true;
        }
        return 1;
      case PythonContext::Comment:
        if (code[0] == '\n') frames_.pop_back();
        return 1;
    }
    return 1;
  }

  void push(PythonContext context) {
    PythonFrame frame;
    frame.context = context;
    frames_.push_back(frame);
    word_.clear();
  }

  size_t stepCode(std::string_view code, bool last) {
    const char c = code[0];
    if (c == '"' || c == '\'') return openString(code, last);
    if (isPythonWord(c)) {
      word_ += c;
      return 1;
    }
    word_.clear();
    PythonFrame& frame = frames_.back();
    if (c == '#') {
      push(PythonContext::Comment);
      return 1;
    }
    if (c == '\\') {
      if (code.size() < 2 && !last) return 0;
      return std::min<size_t>(code.size(), 2);
    }
    if (frame.context == PythonContext::Code) return 1;
    if (c == '(' || c == '[' || c == '{') ++frame.brackets;
    if (c == ')' || c == ']') --frame.brackets;
    if (c == '}' && frame.brackets-- == 0) frames_.pop_back();
    if (c == ':' && frame.brackets == 0) push(PythonContext::FormatSpec);
    return 1;
  }

  size_t openString(std::string_view code, bool last) {
    const char quote = code[0];
    if (code.size() < 3 && code.find_first_not_of(quote) == std::string_view::npos && !last) return 0;
    PythonFrame frame;
    frame.context = PythonContext::String;
    frame.quote = quote;
    if (word_.size() <= 2) {
      for (const char c : word_) {
        const char lower = static_cast<char>(c | 0x20);
        frame.raw |= lower == 'r';
        frame.bytes |= lower == 'b';
        frame.format |= lower == 'f' || lower == 't';
      }
    }
    word_.clear();
    // The string around a field ends first where both use the same quotes (before 3.12).
    const bool nested = frames_.back().context == PythonContext::Field;
    if (nested && std::any_of(frames_.begin(), frames_.end(),
                              [&](const PythonFrame& f) { return f.quote == quote && !f.triple; })) {
      broken_ = true;
    }
    if (code.size() >= 3 && code[1] == quote && code[2] == quote) {
      frame.triple = true;
      frames_.push_back(frame);
      return 3;
    }
    if (code.size() >= 2 && code[1] == quote) {
      word_ = "x";  // nothing may be glued to it
      return 2;
    }
    frames_.push_back(frame);
    return 1;
  }

  size_t stepString(std::string_view code, bool last) {
    const PythonFrame frame = frames_.back();
    const char c = code[0];
    if (c == '\\') {
      if (code.size() < 2) {
        afterEscape_ = last;
        return last ? 1 : 0;
      }
      return 2;
    }
    if (c == frame.quote) {
      if (!frame.triple) {
        frames_.pop_back();
        return 1;
      }
      if (code.size() < 3 && code.find_first_not_of(frame.quote) == std::string_view::npos && !last) return 0;
      if (!code.starts_with(std::string(3, frame.quote))) return 1;
      frames_.pop_back();
      return 3;
    }
    if (c == '\n' && !frame.triple) {
      broken_ = true;
      return 1;
    }
    if (frame.format && (c == '{' || c == '}')) {
      if (code.size() < 2 && !last) return 0;
      if (code.size() > 1 && code[1] == c) return 2;
      if (c == '{') push(PythonContext::Field);
    }
    return 1;
  }

  std::vector<PythonFrame> frames_;
  std::string word_;  ///< the identifier that ends here, maybe a string's prefix
  std::string pending_;
  bool afterEscape_ = false;
  bool broken_ = false;  ///< the code is not understood any more
};

}  // namespace

std::unique_ptr<CodeScanner> makePythonScanner() { return std::make_unique<PythonScanner>(); }

}  // namespace mlpc::lower
