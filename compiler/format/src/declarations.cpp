#include "writer.h"

namespace mlpc::format {

using namespace syntax;

void Writer::declaration() {
  decorators();
  switch (kind()) {
    case Kind::Import:
      token();
      space();
      if (kind() == Kind::String) {
        token();
      } else {
        path();
      }
      if (kind() != Kind::As) return;
      space();
      token();
      space();
      return token(Kind::Identifier);
    case Kind::Const:
    case Kind::Type: {
      const bool isType = kind() == Kind::Type;
      assigned();
      return isType ? type() : expression();
    }
    case Kind::Artifact:
    case Kind::Secret:
      token();
      space();
      token(Kind::Identifier);
      space();
      return record();
    case Kind::Existing:
    case Kind::Resource:
      token();
      space();
      token(Kind::Identifier);
      token(Kind::Colon);
      space();
      path();
      return settings();
    default: return callable();
  }
}

/// What has a signature: a component, pipeline, trainjob, workflow or template.
void Writer::callable() {
  const bool isTrainjob = kind() == Kind::Trainjob;
  switch (kind()) {
    case Kind::Component:
    case Kind::Pipeline:
    case Kind::Trainjob:
    case Kind::Workflow:
    case Kind::Stage:
    case Kind::Job:
    case Kind::Steps: token(); break;
    default: throw Unexpected();
  }
  space();
  token(Kind::Identifier);
  const auto atParameters = [&] { return kind() == Kind::CallParen || kind() == Kind::GroupParen; };
  if (atParameters()) parameters(false);
  if (kind() == Kind::Arrow) {
    space();
    token();
    space();
    atParameters() ? parameters(true) : type();
  }
  if (kind() != Kind::OpenBrace) return;
  space();
  isTrainjob ? record() : block();
}

void Writer::decorators() {
  while (kind() == Kind::At) {
    token();
    path();
    if (kind() == Kind::CallParen) arguments();
    // Above or in front of what they belong to, as their writer chose.
    if (at_ < end_ && !sameLine(tokens_[at_ - 1].end, tokens_[at_].begin)) {
      lineBreak(Break::Hard);
    } else {
      space();
    }
  }
}

void Writer::parameters(bool together) { members(&Writer::parameter, {false, true}, false, together); }

void Writer::parameter() {
  decorators();
  token(Kind::Identifier);
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
