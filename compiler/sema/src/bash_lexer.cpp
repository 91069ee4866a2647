// Commands of a bash script.
#include "bash_lexer.h"

#include <algorithm>

#include "bash_reader.h"

namespace mlpc::sema {
namespace {

bool isAssignment(std::string_view word) {
  size_t i = 0;
  while (i < word.size() && isBashNameChar(word[i])) ++i;
  if (i == 0 || !isBashNameStart(word[0])) return false;
  if (i < word.size() && word[i] == '[') {
    while (i < word.size() && word[i] != ']') ++i;
    if (i < word.size()) ++i;
  }
  return i < word.size() && (word[i] == '=' || (word[i] == '+' && i + 1 < word.size() && word[i + 1] == '='));
}

bool isDeclaration(std::string_view name) {
  return name == "export" || name == "local" || name == "declare" || name == "readonly" || name == "typeset";
}

}  // namespace

BashScript BashReader::run() {
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

void BashReader::list(char closer, unsigned depth) {
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

bool BashReader::keyword(const BashWord& word, unsigned& cases) {
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

void BashReader::closeKeyword(std::string_view closer, BashRange range) {
  if (!keywords_.empty() && keywords_.back().closer == closer) {
    keywords_.pop_back();
  } else {
    result_.errors.push_back({BashErrorKind::UnexpectedKeyword, range});
  }
}

void BashReader::parenthesis(BashCommand& command, unsigned depth, bool pattern) {
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

void BashReader::arrayValue() {
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

void BashReader::redirection() {
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

void BashReader::hereDocuments() {
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

BashScript readBash(std::string_view text) { return BashReader(text).run(); }

}  // namespace mlpc::sema
