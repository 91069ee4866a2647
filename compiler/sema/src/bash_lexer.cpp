#include "bash_lexer.h"

#include <algorithm>

namespace mlpc::sema {
namespace {

/// Nesting of substitutions that is followed.
constexpr unsigned kDeepest = 64;

bool isNameStart(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool isNameChar(char c) { return isNameStart(c) || (c >= '0' && c <= '9'); }

bool isAssignment(std::string_view word) {
  size_t i = 0;
  while (i < word.size() && isNameChar(word[i])) ++i;
  if (i == 0 || !isNameStart(word[0])) return false;
  if (i < word.size() && word[i] == '[') {
    while (i < word.size() && word[i] != ']') ++i;
    if (i < word.size()) ++i;
  }
  return i < word.size() && (word[i] == '=' || (word[i] == '+' && i + 1 < word.size() && word[i + 1] == '='));
}

bool isDeclaration(std::string_view name) {
  return name == "export" || name == "local" || name == "declare" || name == "readonly" || name == "typeset";
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  BashScript run() {
    list('\0', 0);
    for (const Open& open : keywords_) result_.errors.push_back({BashErrorKind::UnclosedKeyword, open.range});
    // Commands were recorded when they ended; the outer one of a substitution begins first.
    std::stable_sort(result_.commands.begin(), result_.commands.end(), [](const BashCommand& a, const BashCommand& b) {
      const auto at = [](const BashCommand& c) {
        return !c.assignments.empty() ? c.assignments.front().range.begin
               : c.words.empty()      ? 0
                                      : c.words.front().range.begin;
      };
      return at(a) < at(b);
    });
    return std::move(result_);
  }

 private:
  struct Open {
    std::string_view closer;
    BashRange range;
    bool condition = false;  // still in front of `then` or `do`
    bool branch = false;     // what it holds may not run
  };
  struct PendingDocument {
    std::string delimiter;
    BashRange range;
    bool quoted;
    bool stripTabs;
  };

  [[nodiscard]] char peek(uint32_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  [[nodiscard]] bool done() const { return at_ >= text_.size(); }
  void error(BashErrorKind kind, uint32_t begin, uint32_t end) { result_.errors.push_back({kind, {begin, end}}); }

  /// Commands up to `closer` (not read) or the end of the text.
  void list(char closer, unsigned depth) {
    const size_t keywordsBefore = keywords_.size();
    BashCommand command;
    BashSeparator before = BashSeparator::None;
    ++lists_;
    uint32_t current = lists_;
    unsigned cases = 0;
    bool pattern = false;
    bool negated = false;
    const auto finish = [&](BashSeparator separator) {
      if (!command.words.empty() || !command.assignments.empty()) {
        command.before = before;
        command.after = separator;
        command.list = current;
        command.depth = depth;
        command.condition = negated || (!keywords_.empty() && keywords_.back().condition);
        command.inCondition = std::any_of(keywords_.begin(), keywords_.end(), [](const Open& o) { return o.branch; });
        result_.commands.push_back(std::move(command));
      }
      command = {};
      negated = false;
      before = separator;
      if (separator != BashSeparator::And && separator != BashSeparator::Or && separator != BashSeparator::Pipe) {
        current = ++lists_;
      }
    };
    while (!done()) {
      const char c = peek();
      if (c == closer && closer != '\0' && !(closer == ')' && pattern)) break;
      if (c == ' ' || c == '\t' || c == '\r') {
        ++at_;
      } else if (c == '\\' && (peek(1) == '\n' || (peek(1) == '\r' && peek(2) == '\n'))) {
        at_ += peek(1) == '\n' ? 2 : 3;
      } else if (c == '#') {
        const uint32_t begin = at_;
        while (!done() && peek() != '\n') ++at_;
        result_.comments.push_back({begin, at_});
      } else if (c == '\n') {
        ++at_;
        // `a &&` at the end of a line goes on.
        if (command.words.empty() && command.assignments.empty() &&
            (before == BashSeparator::And || before == BashSeparator::Or || before == BashSeparator::Pipe)) {
          hereDocuments();
          continue;
        }
        finish(BashSeparator::Newline);
        hereDocuments();
      } else if (c == ';') {
        at_ += 1;
        finish(BashSeparator::Semicolon);
        if (peek() == ';' || peek() == '&') {
          while (peek() == ';' || peek() == '&') ++at_;
          pattern = cases > 0;
        }
      } else if (c == '&' && peek(1) == '&') {
        at_ += 2;
        finish(BashSeparator::And);
      } else if (c == '|' && peek(1) == '|') {
        at_ += 2;
        finish(BashSeparator::Or);
      } else if (c == '|') {
        at_ += peek(1) == '&' ? 2 : 1;
        if (pattern) continue;
        finish(BashSeparator::Pipe);
      } else if (c == '&' && peek(1) != '>') {
        ++at_;
        finish(BashSeparator::Background);
      } else if (c == ')') {
        ++at_;
        if (pattern) {
          pattern = false;
          command = {};
        } else {
          error(BashErrorKind::UnexpectedParenthesis, at_ - 1, at_);
        }
      } else if (c == '(') {
        parenthesis(command, depth, pattern);
      } else if (c == '<' || c == '>' || (c == '&' && peek(1) == '>')) {
        redirection();
      } else {
        BashWord word = readWord();
        if (word.range.end == word.range.begin) {
          ++at_;  // cannot happen; never stand still
          continue;
        }
        const bool first = command.words.empty();
        if (pattern) {
          if (word.value == "esac" && !word.quoted) {
            pattern = false;
            closeKeyword("esac", word.range);
            if (cases > 0) --cases;
          }
          continue;
        }
        if (first && !word.quoted && command.assignments.empty()) {
          if (word.value == "!") {
            negated = true;
            continue;
          }
          if (keyword(word, cases)) continue;
        }
        if (!command.words.empty() && command.words.front().value == "case" && word.value == "in" && !word.quoted &&
            command.words.size() == 2) {
          command = {};
          pattern = true;
          continue;
        }
        if (!command.words.empty() && command.words.front().value == "function" && word.value == "{") {
          keywords_.push_back({"}", word.range, false, true});
          command = {};
          continue;
        }
        if (first && isAssignment(text_.substr(word.range.begin, word.range.end - word.range.begin))) {
          word.unquoted.clear();  // not split
          arrayValue();
          command.assignments.push_back(std::move(word));
          continue;
        }
        if (!first && isDeclaration(command.words.front().value) &&
            isAssignment(text_.substr(word.range.begin, word.range.end - word.range.begin))) {
          word.unquoted.clear();
          arrayValue();
        }
        // A number right in front of a redirection is its file descriptor.
        if ((peek() == '<' || peek() == '>') && !word.value.empty() &&
            std::all_of(word.value.begin(), word.value.end(), [](char d) { return d >= '0' && d <= '9'; })) {
          continue;
        }
        if (first && word.value == "[[") command.test = true;
        if (command.test) word.unquoted.clear();
        command.words.push_back(std::move(word));
      }
    }
    finish(BashSeparator::None);
    if (closer != '\0') {
      // Keywords do not reach out of a substitution.
      while (keywords_.size() > keywordsBefore) {
        result_.errors.push_back({BashErrorKind::UnclosedKeyword, keywords_.back().range});
        keywords_.pop_back();
      }
    } else if (!documents_.empty()) {
      hereDocuments();
    }
  }

  /// Takes a reserved word at the place of a command. True if it is no command itself.
  bool keyword(const BashWord& word, unsigned& cases) {
    const std::string_view w = word.value;
    if (w == "if") {
      keywords_.push_back({"fi", word.range, true, true});
    } else if (w == "while" || w == "until") {
      keywords_.push_back({"done", word.range, true, false});
    } else if (w == "for" || w == "select") {
      keywords_.push_back({"done", word.range, false, false});
      while (!done() && peek() != '\n' && peek() != ';') skipOne();  // the list is no command
    } else if (w == "case") {
      keywords_.push_back({"esac", word.range, false, true});
      ++cases;
      return false;  // its word and `in` follow
    } else if (w == "{") {
      keywords_.push_back({"}", word.range, false, function_});
    } else if (w == "then" || w == "do") {
      if (!keywords_.empty()) keywords_.back().condition = false;
    } else if (w == "elif") {
      if (!keywords_.empty()) keywords_.back().condition = true;
    } else if (w == "else" || w == "time") {
      // nothing to note
    } else if (w == "fi" || w == "done" || w == "esac" || w == "}") {
      closeKeyword(w, word.range);
      if (w == "esac" && cases > 0) --cases;
    } else {
      function_ = false;
      return false;
    }
    function_ = false;
    return true;
  }

  void closeKeyword(std::string_view closer, BashRange range) {
    if (!keywords_.empty() && keywords_.back().closer == closer) {
      keywords_.pop_back();
    } else {
      result_.errors.push_back({BashErrorKind::UnexpectedKeyword, range});
    }
  }

  void parenthesis(BashCommand& command, unsigned depth, bool pattern) {
    const uint32_t begin = at_;
    ++at_;
    if (pattern) return;  // `(a)` as a case pattern
    if (!command.words.empty()) {
      // `name()` begins a function.
      uint32_t i = at_;
      while (i < text_.size() && text_[i] == ' ') ++i;
      if (i < text_.size() && text_[i] == ')') {
        at_ = i + 1;
        command = {};
        function_ = true;
        return;
      }
    }
    if (peek() == '(') {
      // (( arithmetic ))
      skipTo("))", begin, BashErrorKind::UnclosedParenthesis);
      return;
    }
    if (depth >= kDeepest) return;
    list(')', depth + 1);
    if (peek() == ')') {
      ++at_;
    } else {
      error(BashErrorKind::UnclosedParenthesis, begin, begin + 1);
    }
  }

  /// Behind `X=`: an array's members.
  void arrayValue() {
    if (peek() != '(' || at_ == 0 || text_[at_ - 1] != '=') return;
    const uint32_t begin = at_;
    ++at_;
    while (!done() && peek() != ')') {
      const char c = peek();
      if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
        ++at_;
      } else if (c == '#') {
        while (!done() && peek() != '\n') ++at_;
      } else {
        const uint32_t before = at_;
        readWord();
        if (at_ == before) ++at_;
      }
    }
    if (peek() == ')') {
      ++at_;
    } else {
      error(BashErrorKind::UnclosedParenthesis, begin, begin + 1);
    }
  }

  void redirection() {
    if (peek() == '<' && peek(1) == '<' && peek(2) != '<') {
      at_ += 2;
      PendingDocument document{{}, {}, false, false};
      if (peek() == '-') {
        document.stripTabs = true;
        ++at_;
      }
      while (peek() == ' ' || peek() == '\t') ++at_;
      const BashWord word = readWord();
      document.delimiter = word.value;
      document.range = word.range;
      document.quoted = word.quoted || text_.substr(word.range.begin, word.range.end - word.range.begin).find('\\') !=
                                           std::string_view::npos;
      if (word.range.end > word.range.begin) documents_.push_back(std::move(document));
      return;
    }
    if (peek() == '&') ++at_;
    while (peek() == '<' || peek() == '>') ++at_;
    if (peek() == '(') {
      // Process substitution.
      const uint32_t begin = at_;
      ++at_;
      list(')', 1);
      if (peek() == ')') {
        ++at_;
      } else {
        error(BashErrorKind::UnterminatedSubstitution, begin, begin + 1);
      }
      return;
    }
    if (peek() == '&' || peek() == '|') ++at_;
    while (peek() == ' ' || peek() == '\t') ++at_;
    if (!done() && peek() != '\n') readWord();
  }

  void hereDocuments() {
    for (const PendingDocument& document : documents_) {
      const uint32_t begin = at_;
      bool found = false;
      while (!done()) {
        const uint32_t line = at_;
        while (!done() && peek() != '\n') ++at_;
        std::string_view content = text_.substr(line, at_ - line);
        if (!done()) ++at_;
        if (!content.empty() && content.back() == '\r') content.remove_suffix(1);
        if (document.stripTabs) {
          while (!content.empty() && content.front() == '\t') content.remove_prefix(1);
        }
        if (content == document.delimiter) {
          result_.hereDocuments.push_back({document.range, {begin, line}, document.quoted});
          found = true;
          break;
        }
      }
      if (!found) {
        result_.errors.push_back({BashErrorKind::UnterminatedHereDocument, document.range});
        result_.hereDocuments.push_back({document.range, {begin, at_}, document.quoted});
      }
    }
    documents_.clear();
  }

  void skipTo(std::string_view closer, uint32_t begin, BashErrorKind kind) {
    const size_t found = text_.find(closer, at_);
    if (found == std::string_view::npos) {
      error(kind, begin, at_);
      at_ = static_cast<uint32_t>(text_.size());
    } else {
      at_ = static_cast<uint32_t>(found + closer.size());
    }
  }

  void skipOne() {
    const char c = peek();
    if (c == '\'' || c == '"' || c == '$' || c == '`' || c == '\\') {
      const uint32_t before = at_;
      readWord();
      if (at_ == before) ++at_;
    } else {
      ++at_;
    }
  }

  static bool endsWord(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == ';' || c == '&' || c == '|' || c == '(' ||
           c == ')' || c == '<' || c == '>';
  }

  BashWord readWord() {
    BashWord word;
    word.range.begin = at_;
    while (!done()) {
      const char c = peek();
      if (c == '\'') {
        const uint32_t begin = at_;
        word.quoted = true;
        const size_t close = text_.find('\'', at_ + 1);
        if (close == std::string_view::npos) {
          error(BashErrorKind::UnterminatedQuote, begin, begin + 1);
          word.value += text_.substr(at_ + 1);
          at_ = static_cast<uint32_t>(text_.size());
        } else {
          word.value += text_.substr(at_ + 1, close - at_ - 1);
          at_ = static_cast<uint32_t>(close + 1);
        }
      } else if (c == '"') {
        doubleQuoted(word);
      } else if (c == '\\') {
        if (peek(1) == '\n') {
          at_ += 2;
          // A line is continued: in front of a blank the word ends.
          continue;
        }
        if (peek(1) != '\0') word.value += peek(1);
        at_ = std::min<uint32_t>(at_ + 2, static_cast<uint32_t>(text_.size()));
      } else if (c == '$' || c == '`') {
        expansion(word, false);
      } else if (endsWord(c)) {
        break;
      } else {
        word.value += c;
        ++at_;
      }
    }
    word.range.end = at_;
    return word;
  }

  void doubleQuoted(BashWord& word) {
    const uint32_t begin = at_;
    word.quoted = true;
    ++at_;
    while (!done()) {
      const char c = peek();
      if (c == '"') {
        ++at_;
        return;
      }
      if (c == '\\') {
        const char next = peek(1);
        if (next == '\n') {
          // joined
        } else if (next == '"' || next == '\\' || next == '$' || next == '`') {
          word.value += next;
        } else {
          word.value += c;
          if (next != '\0') word.value += next;
        }
        at_ = std::min<uint32_t>(at_ + 2, static_cast<uint32_t>(text_.size()));
      } else if (c == '$' || c == '`') {
        expansion(word, true);
      } else {
        word.value += c;
        ++at_;
      }
    }
    error(BashErrorKind::UnterminatedQuote, begin, begin + 1);
  }

  /// At `$` or a backquote.
  void expansion(BashWord& word, bool quoted) {
    const uint32_t begin = at_;
    bool variable = false;
    bool special = false;
    if (peek() == '`') {
      ++at_;
      while (!done() && peek() != '`') at_ += peek() == '\\' ? 2 : 1;
      if (done()) {
        error(BashErrorKind::UnterminatedSubstitution, begin, begin + 1);
        at_ = static_cast<uint32_t>(text_.size());
      } else {
        ++at_;
      }
    } else if (peek(1) == '(' && peek(2) == '(') {
      arithmetic(begin);
      special = true;  // a number
    } else if (peek(1) == '(') {
      at_ += 2;
      if (nesting_ < kDeepest) {
        ++nesting_;
        // A substitution has its own here-documents and commands.
        std::vector<PendingDocument> outer = std::move(documents_);
        documents_.clear();
        list(')', nesting_);
        documents_ = std::move(outer);
        --nesting_;
      }
      if (peek() == ')') {
        ++at_;
      } else {
        error(BashErrorKind::UnterminatedSubstitution, begin, begin + 2);
      }
    } else if (peek(1) == '{') {
      variable = true;
      at_ += 2;
      if (peek() == '#' || peek() == '!') ++at_;
      const uint32_t name = at_;
      while (isNameChar(peek())) ++at_;
      if (at_ > name) result_.variables.push_back({name, at_});
      special = text_.substr(begin, 3) == "${#" || at_ == name;
      unsigned open = 1;
      while (!done() && open > 0) {
        const char c = peek();
        if (c == '\\') {
          at_ = std::min<uint32_t>(at_ + 2, static_cast<uint32_t>(text_.size()));
          continue;
        }
        if (c == '\'' && !quoted) {
          const size_t close = text_.find('\'', at_ + 1);
          at_ =
              close == std::string_view::npos ? static_cast<uint32_t>(text_.size()) : static_cast<uint32_t>(close + 1);
          continue;
        }
        if (c == '"') {
          BashWord inner;
          doubleQuoted(inner);
          continue;
        }
        if (c == '$' && (peek(1) == '{' || peek(1) == '(') && nesting_ < kDeepest) {
          ++nesting_;
          BashWord inner;
          expansion(inner, true);
          --nesting_;
          continue;
        }
        if (c == '{') ++open;
        if (c == '}') --open;
        ++at_;
      }
      if (open > 0) error(BashErrorKind::UnterminatedSubstitution, begin, begin + 2);
    } else if (isNameStart(peek(1))) {
      variable = true;
      ++at_;
      const uint32_t name = at_;
      while (isNameChar(peek())) ++at_;
      result_.variables.push_back({name, at_});
    } else if (peek(1) == '\'' && !quoted) {
      // $'ansi c'
      ++at_;
      const uint32_t quote = at_;
      ++at_;
      while (!done() && peek() != '\'') at_ += peek() == '\\' ? 2 : 1;
      if (done()) error(BashErrorKind::UnterminatedQuote, quote, quote + 1);
      at_ = std::min<uint32_t>(at_ + 1, static_cast<uint32_t>(text_.size()));
      word.value += text_.substr(begin, at_ - begin);
      word.quoted = true;
      return;
    } else if (peek(1) != '\0' && std::string_view("0123456789@*#?$!-").find(peek(1)) != std::string_view::npos) {
      special = std::string_view("#?$!-").find(peek(1)) != std::string_view::npos;
      variable = true;
      at_ += 2;
    } else {
      word.value += '$';
      ++at_;
      return;
    }
    word.value += text_.substr(begin, at_ - begin);
    word.expands = true;
    if (!quoted && !special) word.unquoted.push_back({{begin, at_}, variable});
  }

  void arithmetic(uint32_t begin) {
    at_ += 3;
    unsigned open = 2;
    while (!done() && open > 0) {
      if (peek() == '(') ++open;
      if (peek() == ')') --open;
      ++at_;
    }
    if (open > 0) error(BashErrorKind::UnterminatedSubstitution, begin, begin + 3);
  }

  std::string_view text_;
  uint32_t at_ = 0;
  uint32_t lists_ = 0;
  unsigned nesting_ = 0;
  bool function_ = false;  // `name()` was just read
  std::vector<Open> keywords_;
  std::vector<PendingDocument> documents_;
  BashScript result_;
};

}  // namespace

BashScript readBash(std::string_view text) { return Reader(text).run(); }

}  // namespace mlpc::sema
