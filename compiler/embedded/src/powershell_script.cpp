// Tokens of a PowerShell script (about_Quoting_Rules, about_Special_Characters, about_Parsing).
#include "mlpc/embedded/powershell_script.h"

#include <algorithm>
#include <array>

#include "bytes.h"
#include "insertion.h"

namespace mlpc::embedded {
namespace {

class PowerShellReader {
 public:
  explicit PowerShellReader(std::string_view code) : code_(code) {}

  PowerShellScript run() {
    while (at_ < code_.size()) {
      if (inString()) {
        string();
      } else {
        code();
      }
    }
    end();
    std::stable_sort(out_.errors.begin(), out_.errors.end(),
                     [](const auto& a, const auto& b) { return a.range.begin < b.range.begin; });
    return std::move(out_);
  }

 private:
  using Context = PowerShellContext;
  using Wrong = PowerShellErrorKind;
  struct Open {
    char kind = 0;  ///< `(`, `{`, `[`, or `"` for a string in double quotes
    Range range;
    bool here = false;        ///< of a string: `@"`
    bool table = false;       ///< `@{`: contains names where statements would be
    bool condition = false;   ///< of `if` and the like: a block follows
    bool expression = false;  ///< what is around it is one
  };

  static char closerOf(char open) { return open == '(' ? ')' : open == '[' ? ']' : '}'; }
  [[nodiscard]] bool inString() const { return !open_.empty() && open_.back().kind == '"'; }
  [[nodiscard]] std::string_view rest(uint32_t from = 0) const {
    return code_.substr(std::min<size_t>(at_ + from, code_.size()));
  }
  void error(Wrong kind, Range range, uint32_t other = 0) {
    constexpr size_t kMost = 20;
    if (out_.errors.size() < kMost) out_.errors.push_back({kind, range, other});
  }
  /// After a bracket too many or too few, the reader and the author do not agree about the others.
  void bracketError(Wrong kind, Range range, uint32_t other = 0) {
    if (matched_) error(kind, range, other);
    matched_ = false;
  }
  /// What `closer` closes is missing, so it will be one too many.
  void missing(Wrong kind, char closer) {
    error(kind, last_);
    surplus_ += closer;
  }
  /// Whether a bracket that closes nothing has been accounted for.
  bool isSurplus(char closer) {
    const size_t found = surplus_.find(closer);
    if (found == std::string::npos) return false;
    surplus_.erase(found, 1);
    return true;
  }
  /// Of something that reaches to the end of the script. Errors between the first one and this are its consequences.
  void unclosed(Range range) {
    if (out_.errors.size() > 1) out_.errors.resize(1);
    out_.errors.push_back({Wrong::Unclosed, range, 0});
    matched_ = false;
  }
  void token(char kind, uint32_t length) { out_.tokens.push_back({kind, {at_, at_ + length}}); }

  /// Takes a token that is more than whitespace.
  void take(char kind, uint32_t length = 1) {
    const Range range{at_, at_ + length};
    if (keyword_ && kind != '(' && kind != '{' && kind != kPlaceholderByte) missing(Wrong::MissingParenthesis, ')');
    if (blockExpected_ && kind != '{' && kind != kPlaceholderByte) missing(Wrong::MissingBlock, '}');
    const bool separates = kind == ';' || kind == '|' || kind == ')' || kind == '}' || kind == ']';
    const bool begins = kind_ == 0 || kind_ == ';' || kind_ == '{' || kind_ == '(';
    if (separates && wantsMore()) error(Wrong::Unexpected, last_);
    if (kind == '|' && begins) error(Wrong::Unexpected, range);
    if (atStart()) expression_ = beginsExpression(kind);
    keyword_ = blockExpected_ = lineEnded_ = false;
    kind_ = kind;
    last_ = range;
    at_ += length;
  }
  /// Whether something must follow the last token.
  [[nodiscard]] bool wantsMore() const { return kind_ == ',' || kind_ == '|' || kind_ == '+' || kind_ == '='; }
  /// Whether a command or an expression begins with the next token.
  [[nodiscard]] bool atStart() const {
    return (lineEnded_ && !wantsMore()) || kind_ == 0 ||
           std::string_view(";{([|=").find(kind_) != std::string_view::npos;
  }
  /// Whether a token of this kind, which is next, begins an expression and not a command.
  [[nodiscard]] bool beginsExpression(char kind) const {
    const char c = at_ < code_.size() ? code_[at_] : ' ';
    return kind == '\'' || kind == '"' || kind == '(' || kind == '+' ||
           (kind == 'x' && (c == '$' || c == '@' || c == '[' || isNumber()));
  }

