// What the error strategy reports, except about declarations (declaration_messages.cpp). The parser knows which tokens
// were allowed at the place of an error; but the most useful message depends more on what is there, so special cases
// come before the list of what was expected.
#include <algorithm>

#include "Mlp.h"
#include "error_strategy.h"
#include "mlpc/diag/notes.h"
#include "mlpc/diag/syntax.h"
#include "mlpc/support/text.h"
#include "mlpc/syntax/keywords.h"

namespace mlpc::parse {
namespace {

using generated::Mlp;
using K = TokenKind;

bool beginsPlainValue(K kind) {
  switch (kind) {
    case K::Identifier:
    case K::Int:
    case K::Float:
    case K::Unit:
    case K::String:
    case K::StringHead:
    case K::True:
    case K::False:
    case K::Null:
    case K::ListBracket:
    case K::OpenBrace: return true;
    default: return false;
  }
}

bool isBinaryOperator(K kind) {
  return (kind >= K::Star && kind <= K::GreaterEqual) || kind == K::In || kind == K::Question;
}

struct Foreign {
  std::string_view word;
  K meant;
};
// Operators and keywords of other languages.
constexpr Foreign kOperators[] = {{"and", K::And}, {"or", K::Or}, {"of", K::In}};
constexpr Foreign kStatements[] = {{"var", K::Let},     {"val", K::Let},  {"const", K::Let}, {"set", K::Let},
                                   {"foreach", K::For}, {"loop", K::For}, {"unless", K::If}};

const std::vector<std::string> kStatementWords = [] {
  std::vector<std::string> words;
  for (const std::string_view word : syntax::kKeywords) {
    if (beginsStatement(keywordKind(word))) words.emplace_back(word);
  }
  return words;
}();

std::string quoted(std::string_view text) { return "`" + std::string(text) + "`"; }

}  // namespace

std::string_view ErrorStrategy::textOf(const TokenView& view) const {
  return text_.substr(view.token().begin, view.token().end - view.token().begin);
}

void ErrorStrategy::complain(source::Span where, std::function<void(diag::Engine&)> report, Complaint::Role role) {
  if (role == Complaint::Role::Local) role = role_;
  tokens_.complaints.push_back({where.begin, true, std::move(report), role, where.end});
}

std::string ErrorStrategy::found() const {
  const parse::Token& token = stream_.current().token();
  if (token.kind == K::EndOfChunk) return "the end of the declaration";
  if (token.madeUp() || (token.firstOnLine() && stream_.before() != nullptr)) return "the end of the line";
  std::string_view text = textOf(stream_.current());
  if (const size_t line = text.find_first_of("\r\n"); line != std::string_view::npos) text = text.substr(0, line);
  constexpr size_t kLongest = 40;
  if (text.size() > kLongest) {
    size_t cut = kLongest;
    while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U) --cut;
    return "`" + std::string(text.substr(0, cut)) + "…`";
  }
  return quoted(text);
}

source::Span ErrorStrategy::place() const {
  const parse::Token& token = stream_.current().token();
  const TokenView* before = stream_.before();
  if (before != nullptr && (token.firstOnLine() || token.madeUp() || token.kind == K::EndOfChunk)) {
    return {file_, before->token().end, before->token().end};
  }
  // For a string or fence over several lines, its beginning.
  uint32_t end = token.end;
  if (const size_t line = text_.find('\n', token.begin); line < end) end = static_cast<uint32_t>(line);
  return {file_, token.begin, end};
}

ErrorStrategy::Anchor ErrorStrategy::anchor(generated::ParserBase& parser) const {
  const antlr4::ParserRuleContext* context = parser.context();
  const uint32_t first = stream_.at(0).fileIndex();
  while (true) {
    const size_t rule = context->getRuleIndex();
    const size_t position = static_cast<const TokenView*>(context->start)->fileIndex() - first;
    switch (rule) {
      case Mlp::RuleStatement:
      case Mlp::RuleMember:
      case Mlp::RuleTypeField:
      case Mlp::RuleParameter:
      case Mlp::RuleArgument:
      case Mlp::RuleListItem:
      case Mlp::RuleDeclaration: return {rule, position};
      default: break;
    }
    if (context->parent == nullptr) return {rule, position};
    context = static_cast<const antlr4::ParserRuleContext*>(context->parent);
  }
}

