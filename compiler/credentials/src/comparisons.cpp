#include "comparisons.h"

#include <optional>

#include "text.h"
#include "words.h"

namespace mlpc::credentials {
namespace {

class Comparisons {
 public:
  Comparisons(std::string_view text, const OnFound& found) : text_(text, found) {}

  void run() {
    for (size_t at = 0; at < text_.size();) {
      const char c = text_.at(at);
      if (isQuote(c)) {
        at = quoted(at);
      } else if (support::isWordCharacter(c)) {
        at = word(at);
      } else {
        if (isOneOf(c, "&|")) forget();
        ++at;
      }
    }
  }

 private:
  void forget() {
    name_ = {};
    literal_.reset();
  }

  void named(Range name) {
    // Kubeflow Pipelines calls what it passes to a group `pipelinechannel--password`.
    const size_t channel = text_.slice(name).find("--");
    if (channel != std::string_view::npos) name.begin += channel + 2;
    name_ = name;
    if (literal_) text_.judge(name, *literal_, Where::Code);
  }

  size_t quoted(size_t at) {
    if (text_.from(at).starts_with("'${{")) return inserted(at);
    const auto literal = text_.quotedAt(at);
    if (!literal) return at + 1;
    // `variables['password']`, not the list in `x in ['a']`.
    const bool index = text_.before(at) == '[' && text_.at(literal->after) == ']' && at > 1 &&
                       support::isWordCharacter(text_.before(at - 1));
    if (index) {
      named(literal->range);
    } else if (!name_.empty()) {
      text_.judge(name_, *literal, Where::Code);
    } else {
      literal_ = literal;
    }
    return literal->after;
  }

  /// `'${{ replace(parameters.password, '''', '''''') }}'`; returns where the text continues.
  size_t inserted(size_t at) {
    constexpr std::string_view kParameters = "parameters.";
    const std::string_view line = text_.slice({at, text_.lineEnd(at)});
    const size_t close = line.find("}}'");
    const size_t name = line.substr(0, close).find(kParameters);
    if (close == std::string_view::npos || name == std::string_view::npos) return at + 1;
    const size_t begin = at + name + kParameters.size();
    size_t end = begin;
    while (support::isWordCharacter(text_.at(end))) ++end;
    named({begin, end});
    return at + close + 3;
  }

  size_t word(size_t at) {
    constexpr WordSet kWrapping{"double", "int", "lower", "string", "trim", "upper"};
    size_t end = at;
    size_t last = at;  // where the last part of `variables.password` begins
    while (support::isWordCharacter(text_.at(end)) || text_.at(end) == '.') {
      if (text_.at(end++) == '.') last = end;
    }
    const std::string_view said = text_.slice({at, end});
    if (text_.at(end) == '(') {
      if (!kWrapping.contains(said)) forget();
    } else if (last != at && text_.at(end) != '[') {
      named({last, end});
    }
    return end;
  }

  Text text_;
  Range name_;                      ///< what is compared
  std::optional<Written> literal_;  ///< before it is known with what
};

}  // namespace

void findComparisons(std::string_view text, const OnFound& found) { Comparisons(text, found).run(); }

}  // namespace mlpc::credentials
