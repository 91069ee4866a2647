#include "parser_base.h"

namespace mlpc::parse::generated {

void ContextPool::nextBlock() {
  if (used_ == blocks_.size()) blocks_.push_back(std::make_unique_for_overwrite<std::byte[]>(kBlock));
  at_ = blocks_[used_++].get();
  left_ = kBlock;
}

void ContextPool::reset() {
  for (auto* context : contexts_) std::destroy_at(context);
  contexts_.clear();
  // So that a huge declaration does not keep more memory than a large one.
  constexpr size_t kKept = 64;
  if (blocks_.size() > kKept) blocks_.resize(kKept);
  used_ = 0;
  left_ = 0;
}

ParserBase::ParserBase(antlr4::TokenStream* input) : antlr4::Parser(input), _input(static_cast<ChunkStream*>(input)) {
  removeErrorListeners();
  setBuildParseTree(false);
}

void ParserBase::restart() {
  _tracker.reset();
  _ctx = nullptr;
  _matchedEOF = false;
  state_ = 0;
  depth_ = 0;
}

}  // namespace mlpc::parse::generated