TokenSet ErrorStrategy::expected(generated::ParserBase& parser) const {
  Mlp::unpackTables();
  const auto& atn = parser.getATN();
  TokenSet result;
  const auto take = [&](const antlr4::misc::IntervalSet& set) {
    for (const ssize_t kind : set.toList()) {
      if (kind == static_cast<ssize_t>(antlr4::Token::EOF)) result.add(K::EndOfChunk);
      if (kind > 0) result.add(static_cast<K>(kind));
    }
  };
  if (statesAt_ == stream_.position()) {
    for (size_t i = 0; i < stateCount_; ++i) take(atn.nextTokens(atn.states[states_[i]]));
  }
  take(atn.getExpectedTokens(parser.state(), parser.context()));
  result.remove(K::Missing);
  return result;
}

void ErrorStrategy::mend(const TokenView& view, TokenKind kind) {
  tokens_.tokens[view.fileIndex()].kind = kind;
  tokens_.complaints.back().role = Complaint::Role::Local;
  throw Mended{};
}

void ErrorStrategy::describe(generated::ParserBase& parser) {
  const Anchor at = anchor(parser);
  // No rule above a declaration continues: the rest of the declaration is lost.
  role_ = at.rule == Mlp::RuleDeclaration ? Complaint::Role::Junk : Complaint::Role::Local;
  if (at.rule == Mlp::RuleDeclaration && parser.context()->getRuleIndex() == Mlp::RuleDeclaration) {
    if (describeJunk(parser) || describeDeclaration(stream_.position())) return;
  }
  if (describeForgottenOutput(parser)) return;
  const TokenSet wanted = expected(parser);
  if (describeListBrackets()) return;
  if (describeForeign(at, wanted)) return;
  if (at.rule == Mlp::RuleStatement && describeStatement(at.position)) return;
  if (describeMember(at.rule, wanted)) return;
  describeExpected(wanted);
}

/// `and`, `or`, `of`, `not`, `elif`, and a misspelt keyword where only that keyword is allowed.
bool ErrorStrategy::describeForeign(const Anchor& at, const TokenSet& wanted) {
  const TokenView& here = stream_.current();
  const TokenView* before = stream_.before();
  const auto say = [&](const TokenView& view, std::string meant) {
    const source::Span where = span(view);
    complain(where, [=, text = std::string(textOf(view))](diag::Engine& diags) {
      diags.report(where, diag::foreignWord, meant, text).fix("write `" + meant + "`", true, {{where, meant}});
    });
  };
  if (here.token().kind == K::Identifier && !here.token().firstOnLine()) {
    const std::string_view text = textOf(here);
    for (const auto& foreign : kOperators) {
      if (text == foreign.word && wanted.has(foreign.meant)) {
        say(here, std::string(spelling(foreign.meant)));
        mend(here, foreign.meant);
      }
    }
    for (const K only : {K::In, K::Finally}) {
      const bool alone = wanted == TokenSet(only);
      if (alone && support::closest(text, {std::string(spelling(only))})) {
        say(here, std::string(spelling(only)));
        mend(here, only);
      }
    }
  }
  if (before != nullptr && before->token().kind == K::Identifier && textOf(*before) == "not" &&
      beginsPlainValue(here.token().kind) && !here.token().firstOnLine()) {
    say(*before, "!");
    mend(*before, K::Not);
  }
  // `f(a = 1)`, `{ a = 1 }`.
  if (here.token().kind == K::Assign && wanted.has(K::Colon) && at.rule != Mlp::RuleStatement && before != nullptr &&
      (before->token().kind == K::Identifier || before->token().kind == K::String)) {
    say(here, ":");
    mend(here, K::Colon);
  }
  return false;
}

