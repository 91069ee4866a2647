#pragma once

#include <array>
#include <bitset>
#include <string>
#include <string_view>
#include <vector>

#include "complaint.h"
#include "token_stream.h"

namespace mlpc::parse {

namespace generated {
class ParserBase;
}

/// Thrown when a mistyped word was reported and corrected in the tokens: the declaration is parsed again.
struct Mended {};

/// A set of kinds of tokens.
class TokenSet {
 public:
  constexpr TokenSet() = default;
  template <typename... Kinds>
  explicit constexpr TokenSet(TokenKind first, Kinds... rest) {
    add(first);
    (add(rest), ...);
  }
  constexpr void add(TokenKind kind) {
    bits_[static_cast<size_t>(kind) / 64] |= uint64_t{1} << (static_cast<size_t>(kind) % 64);
  }
  constexpr void remove(TokenKind kind) {
    bits_[static_cast<size_t>(kind) / 64] &= ~(uint64_t{1} << (static_cast<size_t>(kind) % 64));
  }
  [[nodiscard]] constexpr bool has(TokenKind kind) const {
    return (bits_[static_cast<size_t>(kind) / 64] >> (static_cast<size_t>(kind) % 64) & 1U) != 0;
  }
  [[nodiscard]] constexpr bool empty() const { return bits_[0] == 0 && bits_[1] == 0; }
  [[nodiscard]] constexpr TokenSet operator|(const TokenSet& other) const {
    TokenSet result;
    for (size_t i = 0; i < 2; ++i) result.bits_[i] = bits_[i] | other.bits_[i];
    return result;
  }
  [[nodiscard]] constexpr TokenSet without(const TokenSet& other) const {
    TokenSet result;
    for (size_t i = 0; i < 2; ++i) result.bits_[i] = bits_[i] & ~other.bits_[i];
    return result;
  }
  constexpr bool operator==(const TokenSet&) const = default;

 private:
  std::array<uint64_t, 2> bits_{};
};

/// Reports a syntax error and continues at the next statement or member.
///
/// Nothing is inserted or deleted: what does not begin a statement (member, item…) is skipped up to the next line or
/// comma at the same level of brackets, and a rule that fails is left unfinished, with its exception set. The contexts
/// of other rules stay complete.
class ErrorStrategy final : public antlr4::ANTLRErrorStrategy {
 public:
  ErrorStrategy(std::string_view text, source::FileId file, TokenFile& tokens, ChunkStream& stream)
      : text_(text), file_(file), tokens_(tokens), stream_(stream) {}

  /// A new declaration begins.
  void restart();

  /// Called before every decision of the parser. Remembers where that was, for the message: the match that fails knows
  /// only one of the tokens that would have been allowed.
  inline void sync(antlr4::Parser* parser) override;
  [[noreturn]] antlr4::Token* recoverInline(antlr4::Parser* parser) override;
  void recover(antlr4::Parser* parser, std::exception_ptr error) override;
  void reportError(antlr4::Parser* parser, const antlr4::RecognitionException& error) override;
  bool inErrorRecoveryMode(antlr4::Parser*) override { return false; }
  void reportMatch(antlr4::Parser*) override {}
  void reset(antlr4::Parser*) override {}

 private:
  static constexpr size_t kRules = 40;
  /// What is allowed at any decision of a rule that is a bracketed loop; everything for other rules.
  static const std::array<TokenSet, kRules> kAllowed;

  struct Anchor {
    size_t rule = 0;
    size_t position = 0;  ///< of its first token
  };

  void passJunk(generated::ParserBase& parser);
  /// Skips to a token of the set that is first on its line or follows a comma, to a comma, or to the closing bracket.
  void skip(const TokenSet& stops, uint16_t depth);

  // ---- syntax_messages.cpp
  void describe(generated::ParserBase& parser);
  [[nodiscard]] Anchor anchor(generated::ParserBase& parser) const;
  [[nodiscard]] TokenSet expected(generated::ParserBase& parser) const;
  bool describeDeclaration(size_t head);
  bool describeStatement(size_t start);
  bool describeForeign(const Anchor& at, const TokenSet& wanted);
  bool describeMember(size_t rule, const TokenSet& wanted);
  void describeExpected(TokenSet wanted);
  [[noreturn]] void mend(const TokenView& view, TokenKind kind);
  [[nodiscard]] std::string_view textOf(const TokenView& view) const;
  [[nodiscard]] std::string found() const;
  [[nodiscard]] source::Span place() const;
  [[nodiscard]] source::Span span(const TokenView& view) const { return {file_, view.token().begin, view.token().end}; }
  bool describeJunk(generated::ParserBase& parser);
  /// `T?[]` and, in the brackets of a call, `T[]`.
  bool describeListBrackets();
  bool describeColonless(size_t rule, const TokenSet& wanted);
  /// `-> {` where the type was forgotten: the body was read as a record type.
  bool describeForgottenOutput(generated::ParserBase& parser);
  void complain(source::Span where, std::function<void(diag::Engine&)> report,
                Complaint::Role role = Complaint::Role::Local);

  std::string_view text_;
  source::FileId file_;
  TokenFile& tokens_;
  ChunkStream& stream_;
  Complaint::Role role_ = Complaint::Role::Local;  ///< of the error being reported
  size_t reportedAt_ = static_cast<size_t>(-1);
  size_t statesAt_ = 0;
  size_t stateCount_ = 0;
  std::array<uint32_t, 32> states_{};
};

}  // namespace mlpc::parse
