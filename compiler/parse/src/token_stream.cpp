#include "token_stream.h"

namespace mlpc::parse {

ChunkStream::ChunkStream(const std::vector<Token>& tokens, uint32_t first, uint32_t last) {
  views_.reserve(last - first + 1);
  for (uint32_t i = first; i < last; ++i) views_.emplace_back(&tokens[i], i);
  end_.begin = end_.end = last > first ? tokens[last - 1].end : 0;
  views_.emplace_back(&end_, last);
}

antlr4::Token* ChunkStream::LT(ssize_t k) {
  if (k == 0) return nullptr;
  if (k < 0) return at_ >= static_cast<size_t>(-k) ? &views_[at_ - static_cast<size_t>(-k)] : nullptr;
  const size_t wanted = at_ + static_cast<size_t>(k) - 1;
  return &views_[wanted < views_.size() ? wanted : views_.size() - 1];
}

}  // namespace mlpc::parse
