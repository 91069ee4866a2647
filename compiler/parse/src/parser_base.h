#pragma once

#include <array>
#include <exception>
#include <memory>
#include <utility>
#include <vector>

#include "antlr4_runtime.h"
#include "error_strategy.h"
#include "token_stream.h"

namespace mlpc::parse {

/// Rules nest too deep for the stack. The lexer bounds brackets; this bounds `a ? b ? c …`.
struct NestingTooDeep {};

}  // namespace mlpc::parse

namespace mlpc::parse::generated {

/// Owns the contexts of one declaration.
///
/// Memory comes from blocks that are kept from one declaration to the next; contexts contain vectors, so their
/// destructors run.
class ContextPool {
 public:
  ContextPool() = default;
  ContextPool(const ContextPool&) = delete;
  ContextPool& operator=(const ContextPool&) = delete;
  ~ContextPool() { reset(); }

  template <typename T, typename... Args>
  T* createInstance(Args&&... args) {
    static_assert(sizeof(T) <= kBlock);
    const size_t size = (sizeof(T) + alignof(std::max_align_t) - 1) & ~(alignof(std::max_align_t) - 1);
    if (left_ < size) nextBlock();
    T* result = new (at_) T(std::forward<Args>(args)...);
    at_ += size;
    left_ -= size;
    contexts_.push_back(result);
    return result;
  }
  void reset();

 private:
  static constexpr size_t kBlock = size_t{32} << 10U;
  void nextBlock();

  std::vector<std::unique_ptr<std::byte[]>> blocks_;
  size_t used_ = 0;
  std::byte* at_ = nullptr;
  size_t left_ = 0;
  std::vector<antlr4::ParserRuleContext*> contexts_;
};

/// The base class of the generated parser.
///
/// Decisions are LL(1) and no parse tree is built (the labels of the rules are enough), so the prediction machinery is
/// not used. The members hide those of antlr4::Parser that the generated code calls for every token: these are not
/// virtual and know the final types.
class ParserBase : public antlr4::Parser {
 public:
  static constexpr size_t kDeepest = 2000;

  explicit ParserBase(antlr4::TokenStream* input);

  /// Must be called before the parser is used.
  void connect(ErrorStrategy* strategy) { _errHandler = strategy; }
  /// Forgets the last declaration; the stream must already contain the next.
  void restart();

  [[nodiscard]] size_t ruleIndex() const { return rules_[depth_]; }
  [[nodiscard]] antlr4::ParserRuleContext* context() const { return _ctx; }
  [[nodiscard]] size_t state() const { return state_; }
  size_t getState() const override { return state_; }

 protected:
  void setState(size_t state) { state_ = state; }
  void enterRule(antlr4::ParserRuleContext* context, size_t state, size_t ruleIndex) override {
    state_ = state;
    _ctx = context;
    context->start = _input->LT(1);
    if (depth_ + 1 >= kDeepest) throw NestingTooDeep{};
    rules_[++depth_] = static_cast<uint16_t>(ruleIndex);
  }
  void exitRule() {
    _ctx->stop = _input->LT(_matchedEOF ? 1 : -1);
    state_ = _ctx->invokingState;
    _ctx = static_cast<antlr4::ParserRuleContext*>(_ctx->parent);
    if (depth_ > 0) --depth_;
  }
  void enterOuterAlt(antlr4::ParserRuleContext*, size_t) override {}
  antlr4::Token* match(size_t kind) override {
    antlr4::Token* token = _input->LT(1);
    if (_input->nextType() != kind) return _errHandler->recoverInline(this);
    if (kind == antlr4::Token::EOF) _matchedEOF = true;
    _input->consume();
    return token;
  }
  antlr4::Token* consume() override {
    antlr4::Token* token = _input->LT(1);
    _input->consume();
    return token;
  }
  /// antlrcpp::finally without std::function.
  template <typename Action>
  struct Finally {
    Action action;
    explicit Finally(Action a) : action(a) {}
    Finally(const Finally&) = delete;
    Finally& operator=(const Finally&) = delete;
    ~Finally() { action(); }
  };
  template <typename Action>
  static Finally<Action> finally(Action action) {
    return Finally<Action>(action);
  }

  ChunkStream* _input;
  ErrorStrategy* _errHandler = nullptr;
  ContextPool _tracker;

 private:
  size_t state_ = 0;
  size_t depth_ = 0;
  std::array<uint16_t, kDeepest> rules_{};
};

}  // namespace mlpc::parse::generated

namespace mlpc::parse {

inline void ErrorStrategy::sync(antlr4::Parser* parser) {
  auto& base = *static_cast<generated::ParserBase*>(parser);
  const size_t position = stream_.position();
  if (position != statesAt_) {
    statesAt_ = position;
    stateCount_ = 0;
  }
  if (stateCount_ < states_.size()) states_[stateCount_++] = static_cast<uint32_t>(base.state());
  if (!kAllowed[base.ruleIndex()].has(stream_.kind())) passJunk(base);
}

}  // namespace mlpc::parse
