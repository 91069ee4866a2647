// Where a placeholder is in a bash script. Follows the grammar of POSIX.1-2017 (Shell Command Language, 2.2 Quoting,
// 2.6.3 Command Substitution, 2.7.4 Here-Document) and bash's `$'…'` and `((…))`.

#include <algorithm>
#include <cstddef>
#include <deque>
#include <utility>
#include <vector>

#include "code_scanner.h"
#include "shell_quoting.h"

namespace mlpc::lower {
namespace {

using ir::CodePlace;

enum class Context : uint8_t {
  Command,       ///< outside quotes
  Substitution,  ///< `$(…)`
  Backtick,
  Single,
  Ansi,  ///< `$'…'`
  Double,
  Parameter,  ///< `${…}` outside double quotes
  ParameterInDouble,
  Arithmetic,  ///< `$((…))`, `((…))`
  Comment,
  HereDocument,  ///< with expansions
  HereDocumentRaw,
};

struct Frame {
  Context context{};
  int parentheses = 0;    ///< for Substitution and Arithmetic: how many are open
  bool sawCase = false;   ///< for Substitution: a `)` may belong to a pattern
  bool empty = true;      ///< for Parameter: nothing has been read yet
  std::string delimiter;  ///< for a here-document
  bool stripTabs = false;

  friend bool operator==(const Frame& a, const Frame& b) {
    return a.context == b.context && a.parentheses == b.parentheses && a.sawCase == b.sawCase;
  }
};

struct HereDocument {
  std::string delimiter;
  bool stripTabs = false;
  bool raw = false;
};

class ShellScanner final : public CodeScanner {
 public:
  ShellScanner() { frames_.emplace_back(); }

  void text(std::string_view code) override { feed(code); }

  std::optional<std::string> literal(const support::Constant& value) override {
    if (!settle()) return std::nullopt;
    const std::string text = value.toText();
    if (text.find('\0') != std::string::npos) return std::nullopt;
    auto result = write(text);
    if (!result) return std::nullopt;
    // The result is read like the code around it: the place after it must be the same as before.
    const State before = state_;
    const std::vector<Frame> frames = frames_;
    const std::deque<HereDocument> waiting = waiting_;
    feed(*result);
    flush();
    const bool same = frames_ == frames && waiting_.size() == waiting.size() && state_.uncertain == before.uncertain &&
                      !state_.afterDollar && !state_.afterEscape;
    if (!same) {
      state_ = before;
      frames_ = frames;
      waiting_ = waiting;
      return std::nullopt;
    }
    return result;
  }

  CodePlace place() override {
    const bool settled = settle();
    const CodePlace result = settled && !state_.uncertain ? placeOf(top()) : CodePlace::Unknown;
    state_.wordStart = false;
    state_.line += '\x01';
    top().empty = false;
    return result;
  }

 private:
  struct State {
    std::string pending;  ///< read, but what it means depends on what follows
    std::string line;     ///< since the last line break, for the end of here-documents
    bool wordStart = true;
    bool uncertain = false;    ///< from here on, only what means itself everywhere can be inserted
    bool afterDollar = false;  ///< the last character is a `$` that would expand what follows
    bool afterEscape = false;
  };

  static CodePlace placeOf(const Frame& frame) {
    switch (frame.context) {
      case Context::Command:
      case Context::Substitution:
      case Context::Backtick: return CodePlace::Bare;
      case Context::Double:
      case Context::Arithmetic:
      case Context::HereDocument: return CodePlace::DoubleQuotes;
      // The name of a parameter cannot be computed.
      case Context::Parameter: return frame.empty ? CodePlace::Unknown : CodePlace::Bare;
      case Context::ParameterInDouble: return frame.empty ? CodePlace::Unknown : CodePlace::DoubleQuotes;
      case Context::Single: return CodePlace::SingleQuotes;
      case Context::Comment: return CodePlace::Comment;
      case Context::HereDocumentRaw: return CodePlace::LiteralHereDocument;
      // Nothing is expanded here, and the quotes after a reference would be of another kind.
      case Context::Ansi: return CodePlace::Unknown;
    }
    return CodePlace::Unknown;
  }

