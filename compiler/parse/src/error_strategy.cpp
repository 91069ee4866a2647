#include "error_strategy.h"

#include <fmt/format.h>

#include "Mlp.h"

namespace mlpc::parse {
namespace {

using generated::Mlp;

}  // namespace

antlr4::Token* ErrorStrategy::recoverInline(antlr4::Parser* parser) { throw antlr4::InputMismatchException(parser); }

std::string ErrorStrategy::quoted(const Token& token) const {
  if (token.kind == TokenKind::EndOfChunk) return "the end of the declaration";
  if (token.madeUp()) return "the end of the line";
  std::string_view found = text_.substr(token.begin, token.end - token.begin);
  if (const size_t line = found.find('\n'); line != std::string_view::npos) found = found.substr(0, line);
  return fmt::format("`{}`", found.substr(0, 40));
}

void ErrorStrategy::reportError(antlr4::Parser* parser, const antlr4::RecognitionException&) {
  const Token found = stream_.current().token();
  if (stream_.index() == reportedAt_) return;
  reportedAt_ = stream_.index();
  const Token* before = stream_.index() > 0 ? &static_cast<TokenView*>(stream_.LT(-1))->token() : nullptr;
  source::Span where{file_, found.begin, found.end};
  if (before != nullptr && (found.firstOnLine() || found.kind == TokenKind::EndOfChunk || found.madeUp())) where = {file_, before->end, before->end};

  if (before != nullptr && before->kind == TokenKind::Identifier) {
    const std::string word(text_.substr(before->begin, before->end - before->begin));
    const bool valueFollows = found.kind == TokenKind::String || found.kind == TokenKind::Int || found.kind == TokenKind::Float || found.kind == TokenKind::Unit || found.kind == TokenKind::ListBracket;
    if (valueFollows && !found.firstOnLine()) {
      complaints_.push_back({where.begin, true, [=](diag::Engine& diags) { diags.report(where, diag::colonExpected, word); }});
      return;
    }
  }
  Mlp::unpackTables();
  std::string expected;
  const auto set = parser->getExpectedTokens();
  size_t count = 0;
  bool value = false;
  std::vector<std::string> names;
  for (const auto token : set.toList()) {
    ++count;
    const auto kind = static_cast<TokenKind>(token);
    if (kind == TokenKind::Int || kind == TokenKind::GroupParen) value = true;
    if (kind == TokenKind::Identifier) names.emplace_back("a name");
    else if (!spelling(kind).empty()) names.push_back(fmt::format("`{}`", spelling(kind)));
  }
  const std::string what = quoted(found);
  if (value) {
    const std::string after = before != nullptr ? quoted(*before) : "the start";
    complaints_.push_back({where.begin, true, [=](diag::Engine& diags) { diags.report(where, diag::valueExpected, diag::Phrase(after), diag::Phrase(what)); }});
    return;
  }
  if (names.size() > 4) names.resize(4);
  for (size_t i = 0; i < names.size(); ++i) expected += (i == 0 ? "" : i + 1 == names.size() ? " or " : ", ") + names[i];
  if (expected.empty()) expected = "something else";
  complaints_.push_back({where.begin, true, [=](diag::Engine& diags) { diags.report(where, diag::syntaxError, diag::Phrase(expected), diag::Phrase(what)); }});
}

void ErrorStrategy::recover(antlr4::Parser* parser, std::exception_ptr error) {
  auto* context = parser->getContext();
  const size_t rule = context->getRuleIndex();
  const bool stops = rule == Mlp::RuleStatement || rule == Mlp::RuleMember || rule == Mlp::RuleTypeField || rule == Mlp::RuleParameter || rule == Mlp::RuleArgument || rule == Mlp::RuleListItem;
  if (!stops) std::rethrow_exception(error);
  const auto* start = static_cast<const TokenView*>(context->getStart());
  const uint16_t depth = start->token().depth;
  if (stream_.current().fileIndex() == start->fileIndex()) stream_.consume();
  while (true) {
    const Token& token = stream_.current().token();
    if (token.kind == TokenKind::EndOfChunk || token.depth < depth) return;
    if (token.depth == depth && (token.firstOnLine() || token.kind == TokenKind::Comma)) {
      const bool goesOn = token.kind == TokenKind::OpenBrace;
      if (!goesOn) return;
    }
    stream_.consume();
  }
}

}  // namespace mlpc::parse
