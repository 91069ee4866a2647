#include "writer.h"

namespace mlpc::format {

using namespace syntax;

/// The braces of a statement or declaration, with one statement on each line; a single one may be on the line of the
/// braces.
void Writer::block() {
  document_.open(brokenInSource());
  blockOf();
  document_.close();
}

bool Writer::brokenInSource() const {
  const uint32_t opener = at_;
  const uint32_t closer = match_[opener];
  if (closer == opener + 1) return false;
  return !sameLine(tokens_[opener].end, tokens_[closer].begin);
}

void Writer::blockOf() {
  token(Kind::OpenBrace);
  if (atCloser() && commentsBefore(beginOf(at_)) == comment_) return token();
  document_.indent();
  bool first = true;
  while (!atCloser()) {
    lineBreak(Break::Space, !first);
    first = false;
    const uint32_t begin = at_;
    item(&Writer::statement);
    if (at_ == begin) throw Unexpected();
    skipComma();
    if (!atCloser()) document_.commaIfFlat();
  }
  closingBreak(Break::Space);
  token(Kind::CloseBrace);
}

void Writer::statement() {
  switch (kind()) {
    case Kind::Let: return let();
    case Kind::If:
    case Kind::For:
    case Kind::Try: return structured();
    case Kind::Return:
    case Kind::Yield:
      token();
      space();
      return expression();
    case Kind::Stage:
    case Kind::Job:
    case Kind::Deployment:
      token();
      space();
      token(Kind::Identifier);
      space();
      if (kind() == Kind::OpenBrace) return block();
      token(Kind::Assign);
      space();
      expression();
      return settings();
    case Kind::String:
      token();
      token(Kind::Colon);
      space();
      return expression();
    case Kind::Identifier: return wordStatement();
    default: throw Unexpected();
  }
}

void Writer::assigned() {
  token();
  space();
  token(Kind::Identifier);
  if (kind() == Kind::Colon) {
    token();
    space();
    type();
  }
  space();
  token(Kind::Assign);
  space();
}

void Writer::let() {
  assigned();
  if (kind() == Kind::If || kind() == Kind::For || kind() == Kind::Try) return structured();
  expression();
  settings();
}

/// The blocks of one statement are all on lines of their own, or none is.
void Writer::structured() {
  document_.open(false);
  const bool isTry = kind() == Kind::Try;
  if (kind() == Kind::For) {
    token();
    space();
    token(Kind::Identifier);
    space();
    token(Kind::In);
    space();
    deepens_ = true;
    expression();
  } else if (isTry) {
    token();
  } else {
    token();
    space();
    deepens_ = true;
    expression();
  }
  space();
  if (brokenInSource()) document_.force();
  blockOf();
  while (kind() == Kind::Else || (isTry && kind() == Kind::Finally)) {
    if (commentsBefore(beginOf(at_)) == comment_) {
      space();
    } else {
      lineBreak(Break::Hard);
    }
    token();
    space();
    if (kind() == Kind::If) {
      token();
      space();
      deepens_ = true;
      expression();
      space();
    }
    if (brokenInSource()) document_.force();
    blockOf();
  }
  document_.close();
}

/// What begins with a word: a setting, a call, a hook, or code.
void Writer::wordStatement() {
  token();
  if (kind() == Kind::Colon) {
    token();
    space();
    return expression();
  }
  if (atSuffix()) {
    suffixes();
    return settings();
  }
  space();
  if (kind() == Kind::OpenBrace) return block();
  // `python module <<<`
  if (kind() == Kind::Identifier) {
    token();
    space();
  }
  if (kind() == Kind::String) return token();
  if (kind() != Kind::Fence && kind() != Kind::FenceHead) throw Unexpected();
  fence();
  settings();
}

void Writer::settings() {
  if (kind() != Kind::OpenBrace) return;
  space();
  record();
}

}  // namespace mlpc::format