bool ErrorStrategy::describeStatement(size_t start) {
  const TokenView& word = stream_.at(start);
  const TokenView& next = stream_.at(start + 1);
  const size_t position = stream_.position();
  if (position == start || position > start + 2 || word.token().kind != K::Identifier) return false;
  const std::string text(textOf(word));
  const source::Span where = span(word);
  if (next.token().kind == K::GroupParen || next.token().kind == K::ListBracket) return false;
  if (next.token().firstOnLine() || next.token().kind == K::CloseBrace || next.token().kind == K::EndOfChunk) {
    if (position == start + 1 || next.token().kind == K::Identifier) {
      complain(where, [=](diag::Engine& diags) { diags.report(where, diag::incompleteStatement, text); });
      // The next line was taken for a part of this one: look at it again.
      stream_.seek(start + 1);
      reportedAt_ = start + 1;
      return true;
    }
    return false;
  }
  if (next.token().kind == K::Assign) {
    complain(where, [=](diag::Engine& diags) { diags.report(where, diag::assignment, text); });
    return true;
  }
  const bool nameFollows = next.token().kind == K::Identifier;
  const auto say = [&](const Hint& added, const std::string& fix) {
    complain(where, [=](diag::Engine& diags) {
      auto report = diags.report(where, diag::unknownStatement, text);
      if (added) added(report);
      if (!fix.empty()) report.fix("write `" + fix + "`", false, {{where, fix}});
    });
  };
  if (text == "elif" || text == "elsif" || text == "elseif") {
    complain(where, [=](diag::Engine& diags) {
      diags.report(where, diag::foreignWord, "else if", text).fix("write `else if`", true, {{where, "else if"}});
    });
    return true;
  }
  for (const auto& foreign : kStatements) {
    if (text != foreign.word || !nameFollows) continue;
    const std::string meant(spelling(foreign.meant));
    complain(where, [=](diag::Engine& diags) {
      diags.report(where, diag::foreignWord, meant, text).fix("write `" + meant + "`", false, {{where, meant}});
    });
    mend(word, foreign.meant);
  }
  if (nameFollows && beginsDeclaration(keywordKind(text))) {
    say(hint(diag::declaredAtTop), "");
    return true;
  }
  if (const auto meant = support::closest(text, kStatementWords)) {
    const K kind = keywordKind(*meant);
    const bool takesValue = kind == K::If || kind == K::Return || kind == K::Yield;
    if (nameFollows || (takesValue && beginsPlainValue(next.token().kind))) {
      say(hint(diag::didYouMean, *meant), *meant);
      mend(word, kind);
    }
  }
  if (!nameFollows) return false;
  const TokenView& afterName = stream_.at(start + 2);
  if (afterName.token().kind == K::OpenBrace || afterName.token().kind == K::CallParen) {
    say({}, "");
    return true;
  }
  return false;
}

bool ErrorStrategy::describeColonless(size_t rule, const TokenSet& wanted) {
  const parse::Token& token = stream_.current().token();
  const TokenView* before = stream_.before();
  if (!wanted.has(K::Colon) || rule == Mlp::RuleArgument || rule == Mlp::RuleListItem) return false;
  const bool afterKey = before->token().kind == K::Identifier || before->token().kind == K::String;
  if (!afterKey) return false;
  const TokenView* key = before;
  // `let a f()`
  if (stream_.position() >= 2 && stream_.at(stream_.position() - 2).token().kind == K::Let) {
    if (token.firstOnLine()) return false;
    complain(place(), [where = place(), what = found()](diag::Engine& diags) {
      diags.report(where, diag::syntaxError, diag::Phrase("`=`"), diag::Phrase(what));
    });
    return true;
  }
  bool valueFollows = !token.firstOnLine() &&
                      (beginsPlainValue(token.kind) || token.kind == K::Negate || token.kind == K::IndexBracket);
  // `{ name "x" }`: the string was taken for a key.
  const size_t position = stream_.position();
  if (before->token().kind == K::String && rule == Mlp::RuleMember && position >= 2 && !before->token().firstOnLine()) {
    const TokenView& word = stream_.at(position - 2);
    if (word.token().kind == K::Identifier && word.token().depth == before->token().depth) {
      key = &word;
      valueFollows = true;
    }
  }
  if (!valueFollows) return false;
  const source::Span end{file_, key->token().end, key->token().end};
  complain(end, [=, text = std::string(textOf(*key))](diag::Engine& diags) {
    diags.report(end, diag::colonExpected, text).fix("insert `:`", false, {{end, ":"}});
  });
  return true;
}