  /// Whether the word here is a number, and not `7z.exe`.
  [[nodiscard]] bool isNumber() const {
    const std::string_view word = rest().substr(0, rest().find_first_of(" \t\r\n;|)}],"));
    const auto letter = [](char c) { return isNameChar(c) && (c < '0' || c > '9'); };
    return !word.empty() && isNameChar(word[0]) && std::none_of(word.begin(), word.end(), letter);
  }

  void end() {
    if (keyword_) missing(Wrong::MissingParenthesis, ')');
    if (blockExpected_) missing(Wrong::MissingBlock, '}');
    if (inString() && matched_) return unclosed(open_.back().range);
    if (wantsMore()) error(Wrong::Unexpected, last_);
    if (!matched_) return;
    for (const Open& open : open_) {
      if (open.kind != '"') out_.errors.push_back({Wrong::Unclosed, open.range, 0});
    }
  }

  /// Continues to `end`, over text of one context.
  void skipTo(size_t end, Context context) {
    for (const auto stop = static_cast<uint32_t>(std::min(end, code_.size())); at_ < stop; ++at_) {
      if (code_[at_] == kPlaceholderByte) out_.places.push_back({context, false});
    }
  }

  // ---- strings

  void singleQuoted(uint32_t quote) {
    const Range open{at_, at_ + quote};
    token('\'', quote);
    take('\'', quote);
    size_t end = at_;
    while (end < code_.size()) {
      const uint32_t length = powerShellQuoteLength(code_.substr(end), true);
      const uint32_t next = length != 0 ? powerShellQuoteLength(code_.substr(end + length), true) : 0;
      if (length != 0 && next == 0) {
        skipTo(end, Context::SingleQuotes);
        token('\'', length);
        at_ += length;
        return;
      }
      end += length != 0 ? length + next : 1;
    }
    skipTo(code_.size(), Context::SingleQuotes);
    unclosed(open);
  }

  void literalHereString(uint32_t quote) {
    const Range open{at_, at_ + quote};
    token('\'', quote);
    take('\'', quote);
    for (size_t line = code_.find('\n', at_); line != std::string_view::npos; line = code_.find('\n', line + 1)) {
      const uint32_t length = powerShellQuoteLength(code_.substr(line + 1), true);
      if (length == 0 || !code_.substr(line + 1 + length).starts_with('@')) continue;
      skipTo(line + 1, Context::LiteralHereString);
      token('\'', length + 1);
      at_ += length + 1;
      return;
    }
    skipTo(code_.size(), Context::LiteralHereString);
    unclosed(open);
  }

  void openString(uint32_t length, bool here) {
    const Range range{at_, at_ + length};
    token('"', length);
    take('"', length);
    open_.push_back({'"', range, here, false, false, expression_});
  }

  /// `@"` and `@'`.
  bool hereString() {
    for (const bool single : {true, false}) {
      const uint32_t quote = powerShellQuoteLength(rest(1), single);
      if (quote == 0) continue;
      const std::string_view line = rest(1 + quote).substr(0, rest(1 + quote).find('\n'));
      // The text begins on the next line.
      const auto text = static_cast<uint32_t>(std::min(line.find_first_not_of(" \t\r"), line.size()));
      const uint32_t from = at_ + 1 + quote;
      if (text != line.size()) error(Wrong::Unexpected, {from + text, from + static_cast<uint32_t>(line.size())});
      if (single) {
        literalHereString(1 + quote);
      } else {
        openString(1 + quote, true);
      }
      return true;
    }
    return false;
  }

