#include "error_strategy.h"

#include "Mlp.h"
#include "grammar_check.h"

namespace mlpc::parse {
namespace {

using generated::Mlp;
using K = TokenKind;

constexpr TokenSet kExpressionStart(K::Not, K::Negate, K::Identifier, K::Int, K::Float, K::Unit, K::String, K::True,
                                    K::False, K::Null, K::Missing, K::StringHead, K::ListBracket, K::OpenBrace,
                                    K::GroupParen);
constexpr TokenSet kStatementStart = [] {
  TokenSet set(K::String, K::Identifier);
  for (size_t kind = 0; kind < 128; ++kind) {
    if (beginsStatement(static_cast<K>(kind))) set.add(static_cast<K>(kind));
  }
  return set;
}();
constexpr TokenSet kMemberStart(K::Identifier, K::String, K::Ellipsis);
constexpr TokenSet kFieldStart(K::At, K::Identifier, K::String, K::Ellipsis);
constexpr TokenSet kParameterStart(K::At, K::Identifier);
constexpr TokenSet kItemStart = kExpressionStart | TokenSet(K::Ellipsis);

/// The rules that can fail on their own, and the tokens that begin the next item of their kind.
const TokenSet* startSet(size_t rule) {
  switch (rule) {
    case Mlp::RuleStatement: return &kStatementStart;
    case Mlp::RuleMember: return &kMemberStart;
    case Mlp::RuleTypeField: return &kFieldStart;
    case Mlp::RuleParameter: return &kParameterStart;
    case Mlp::RuleArgument: return &kExpressionStart;
    case Mlp::RuleListItem: return &kItemStart;
    default: return nullptr;
  }
}

}  // namespace

constinit const std::array<TokenSet, ErrorStrategy::kRules> ErrorStrategy::kAllowed = [] {
  std::array<TokenSet, kRules> sets{};
  for (auto& set : sets) {
    for (size_t kind = 0; kind < 128; ++kind) set.add(static_cast<K>(kind));
  }
  // The end of the chunk is not junk: since brackets are balanced, it never occurs inside them.
  sets[Mlp::RuleBlock] = kStatementStart | TokenSet(K::Comma, K::CloseBrace, K::EndOfChunk);
  sets[Mlp::RuleRecord] = kMemberStart | TokenSet(K::Comma, K::CloseBrace, K::EndOfChunk);
  sets[Mlp::RuleRecordType] = kFieldStart | TokenSet(K::Comma, K::CloseBrace, K::EndOfChunk);
  sets[Mlp::RuleParameters] =
      kParameterStart | TokenSet(K::Comma, K::CloseParen, K::EndOfChunk, K::CallParen, K::GroupParen);
  sets[Mlp::RuleArguments] = kExpressionStart | TokenSet(K::Comma, K::CloseParen, K::EndOfChunk);
  sets[Mlp::RuleList] = kItemStart | TokenSet(K::Comma, K::CloseBracket, K::EndOfChunk);
  return sets;
}();

std::string differingStartSets() {
  Mlp::unpackTables();
  ChunkStream stream;
  const std::vector<Token> none;
  stream.load(none, 0, 0);
  Mlp parser(&stream);
  const auto& atn = parser.getATN();
  std::string different;
  for (const size_t rule : {Mlp::RuleStatement, Mlp::RuleMember, Mlp::RuleTypeField, Mlp::RuleParameter,
                            Mlp::RuleArgument, Mlp::RuleListItem}) {
    TokenSet set;
    for (const ssize_t kind : atn.nextTokens(atn.ruleToStartState[rule]).toList()) set.add(static_cast<K>(kind));
    if (set != *startSet(rule)) different += parser.getRuleNames()[rule] + " ";
  }
  return different;
}

void ErrorStrategy::restart() {
  reportedAt_ = static_cast<size_t>(-1);
  statesAt_ = 0;
  stateCount_ = 0;
}

antlr4::Token* ErrorStrategy::recoverInline(antlr4::Parser* parser) { throw antlr4::InputMismatchException(parser); }

void ErrorStrategy::reportError(antlr4::Parser* parser, const antlr4::RecognitionException&) {
  // On its way up, the exception passes through every rule.
  if (stream_.position() == reportedAt_) return;
  reportedAt_ = stream_.position();
  describe(*static_cast<generated::ParserBase*>(parser));
}

void ErrorStrategy::recover(antlr4::Parser* parser, std::exception_ptr error) {
  auto& base = *static_cast<generated::ParserBase*>(parser);
  const TokenSet* starts = startSet(base.ruleIndex());
  if (starts == nullptr) {
    // No rule above a declaration could continue.
    if (base.ruleIndex() == Mlp::RuleDeclaration) return;
    std::rethrow_exception(error);
  }
  const auto* start = static_cast<const TokenView*>(base.context()->start);
  // `let a f()`, `a = f()`: remember the name that these would have declared.
  tokens_.passedOver.emplace_back(start->fileIndex(), start->fileIndex() + 2);
  if (stream_.current().fileIndex() == start->fileIndex()) stream_.consume();
  skip(*starts, start->token().depth);
}

void ErrorStrategy::passJunk(generated::ParserBase& parser) {
  if (stream_.position() != reportedAt_) {
    reportedAt_ = stream_.position();
    describe(parser);
  }
  const auto* opener = static_cast<const TokenView*>(parser.context()->start);
  const uint16_t depth = static_cast<uint16_t>(opener->token().depth + 1);
  stream_.consume();
  skip(kAllowed[parser.ruleIndex()], depth);
  // What comes next need not be separated from what was not understood.
}

void ErrorStrategy::skip(const TokenSet& stops, uint16_t depth) {
  const uint32_t from = stream_.current().fileIndex();
  while (true) {
    const parse::Token& token = stream_.current().token();
    if (token.kind == K::EndOfChunk || token.depth < depth) break;
    if (token.depth == depth) {
      if (token.kind == K::Comma) break;
      const bool begins = token.firstOnLine() || stream_.before()->token().kind == K::Comma;
      // A closer of this depth belongs to what is being skipped; the closer of the bracket around it has a smaller
      // depth.
      const bool closes = token.kind == K::CloseBrace || token.kind == K::CloseParen || token.kind == K::CloseBracket;
      if (begins && !closes && stops.has(token.kind)) break;
    }
    stream_.consume();
  }
  tokens_.passedOver.emplace_back(from, stream_.current().fileIndex());
}

}  // namespace mlpc::parse
