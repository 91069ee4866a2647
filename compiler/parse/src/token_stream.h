#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "antlr4_runtime.h"
#include "token.h"

namespace mlpc::parse {

/// A token as ANTLR wants to see one: a view of ours.
class TokenView final : public antlr4::Token {
 public:
  TokenView(const parse::Token* token, uint32_t index) : token_(token), index_(index) {}
  [[nodiscard]] const parse::Token& token() const { return *token_; }
  [[nodiscard]] uint32_t fileIndex() const { return index_; }

  std::string getText() const override { return {}; }
  size_t getType() const override { return token_->kind == TokenKind::EndOfChunk ? EOF : static_cast<size_t>(token_->kind); }
  size_t getLine() const override { return 0; }
  size_t getCharPositionInLine() const override { return 0; }
  size_t getChannel() const override { return DEFAULT_CHANNEL; }
  size_t getTokenIndex() const override { return index_; }
  size_t getStartIndex() const override { return token_->begin; }
  size_t getStopIndex() const override { return token_->end; }
  antlr4::TokenSource* getTokenSource() const override { return nullptr; }
  antlr4::CharStream* getInputStream() const override { return nullptr; }
  std::string toString() const override { return {}; }

 private:
  const parse::Token* token_;
  uint32_t index_;
};

/// The tokens of one chunk.
class ChunkStream final : public antlr4::TokenStream {
 public:
  ChunkStream(const std::vector<Token>& tokens, uint32_t first, uint32_t last);

  antlr4::Token* LT(ssize_t k) override;
  size_t LA(ssize_t k) override { return LT(k)->getType(); }
  antlr4::Token* get(size_t index) const override { return const_cast<TokenView*>(&views_[index]); }
  void consume() override {
    if (at_ + 1 < views_.size()) ++at_;
  }
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
  [[nodiscard]] const TokenView& current() const { return views_[at_]; }

 private:
  std::vector<TokenView> views_;
  Token end_;
  size_t at_ = 0;
};

}  // namespace mlpc::parse