  /// In a string in double quotes.
  void string() {
    const bool here = open_.back().here;
    if (code_[at_] == kPlaceholderByte) {
      const Context context = here ? Context::HereString : Context::DoubleQuotes;
      out_.places.push_back({context, isEscaped(code_, at_, '`') || behindDollar()});
      ++at_;
      return;
    }
    const bool ends = !here || (at_ > 0 && code_[at_ - 1] == '\n');
    const uint32_t quote = ends ? powerShellQuoteLength(rest(), false) : 0;
    const uint32_t next = quote != 0 && !here ? powerShellQuoteLength(rest(quote), false) : 0;
    if (next != 0) {
      at_ += quote + next;
    } else if (quote != 0 && (!here || rest(quote).starts_with('@'))) {
      token('"', quote + (here ? 1 : 0));
      at_ += quote + (here ? 1 : 0);
      expression_ = open_.back().expression;
      open_.pop_back();
      kind_ = 'x';
    } else {
      expanding();
    }
  }

  /// `` `x `` and what begins with `$`, inside and outside strings.
  void expanding() {
    if (code_[at_] == '`') {
      // A placeholder after it is a place of its own.
      at_ += at_ + 1 < code_.size() && code_[at_ + 1] != kPlaceholderByte ? 2 : 1;
    } else if (rest().starts_with("$(")) {
      open('(', 2);
    } else if (rest().starts_with("${")) {
      const Range range{at_, at_ + 2};
      for (at_ += 2; at_ < code_.size() && code_[at_] != '}'; ++at_) {
        if (code_[at_] == kPlaceholderByte) out_.places.push_back({Context::Code, true});
        if (code_[at_] == '`' && at_ + 1 < code_.size() && code_[at_ + 1] != kPlaceholderByte) ++at_;
      }
      if (at_ >= code_.size()) return unclosed(range);
      ++at_;
    } else if (const uint32_t length = variableLength(); inString() && length > 1) {
      token('$', length);
      at_ += length;
    } else {
      ++at_;
    }
  }

  /// Of a variable without braces. A `:` that no name follows is an error, so it belongs to the variable too.
  [[nodiscard]] uint32_t variableLength() const {
    uint32_t length = 1;
    for (std::string_view text = rest(1); code_[at_] == '$' && !text.empty(); text.remove_prefix(1), ++length) {
      const bool colon = text[0] == ':' && !text.substr(1).starts_with(':');
      const bool letter = isNameChar(text[0]) || text[0] == '?' || (static_cast<unsigned char>(text[0]) & 0x80U) != 0;
      if ((!letter && !colon) || powerShellQuoteLength(text, true) != 0 || powerShellQuoteLength(text, false) != 0)
        break;
    }
    return length;
  }

  [[nodiscard]] bool behindDollar() const {
    return at_ > 0 && code_[at_ - 1] == '$' && !isEscaped(code_, at_ - 1, '`');
  }

  // ---- code

  void open(char kind, uint32_t length) {
    const Range range{at_, at_ + length};
    const bool around = atStart() ? kind == '(' : expression_;
    const bool condition = kind == '(' && length == 1 && keyword_;
    const bool table = kind == '{' && length == 2;
    token(kind, length);
    take(kind, length);
    open_.push_back({kind, range, false, table, condition, around});
  }

  void close(char kind) {
    token(kind, 1);
    const bool closes = !open_.empty() && closerOf(open_.back().kind) == kind;
    const bool condition = closes && open_.back().condition;
    const Range here{at_, at_ + 1};
    take(kind);
    if (open_.empty()) {
      if (!isSurplus(kind)) bracketError(Wrong::Unexpected, here);
    } else if (!closes && isSurplus(kind)) {
      return;
    } else if (!closes) {
      bracketError(Wrong::Mismatched, here, open_.back().range.begin);
    }
    if (!open_.empty()) {
      expression_ = open_.back().expression;
      open_.pop_back();
    }
    blockExpected_ = condition;
  }

