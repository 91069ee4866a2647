#include "scripts/command.h"

#include "mlpc/support/text.h"

namespace mlpc::backends::azureml {

namespace {
constexpr size_t kWidth = 110;
}

Word word(std::string_view text, source::Span origin) {
  // Single quotes around a `$` look like a mistake, to people and to shellcheck.
  if (text.find_first_of("$`'") == std::string_view::npos) return {support::quoteShell(text), origin};
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\' || c == '$' || c == '`') out += '\\';
    out += c;
  }
  return {out + "\"", origin};
}

emit::Script sayLine(std::string_view text) { return "say " + word(text).shell + "\n"; }

Command& Command::option(std::string_view name, const Word& value) { return option(name, std::vector<Word>{value}); }

Command& Command::option(std::string_view name, const std::vector<Word>& values) {
  emit::Script text(name);
  for (const Word& value : values) {
    text += " ";
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
