// The command of a container: its placeholders become expressions.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>

#include "identifiers.h"
#include "mlpc/support/text.h"
#include "writer.h"

namespace mlpc::importers::kfp {
namespace {

/// Writes the words of one component's command.
class Words {
 public:
  /// `typeText` gives the type of an input as written in mlp.
  Words(const Callee& callee, std::function<std::string(const Port&)> typeText)
      : callee_(callee), typeText_(std::move(typeText)) {}

  Code word(const std::string& text) {
    if (text.starts_with("{\"Concat\":") || text.starts_with("{\"IfPresent\":")) {
      if (const auto json = readJson(text, {})) {
        if (auto code = element(*json, 0)) return std::move(*code);
      }
    }
    return textWithHoles(text);
  }

 private:
  /// The input, with a `cast` where it may be absent and nothing has checked that.
  std::string present(const std::string& name) const {
    const Port* port = callee_.inputs.find(name);
    const bool asked = std::find(present_.begin(), present_.end(), name) != present_.end();
    if (asked || port == nullptr || !mayBeAbsent(*port)) return name;
    return fmt::format("cast[{}]({})", typeText_(*port), name);
  }

  /// `{{$.inputs.artifacts['model'].metadata['k']}}` as `model.metadata["k"]`; empty if mlp has no such thing.
  std::string placeholder(std::string_view text) const {
    if (text == "{{$}}") return "executor_input";
    if (!support::takePrefix(text, "{{$.")) return {};
    const bool input = support::takePrefix(text, "inputs.");
    if (!input && !support::takePrefix(text, "outputs.")) return {};
    const bool parameter = support::takePrefix(text, "parameters['");
    if (!parameter && !support::takePrefix(text, "artifacts['")) return {};
    const size_t quote = text.find('\'');
    if (quote == std::string_view::npos) return {};
    const std::string name(text.substr(0, quote));
    if ((input ? callee_.inputs : callee_.outputs).find(name) == nullptr || !isIdentifier(name)) return {};
    text.remove_prefix(quote + 1);
    if (!support::takePrefix(text, "]")) return {};
    if (parameter) {
      if (input) return text == "}}" ? present(name) : std::string();
      return text == ".output_file}}" ? name + ".path" : std::string();
    }
    const std::string port = input ? present(name) : name;
    if (text == "}}") return input ? port : std::string();
    for (const std::string_view attribute : {"path", "uri", "name"}) {
      if (text == fmt::format(".{}}}}}", attribute)) return fmt::format("{}.{}", port, attribute);
    }
    if (!support::takePrefix(text, ".metadata")) return {};
    if (text == "}}") return port + ".metadata";
    if (!support::takePrefix(text, "['") || !text.ends_with("']}}")) return {};
    return port + ".metadata[" + quoted(text.substr(0, text.size() - 4)) + ']';
  }

  /// Text with placeholders: an expression on its own, or a string.
  Code textWithHoles(std::string_view all) const {
    std::string text;
    std::vector<std::string> holes;
    size_t at = 0;
    while (true) {
      const size_t open = all.find("{{$", at);
      const size_t close = open == std::string_view::npos ? open : all.find("}}", open);
      if (close == std::string_view::npos) break;
      const std::string hole = placeholder(all.substr(open, close + 2 - open));
      text += all.substr(at, open - at);
      if (hole.empty()) {
        text += all.substr(open, close + 2 - open);
      } else {
        text += kHole;
        holes.push_back(hole);
      }
      at = close + 2;
    }
    text += all.substr(at);
    if (text.size() == 1 && holes.size() == 1) return Code::atom(holes.front());
    return templateCode(text, holes);
  }

  /// A `Concat` or `IfPresent`, a list of elements, or text.
  std::optional<Code> element(const Node& node, unsigned depth) {
    if (depth > 50) return std::nullopt;
    if (node.isText()) return textWithHoles(node.text);
    if (node.isSequence()) {
      Code list = Code::list();
      for (const Node& item : node.items) {
        auto code = element(item, depth + 1);
        if (!code) return code;
        list.add(std::move(*code));
      }
      return list;
    }
    if (!node.isMapping() || node.keys.size() != 1) return std::nullopt;
    if (const Node* parts = node.find("Concat"); parts != nullptr && parts->isSequence()) {
      Code call = Code::call("concat");
      for (const Node& part : parts->items) {
        auto code = element(part, depth + 1);
        if (!code) return code;
        call.add("", std::move(*code));
      }
      return call;
    }
    const Node* test = node.find("IfPresent");
    const Node* name = test == nullptr ? nullptr : test->find("InputName");
    const Node* then = test == nullptr ? nullptr : test->find("Then");
    if (name == nullptr || then == nullptr || !isIdentifier(name->text) || callee_.inputs.find(name->text) == nullptr)
      return std::nullopt;
    present_.push_back(name->text);
    auto first = element(*then, depth + 1);
    present_.pop_back();
    if (!first) return first;
    const Node* otherwise = test->find("Else");
    auto second = otherwise != nullptr ? element(*otherwise, depth + 1)
                  : then->isSequence() ? Code::list()
                                       : textCode("");
    if (!second) return second;
    return Code::choice("present(" + name->text + ")", std::move(*first), std::move(*second));
  }

  const Callee& callee_;
  std::function<std::string(const Port&)> typeText_;
  std::vector<std::string> present_;  ///< the inputs known to be present at this point
};

}  // namespace

void Writer::containerBody(Page& page, const Callee& callee) {
  Words writer(callee, [&](const Port& port) { return typeText(port); });
  for (const std::string_view key : {"command", "args"}) {
    const Node* words = callee.container->find(key);
    if (words == nullptr) {
      // A container needs one of the two; everything else may come from the image.
      if (key == "command" && callee.container->find("args") == nullptr) page.setting(key, Code::list());
      continue;
    }
    Code list = Code::list();
    for (const Node& word : words->items) list.add(writer.word(word.text));
    page.setting(key, list);
  }
}

}  // namespace mlpc::importers::kfp
