#include "writer.h"

namespace mlpc::format {

using namespace syntax;

void Writer::path() {
  token(Kind::Identifier);
  while (kind() == Kind::Dot) {
    token();
    token(Kind::Identifier);
  }
}

/// The members of a union fill their lines; with a `|` in front of the first one, on a line of its own, each has a
/// line.
void Writer::type() {
  const bool listed = kind() == Kind::Bar;
  if (!listed) typeTerm();
  if (kind() != Kind::Bar) return;
  const bool onLines = listed && at_ > 0 && !sameLine(tokens_[at_ - 1].end, tokens_[at_].begin);
  document_.open(onLines);
  document_.indent();
  for (bool first = listed; kind() == Kind::Bar; first = false) {
    if (!first || onLines) lineBreak(listed ? Break::Space : Break::Fill);
    token();
    space();
    typeTerm();
  }
  document_.dedent();
  document_.close();
}

void Writer::typeTerm() {
  switch (kind()) {
    case Kind::Identifier: path(); break;
    case Kind::OpenBrace: members(&Writer::typeField, {true, false}, false); break;
    case Kind::Negate:
      token();
      token();
      break;
    case Kind::String:
    case Kind::Int:
    case Kind::Float:
    case Kind::Unit:
    case Kind::True:
    case Kind::False: token(); break;
    default: throw Unexpected();
  }
  while (true) {
    if (kind() == Kind::Star || kind() == Kind::Question) {
      token();
    } else if (kind() == Kind::IndexBracket) {
      typeArguments();
    } else {
      return;
    }
  }
}

void Writer::typeArguments() {
  const uint32_t opener = at_;
  uint32_t inside = opener + 1;
  while (inside < match_[opener] && tokens_[inside].kind != Kind::Comma)
    inside = opensBracket(inside) ? match_[inside] + 1 : inside + 1;
  if (inside < match_[opener] || expandedInSource(opener)) return members(&Writer::type, {false, true}, true);
  // A single one keeps its brackets: it breaks by itself if it must.
  token();
  type();
  token(Kind::CloseBracket);
}

void Writer::typeField() {
  if (kind() == Kind::Ellipsis) {
    token();
    return type();
  }
  decorators();
  if (kind() != Kind::Identifier && kind() != Kind::String) throw Unexpected();
  token();
  token(Kind::Colon);
  space();
  type();
  if (kind() != Kind::Assign) return;
  space();
  token();
  space();
  expression();
}

}  // namespace mlpc::format
