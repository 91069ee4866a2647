#include "insertion.h"

#include <algorithm>

namespace mlpc::embedded {

std::vector<Leaf> leavesOf(const SyntaxTree& tree) {
  std::vector<Leaf> out;
  for (uint32_t i = 0; i < tree.size(); ++i) {
    const Node node = tree.node(i);
    if (node.firstChild() || node.range().empty()) continue;
    out.push_back({node.kind(), node.parent() ? node.parent().kind() : std::string_view(), node.range()});
  }
  return out;
}

Range hostOf(const SyntaxTree& tree, uint32_t at) {
  const Node host = tree.at(at);
  return host.firstChild() ? Range{at, at + 1} : host.range();
}

Insertion::Insertion(std::string_view code, const std::vector<std::string>& texts,
                     const std::function<Range(uint32_t)>& host) {
  size_t next = 0;
  int64_t shift = 0;
  for (uint32_t at = 0; at < code.size(); ++at) {
    if (code[at] != kPlaceholderByte || next >= texts.size()) {
      code_ += code[at];
      continue;
    }
    hosts_.push_back(host(at));
    code_ += texts[next];
    shift += static_cast<int64_t>(texts[next].size()) - 1;
    shifts_.emplace_back(at + 1, shift);
    ++next;
  }
}

Range Insertion::moved(Range range) const {
  const auto place = [&](uint32_t at) {
    const auto behind = std::upper_bound(shifts_.begin(), shifts_.end(), at,
                                         [](uint32_t value, const auto& s) { return value < s.first; });
    const int64_t by = behind == shifts_.begin() ? 0 : (behind - 1)->second;
    return static_cast<uint32_t>(at + by);
  };
  return {place(range.begin), place(range.end)};
}

bool Insertion::keeps(std::vector<Leaf> before, const std::vector<Leaf>& now) const {
  for (Leaf& leaf : before) leaf.range = moved(leaf.range);
  return before == now;
}

bool Insertion::leavesTheRest(std::vector<Leaf> before, std::vector<Leaf> now) const {
  const auto dropHosts = [](std::vector<Leaf>& leaves, std::vector<Range> hosts) {
    std::sort(hosts.begin(), hosts.end(), [](Range a, Range b) { return a.begin < b.begin; });
    // How far the hosts that begin up to here reach.
    for (size_t i = 1; i < hosts.size(); ++i) hosts[i].end = std::max(hosts[i].end, hosts[i - 1].end);
    std::erase_if(leaves, [&](const Leaf& leaf) {
      const auto after = std::upper_bound(hosts.begin(), hosts.end(), leaf.range.begin,
                                          [](uint32_t at, Range host) { return at < host.begin; });
      return after != hosts.begin() && leaf.range.end <= (after - 1)->end;
    });
  };
  dropHosts(before, hosts_);
  for (Leaf& leaf : before) leaf.range = moved(leaf.range);
  std::vector<Range> hosts;
  for (const Range host : hosts_) hosts.push_back(moved(host));
  dropHosts(now, hosts);
  return before == now;
}

}  // namespace mlpc::embedded