  Frame& top() { return frames_.back(); }
  void push(Context context, int parentheses = 0) {
    top().empty = false;
    Frame frame;
    frame.context = context;
    frame.parentheses = parentheses;
    frames_.push_back(std::move(frame));
    state_.wordStart = context == Context::Substitution || context == Context::Backtick;
  }
  void pop() {
    if (frames_.size() > 1) frames_.pop_back();
    state_.wordStart = false;
  }
  static bool isCommand(Context context) {
    return context == Context::Command || context == Context::Substitution || context == Context::Backtick;
  }
  [[nodiscard]] bool inBackticks() const {
    return std::any_of(frames_.begin(), frames_.end(), [](const Frame& f) { return f.context == Context::Backtick; });
  }

  // ---- writing a literal

  std::optional<std::string> write(const std::string& text) {
    if (state_.uncertain || inBackticks()) return isPlainShell(text) ? std::optional(text) : std::nullopt;
    switch (top().context) {
      case Context::Command:
      case Context::Substitution:
      case Context::Backtick: {
        // `a=b` at the start of a word could be an assignment, a reserved word the start of a statement.
        const bool plain = isPlainShell(text) && !(state_.wordStart && isShellReserved(text));
        return plain ? text : singleQuotedShell(text);
      }
      case Context::Parameter:
        if (top().empty && isShellName(text)) return text;
        return isPlainShell(text) ? text : singleQuotedShell(text);
      case Context::ParameterInDouble:
        if (top().empty && isShellName(text)) return text;
        if (text.find('\'') != std::string::npos) return std::nullopt;
        return escapeShell(text, "\\$`\"}");
      case Context::Double: return escapeShell(text, "\\$`\"");
      case Context::HereDocument: return escapeShell(text, "\\$`");
      case Context::HereDocumentRaw: return text;
      case Context::Single: {
        std::string out;
        for (const char c : text) out += c == '\'' ? std::string_view("'\\''") : std::string_view(&c, 1);
        return out;
      }
      case Context::Ansi: return escapeShell(text, "\\'");
      case Context::Comment: {
        std::string out = text;
        std::replace_if(
            out.begin(), out.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
        return out;
      }
      case Context::Arithmetic: {
        const bool negative = text.starts_with('-');
        const std::string_view digits = std::string_view(text).substr(negative ? 1 : 0);
        if (digits.empty() || digits.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
        return negative ? "(" + text + ")" : text;
      }
    }
    return std::nullopt;
  }

  // ---- reading

  /// Decides about what is still open at the end of the code; false if nothing can be inserted.
  bool settle() {
    flush();
    return !state_.afterDollar && !state_.afterEscape;
  }

  void feed(std::string_view code) { read(std::exchange(state_.pending, {}) + std::string(code), false); }
  void flush() {
    if (!state_.pending.empty()) read(std::exchange(state_.pending, {}), true);
  }

  void read(const std::string& code, bool last) {
    size_t at = 0;
    while (at < code.size()) {
      state_.afterDollar = false;
      state_.afterEscape = false;
      const size_t taken = step(std::string_view(code).substr(at), last);
      if (taken == 0) {
        state_.pending = code.substr(at);
        return;
      }
      consume(std::string_view(code).substr(at, taken));
      at += taken;
    }
  }

  /// Records the current line, and ends here-documents with it.
  void consume(std::string_view piece) {
    // In a here-document with expansions, a backslash removes the line break after it.
    if (piece == "\\\n" && top().context == Context::HereDocument) return;
    for (const char c : piece) {
      if (c != '\n') {
        state_.line += c;
        continue;
      }
      const std::string line = std::exchange(state_.line, {});
      if (endsHereDocument(line)) {
        nextHereDocument();
      } else if (piece == "\n" && isCommand(top().context)) {
        nextHereDocument();
      }
    }
  }

  /// Whether `line` ends the outermost here-document, which is then left, whatever is open in it.
  bool endsHereDocument(std::string_view line) {
    const auto here = std::find_if(frames_.begin(), frames_.end(), [](const Frame& f) {
      return f.context == Context::HereDocument || f.context == Context::HereDocumentRaw;
    });
    if (here == frames_.end()) return false;
    if (here->stripTabs) line.remove_prefix(std::min(line.find_first_not_of('\t'), line.size()));
    if (line != here->delimiter) return false;
    frames_.erase(here, frames_.end());
    state_.wordStart = true;
    return true;
  }

  void nextHereDocument() {
    if (waiting_.empty()) return;
    push(waiting_.front().raw ? Context::HereDocumentRaw : Context::HereDocument);
    top().delimiter = std::move(waiting_.front().delimiter);
    top().stripTabs = waiting_.front().stripTabs;
    waiting_.pop_front();
  }

  /// Reads the next piece and returns its length; 0 if more of the code is needed to decide.
  size_t step(std::string_view code, bool last) {
    const char c = code[0];
    // Inside backticks, the next backtick ends them, whatever quotes are open.
    if (c == '`' && inBackticks()) {
      while (top().context != Context::Backtick) frames_.pop_back();
      pop();
      return 1;
    }
    switch (top().context) {
      case Context::Command:
      case Context::Substitution:
      case Context::Backtick: return stepCommand(code, last);
      case Context::Single:
        if (c == '\'') pop();
        return lineBreakInQuotes(c);
      case Context::Ansi:
        if (c == '\\') return escaped(code, last);
        if (c == '\'') pop();
        return lineBreakInQuotes(c);
      case Context::Double:
        if (c == '"') {
          pop();
          return 1;
        }
        lineBreakInQuotes(c);
        return stepExpanding(code, last);
      case Context::Parameter:
      case Context::ParameterInDouble: return stepParameter(code, last);
      case Context::Arithmetic: return stepArithmetic(code, last);
      case Context::Comment:
        if (c != '\n') return 1;
        pop();
        return stepCommand(code, last);
      case Context::HereDocument: return stepExpanding(code, last);
      case Context::HereDocumentRaw: return 1;
    }
    return 1;
  }

  size_t lineBreakInQuotes(char c) {
    // Whether the body of a here-document begins here depends on the shell.
    if (c == '\n' && !waiting_.empty()) state_.uncertain = true;
    return 1;
  }

  size_t escaped(std::string_view code, bool last) {
    state_.wordStart = false;
    if (code.size() < 2) {
      state_.afterEscape = last;
      return last ? 1 : 0;
    }
    return 2;
  }

  /// `$…` and backticks, inside and outside double quotes.
  size_t stepExpanding(std::string_view code, bool last) {
    const char c = code[0];
    if (c == '\\') return escaped(code, last);
    if (c == '`') {
      push(Context::Backtick);
      return 1;
    }
    if (c != '$') return 1;
    const bool quoted = !isCommand(top().context) && top().context != Context::Parameter;
    state_.wordStart = false;
    if (code.size() < 2) {
      state_.afterDollar = last;
      return last ? 1 : 0;
    }
    if (code[1] == '{') {
      push(quoted ? Context::ParameterInDouble : Context::Parameter);
      return 2;
    }
    if (code[1] == '(') {
      if (code.size() < 3 && !last) return 0;
      const bool arithmetic = code.size() > 2 && code[2] == '(';
      push(arithmetic ? Context::Arithmetic : Context::Substitution, arithmetic ? 2 : 1);
      return arithmetic ? 3 : 2;
    }
    if (!quoted && code[1] == '\'') {
      push(Context::Ansi);
      return 2;
    }
    if (!quoted && code[1] == '"') {
      push(Context::Double);
      return 2;
    }
    return 1;
  }

  size_t stepCommand(std::string_view code, bool last) {
    const char c = code[0];
    switch (c) {
      case '\'': push(Context::Single); return 1;
      case '"': push(Context::Double); return 1;
      case '\\':
      case '$':
      case '`': return stepExpanding(code, last);
      case '#':
        if (state_.wordStart) push(Context::Comment);
        return 1;
      case '(':
        if (code.size() < 2 && !last) return 0;
        if (code.size() > 1 && code[1] == '(') {
          push(Context::Arithmetic, 2);
          return 2;
        }
        if (top().context == Context::Substitution) ++top().parentheses;
        state_.wordStart = true;
        return 1;
      case ')':
        if (top().context == Context::Substitution) {
          if (top().sawCase) state_.uncertain = true;
          if (--top().parentheses == 0) {
            pop();
            return 1;
          }
        }
        state_.wordStart = true;
        return 1;
      case '<': return stepLess(code, last);
      case '\n': state_.wordStart = true; return 1;
      case ' ':
      case '\t':
      case ';':
      case '&':
      case '|':
      case '>': state_.wordStart = true; return 1;
      default: return stepWord(code, last);
    }
  }

  size_t stepWord(std::string_view code, bool last) {
    size_t end = 0;
    while (end < code.size() && isShellWordChar(code[end])) ++end;
    if (end == code.size() && !last) return 0;
    if (state_.wordStart && code.substr(0, end) == "case" && top().context != Context::Command) top().sawCase = true;
    state_.wordStart = false;
    return std::max<size_t>(end, 1);
  }

  /// `<`, `<<<` or the start of a here-document.
  size_t stepLess(std::string_view code, bool last) {
    state_.wordStart = true;
    if (code.size() < 3 && !last) return 0;
    if (!code.starts_with("<<")) return 1;
    if (code.starts_with("<<<")) return 3;
    HereDocument document;
    size_t at = 2;
    if (at < code.size() && code[at] == '-') {
      document.stripTabs = true;
      ++at;
    }
    while (at < code.size() && (code[at] == ' ' || code[at] == '\t')) ++at;
    char quote = 0;
    for (; at < code.size(); ++at) {
      const char c = code[at];
      if (quote != 0) {
        if (c == quote) {
          quote = 0;
        } else {
          document.delimiter += c;
        }
      } else if (c == '\'' || c == '"') {
        quote = c;
        document.raw = true;
      } else if (c == '\\') {
        document.raw = true;
        if (++at < code.size()) document.delimiter += code[at];
      } else if (std::string_view(" \t\n;&|()<>").find(c) != std::string_view::npos) {
        break;
      } else {
        document.delimiter += c;
      }
    }
    if (at >= code.size()) {
      if (!last) return 0;
      state_.uncertain = true;  // the delimiter continues in a placeholder
    }
    waiting_.push_back(std::move(document));
    return at;
  }

  size_t stepParameter(std::string_view code, bool last) {
    const char c = code[0];
    if (c == '}') {
      pop();
      return 1;
    }
    top().empty = false;
    if (c == '"') {
      push(Context::Double);
      return 1;
    }
    if (c == '\'') {
      // In double quotes, it is a quote in patterns (`${x#'a'}`) and text in defaults (`${x:-it's}`).
      if (top().context == Context::Parameter) {
        push(Context::Single);
      } else {
        state_.uncertain = true;
      }
      return 1;
    }
    return stepExpanding(code, last);
  }

  size_t stepArithmetic(std::string_view code, bool last) {
    switch (code[0]) {
      case '(': ++top().parentheses; return 1;
      case ')':
        if (--top().parentheses == 0) pop();
        return 1;
      case '"': push(Context::Double); return 1;
      case '\'': state_.uncertain = true; return 1;  // it may be `$( (…) )` after all
      default: return stepExpanding(code, last);
    }
  }

  State state_;
  std::vector<Frame> frames_;
  std::deque<HereDocument> waiting_;
};

}  // namespace

std::unique_ptr<CodeScanner> makeShellScanner() { return std::make_unique<ShellScanner>(); }

}  // namespace mlpc::lower