  void code() {
    const char c = code_[at_];
    if (const uint32_t quote = powerShellQuoteLength(rest(), true); quote != 0) return singleQuoted(quote);
    if (const uint32_t quote = powerShellQuoteLength(rest(), false); quote != 0) return openString(quote, false);
    if (c == '@' && !glued() && hereString()) return;
    if (rest().starts_with("<#")) return blockComment();
    if (c == '#' && beginsComment()) {
      token('#', 1);
      return skipTo(code_.find('\n', at_), Context::Comment);
    }
    switch (c) {
      case '\n':
        lineEnded_ = true;
        std::erase(surplus_, ')');
        [[fallthrough]];
      case ' ':
      case '\t':
      case '\r': ++at_; return;
      case '`': return backtick();
      case '(':
      case '{': return open(c, 1);
      case '@':
      case '$':
        if (rest(1).starts_with('(') || (c == '@' && rest(1).starts_with('{'))) return open(rest(1)[0], 2);
        if (c == '@' || !rest(1).starts_with('{')) return word(c);
        take('x', 0);
        return expanding();
      // After a value it is an index; elsewhere it may be part of a word, `[a-z]*`.
      case '[': return variable_ && glued() ? open(c, 1) : word(c);
      case ']': return !open_.empty() && open_.back().kind == '[' ? close(c) : word(c);
      case ')':
      case '}': return close(c);
      case ';':
      case ',': return take(c);
      case '|':
      case '&': return rest(1).starts_with(c) ? take('|', 2) : take(c == '|' ? '|' : 'x');
      default: return word(c);
    }
  }

  void blockComment() {
    const Range range{at_, at_ + 2};
    token('<', 2);
    const size_t end = code_.find("#>", at_ + 2);
    skipTo(end == std::string_view::npos ? end : end + 2, Context::BlockComment);
    if (end == std::string_view::npos) unclosed(range);
  }

  void backtick() {
    if (rest(1).starts_with('\n') || rest(1).starts_with("\r\n")) {
      at_ += rest(1).starts_with('\n') ? 2 : 3;
    } else {
      take('x', 0);
      expanding();
    }
  }

  /// Whether a word or a string ends right before this.
  [[nodiscard]] bool glued() const {
    return at_ > 0 && std::string_view(" \t\r\n;|&(){}[],=+*/%:").find(code_[at_ - 1]) == std::string_view::npos;
  }

  /// Whether a `#` here is the beginning of a comment and not part of a word, as in `-fill=#fff` and `http://x/#top`.
  [[nodiscard]] bool beginsComment() const {
    if (glued()) return false;
    const bool afterOperator = at_ > 0 && std::string_view("=+*/%:").find(code_[at_ - 1]) != std::string_view::npos;
    return !afterOperator || at_ == 1 || std::string_view(" \t\r\n").find(code_[at_ - 2]) != std::string_view::npos;
  }

  void word(char c) {
    if (c == kPlaceholderByte) {
      const bool named = variable_ && at_ > 0 && code_[at_ - 1] == ':';  // `$env:`
      out_.places.push_back({Context::Code, glued() || named || isEscaped(code_, at_, '`')});
      return take(kPlaceholderByte);
    }
    if (expression_ && (rest().starts_with("++") || rest().starts_with("--")) && !rest().starts_with("--%"))
      return take('x', 2);
    if (const uint32_t length = operatorLength(); length != 0) return take(c == '=' ? '=' : '+', length);
    // What follows is not for PowerShell.
    if (rest().starts_with("--%") && !glued()) return skipTo(code_.find_first_of("\n|", at_), Context::Comment);
    variable_ = c == '$' || (variable_ && glued() && (isNameChar(c) || c == ':'));
    if (!isNameChar(c) || glued()) return take('x');
    uint32_t length = 1;
    while (isNameChar(rest(length).empty() ? ' ' : rest(length)[0])) ++length;
    const bool inTable = !open_.empty() && (open_.back().table || open_.back().kind != '{');
    const bool begins = kind_ == 0 || kind_ == ';' || kind_ == '{' || kind_ == '}' || (lineEnded_ && !wantsMore());
    const std::string_view behind = rest(length).substr(0, 1);
    const bool whole = behind.empty() || std::string_view(" \t\r\n(").find(behind[0]) != std::string_view::npos;
    const bool value = kind_ == '=' || kind_ == '(';  // `$x = if …`, `$(if …`
    const bool conditional = (value || (begins && !inTable)) && whole && isConditional(rest().substr(0, length));
    // After `in` of `foreach`, a command or an expression begins.
    const bool in = expression_ && !begins && rest().substr(0, length) == "in";
    take(in ? '=' : 'x', length);
    keyword_ = conditional;
  }

