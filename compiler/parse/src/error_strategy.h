#pragma once

#include <string>
#include <string_view>

#include "complaint.h"
#include "token_stream.h"

namespace mlpc::parse {

/// Reports a syntax error and goes on at the next statement or member. Nothing is inserted or deleted.
class ErrorStrategy final : public antlr4::ANTLRErrorStrategy {
 public:
  ErrorStrategy(ChunkStream& stream, std::string_view text, source::FileId file, std::vector<Complaint>& complaints)
      : stream_(stream), text_(text), file_(file), complaints_(complaints) {}

  void reset(antlr4::Parser*) override {}
  antlr4::Token* recoverInline(antlr4::Parser* parser) override;
  void recover(antlr4::Parser* parser, std::exception_ptr error) override;
  void sync(antlr4::Parser*) override {}
  bool inErrorRecoveryMode(antlr4::Parser*) override { return false; }
  void reportMatch(antlr4::Parser*) override {}
  void reportError(antlr4::Parser* parser, const antlr4::RecognitionException& error) override;

 private:
  [[nodiscard]] std::string quoted(const Token& token) const;

  ChunkStream& stream_;
  std::string_view text_;
  source::FileId file_;
  std::vector<Complaint>& complaints_;
  size_t reportedAt_ = static_cast<size_t>(-1);
};

}  // namespace mlpc::parse
