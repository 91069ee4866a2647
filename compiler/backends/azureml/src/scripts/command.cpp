#include "scripts/command.h"

#include "mlpc/support/text.h"

namespace mlpc::backends::azureml {

namespace {
constexpr size_t kWidth = 110;
}

Word word(std::string_view text) {
  // Single quotes around a `$` look like a mistake, to people and to shellcheck.
  if (text.find_first_of("$`'") == std::string_view::npos) return {support::quoteShell(text)};
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\' || c == '$' || c == '`') out += '\\';
    out += c;
  }
  return {out + "\""};
}

std::string sayLine(std::string_view text) { return "say " + word(text).shell + "\n"; }

Command& Command::option(std::string_view name, Word value) {
  options_.push_back(std::string(name) + " " + value.shell);
  return *this;
}

Command& Command::option(std::string_view name, std::vector<Word> values) {
  std::string text(name);
  for (const Word& value : values) text += " " + value.shell;
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

std::string Command::line() const {
  std::string out = head_;
  for (const std::string& option : options_) out += " " + option;
  if (quiet_) out += " --output none";
  return out;
}

std::string Command::text(size_t indent) const {
  const std::string margin(indent, ' ');
  const std::string whole = line();
  if (whole.size() + indent <= kWidth) return margin + whole + "\n";
  std::string out = margin + head_;
  for (const std::string& option : options_) out += " \\\n" + margin + "  " + option;
  if (quiet_) out += " \\\n" + margin + "  --output none";
  return out + "\n";
}

std::string indented(std::string_view text, size_t indent) {
  std::string out;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    if (!line.empty()) out.append(indent, ' ');
    out += line;
    if (end == std::string_view::npos) break;
    out += '\n';
    text.remove_prefix(end + 1);
  }
  return out;
}

}  // namespace mlpc::backends::azureml
