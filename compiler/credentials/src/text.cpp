#include "text.h"

#include <algorithm>
#include <array>

#include "references.h"
#include "values.h"

namespace mlpc::credentials {

size_t Text::skip(size_t at, std::string_view characters) const {
  while (at < size() && isOneOf(text_[at], characters)) ++at;
  return at;
}

size_t Text::skipBack(size_t end, std::string_view characters) const {
  while (end > 0 && isOneOf(text_[end - 1], characters)) --end;
  return end;
}

size_t Text::lineBegin(size_t at) const {
  const size_t least = at > kLongest ? at - kLongest : 0;
  while (at > least && !isLineEnd(text_[at - 1])) --at;
  return at;
}

size_t Text::lineEnd(size_t at) const {
  const size_t most = std::min(size(), at + kLongest);
  while (at < most && !isLineEnd(text_[at])) ++at;
  return at;
}

Range Text::nameBefore(size_t end) const {
  while (end > 0 && isSpace(text_[end - 1])) --end;
  if (end > 1 && text_[end - 1] == ']') end -= text_[end - 2] == '[' ? 2 : 1;
  const bool braced = end > 0 && text_[end - 1] == '}';  // `${env:TOKEN}`
  if (braced) --end;
  while (end > 0 && (isQuote(text_[end - 1]) || text_[end - 1] == '\\')) --end;
  size_t begin = end;
  while (begin > 0 && end - begin < kLongest && isNameCharacter(text_[begin - 1])) --begin;
  // The letter of an escape sequence: `"user=me\npassword=…"`.
  if (begin > 0 && end - begin > 1 && text_[begin - 1] == '\\' && isOneOf(text_[begin], "nrt")) ++begin;
  while (begin < end && text_[begin] == '-') ++begin;
  if (braced && before(begin) != ':') return {end, end};
  // The domain in front of an annotation says what it is: `nginx.ingress.kubernetes.io/auth-secret`.
  if (begin > 0 && text_[begin - 1] == '/' && slice({begin, end}) == "auth-secret") {
    size_t domain = begin - 1;
    while (domain > 0 && begin - domain < kLongest && isNameCharacter(text_[domain - 1])) --domain;
    if (slice({domain, begin}).find('.') != std::string_view::npos) begin = domain;
  }
  return {begin, end};
}

std::optional<Written> Text::tripleQuoted(size_t at, char quote) const {
  constexpr size_t kLongestValue = 1024;
  const std::array<char, 3> quotes{quote, quote, quote};
  const size_t length = from(at).substr(0, kLongestValue).find(std::string_view(quotes.data(), quotes.size()));
  if (length == std::string_view::npos) return std::nullopt;
  Range range{skip(at, " \t\r\n\\"), at + length};
  range.end = std::max(range.begin, skipBack(range.end, " \t\r\n\\"));
  return Written{range, at + length + 3, quote, false};
}

std::optional<Written> Text::quotedAt(size_t at) const {
  bool formatted = false;
  for (size_t i = 0; i < 2 && isOneOf(this->at(at), "rRbBuUfFL@$") && at < size(); ++i) {
    const char next = this->at(at + 1);
    if (!isQuote(next) && !isOneOf(next, "rRbBfF@$\\")) break;
    formatted = formatted || isOneOf(text_[at], "fF");
    ++at;
  }
  size_t escapes = 0;
  while (this->at(at) == '\\') {
    ++at;
    ++escapes;
  }
  const char quote = this->at(at);
  if (!isQuote(quote)) return std::nullopt;
  ++at;
  if (escapes == 0 && this->at(at) == quote && this->at(at + 1) == quote) {
    if (auto triple = tripleQuoted(at + 2, quote)) {
      triple->formatted = formatted;
      return triple;
    }
    at += 2;
  }
  size_t end = at;
  for (; end < size() && !isLineEnd(text_[end]); ++end) {
    if (text_[end] == quote) return Written{{at, std::max(at, end - escapes)}, end + 1, quote, formatted};
    if (text_[end] == '\\' && escapes == 0) ++end;
  }
  end = std::min(end, size());
  return Written{{at, end}, end, quote, formatted};
}

size_t Text::literalBelow(size_t from) const {
  size_t begin = at(from) == '#' && isSpace(before(from)) ? lineEnd(from) : from;
  if (!isLineEnd(at(begin))) return from;
  begin = skip(begin, " \t\r\n");
  const auto literal = quotedAt(begin);
  if (!literal || !isQuote(before(literal->after))) return from;  // it has no end on its line
  if (slice({begin, literal->after}).find_first_of("\r\n") != std::string_view::npos) return from;
  const char next = at(skipSpaces(literal->after));
  return next == '\0' || isLineEnd(next) || isOneOf(next, ",)]};.+%#\\") ? begin : from;
}

Written Text::wordAt(size_t at, std::string_view also) const {
  size_t end = at;
  while (end < size() && end - at<kLongest&& static_cast<unsigned char>(text_[end])> ' ' &&
         !isOneOf(text_[end], "\"'`;&|<>") && !isOneOf(text_[end], also) &&
         !(text_[end] == '\\' && isOneOf(this->at(end + 1), "nr")))
    ++end;
  if (end > at && isQuote(this->at(end)) && text_[end - 1] == '\\') --end;
  return {{at, end}, end, '\0', false};
}

Written Text::valueAt(size_t at, std::string_view also) const {
  const auto quoted = quotedAt(at);
  return quoted ? *quoted : wordAt(at, also);
}

bool Text::closes(size_t from, size_t nameEnd) const {
  const char quote = at(from);
  if (!isQuote(quote) || isQuote(before(nameEnd)) || before(nameEnd) == ']') return false;
  bool open = false;
  for (size_t i = nameEnd; i > 0 && nameEnd - i < kLongest && !isLineEnd(text_[i - 1]); --i)
    open = open != (text_[i - 1] == quote);
  return open;
}

bool Text::isOwn(NameKind kind, const Written& value, Where place) const {
  if (value.range.empty()) return false;
  const std::string_view text = slice(value.range);
  if (value.quote == '\0' && text.front() == '@') return false;  // a file or a variable
  const Inserts by = value.formatted ? Inserts::Formatted : value.quote == '\'' ? Inserts::Document : Inserts::Code;
  return !isReplaced(text, by) && isCredential(kind, text, place);
}

bool Text::judge(Range name, const Written& value, Where place) const {
  const NameKind kind = judgeName(slice(name));
  if (kind == NameKind::None || !isOwn(kind, value, place)) return false;
  report(name, value.range);
  return true;
}

void Text::report(Range name, Range value) const {
  // The name of an option is said without its dashes, that of a field without what it is in.
  std::string_view said = slice(name);
  if (const size_t dot = said.find_last_of("./"); dot != std::string_view::npos && dot + 1 < said.size())
    said.remove_prefix(dot + 1);
  found_({Found::Kind::Named, value.begin, value.end, {}, said});
}

bool Text::isScreaming(Range name) const {
  const std::string_view text = slice(name);
  return std::any_of(text.begin(), text.end(), support::isUpper) &&
         std::none_of(text.begin(), text.end(), support::isLower);
}

}  // namespace mlpc::credentials
