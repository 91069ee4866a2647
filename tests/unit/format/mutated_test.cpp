// Files that were changed at random: formatting never loses a token or a comment and never changes what is meant,
// whatever is broken. `MLPC_FORMAT_MUTANTS` is how many are tried.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <random>

#include "checked.h"

namespace mlpc::format::test {
namespace {

using Random = std::minstd_rand;

struct Range {
  size_t begin = 0;
  size_t end = 0;
};

/// A random change of a program: of its tokens, of what is between them, or of its bytes.
class Mutator {
 public:
  Mutator(Random& random, std::string text) : random_(random), text_(std::move(text)) {}

  std::string run() {
    const size_t count = 1 + pick(4);
    for (size_t i = 0; i < count; ++i) change();
    return text_;
  }

 private:
  size_t pick(size_t most) { return random_() % most; }
  [[nodiscard]] std::vector<Range> tokens() const {
    std::vector<Range> found;
    const auto file = parsed(text_);
    for (const syntax::Token& token : file->tokens) {
      if (token.begin < token.end) found.push_back({token.begin, token.end});
    }
    return found;
  }
  void change() {
    const std::vector<Range> all = tokens();
    if (all.empty()) return;
    const size_t index = pick(all.size());
    const Range token = all[index];
    const Range other = all[pick(all.size())];
    const std::string otherText = text_.substr(other.begin, other.end - other.begin);
    const size_t gapEnd = index + 1 < all.size() ? all[index + 1].begin : text_.size();
    const size_t gap = std::max(gapEnd, token.end) - token.end;
    switch (pick(9)) {
      case 0: text_.erase(token.begin, token.end - token.begin); break;
      case 1: text_.insert(token.begin, otherText + " "); break;
      case 2: text_.replace(token.begin, token.end - token.begin, otherText); break;
      case 3:
      case 4: text_.insert(pick(2) == 0 ? token.end : token.begin, comment()); break;
      case 5:
      case 6: text_.insert(token.end, space()); break;
      case 7:
        if (text_.substr(token.end, gap).find('/') == std::string::npos) text_.replace(token.end, gap, space());
        break;
      default: text_[pick(text_.size())] = kBytes[pick(kBytes.size())];
    }
  }
  std::string comment() {
    static const std::vector<std::string> kComments{
        "// one\n",      "\n// own line\n", "/* in */",         " /* a\n b */ ",   "\n/// doc\n",   "//\n\n\n",
        "\n\n/* x */\n", " /* x */ // y\n", "\n// fmt: skip\n", "\n// fmt: off\n", "\n// fmt: on\n"};
    return kComments[pick(kComments.size())];
  }
  std::string space() {
    static const std::vector<std::string> kSpaces{"\n", " ", "", "\n\n\n", "\t", "  \n  ", "\r\n", ",", ",\n", "\f"};
    return kSpaces[pick(kSpaces.size())];
  }

  static constexpr std::string_view kBytes = "{}()[],:.\"'~<>\n\t /*#;=-|?@a0\r\\";
  Random& random_;
  std::string text_;
};

TEST(Mutated, keepTheirMeaning) {
  const char* wanted = std::getenv("MLPC_FORMAT_MUTANTS");
  const int count = wanted != nullptr ? std::atoi(wanted) : 400;
  const auto& sources = allSources();
  Random random(20261130);
  int failed = 0;
  for (int i = 0; i < count && failed < 20; ++i) {
    const auto& [name, text] = sources[random() % sources.size()];
    const std::string mutant = Mutator(random, text).run();
    const Checked result = checked(mutant, Style{i % 3 == 0 ? 40U : 100U, 2});
    if (result.problem.empty()) continue;
    ++failed;
    ADD_FAILURE() << i << " of " << name << ": " << result.problem << "\n---- mutant\n"
                  << mutant << "\n---- formatted\n"
                  << result.text;
  }
}

}  // namespace
}  // namespace mlpc::format::test
