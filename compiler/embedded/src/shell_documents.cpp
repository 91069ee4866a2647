// What is between the words of a shell script: white space, comments, here-documents.
#include <algorithm>

#include "bytes.h"
#include "shell_reader.h"

namespace mlpc::embedded {

/// Spaces, continued lines, a comment.
void ShellReader::blanks() {
  while (at_ < end_) {
    if (continues()) {
      at_ += 2;
    } else if (peek() == ' ' || peek() == '\t') {
      ++at_;
    } else {
      break;
    }
  }
  if (peek() != '#') return;
  const bool first = at_ == 0 || isMeta(code_[at_ - 1]) || code_[at_ - 1] == '`';
  if (!first) return;
  const uint32_t begin = at_;
  const Within within(place_, in(place_, ShellContext::Comment));
  for (; at_ < end_ && peek() != '\n'; ++at_) {
    if (peek() == kPlaceholderByte) place();
  }
  out_.tokens.push_back({"#", {}, {begin, at_}});
  out_.pieces.push_back({"#", {}, {begin, at_}});
}

bool ShellReader::newLine() {
  blanks();
  if (peek() != '\n') return false;
  out_.tokens.push_back({"\n", {}, {at_, at_ + 1}});
  ++at_;
  readDocuments();
  return true;
}

void ShellReader::lineBreaks() {
  while (newLine()) {
  }
  blanks();
}

void ShellReader::readDocuments() {
  for (const Document& document : std::exchange(documents_, {})) readDocument(document);
}

void ShellReader::readDocument(const Document& document) {
  const uint32_t begin = at_;
  while (true) {
    uint32_t line = at_;
    while (document.tabs && line < end_ && code_[line] == '\t') ++line;
    const auto lineEnd = static_cast<uint32_t>(std::min<size_t>(code_.find('\n', line), end_));
    if (code_.substr(line, lineEnd - line) == document.end) {
      const Range body{begin, at_};
      this->document(body, document.literal);
      at_ = lineEnd;
      out_.tokens.push_back({"document", {}, body});
      out_.tokens.push_back({"end", {}, {line, lineEnd}});
      if (at_ < end_) ++at_;
      return;
    }
    if (lineEnd >= end_) fail(Fails::UnterminatedHereDocument, document.delimiter);
    // A backslash continues a line, which cannot be the last one then.
    at_ = lineEnd;
    while (!document.literal && at_ < end_ && code_[at_] == '\n' && isEscaped(code_.substr(line), at_ - line))
      at_ = static_cast<uint32_t>(std::min<size_t>(code_.find('\n', at_ + 1), end_));
    if (at_ >= end_) fail(Fails::UnterminatedHereDocument, document.delimiter);
    ++at_;
  }
}

/// The places and substitutions in the text of a here-document. What is wrong in it, bash finds when it runs.
void ShellReader::document(Range body, bool literal) {
  const Within within(place_, in(place_, literal ? ShellContext::LiteralHereDocument : ShellContext::HereDocument));
  const Within end(end_, body.end);
  at_ = body.begin;
  if (literal) {
    text(nullptr, body.end - body.begin);
    return endText();
  }
  while (at_ < end_) {
    if (peek() != '$' && peek() != '`') {
      text(nullptr, peek() == '\\' && peek(1) != kPlaceholderByte ? 2 : 1);
      continue;
    }
    endText();
    const uint32_t length = end_ - at_;
    const auto read = [&] {
      if (peek() == '`') return backquoted();
      if (!dollar(nullptr, true)) text(nullptr, 1);
    };
    if (bash()) {
      quietly(length, read);
    } else {
      read();
    }
  }
  endText();
}

ShellReader::Mark ShellReader::mark() const {
  return {at_,          out_.places.size(), out_.tokens.size(), out_.pieces.size(), out_.commands.size(),
          open_.size(), documents_.size()};
}

void ShellReader::back(const Mark& mark) {
  at_ = mark.at;
  text_ = UINT32_MAX;
  out_.places.resize(mark.places);
  out_.tokens.resize(mark.tokens);
  out_.pieces.resize(mark.pieces);
  out_.commands.resize(mark.commands);
  open_.resize(mark.open);
  documents_.resize(mark.documents);
}

}  // namespace mlpc::embedded
