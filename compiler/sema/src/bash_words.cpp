// Words of a bash script, with their quotes and expansions.
#include "bash_reader.h"

namespace mlpc::sema {
void BashReader::skipTo(std::string_view closer, uint32_t begin, BashErrorKind kind) {
  const size_t found = text_.find(closer, at_);
  if (found == std::string_view::npos) {
    error(kind, begin, at_);
    at_ = static_cast<uint32_t>(text_.size());
  } else {
    at_ = static_cast<uint32_t>(found + closer.size());
  }
}

void BashReader::skipOne() {
  const char c = peek();
  if (c == '\'' || c == '"' || c == '$' || c == '`' || c == '\\') {
    const uint32_t before = at_;
    readWord();
    if (at_ == before) ++at_;
  } else {
    ++at_;
  }
}

BashWord BashReader::readWord() {
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

void BashReader::doubleQuoted(BashWord& word) {
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

void BashReader::expansion(BashWord& word, bool quoted) {
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
    while (isBashNameChar(peek())) ++at_;
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
        at_ = close == std::string_view::npos ? static_cast<uint32_t>(text_.size()) : static_cast<uint32_t>(close + 1);
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
  } else if (isBashNameStart(peek(1))) {
    variable = true;
    ++at_;
    const uint32_t name = at_;
    while (isBashNameChar(peek())) ++at_;
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

void BashReader::arithmetic(uint32_t begin) {
  at_ += 3;
  unsigned open = 2;
  while (!done() && open > 0) {
    if (peek() == '(') ++open;
    if (peek() == ')') --open;
    ++at_;
  }
  if (open > 0) error(BashErrorKind::UnterminatedSubstitution, begin, begin + 3);
}

}  // namespace mlpc::sema