/// A forgotten colon, name or language.
bool ErrorStrategy::describeMember(size_t rule, const TokenSet& wanted) {
  const TokenView& here = stream_.current();
  const parse::Token& token = here.token();
  const TokenView* before = stream_.before();
  if (before == nullptr) return false;
  const K kind = token.kind;
  if (describeColonless(rule, wanted)) return true;
  if (kind == K::Colon && wanted.has(K::Identifier) && rule != Mlp::RuleArgument) {
    complain(
        span(here),
        [where = span(here)](diag::Engine& diags) {
          diags.report(where, diag::syntaxError, diag::Phrase("a name"), diag::Phrase("`:`"));
        },
        Complaint::Role::Nameless);
    return true;
  }
  if ((kind == K::StringHead) && wanted.has(K::String) && !wanted.has(K::StringHead)) {
    complain(span(here), [where = span(here)](diag::Engine& diags) { diags.report(where, diag::placeholderInKey); });
    return true;
  }
  if (kind == K::Fence || kind == K::FenceHead) {
    const source::Span where{file_, token.begin, std::min(token.end, token.begin + 3)};
    complain(where, [=](diag::Engine& diags) { diags.report(where, diag::fenceWithoutLanguage); });
    return true;
  }
  if (kind == K::GroupParen && token.firstOnLine() && wanted.has(K::CallParen)) {
    complain(span(here), [where = span(here)](diag::Engine& diags) { diags.report(where, diag::callOnNextLine, "("); });
    mend(here, K::CallParen);
  }
  if (kind == K::ListBracket && token.firstOnLine() && wanted.has(K::IndexBracket)) {
    complain(span(here), [where = span(here)](diag::Engine& diags) { diags.report(where, diag::callOnNextLine, "["); });
    mend(here, K::IndexBracket);
  }
  if (wanted == TokenSet(K::Identifier)) {
    if (isReserved(kind)) {
      complain(span(here), [where = span(here), text = std::string(textOf(here))](diag::Engine& diags) {
        diags.report(where, diag::reservedName, text);
      });
    } else {
      const auto role = role_ == Complaint::Role::Local ? Complaint::Role::Nameless : role_;
      complain(
          place(),
          [where = place(), what = found(), text = std::string(textOf(*before))](diag::Engine& diags) {
            diags.report(where, diag::nameExpected, text, diag::Phrase(what));
          },
          role);
    }
    return true;
  }
  return false;
}

