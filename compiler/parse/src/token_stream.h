#pragma once

#include <string>
#include <vector>

#include "antlr4_runtime.h"
#include "token.h"

namespace mlpc::parse {

/// A token as ANTLR expects it: a view of one of ours.
class TokenView final : public antlr4::Token {
 public:
  TokenView(const parse::Token* token, uint32_t index)
      : token_(token),
        type_(token->kind == TokenKind::EndOfChunk ? EOF : static_cast<size_t>(token->kind)),
        index_(index) {}
  [[nodiscard]] const parse::Token& token() const { return *token_; }
  /// Its index in the file's tokens.
  [[nodiscard]] uint32_t fileIndex() const { return index_; }

  size_t getType() const override { return type_; }
  size_t getTokenIndex() const override { return index_; }
  size_t getStartIndex() const override { return token_->begin; }
  size_t getStopIndex() const override { return token_->end; }
  size_t getChannel() const override { return DEFAULT_CHANNEL; }
  // Only used by ANTLR's own messages.
  std::string getText() const override { return {}; }
  size_t getLine() const override { return 0; }
  size_t getCharPositionInLine() const override { return 0; }
  antlr4::TokenSource* getTokenSource() const override { return nullptr; }
  antlr4::CharStream* getInputStream() const override { return nullptr; }
  std::string toString() const override { return {}; }

 private:
  const parse::Token* token_;
  size_t type_;
  uint32_t index_;
};

/// The tokens of one chunk, followed by an end.
class ChunkStream final : public antlr4::TokenStream {
 public:
  /// The tokens must not move until the next load.
  void load(const std::vector<parse::Token>& tokens, uint32_t first, uint32_t last);

  [[nodiscard]] const TokenView& current() const { return views_[at_]; }
  [[nodiscard]] TokenKind kind() const { return views_[at_].token().kind; }
  /// The token before the current one, null at the beginning.
  [[nodiscard]] const TokenView* before() const { return at_ == 0 ? nullptr : &views_[at_ - 1]; }
  [[nodiscard]] size_t position() const { return at_; }
  [[nodiscard]] const TokenView& at(size_t position) const { return views_[std::min(position, views_.size() - 1)]; }

  antlr4::Token* LT(ssize_t k) override {
    const ssize_t wanted = static_cast<ssize_t>(at_) + (k > 0 ? k - 1 : k);
    if (wanted < 0) return nullptr;
    return &views_[std::min(static_cast<size_t>(wanted), views_.size() - 1)];
  }
  size_t LA(ssize_t k) override { return LT(k)->getType(); }
  /// LA(1), which the generated parser asks for some ten times for each token (grammar/generate.cmake).
  [[nodiscard]] size_t nextType() const { return views_[at_].getType(); }
  void consume() override {
    if (at_ + 1 < views_.size()) ++at_;
  }
  antlr4::Token* get(size_t index) const override { return const_cast<TokenView*>(&views_[index]); }
  size_t index() override { return at_; }
  void seek(size_t index) override { at_ = index; }
  size_t size() override { return views_.size(); }
  ssize_t mark() override { return 0; }
  void release(ssize_t) override {}
  antlr4::TokenSource* getTokenSource() const override { return nullptr; }
  std::string getText(const antlr4::misc::Interval&) override { return {}; }
  std::string getText() override { return {}; }
  std::string getText(antlr4::RuleContext*) override { return {}; }
  std::string getText(antlr4::Token*, antlr4::Token*) override { return {}; }
  std::string getSourceName() const override { return {}; }

 private:
  std::vector<TokenView> views_;
  parse::Token end_;
  size_t at_ = 0;
};

}  // namespace mlpc::parse
