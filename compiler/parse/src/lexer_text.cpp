#include <algorithm>
#include <string>

#include "lexer.h"
#include "mlpc/diag/syntax.h"

namespace mlpc::parse {
namespace {

bool isBlank(char c) { return c == ' ' || c == '\t' || c == '\r'; }
bool isCloser(char c) { return c == ')' || c == ']' || c == '}'; }

/// A line starting in column 1 with what no Python or shell text would contain: `}` or the head of a declaration.
bool looksLikeOurs(std::string_view line) {
  if (line.starts_with('}')) return true;
  const size_t end = line.find(' ');
  if (end == std::string_view::npos) return false;
  const TokenKind kind = keywordKind(line.substr(0, end));
  if (!beginsDeclaration(kind) || kind == TokenKind::Import || kind == TokenKind::Type) return false;
  size_t at = end + 1;
  const auto isWord = [&](char c) {
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  };
  const size_t name = at;
  while (at < line.size() && isWord(line[at])) ++at;
  if (at == name) return false;
  while (at < line.size() && line[at] == ' ') ++at;
  return at < line.size() &&
         (line[at] == '(' || line[at] == '{' || line[at] == ':' || line[at] == '=' || line[at] == '-');
}

bool opensFence(std::string_view line) {
  while (!line.empty() && isBlank(line.back())) line.remove_suffix(1);
  return line.ends_with("<<<");
}

/// `python <<<` and the like, with the same number of `<`, at the end of a line: no Python or shell text contains that.
bool opensOurFence(std::string_view line, uint32_t length) {
  while (!line.empty() && isBlank(line.back())) line.remove_suffix(1);
  uint32_t found = 0;
  while (!line.empty() && line.back() == '<') {
    line.remove_suffix(1);
    ++found;
  }
  if (found != length || !line.ends_with(' ')) return false;
  while (line.ends_with(' ')) line.remove_suffix(1);
  if (line.ends_with("python module")) return true;
  const size_t word = line.find_last_of(" \t:(,") + 1;  // npos + 1 is 0
  line.remove_prefix(word);
  return line == "python" || line == "bash" || line == "pwsh" || line == "text";
}

}  // namespace

void Lexer::string(uint32_t tokenBegin, uint32_t from, bool first) {
  uint32_t p = from;
  while (p < limit_) {
    switch (text_[p]) {
      case '"': at_ = p + 1; return emit(first ? TokenKind::String : TokenKind::StringTail, tokenBegin, at_);
      case '\\': p += p + 1 < limit_ && text_[p + 1] != '\n' && text_[p + 1] != '\r' ? 2 : 1; break;
      case '\n': return unclosedString(tokenBegin, p, first);
      case '~':
        if (p + 1 < limit_ && text_[p + 1] == '{') {
          return openHole(first ? TokenKind::StringHead : TokenKind::StringMid, Bracket::StringHole, tokenBegin, p + 2);
        }
        ++p;
        break;
      default: ++p;
    }
  }
  unclosedString(tokenBegin, std::min(p, limit_), first);
}

void Lexer::unclosedString(uint32_t tokenBegin, uint32_t lineEndAt, bool first) {
  const bool inHole = holes_ != 0;
  if (inHole && first) {
    const auto hole = std::find_if(open_.rbegin(), open_.rend(), [](const Open& open) {
      return open.bracket == Bracket::StringHole || open.bracket == Bracket::FenceHole;
    });
    if (hole->bracket == Bracket::StringHole) {
      // `"a ~{x"`: the quote ends the outer string, whose placeholder has no `}`.
      at_ = tokenBegin;
      return abandonHole();
    }
  }
  complain(true, span(tokenBegin, trimmed(tokenBegin, lineEndAt)), diag::unclosedString);
  // Closers at the end of the line were not meant as text if their opener is on the same line.
  const uint32_t end = trimmed(tokenBegin, lineEndAt);
  uint32_t cut = end;
  while (cut > tokenBegin + 1 &&
         (isCloser(text_[cut - 1]) || isBlank(text_[cut - 1]) || text_[cut - 1] == ',' || text_[cut - 1] == '{'))
    --cut;
  size_t depth = open_.size();
  for (uint32_t p = cut; p < end && !inHole; ++p) {
    const char c = text_[p];
    if (!isCloser(c)) continue;
    const bool matches = depth > 0 && open_[depth - 1].lineStart == lineStart_ &&
                         open_[depth - 1].bracket == (c == ')'   ? Bracket::Paren
                                                      : c == ']' ? Bracket::Square
                                                                 : Bracket::Brace);
    if (matches) {
      --depth;
    } else {
      cut = p + 1;
      depth = open_.size();
    }
  }
  // A `{` on its own is text: it opens a block only after a closed bracket.
  if (inHole || depth == open_.size()) {
    cut = end;
    if (cut > tokenBegin + 1 && text_[cut - 1] == ',') --cut;
  }
  at_ = cut;
  emit(first ? TokenKind::String : TokenKind::StringTail, tokenBegin, cut);
}

void Lexer::singleQuoted() {
  const uint32_t begin = at_;
  uint32_t p = begin + 1;
  while (p < limit_ && text_[p] != '\'' && text_[p] != '\n')
    p += text_[p] == '\\' && p + 1 < limit_ && text_[p + 1] != '\n' ? 2 : 1;
  if (p >= limit_ || text_[p] != '\'') {
    complain(true, span(begin, begin + 1), diag::unexpectedCharacter, "'");
    ++at_;
    return;
  }
  const uint32_t end = p + 1;
  const bool simple = text_.substr(begin + 1, p - begin - 1).find_first_of("\"\\~") == std::string_view::npos;
  complain(false, begin,
           [=, where = span(begin, end), open = span(begin, begin + 1), close = span(p, end)](diag::Engine& diags) {
             auto report = diags.report(where, diag::singleQuotes);
             if (simple) report.fix("use double quotes", true, {{open, "\""}, {close, "\""}});
           });
  at_ = end;
  emit(TokenKind::String, begin, end);
}

void Lexer::openHole(TokenKind kind, Bracket bracket, uint32_t begin, uint32_t end) {
  emit(kind, begin, end);
  at_ = end;
  if (open_.size() >= 256) return tooDeep(end - 2);
  open_.push_back({bracket, static_cast<uint32_t>(out_.tokens.size() - 1), lineStart_, lineIndent_});
  if (holes_++ == 0) {
    limit_ = lineEnd(end);
    droppedInHole_.clear();
  }
}

void Lexer::closeHole() {
  checkValue(TokenKind::CloseBrace, at_, at_ + 1);
  const Open hole = open_.back();
  open_.pop_back();
  if (--holes_ == 0) limit_ = size_;
  const uint32_t brace = at_++;
  if (hole.bracket == Bracket::StringHole) return string(brace, at_, false);
  continueFence(brace, at_, false);
}

void Lexer::abandonHole() {
  // In a string whose closing quote is where reading stopped, only the end of the placeholder is missing.
  const bool atQuote = at_ < limit_ && text_[at_] == '"';
  while (open_.back().bracket != Bracket::StringHole && open_.back().bracket != Bracket::FenceHole) makeUpCloser();
  const Open hole = open_.back();
  open_.pop_back();
  --holes_;
  const uint32_t holeBegin = out_.tokens[hole.token].end - 2;
  complain(true, span(holeBegin, holeBegin + 2), diag::unclosedPlaceholder);
  const uint32_t end = trimmed(holeBegin + 2, at_);
  if (holes_ == 0) limit_ = size_;
  if (hole.bracket == Bracket::FenceHole) return continueFence(end, at_, false);
  if (atQuote) {
    const uint32_t quote = at_++;
    return emit(TokenKind::StringTail, quote, at_);
  }
  emit(TokenKind::StringTail, end, end);
  if (holes_ != 0) return;
  // What closed nothing in the placeholder closes what was opened before the string, so that the call stays complete.
  for (const char closer : droppedInHole_) {
    const Bracket meant = closer == ')' ? Bracket::Paren : Bracket::Square;
    if (!open_.empty() && open_.back().bracket == meant && open_.back().lineStart == lineStart_) makeUpCloser();
  }
}

void Lexer::fence() {
  const uint32_t begin = at_;
  uint32_t length = 0;
  while (peek(length) == '<') ++length;
  if (holes_ != 0) {
    complain(true, span(begin, begin + length), diag::fenceInPlaceholder);
    at_ += length;
    return;
  }
  fence_.length = length;
  const uint32_t end = lineEnd(begin);
  uint32_t content = begin + length;
  while (content < end && isBlank(text_[content])) ++content;
  if (content < end) {
    complain(true, span(content, trimmed(content, end)), diag::textAfterFence, text_.substr(begin, length));
    // `bash <<< echo hi >>>` on one line.
    const size_t close = text_.substr(0, end).find(std::string(length, '>'), content);
    if (close != std::string_view::npos) {
      fence_.contentEnd = static_cast<uint32_t>(close);
      fence_.end = fence_.contentEnd + length;
      fence_.lineStart = lineStart_;
    } else {
      findFenceEnd(begin, end < size_ ? end + 1 : end);
    }
  } else {
    content = end < size_ ? end + 1 : end;
    findFenceEnd(begin, content);
  }
  out_.fences.push_back({begin, content, fence_.contentEnd});
  continueFence(begin, content, true);
}

void Lexer::findFenceEnd(uint32_t opener, uint32_t contentBegin) {
  // Where the text probably ended, if the next `>>>` belongs to another fence.
  std::optional<uint32_t> suspect;
  // The first line that is not indented more than the line that opened the fence.
  std::optional<uint32_t> outdented;
  const uint32_t indent =
      static_cast<uint32_t>(std::min(text_.find_first_not_of(" \t", lineStart_), text_.size())) - lineStart_;
  for (uint32_t line = contentBegin; line < size_;) {
    const uint32_t end = lineEnd(line);
    uint32_t p = line;
    while (p < end && isBlank(text_[p])) ++p;
    if (p < end && text_[p] == '>') {
      uint32_t length = 0;
      while (p + length < end && text_[p + length] == '>') ++length;
      if (length == fence_.length) {
        fence_.contentEnd = line;
        fence_.end = p + length;
        fence_.lineStart = line;
        return;
      }
    } else if (p == line && !suspect && looksLikeOurs(text_.substr(line, end - line))) {
      suspect = line;
    } else if (suspect && opensFence(text_.substr(line, end - line))) {
      break;  // the next `>>>` belongs to this one
    } else if (opensOurFence(text_.substr(line, end - line), fence_.length)) {
      suspect = suspect ? suspect : outdented ? outdented : line;
      break;
    }
    if (!outdented && p < end && p - line <= indent) outdented = line;
    line = end + 1;
  }
  fence_.contentEnd = suspect.value_or(size_);
  fence_.end = fence_.contentEnd;
  fence_.lineStart = fence_.contentEnd;
  const auto report = [where = span(opener, opener + fence_.length), mark = std::string(fence_.length, '>')](
                          diag::Engine& diags) { diags.report(where, diag::unclosedFence, mark); };
  complain(true, opener, report, Complaint::Role::Misshapen);
}

void Lexer::continueFence(uint32_t tokenBegin, uint32_t from, bool first) {
  for (uint32_t p = from; p < fence_.contentEnd; ++p) {
    if (text_[p] == '\n') {
      lineStart_ = p + 1;
      continue;
    }
    if (text_[p] != '~') continue;
    const uint32_t run = p;
    while (p < fence_.contentEnd && text_[p] == '~') ++p;
    // An even number of `~` before `{` stands for half that number.
    if (p < fence_.contentEnd && text_[p] == '{' && (p - run) % 2 == 1) {
      return openHole(first ? TokenKind::FenceHead : TokenKind::FenceMid, Bracket::FenceHole, tokenBegin, p + 1);
    }
    --p;
  }
  const bool open = fence_.end == fence_.contentEnd;
  emit(first ? TokenKind::Fence : TokenKind::FenceTail, tokenBegin, fence_.end);
  at_ = fence_.end;
  lineStart_ = fence_.lineStart;
  newline_ = open;
  lastFence_.valid = !open;
  lastFence_.reported = false;
  lastFence_.token = static_cast<uint32_t>(out_.tokens.size() - 1);
  lastFence_.length = fence_.length;
  lastFence_.textEntry = static_cast<uint32_t>(out_.fences.size() - 1);
  lastFence_.chunkFirst = chunkFirst_;
  lastFence_.open = open_;
}

void Lexer::strayFenceEnd(uint32_t length) {
  const uint32_t begin = at_;
  at_ += length;
  const std::string mark(length, '>');
  const bool early = newline_ && holes_ == 0 && lastFence_.valid && lastFence_.length == length &&
                     lastFence_.chunkFirst == chunkFirst_;
  if (!early) {
    const auto report = [where = span(begin, at_), mark](diag::Engine& diags) {
      diags.report(where, diag::strayCloser, mark);
    };
    return complain(true, begin, report, Complaint::Role::StrayFence);
  }

  // The text in between was read as mlp: discard that, along with the errors in it.
  Token& fence = out_.tokens[lastFence_.token];
  const uint32_t oldEnd = fence.end;
  std::erase_if(out_.complaints, [&](const Complaint& complaint) { return complaint.at >= oldEnd; });
  std::erase_if(out_.docs, [&](const DocComment& doc) { return doc.token > lastFence_.token; });
  out_.tokens.resize(lastFence_.token + 1);
  out_.fences.resize(lastFence_.textEntry + 1);
  out_.fences.back().end = lineStart_;
  open_ = lastFence_.open;
  doc_.reset();
  suspicious_.reset();
  earlyCloser_.reset();
  unsettled_ = false;
  newline_ = false;
  if (!lastFence_.reported) {
    const uint32_t oldBegin = oldEnd - length;
    complain(true, begin, [=, where = span(begin, at_), early = span(oldBegin, oldEnd)](diag::Engine& diags) {
      diags.report(where, diag::fenceClosedEarly, mark).note(early, diag::fenceEndedHere);
    });
    lastFence_.reported = true;
  }
  out_.tokens[lastFence_.token].end = at_;
}

}  // namespace mlpc::parse