  /// The length of an operator of an expression that needs a value after it, 0 if there is none here.
  [[nodiscard]] uint32_t operatorLength() const {
    const char c = code_[at_];
    const bool begins = atStart();
    const bool table = !open_.empty() && open_.back().table;
    if (c == '=') return !begins && (expression_ || table) ? 1 : 0;
    if ((!begins && !expression_) || rest(1).starts_with(c) ||
        std::string_view("+-*/%").find(c) == std::string_view::npos)
      return 0;
    if (c != '-') return begins && c != '+' ? 0 : rest(1).starts_with('>') ? 0 : 1;
    uint32_t length = 1;
    while (!rest(length).empty() && isNameChar(rest(length)[0]) && (rest(length)[0] < '0' || rest(length)[0] > '9'))
      ++length;
    return length;
  }

  static bool isConditional(std::string_view text) {
    static constexpr std::array<std::string_view, 4> kWords = {"if", "elseif", "for", "foreach"};
    return std::any_of(kWords.begin(), kWords.end(), [&](std::string_view word) {
      return std::equal(word.begin(), word.end(), text.begin(), text.end(),
                        [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? b + 32 : b); });
    });
  }

  std::string_view code_;
  uint32_t at_ = 0;
  PowerShellScript out_;
  std::vector<Open> open_;
  char kind_ = 0;               ///< of the last token: a bracket, quote or separator, `x` for a part of a word
  Range last_;                  ///< that token
  bool lineEnded_ = false;      ///< since then
  bool variable_ = false;       ///< a variable is being read
  bool keyword_ = false;        ///< the last token is `if` or the like
  bool blockExpected_ = false;  ///< the last token ends the condition of one
  bool expression_ = false;     ///< an expression is being read, not a command
  std::string surplus_;         ///< closing brackets whose opening ones are reported as missing
  bool matched_ = true;         ///< no bracket yet is wrong
};

}  // namespace

uint32_t powerShellQuoteLength(std::string_view code, bool single) {
  if (code.empty()) return 0;
  if (code[0] == (single ? '\'' : '"')) return 1;
  static constexpr std::string_view kSingle[] = {"\u2018", "\u2019", "\u201a", "\u201b"};
  static constexpr std::string_view kDouble[] = {"\u201c", "\u201d", "\u201e"};
  const auto length = [&](const auto& quotes) -> uint32_t {
    for (const std::string_view quote : quotes) {
      if (code.starts_with(quote)) return static_cast<uint32_t>(quote.size());
    }
    return 0;
  };
  return single ? length(kSingle) : length(kDouble);
}

PowerShellScript readPowerShell(std::string_view code) { return PowerShellReader(code).run(); }

bool powerShellReadsAsBefore(std::string_view code, const std::vector<std::string>& texts) {
  const PowerShellScript before = readPowerShell(code);
  const Insertion insertion(code, texts, [](uint32_t at) { return Range{at, at + 1}; });
  const PowerShellScript now = readPowerShell(insertion.code());
  const auto leaves = [](const PowerShellScript& script) {
    std::vector<Leaf> out;
    for (const PowerShellToken& token : script.tokens)
      out.push_back({std::string_view(&token.kind, 1), {}, token.range});
    return out;
  };
  return now.errors.size() <= before.errors.size() && insertion.leavesTheRest(leaves(before), leaves(now));
}

}  // namespace mlpc::embedded
