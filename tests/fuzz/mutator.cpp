// How libFuzzer changes programs: mostly by whole tokens and declarations, so that what it makes gets past the parser.
#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "mlpc/parse/parse.h"

extern "C" size_t LLVMFuzzerMutate(uint8_t* data, size_t size, size_t maxSize);

namespace {

using Random = std::minstd_rand;

/// The source of a program, and where its tokens are.
class Program {
 public:
  Program(const uint8_t* data, size_t size)
      : text(reinterpret_cast<const char*>(data), size),
        parsed_(mlpc::parse::parse(mlpc::source::FileId(0), std::make_shared<const mlpc::source::SourceFile>(
                                                                "fuzz.mlp", "fuzz.mlp", std::string(text)))) {
    for (const auto& token : parsed_->tokens) {
      if (token.begin < token.end && !token.madeUp()) tokens.push_back({token.begin, token.end});
    }
    for (const auto& decl : parsed_->tree.decls) declarations.push_back({decl.span.begin, decl.span.end});
  }

  struct Range {
    size_t begin = 0;
    size_t end = 0;
  };
  [[nodiscard]] std::string of(Range range) const { return text.substr(range.begin, range.end - range.begin); }
  /// A few tokens that follow each other.
  [[nodiscard]] Range run(Random& random) const {
    const size_t first = random() % tokens.size();
    const size_t last = std::min(first + random() % 6, tokens.size() - 1);
    return {tokens[first].begin, tokens[last].end};
  }
  [[nodiscard]] Range declaration(Random& random) const { return declarations[random() % declarations.size()]; }

  std::string text;
  std::vector<Range> tokens;
  std::vector<Range> declarations;

 private:
  std::shared_ptr<const mlpc::syntax::ParsedFile> parsed_;
};

size_t give(const std::string& text, uint8_t* data, size_t maxSize) {
  const size_t size = std::min(text.size(), maxSize);
  std::memcpy(data, text.data(), size);
  return size;
}

/// One change by tokens.
void change(const Program& program, Random& random, std::string& text) {
  const Program::Range one = program.run(random);
  const Program::Range other = program.run(random);
  switch (random() % 4) {
    case 0: text.erase(one.begin, one.end - one.begin); break;
    case 1: text.insert(one.begin, program.of(other) + " "); break;
    case 2: text.replace(one.begin, one.end - one.begin, program.of(other)); break;
    default:
      if (!program.declarations.empty()) text += "\n" + program.of(program.declaration(random)) + "\n";
      break;
  }
}

}  // namespace

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t maxSize, unsigned int seed) {
  Random random(seed + 1);
  if (random() % 3 == 0) return LLVMFuzzerMutate(data, size, maxSize);
  const Program program(data, size);
  if (program.tokens.empty()) return LLVMFuzzerMutate(data, size, maxSize);
  std::string text = program.text;
  change(program, random, text);
  return give(text, data, maxSize);
}

/// The first program with declarations of the second.
extern "C" size_t LLVMFuzzerCustomCrossOver(const uint8_t* first, size_t firstSize, const uint8_t* second,
                                            size_t secondSize, uint8_t* out, size_t maxSize, unsigned int seed) {
  Random random(seed + 1);
  const Program one(first, firstSize);
  const Program other(second, secondSize);
  if (other.declarations.empty()) return give(one.text, out, maxSize);
  std::string text = one.text;
  const size_t at = one.declarations.empty() ? text.size() : one.declaration(random).begin;
  text.insert(at, other.of(other.declaration(random)) + "\n");
  return give(text, out, maxSize);
}
