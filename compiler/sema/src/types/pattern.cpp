#include "types/pattern.h"

#include <re2/re2.h>

namespace mlpc::sema {
namespace {

re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }

re2::RE2::Options options() {
  re2::RE2::Options result;
  result.set_log_errors(false);
  // A pattern applies to the whole string, line breaks included: `.*` allows everything.
  result.set_dot_nl(true);
  return result;
}

}  // namespace

Pattern::Pattern(std::string_view pattern) : expression_(std::make_unique<re2::RE2>(piece(pattern), options())) {}
Pattern::~Pattern() = default;

bool Pattern::valid(std::string& problem) const {
  if (expression_->ok()) return true;
  const std::string& culprit = expression_->error_arg();
  const bool digit = culprit.size() == 2 && culprit[1] >= '1' && culprit[1] <= '9';
  if (expression_->error_code() == re2::RE2::ErrorBadEscape && digit) {
    problem = "back references are not supported";
  } else if (culprit.starts_with("(?=") || culprit.starts_with("(?!") || culprit.starts_with("(?<")) {
    problem = "look-around is not supported";
  } else {
    problem = expression_->error();
  }
  return false;
}

bool Pattern::matches(std::string_view text) const { return re2::RE2::FullMatch(piece(text), *expression_); }

}  // namespace mlpc::sema
