// Words, quotes, expansions and here-documents of a shell script.
#include <algorithm>
#include <utility>

#include "bytes.h"
#include "shell_reader.h"

namespace mlpc::embedded {
namespace {

bool isNameStart(char c) { return (isNameChar(c) && (c < '0' || c > '9')) || c == kPlaceholderByte; }
bool isNamePart(char c) { return isNameChar(c) || c == kPlaceholderByte; }

}  // namespace

// ---- pieces and places

bool ShellReader::continues() const { return peek() == '\\' && peek(1) == '\n'; }

void ShellReader::endText() {
  if (text_ == UINT32_MAX) return;
  if (text_ != at_) out_.pieces.push_back({"text", {}, {text_, at_}});
  text_ = UINT32_MAX;
}

void ShellReader::piece(std::string_view kind, uint32_t length) {
  endText();
  out_.pieces.push_back({kind, {}, {at_, at_ + length}});
  at_ += length;
}

/// Takes plain text.
void ShellReader::text(ShellWord* word, uint32_t length) {
  if (text_ == UINT32_MAX) text_ = at_;
  length = std::min(length, end_ - at_);
  if (word != nullptr) word->value += code_.substr(at_, length);
  for (; length > 0; --length, ++at_) {
    if (code_[at_] == kPlaceholderByte) place();
  }
}

void ShellReader::place() {
  ShellPlace place = place_;
  place.at = at_;
  neighbours(place);
  out_.places.push_back(place);
}

void ShellReader::neighbours(ShellPlace& place) const {
  const bool quotes = place.around == ShellContext::SingleQuotes || place.around == ShellContext::Comment ||
                      place.around == ShellContext::LiteralHereDocument;
  if (quotes) return;
  const char before = at_ > 0 ? code_[at_ - 1] : '\n';
  place.glued = (before == '$' && !isEscaped(code_, at_ - 1) && place.around != ShellContext::AnsiQuotes) ||
                isEscaped(code_, at_);
  if (place.around != ShellContext::AnsiQuotes) {
    uint32_t name = at_;
    while (name > 0 && isNameChar(code_[name - 1])) --name;
    uint32_t sign = name;
    const bool braces = sign > 0 && code_[sign - 1] == '{';
    if (braces) --sign;
    const bool digit = !braces && name < at_ && code_[name] >= '0' && code_[name] <= '9';
    place.afterName = name < at_ && !digit && sign > 0 && code_[sign - 1] == '$' && !isEscaped(code_, sign - 1);
  }
  if (place.around != ShellContext::Command) return;
  place.wordStart = std::string_view(" \t\n;&|()<>`").find(before) != std::string_view::npos;
  const char behind = at_ + 1 < code_.size() ? code_[at_ + 1] : '\n';
  place.redirects = behind == '<' || behind == '>';
}

// ---- words

bool ShellReader::atWord() const {
  if (at_ >= end_) return false;
  if ((peek() == '<' || peek() == '>') && peek(1) == '(' && bash()) return true;
  return !isMeta(peek());
}

/// Whether the word ends here.
bool ShellReader::special(Role role) const {
  const char c = peek();
  if (role == Role::Regex && (c == '|' || c == '(')) return false;
  if ((c == '<' || c == '>') && peek(1) == '(' && bash()) return false;
  return isMeta(c);
}

ShellWord ShellReader::word(std::string_view kind, Role role) {
  deeper();
  ShellWord word;
  word.range.begin = at_;
  const bool assigns = (role == Role::Assignable || role == Role::Item) && assigned(word, role);
  while (at_ < end_ && !special(role)) part(word, role);
  endText();
  word.range.end = at_;
  if (word.range.empty()) unexpected();
  if (assigns) {
    word.value = code_.substr(word.range.begin, at_ - word.range.begin);
    word.expands = word.quoted = false;
    word.unquoted.clear();
  }
  out_.tokens.push_back({assigns ? std::string_view("assignment") : kind, {}, word.range});
  --depth_;
  return word;
}

void ShellReader::part(ShellWord& word, Role role) {
  const char c = peek();
  const bool group = peek(1) == '(' && std::string_view("?*+@!").find(c) != std::string_view::npos &&
                     (patterns_ || role == Role::Pattern);
  if (continues()) {
    text(nullptr, 2);
  } else if (c == '\\') {
    if (peek(1) == kPlaceholderByte) return text(nullptr, 1);
    const uint32_t length = at_ + 1 < end_ ? 2 : 1;
    if (length == 2) word.value += peek(1);
    text(nullptr, length);
  } else if (c == '\'') {
    const uint32_t begin = at_ + 1;
    singleQuoted(false);
    word.quoted = true;
    word.value += code_.substr(begin, at_ - 1 - begin);
  } else if (c == '"') {
    doubleQuoted(&word);
  } else if (c == '$') {
    if (!dollar(&word, false)) text(&word, 1);
  } else if (c == '`') {
    const uint32_t begin = at_;
    backquoted();
    word.value += code_.substr(begin, at_ - begin);
    word.expands = true;
    word.unquoted.push_back({{begin, at_}, false});
  } else if ((c == '<' || c == '>') && peek(1) == '(') {
    const uint32_t begin = at_;
    substitution(2);
    word.value += code_.substr(begin, at_ - begin);
  } else if (group || (role == Role::Regex && c == '(')) {
    const uint32_t begin = at_;
    if (group) text(nullptr, 1);
    matched('(', ')', "(");
    word.value += code_.substr(begin, at_ - begin);
  } else {
    text(&word, 1);
  }
}

/// Takes `NAME=`, `NAME+=`, `NAME[…]=` or, of an item of an array, `[…]=`, and the values of an array. False if the
/// word begins otherwise.
bool ShellReader::assigned(ShellWord& word, Role role) {
  const Mark before = mark();
  if (role == Role::Assignable && isNameStart(peek())) {
    while (isNamePart(peek())) text(&word, 1);
    if (peek() == '[' && bash()) matched('[', ']', "[");
  } else if (role == Role::Item && peek() == '[') {
    matched('[', ']', "[");
  }
  const uint32_t length = peek() == '=' ? 1 : peek() == '+' && peek(1) == '=' && bash() ? 2 : 0;
  if (length == 0 || at_ == before.at) {
    // What was read is a part of the word, with its brackets.
    if (at_ != before.at && code_[at_ - 1] != ']') {
      endText();
      back(before);
      word.value.clear();
    } else {
      word.value = code_.substr(before.at, at_ - before.at);
    }
    return false;
  }
  text(&word, length);
  if (peek() == '(' && bash()) compoundValue();
  return true;
}

/// `(a b c)` after an assignment.
void ShellReader::compoundValue() {
  const Range range{at_, at_ + 1};
  piece("(", 1);
  open_.push_back({")", range});
  for (lineBreaks(); peek() != ')'; lineBreaks()) {
    if (!atWord()) unexpected();
    word("item", Role::Item);
  }
  piece(")", 1);
  open_.pop_back();
}

/// Takes a quotation, an escaped character or an expansion in brackets that need not be a command; false if there is
/// something else.
bool ShellReader::quotedOrExpanded() {
  switch (peek()) {
    case '\\': text(nullptr, peek(1) == kPlaceholderByte ? 1 : 2); return true;
    case '\'': singleQuoted(false); return true;
    case '"': doubleQuoted(nullptr); return true;
    case '`': backquoted(); return true;
    case '$': return dollar(nullptr, true);
    default: return false;
  }
}

/// What is in brackets that need not be a command: everything up to the bracket that closes the first, with quotes.
void ShellReader::matched(char open, char close, std::string_view kind) {
  const Range range{at_, at_ + 1};
  unsigned level = 0;
  piece(kind, 1);
  while (level > 0 || peek() != close) {
    const char c = peek();
    if (at_ >= end_) fail(open == '(' ? Fails::UnclosedParenthesis : Fails::UnterminatedSubstitution, range);
    if (quotedOrExpanded()) continue;
    level += c == open ? 1 : 0;
    level -= c == close ? 1 : 0;
    text(nullptr, 1);
  }
  piece(kind, 1);
}

// ---- quotes

void ShellReader::singleQuoted(bool ansi) {
  endText();
  const uint32_t begin = at_;
  // In `"${x:-'…'}"` the quotes may be text.
  const bool text = place_.around == ShellContext::ParameterInDouble;
  ShellPlace here = in(place_, ansi ? ShellContext::AnsiQuotes : ShellContext::SingleQuotes);
  here.uncertain = here.uncertain || text;
  const Within within(place_, here);
  at_ += ansi ? 2 : 1;
  for (; peek() != '\''; ++at_) {
    if (ansi && peek() == '\\' && peek(1) != kPlaceholderByte) ++at_;
    if (at_ >= end_) fail(Fails::UnterminatedQuote, {begin + (ansi ? 1 : 0), begin + (ansi ? 2 : 1)});
    if (peek() == kPlaceholderByte) place();
  }
  ++at_;
  out_.pieces.push_back({ansi ? "$'" : "'", {}, {begin, at_}});
}

void ShellReader::doubleQuoted(ShellWord* word) {
  const Range range{at_, at_ + 1};
  piece("\"", 1);
  if (word != nullptr) word->quoted = true;
  const Within within(place_, in(place_, ShellContext::DoubleQuotes));
  while (peek() != '"') {
    if (at_ >= end_) fail(Fails::UnterminatedQuote, range);
    if (peek() == '\\' && peek(1) != kPlaceholderByte && at_ + 1 < end_) {
      const char c = peek(1);
      const bool escapes = std::string_view("\"\\$`").find(c) != std::string_view::npos;
      if (word != nullptr && c != '\n') word->value += code_.substr(at_ + (escapes ? 1 : 0), escapes ? 1 : 2);
      text(nullptr, 2);
    } else if (peek() == '`') {
      const uint32_t begin = at_;
      backquoted();
      if (word != nullptr) word->value += code_.substr(begin, at_ - begin);
      if (word != nullptr) word->expands = true;
    } else if (peek() != '$' || !dollar(word, true)) {
      text(word, 1);
    }
  }
  piece("\"", 1);
}

/// bash looks for the other backquote, and reads what is between when it gets there; dash reads it at once.
void ShellReader::backquoted() {
  const uint32_t begin = at_;
  piece("`", 1);
  const uint32_t first = at_;
  for (; peek() != '`'; ++at_) {
    if (peek() == '\\') ++at_;
    if (at_ >= end_) fail(Fails::UnterminatedSubstitution, {begin, begin + 1});
  }
  const uint32_t last = at_;
  at_ = first;
  ShellPlace here = in(place_, ShellContext::Command);
  here.backquotes = true;
  const Within within(place_, here);
  const Within end(end_, last);
  const auto read = [&] {
    nested();
    if (at_ != last) unexpected();
  };
  if (bash() || rest().find('\\') != std::string_view::npos) {
    // Shells do not agree on what a quote in backquotes is, so the end may be another one.
    if (!quietly(last - first, read)) unsure_ = true;
  } else {
    read();
  }
  at_ = last;
  endText();
  out_.pieces.push_back({"`", {}, {at_, at_ + 1}});
  ++at_;
}

// ---- expansions

/// What begins with `$`; false if that is a sign like others.
bool ShellReader::dollar(ShellWord* word, bool quoted) {
  const uint32_t begin = at_;
  const char c = peek(1);
  bool variable = true;
  bool splits = !quoted;
  if (c == '(') {
    variable = false;
    const bool sum = peek(2) == '(' && arithmetic(3);
    splits = splits && !sum;
    if (!sum && peek(2) == '(') {
      lateSubstitution();
    } else if (!sum) {
      substitution(2);
    }
  } else if (c == '[' && bash()) {
    variable = splits = false;
    const Within within(place_, in(place_, ShellContext::Arithmetic));
    endText();
    ++at_;
    matched('[', ']', "[");
  } else if (c == '{') {
    const char name = peek(2) == '!' ? 'x' : peek(2);
    splits = splits && isNameChar(name);
    parameter();
  } else if (c == '\'' && !quoted && bash()) {
    singleQuoted(true);
    if (word != nullptr) word->quoted = true;
    if (word != nullptr) word->value += code_.substr(begin, at_ - begin);
    return true;
  } else if (c == '"' && !quoted && bash()) {
    piece("$", 1);
    doubleQuoted(word);
    return true;
  } else if (isNameChar(c) && (c < '0' || c > '9')) {
    uint32_t length = 2;
    while (isNameChar(peek(length))) ++length;
    piece("$", length);
  } else if (c != '\0' && std::string_view("0123456789@*#?$!-").find(c) != std::string_view::npos) {
    splits = splits && std::string_view("#?$!-").find(c) == std::string_view::npos;
    piece("$", 2);
  } else {
    return false;
  }
  if (word != nullptr) {
    word->value += code_.substr(begin, at_ - begin);
    word->expands = true;
    if (splits) word->unquoted.push_back({{begin, at_}, variable});
  }
  return true;
}

/// `${…}`.
void ShellReader::parameter() {
  deeper();
  const Range range{at_, at_ + 2};
  piece("${", 2);
  const bool quoted = place_.around == ShellContext::DoubleQuotes || place_.around == ShellContext::HereDocument ||
                      place_.around == ShellContext::Arithmetic || place_.around == ShellContext::ParameterInDouble;
  const Within within(place_, in(place_, quoted ? ShellContext::ParameterInDouble : ShellContext::Parameter));
  if ((peek() == '#' || peek() == '!') && peek(1) == kPlaceholderByte) text(nullptr, 1);
  if (peek() == kPlaceholderByte) {
    place_.named = true;
    text(nullptr, 1);
    place_.named = false;
  } else if (isNameChar(peek())) {
    while (isNameChar(peek())) text(nullptr, 1);
    if (peek() != kPlaceholderByte) endText();
  }
  while (peek() != '}') {
    if (at_ >= end_) fail(Fails::UnterminatedSubstitution, range);
    if (peek() == '\\') {
      text(nullptr, peek(1) == kPlaceholderByte ? 1 : 2);
    } else if (peek() == '\'' && (bash() || !quoted)) {
      singleQuoted(false);
    } else if (peek() == '"') {
      doubleQuoted(nullptr);
    } else if (peek() == '`') {
      backquoted();
    } else if ((peek() == '<' || peek() == '>') && peek(1) == '(' && bash()) {
      substitution(2);
    } else if (peek() != '$' || !dollar(nullptr, quoted)) {
      text(nullptr, 1);
    }
  }
  piece("}", 1);
  --depth_;
}

/// `$(…)`, `<(…)`.
void ShellReader::substitution(uint32_t length) {
  const Range range{at_, at_ + length};
  piece(length == 2 && code_[range.begin] == '$' ? "$(" : "<(", length);
  const Within within(place_, in(place_, ShellContext::Command));
  open_.push_back({")", range});
  nested();
  if (peek() != ')') unexpected();
  open_.pop_back();
  piece(")", 1);
}

/// `$((a) b)`, which bash takes for arithmetic until it runs it: only its brackets have to match.
void ShellReader::lateSubstitution() {
  const uint32_t last = notArithmetic_.at(at_);
  piece("$(", 2);
  const Within within(place_, in(place_, ShellContext::Command));
  {
    const Within end(end_, last);
    quietly(last - at_, [&] {
      nested();
      if (at_ != end_) throw Stop();
    });
  }
  piece(")", 1);
}

/// The commands of a substitution, if there are any.
void ShellReader::nested() {
  Around here = around_;
  here.before = ShellJoint::None;
  const Within around(around_, here);
  const Within documents(documents_, {});
  const Within text(text_, UINT32_MAX);
  commands();
  endText();
  if (!documents_.empty()) fail(Fails::UnterminatedHereDocument, documents_.front().delimiter);
}

/// Takes `((…))` with an opening of that length. False, and nothing taken, if a bracket closes earlier: these are
/// parentheses in parentheses then.
bool ShellReader::arithmetic(uint32_t length) {
  if (notArithmetic_.count(at_) != 0) return false;
  deeper();
  endText();
  const Mark before = mark();
  const Range range{at_, at_ + length};
  piece("((", length);
  const Within within(place_, in(place_, ShellContext::Arithmetic));
  unsigned level = 2;
  uint32_t inner = UINT32_MAX;  // where the second bracket is closed
  while (level > 0) {
    const char c = peek();
    if (at_ >= end_) fail(length == 2 ? Fails::UnclosedParenthesis : Fails::UnterminatedSubstitution, range);
    if (quotedOrExpanded()) continue;
    level += c == '(' ? 1 : 0;
    level -= c == ')' ? 1 : 0;
    if (level == 1 && c == ')') inner = at_;
    if (level == 1 && c == ')' && length == 2 && peek(1) != ')') break;
    if (level > 0) text(nullptr, 1);
  }
  --depth_;
  if (level > 0 || inner + 1 != at_) {
    if (!bash()) fail(Fails::UnterminatedSubstitution, range);
    notArithmetic_.emplace(before.at, at_);
    back(before);
    return false;
  }
  piece("))", 1);
  return true;
}

}  // namespace mlpc::embedded
