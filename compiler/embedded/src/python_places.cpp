#include "mlpc/embedded/python_places.h"

#include <algorithm>

namespace mlpc::embedded {
namespace {

bool isWordChar(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// Whether an odd number of backslashes stands in front of `at`.
bool isEscaped(std::string_view code, uint32_t at) {
  uint32_t begin = at;
  while (begin > 0 && code[begin - 1] == '\\') --begin;
  return (at - begin) % 2 == 1;
}

class PythonPlaces {
 public:
  explicit PythonPlaces(std::string_view code) : tree_(Language::Python, code), code_(tree_.code()) {}

  [[nodiscard]] PythonPlace at(uint32_t at) const {
    PythonPlace place;
    place.uncertain = tree_.unread() || tree_.fault();
    bool decided = false;
    for (Node node = tree_.at(at); node; node = node.parent()) {
      const std::string_view kind = node.kind();
      if (kind == "string") {
        if (!decided) place.around = Surroundings::String;
        literal(node.childOf("string_start").text(), place);
        break;
      }
      if (decided) continue;
      decided = true;
      if (kind == "comment") {
        place.around = Surroundings::Comment;
        break;
      }
      if (kind == "format_specifier") {
        place.around = Surroundings::FormatSpec;
      } else if (kind == "interpolation") {
        place.around = Surroundings::Field;
      } else {
        decided = false;
      }
    }
    const char before = at > 0 ? code_[at - 1] : ' ';
    const bool code = place.around == Surroundings::Code || place.around == Surroundings::Field;
    place.afterWord = code && (isWordChar(before) || before == '"' || before == '\'' ||
                               (static_cast<unsigned char>(before) & 0x80U) != 0 || before == kPlaceholderByte);
    place.glued = place.around == Surroundings::String && !place.raw && isEscaped(code_, at);
    return place;
  }

 private:
  static void literal(std::string_view start, PythonPlace& place) {
    const std::string_view prefix = start.substr(0, start.find_first_of("'\""));
    place.quote = start.empty() ? '"' : start.back();
    place.raw = prefix.find_first_of("rR") != std::string_view::npos;
    place.bytes = prefix.find_first_of("bB") != std::string_view::npos;
    place.format = prefix.find_first_of("fFtT") != std::string_view::npos;
  }

  SyntaxTree tree_;
  std::string_view code_;
};

/// The leaves of a tree, and the kinds of what they are in.
struct Leaf {
  std::string_view kind;
  std::string_view parent;
  Range range;

  friend bool operator==(const Leaf&, const Leaf&) = default;
};

template <typename Keep>
std::vector<Leaf> leavesOf(const SyntaxTree& tree, Keep&& keep) {
  std::vector<Leaf> out;
  for (uint32_t i = 0; i < tree.size(); ++i) {
    const Node node = tree.node(i);
    if (node.firstChild() || !keep(node.range())) continue;
    out.push_back({node.kind(), node.parent() ? node.parent().kind() : std::string_view(), node.range()});
  }
  return out;
}

}  // namespace

std::vector<PythonPlace> pythonPlaces(std::string_view code) {
  const PythonPlaces places(code);
  std::vector<PythonPlace> out;
  for (size_t at = code.find(kPlaceholderByte); at != std::string_view::npos; at = code.find(kPlaceholderByte, at + 1))
    out.push_back(places.at(static_cast<uint32_t>(at)));
  return out;
}

bool readsAsBefore(std::string_view code, const std::vector<std::string>& texts) {
  const SyntaxTree before(Language::Python, code);
  // What a placeholder is a part of may read otherwise: a word, a string.
  std::vector<Range> hosts;
  std::vector<Range> inserted;
  std::string changed;
  std::vector<std::pair<uint32_t, int64_t>> shifts;  // from a place of the old code on
  size_t next = 0;
  int64_t shift = 0;
  for (size_t i = 0; i < code.size(); ++i) {
    if (code[i] != kPlaceholderByte || next >= texts.size()) {
      changed += code[i];
      continue;
    }
    const auto at = static_cast<uint32_t>(i);
    Node host = before.at(at);
    hosts.push_back(host.firstChild() ? Range{at, at + 1} : host.range());
    changed += texts[next];
    shift += static_cast<int64_t>(texts[next].size()) - 1;
    shifts.emplace_back(at + 1, shift);
    ++next;
  }
  const auto moved = [&](uint32_t at) {
    const auto behind = std::upper_bound(shifts.begin(), shifts.end(), at,
                                         [](uint32_t value, const auto& s) { return value < s.first; });
    const int64_t by = behind == shifts.begin() ? 0 : (behind - 1)->second;
    return static_cast<uint32_t>(at + by);
  };
  for (const Range host : hosts) inserted.push_back({moved(host.begin), moved(host.end)});
  const SyntaxTree now(Language::Python, changed);
  if (now.unread() || (now.fault() && !before.fault())) return false;
  const auto inside = [](const std::vector<Range>& ranges, Range range) {
    return std::any_of(ranges.begin(), ranges.end(),
                       [&](Range r) { return r.begin <= range.begin && range.end <= r.end; });
  };
  std::vector<Leaf> old = leavesOf(before, [&](Range range) { return !range.empty() && !inside(hosts, range); });
  for (Leaf& leaf : old) leaf.range = {moved(leaf.range.begin), moved(leaf.range.end)};
  const std::vector<Leaf> fresh =
      leavesOf(now, [&](Range range) { return !range.empty() && !inside(inserted, range); });
  return old == fresh;
}

}  // namespace mlpc::embedded
