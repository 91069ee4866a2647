#include "mlpc/embedded/python_places.h"

#include <algorithm>

#include "bytes.h"
#include "insertion.h"

namespace mlpc::embedded {
namespace {

/// Whether the tree does not cover the whole code.
bool isUncertain(const PythonCode& code) {
  return code.tree().unread() || code.tree().fault() || code.tree().code() != code.code();
}

class PythonPlaces {
 public:
  explicit PythonPlaces(const PythonCode& code)
      : tree_(code.tree()), code_(code.code()), uncertain_(isUncertain(code)) {}

  [[nodiscard]] PythonPlace at(uint32_t at) const {
    PythonPlace place;
    place.uncertain = uncertain_;
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
    place.afterWord = code && (isNameChar(before) || before == '"' || before == '\'' ||
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

  const SyntaxTree& tree_;
  std::string_view code_;
  bool uncertain_;
};

/// Whether `text` certainly cannot affect what is around the placeholder at `at`: a value in a place that allows any
/// expression and nothing else, or plain words in a string or comment.
bool isSurelyAlone(const SyntaxTree& tree, uint32_t at, std::string_view text) {
  const Node node = tree.at(at);
  const bool plain = !text.empty() && std::none_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < ' ' || std::string_view("'\"\\{}").find(c) != std::string_view::npos;
  });
  if (node.isComment() || node.is("string_content")) return plain;
  if (!node.is("identifier") || node.range() != Range{at, at + 1}) return false;
  const Node parent = node.parent();
  const std::string_view field = node.field();
  if (parent.is("keyword_argument") || parent.is("default_parameter") || parent.is("typed_default_parameter"))
    return field == "value";
  if (parent.is("assignment")) return field == "right";
  if (parent.is("call") || parent.is("interpolation")) return false;
  return parent.is("argument_list") || parent.is("list") || parent.is("pair") || parent.is("binary_operator") ||
         parent.is("comparison_operator") || parent.is("return_statement");
}

}  // namespace

std::vector<PythonPlace> pythonPlaces(const PythonCode& code) {
  const PythonPlaces places(code);
  const std::string_view text = code.code();
  std::vector<PythonPlace> out;
  for (size_t at = text.find(kPlaceholderByte); at != std::string_view::npos; at = text.find(kPlaceholderByte, at + 1))
    out.push_back(places.at(static_cast<uint32_t>(at)));
  return out;
}

bool readsAsBefore(const PythonCode& python, const std::vector<std::string>& texts) {
  const SyntaxTree& before = python.tree();
  const std::string_view code = before.code();
  bool sure = !isUncertain(python);
  size_t at = 0;
  for (size_t i = 0; sure && i < texts.size(); ++i, ++at) {
    at = code.find(kPlaceholderByte, at);
    if (at == std::string_view::npos) break;
    const bool changes = texts[i] != std::string_view(&kPlaceholderByte, 1);
    sure = !changes || isSurelyAlone(before, static_cast<uint32_t>(at), texts[i]);
  }
  if (sure) return true;
  const Insertion insertion(code, texts, [&](uint32_t place) { return hostOf(before, place); });
  const SyntaxTree now(insertion.code());
  return !now.unread() && (!now.fault() || before.fault()) && insertion.leavesTheRest(leavesOf(before), leavesOf(now));
}

}  // namespace mlpc::embedded
