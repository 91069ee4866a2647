#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mlpc/embedded/syntax_tree.h"

namespace mlpc::embedded {

std::vector<Leaf> leavesOf(const SyntaxTree& tree);
/// The leaf with the placeholder at `at`, or the placeholder alone.
Range hostOf(const SyntaxTree& tree, uint32_t at);

/// Code with a text inserted for each of its placeholders.
class Insertion {
 public:
  /// `host` returns what the placeholder at a place is part of: a word, a string.
  Insertion(std::string_view code, const std::vector<std::string>& texts, const std::function<Range(uint32_t)>& host);

  [[nodiscard]] const std::string& code() const { return code_; }
  /// Whether, apart from the hosts, the leaves of `code()` are the same as before, in the same places.
  [[nodiscard]] bool leavesTheRest(std::vector<Leaf> before, std::vector<Leaf> now) const;
  /// Whether the tokens of `code()` are the same as before, in the same places; those with an insertion are longer.
  [[nodiscard]] bool keeps(std::vector<Leaf> before, const std::vector<Leaf>& now) const;

 private:
  [[nodiscard]] Range moved(Range range) const;

  std::string code_;
  std::vector<Range> hosts_;
  std::vector<std::pair<uint32_t, int64_t>> shifts_;  ///< from that place in the old code on
};

}  // namespace mlpc::embedded
