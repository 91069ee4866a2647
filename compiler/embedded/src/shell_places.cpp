#include "mlpc/embedded/shell_places.h"

#include <algorithm>

#include "bytes.h"
#include "insertion.h"

namespace mlpc::embedded {
namespace {

class ShellPlaces {
 public:
  explicit ShellPlaces(const ShellScript& script) : tree_(*script.tree), code_(tree_.code()) {
    uncertain_ = !script.whole || !script.errors.empty();
    for (uint32_t i = 0; i < tree_.size(); ++i) {
      const Node node = tree_.node(i);
      if (!node.is("heredoc_start")) continue;
      // The delimiter continues in the placeholder, so where the document ends is not known.
      const std::string_view delimiter = code_.substr(node.range().begin, node.range().end + 1 - node.range().begin);
      if (delimiter.find(kPlaceholderByte) != std::string_view::npos) uncertain_ = true;
    }
  }

  [[nodiscard]] ShellPlace at(uint32_t at) const {
    ShellPlace place;
    place.uncertain = uncertain_;
    bool decided = false;
    bool parameter = false;
    for (Node node = tree_.at(at); node; node = node.parent()) {
      const bool command = node.is("command_substitution");
      if (command && node.firstChild().text().ends_with('`')) place.backquotes = true;
      if (decided) continue;
      // Quotes in a pattern have no nodes.
      if (node.is("regex") && node.text().find_first_of("'\"") != std::string_view::npos) place.uncertain = true;
      if (node.is("expansion")) {
        if (!parameter) place.named = at > 1 && code_.substr(at - 2, 2) == "${";
        parameter = true;
        continue;
      }
      const bool root = !node.parent();
      decided = context(node, place.around) || root || command || node.is("process_substitution");
      if (!decided || !parameter) continue;
      // What is in `${…}` is read in the same way as what is around it.
      const bool quoted = place.around == ShellContext::DoubleQuotes || place.around == ShellContext::HereDocument ||
                          place.around == ShellContext::Arithmetic;
      place.around = quoted ? ShellContext::ParameterInDouble : ShellContext::Parameter;
    }
    neighbours(place, at);
    return place;
  }

 private:
  /// The context that a node creates for what is in it, if it creates one.
  [[nodiscard]] static bool context(Node node, ShellContext& out) {
    const std::string_view kind = node.kind();
    if (kind == "comment") {
      out = ShellContext::Comment;
    } else if (kind == "raw_string") {
      out = ShellContext::SingleQuotes;
    } else if (kind == "ansi_c_string") {
      out = ShellContext::AnsiQuotes;
    } else if (kind == "string") {
      out = ShellContext::DoubleQuotes;
    } else if (kind == "heredoc_body") {
      const std::string_view delimiter = node.parent().childOf("heredoc_start").text();
      const bool literal = delimiter.find_first_of("'\"\\") != std::string_view::npos;
      out = literal ? ShellContext::LiteralHereDocument : ShellContext::HereDocument;
    } else if (kind == "arithmetic_expansion" || node.firstChild().is("((") || kind == "c_style_for_statement") {
      out = ShellContext::Arithmetic;
    } else {
      return false;
    }
    return true;
  }

  void neighbours(ShellPlace& place, uint32_t at) const {
    const bool quotes = place.around == ShellContext::SingleQuotes || place.around == ShellContext::Comment ||
                        place.around == ShellContext::LiteralHereDocument;
    if (quotes) return;
    const char before = at > 0 ? code_[at - 1] : '\n';
    place.glued = (before == '$' && !isEscaped(code_, at - 1) && place.around != ShellContext::AnsiQuotes) ||
                  isEscaped(code_, at);
    if (place.around != ShellContext::AnsiQuotes) {
      uint32_t name = at;
      while (name > 0 && isNameChar(code_[name - 1])) --name;
      uint32_t sign = name;
      if (sign > 0 && code_[sign - 1] == '{') --sign;
      place.afterName = name < at && sign > 0 && code_[sign - 1] == '$' && !isEscaped(code_, sign - 1);
    }
    if (place.around != ShellContext::Command) return;
    place.wordStart = std::string_view(" \t\n;&|()<>`").find(before) != std::string_view::npos;
    const char behind = at + 1 < code_.size() ? code_[at + 1] : '\n';
    place.redirects = behind == '<' || behind == '>';
  }

  const SyntaxTree& tree_;
  std::string_view code_;
  bool uncertain_ = false;
};

}  // namespace

std::vector<ShellPlace> shellPlaces(const ShellScript& script) {
  const ShellPlaces places(script);
  const std::string_view code = script.tree->code();
  std::vector<ShellPlace> out;
  for (size_t at = code.find(kPlaceholderByte); at != std::string_view::npos; at = code.find(kPlaceholderByte, at + 1))
    out.push_back(places.at(static_cast<uint32_t>(at)));
  return out;
}

bool readsAsBefore(const ShellScript& script, const std::vector<std::string>& texts) {
  const SyntaxTree& before = *script.tree;
  const Insertion insertion(before.code(), texts, [&](uint32_t at) { return hostOf(before, at); });
  const ShellScript now = readShell(insertion.code());
  return now.whole && now.errors.empty() && insertion.leavesTheRest(leavesOf(before), leavesOf(*now.tree));
}

}  // namespace mlpc::embedded
