#include "mlpc/support/shell_context.h"

namespace mlpc::support {

ShellContext ShellScanner::context() const {
  if (inBody_) return body_.literal ? ShellContext::LiteralHereDoc : ShellContext::Double;
  switch (modes_.back()) {
    case Mode::Plain:
    case Mode::Substitution: return ShellContext::Plain;
    case Mode::Double: return ShellContext::Double;
    case Mode::Single:
    case Mode::DollarSingle: return ShellContext::Single;
    case Mode::Comment: return ShellContext::Comment;
  }
  return ShellContext::Plain;
}

void ShellScanner::feed(std::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    if (inBody_) {
      // Whole lines are looked at: a placeholder inside a line cannot be the delimiter's line.
      const size_t end = text.find('\n', i);
      std::string_view line = text.substr(i, end == std::string_view::npos ? std::string_view::npos : end - i);
      std::string_view bare = line;
      while (body_.stripTabs && !bare.empty() && bare.front() == '\t') bare.remove_prefix(1);
      const bool closes = lineStart_ && bare == body_.delimiter;
      if (end == std::string_view::npos) {
        if (closes) inBody_ = false;
        lineStart_ = false;
        return;
      }
      i = end;
      lineStart_ = true;
      wordStart_ = true;
      if (closes) {
        inBody_ = false;
        if (!pending_.empty()) {
          body_ = pending_.front();
          pending_.erase(pending_.begin());
          inBody_ = true;
        }
      }
      continue;
    }
    step(text[i], text, i);
  }
}

void ShellScanner::step(char c, std::string_view text, size_t& i) {
  if (escaped_) {
    escaped_ = false;
    wordStart_ = false;
    return;
  }
  const Mode mode = modes_.back();
  switch (mode) {
    case Mode::Single:
      if (c == '\'') modes_.pop_back();
      return;
    case Mode::DollarSingle:
      if (c == '\\')
        escaped_ = true;
      else if (c == '\'')
        modes_.pop_back();
      return;
    case Mode::Comment:
      if (c != '\n') return;
      modes_.pop_back();
      break;
    case Mode::Double:
      if (c == '\\')
        escaped_ = true;
      else if (c == '"')
        modes_.pop_back();
      else if (c == '$' && i + 1 < text.size() && text[i + 1] == '(') {
        ++i;
        modes_.push_back(Mode::Substitution);
        parentheses_.push_back(0);
        wordStart_ = true;
      }
      return;
    case Mode::Plain:
    case Mode::Substitution: break;
  }
  if (c == '\n') {
    lineStart_ = true;
    wordStart_ = true;
    if (!pending_.empty()) {
      body_ = pending_.front();
      pending_.erase(pending_.begin());
      inBody_ = true;
    }
    return;
  }
  lineStart_ = false;
  const bool startsWord = wordStart_;
  wordStart_ =
      c == ' ' || c == '\t' || c == ';' || c == '&' || c == '|' || c == '(' || c == ')' || c == '<' || c == '>';
  if (c == '\\')
    escaped_ = true;
  else if (c == '\'')
    modes_.push_back(i > 0 && text[i - 1] == '$' ? Mode::DollarSingle : Mode::Single);
  else if (c == '"')
    modes_.push_back(Mode::Double);
  else if (c == '#' && startsWord)
    modes_.push_back(Mode::Comment);
  else if (c == '<' && readHereDoc(text, i))
    wordStart_ = true;
  else if (c == '(')
    ++parentheses_.back();
  else if (c == ')') {
    if (parentheses_.back() > 0)
      --parentheses_.back();
    else if (modes_.back() == Mode::Substitution) {
      modes_.pop_back();
      parentheses_.pop_back();
    }
  }
}

// `<<WORD`, `<<-'WORD'`; not `<<<`.
bool ShellScanner::readHereDoc(std::string_view text, size_t& i) {
  if (text.substr(i, 2) != "<<" || text.substr(i, 3) == "<<<") {
    if (text.substr(i, 3) == "<<<") i += 2;
    return false;
  }
  size_t at = i + 2;
  HereDoc doc;
  if (at < text.size() && text[at] == '-') {
    doc.stripTabs = true;
    ++at;
  }
  while (at < text.size() && (text[at] == ' ' || text[at] == '\t')) ++at;
  char quote = 0;
  if (at < text.size() && (text[at] == '\'' || text[at] == '"'))
    quote = text[at++];
  else if (at < text.size() && text[at] == '\\') {
    doc.literal = true;
    ++at;
  }
  const size_t begin = at;
  auto inWord = [&](char c) {
    return quote != 0 ? c != quote && c != '\n'
                      : (c == '_' || c == '-' || c == '.' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
                         (c >= 'a' && c <= 'z'));
  };
  while (at < text.size() && inWord(text[at])) ++at;
  if (at == begin) return false;
  doc.delimiter = std::string(text.substr(begin, at - begin));
  doc.literal = doc.literal || quote != 0;
  if (quote == 0) --at;
  pending_.push_back(doc);
  i = at;
  return true;
}

}  // namespace mlpc::support
