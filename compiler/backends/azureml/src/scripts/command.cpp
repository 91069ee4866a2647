#include "scripts/command.h"

#include <algorithm>

#include "mlpc/support/text.h"

namespace mlpc::backends::azureml {

namespace {
constexpr size_t kWidth = 110;

bool isDashed(const Word& word) {
  const size_t first = word.shell.find_first_not_of("$'\"");
  if (first == std::string::npos || word.shell[first] != '-') return false;
  return word.shell.find_first_not_of("0123456789.", first + 1) != std::string::npos;  // a number stays one
}
}  // namespace

Word word(std::string_view text, source::Span origin) {
  // A line break within a word would move with the line when that is indented.
  if (std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }))
    return {support::quoteBash(text), origin};
  // Single quotes around a `$` look like a mistake, to people and to shellcheck.
  if (text.find_first_of("$`'") == std::string_view::npos) return {support::quoteShell(text), origin};
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\' || c == '$' || c == '`') out += '\\';
    out += c;
  }
  return {out + "\"", origin};
}

std::string commentText(std::string_view text) { return support::visible(text); }

emit::Script sayLine(std::string_view text) { return "say " + word(text).shell + "\n"; }

Command& Command::option(std::string_view name, const Word& value) { return option(name, std::vector<Word>{value}); }

Command& Command::option(std::string_view name, const std::vector<Word>& values) {
  emit::Script text(name);
  // The Azure CLI takes a word that begins with a dash for an option.
  const bool dashed = values.size() == 1 && isDashed(values.front());
  for (const Word& value : values) {
    text += dashed ? "=" : " ";
    text += value.script();
  }
  options_.push_back(std::move(text));
  return *this;
}

Command& Command::flag(std::string_view name) {
  options_.emplace_back(name);
  return *this;
}

Command& Command::quiet() {
  quiet_ = true;
  return *this;
}

emit::Script Command::line() const {
  emit::Script out = head_;
  for (const emit::Script& option : options_) {
    out += " ";
    out += option;
  }
  if (quiet_) out += " --output none";
  return out;
}

emit::Script Command::text(size_t indent) const {
  const std::string margin(indent, ' ');
  const emit::Script whole = line();
  if (whole.text().size() + indent <= kWidth) return margin + whole + "\n";
  emit::Script out = margin + head_;
  for (const emit::Script& option : options_) {
    out += " \\\n" + margin + "  ";
    out += option;
  }
  if (quiet_) out += " \\\n" + margin + "  --output none";
  return out + "\n";
}

}  // namespace mlpc::backends::azureml
