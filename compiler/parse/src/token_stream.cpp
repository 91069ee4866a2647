#include "token_stream.h"

namespace mlpc::parse {

void ChunkStream::load(const std::vector<parse::Token>& tokens, uint32_t first, uint32_t last) {
  at_ = 0;
  views_.clear();
  views_.reserve(last - first + 1);
  for (uint32_t i = first; i < last; ++i) views_.emplace_back(&tokens[i], i);
  end_ = {};
  end_.begin = end_.end = last > first ? tokens[last - 1].end : 0;
  end_.flags = kFirstOnLine;
  views_.emplace_back(&end_, last);
}

}  // namespace mlpc::parse