namespace {

/// What the message about an unexpected token lists; `value` and so on say what `wanted` comes down to.
std::vector<std::string> expectedParts(const TokenSet& wanted, bool value, bool type, bool statement, bool ends) {
  std::vector<std::string> parts;
  if (value && !ends) parts.emplace_back("a value");
  if (type && !ends) parts.emplace_back("a type");
  // Where a statement may begin, the previous one has ended.
  if (statement) parts.emplace_back("a new line");
  const bool memberMayBegin = wanted.has(K::Identifier) && ends;
  bool placeholderEnd = false;
  for (size_t i = 1; i <= static_cast<size_t>(K::GreaterEqual); ++i) {
    const auto kind = static_cast<K>(i);
    if (!wanted.has(kind) || isBinaryOperator(kind)) continue;
    switch (kind) {
      case K::StringMid:
      case K::StringTail:
      case K::FenceMid:
      case K::FenceTail:
        if (!placeholderEnd) parts.emplace_back("`}`");
        placeholderEnd = true;
        continue;
      case K::Identifier:
        if (!value && !type && !statement && !memberMayBegin) parts.emplace_back("a name");
        continue;
      case K::String:
        if (!value && !type && !statement && !memberMayBegin) parts.emplace_back("a string");
        continue;
      // What could merely extend the previous expression is not what was forgotten.
      case K::Dot:
      case K::CallParen:
      case K::IndexBracket:
      case K::Version:
      case K::Bar:
      case K::Fence:
      case K::FenceHead: continue;
      case K::OpenBrace:
        if (value || type || statement) continue;
        break;
      case K::Int:
      case K::Float:
      case K::Unit:
      case K::True:
      case K::False:
      case K::Null:
      case K::StringHead:
      case K::GroupParen:
      case K::ListBracket:
      case K::Not:
      case K::Negate:
        if (value || type) continue;
        break;
      case K::At:
      case K::Ellipsis: continue;
      case K::Comma:
        if (statement) continue;
        break;
      default: break;
    }
    if (statement && (isReserved(kind) || isContextual(kind)) && kind != K::Else && kind != K::Finally) continue;
    if (!spelling(kind).empty()) parts.push_back(quoted(spelling(kind)));
  }
  if (wanted.has(K::EndOfChunk) && parts.empty()) parts.emplace_back("the end of the declaration");
  if (parts.empty()) parts.emplace_back("an operator");
  return parts;
}

std::string alternatives(const std::vector<std::string>& parts) {
  constexpr size_t kMost = 6;
  const size_t count = std::min(parts.size(), kMost);
  std::string list;
  for (size_t i = 0; i < count; ++i) list += (i == 0 ? "" : i + 1 == count ? " or " : ", ") + parts[i];
  return list;
}

}  // namespace

void ErrorStrategy::describeExpected(TokenSet wanted) {
  const bool ends = wanted.has(K::CloseBrace) || wanted.has(K::CloseParen) || wanted.has(K::CloseBracket) ||
                    wanted.has(K::Comma) || wanted.has(K::EndOfChunk);
  const bool value = wanted.has(K::GroupParen) && wanted.has(K::Int);
  const bool type = !value && wanted.has(K::True);
  const bool statement = wanted.has(K::Let);
  if (statement && stream_.current().token().firstOnLine()) {
    std::string_view text = textOf(stream_.current());
    text = text.substr(0, text.find('\n'));
    return complain(span(stream_.current()),
                    [where = span(stream_.current()), text = quoted(text)](diag::Engine& diags) {
                      diags.report(where, diag::syntaxError, diag::Phrase("a statement or `}`"), diag::Phrase(text));
                    });
  }
  const source::Span where = place();
  const std::string what = found();
  if (value && !ends && stream_.before() != nullptr) {
    const K beforeKind = stream_.before()->token().kind;
    const bool hole = beforeKind == K::StringHead || beforeKind == K::StringMid || beforeKind == K::FenceHead ||
                      beforeKind == K::FenceMid;
    const std::string after = hole ? "`~{`" : quoted(textOf(*stream_.before()));
    return complain(where, [=](diag::Engine& diags) {
      diags.report(where, diag::valueExpected, diag::Phrase(after), diag::Phrase(what));
    });
  }
  const std::string list = alternatives(expectedParts(wanted, value, type, statement, ends));
  // Without the opening brace of a body, its closing brace will be left over.
  const bool bodyLost = wanted.has(K::OpenBrace) && stream_.current().token().firstOnLine();
  complain(
      where,
      [=](diag::Engine& diags) { diags.report(where, diag::syntaxError, diag::Phrase(list), diag::Phrase(what)); },
      bodyLost && role_ == Complaint::Role::Local ? Complaint::Role::Crossed : Complaint::Role::Local);
}

}  // namespace mlpc::parse
