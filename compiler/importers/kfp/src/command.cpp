// The command of a container: its placeholders become expressions.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "identifiers.h"
#include "writer.h"

namespace mlpc::importers::kfp {
namespace {

bool hasPort(const std::vector<Port>& ports, std::string_view name) {
  return std::any_of(ports.begin(), ports.end(), [&](const Port& port) { return port.name == name; });
}

bool take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

/// `{{$.inputs.artifacts['model'].metadata['k']}}` as `model.metadata["k"]`; empty if it is nothing that mlp has.
std::string placeholder(std::string_view text, const Callee& callee) {
  if (text == "{{$}}") return "executor_input";
  if (!take(text, "{{$.")) return {};
  const bool input = take(text, "inputs.");
  if (!input && !take(text, "outputs.")) return {};
  const bool parameter = take(text, "parameters['");
  if (!parameter && !take(text, "artifacts['")) return {};
  const size_t quote = text.find('\'');
  if (quote == std::string_view::npos) return {};
  const std::string name(text.substr(0, quote));
  if (!hasPort(input ? callee.inputs : callee.outputs, name) || !isIdentifier(name)) return {};
  text.remove_prefix(quote + 1);
  if (!take(text, "]")) return {};
  if (parameter) {
    if (input) return text == "}}" ? name : std::string();
    return text == ".output_file}}" ? name + ".path" : std::string();
  }
  if (text == "}}") return input ? name : std::string();
  for (const std::string_view attribute : {"path", "uri", "name"}) {
    if (text == fmt::format(".{}}}}}", attribute)) return fmt::format("{}.{}", name, attribute);
  }
  if (!take(text, ".metadata")) return {};
  if (text == "}}") return name + ".metadata";
  if (!take(text, "['") || !text.ends_with("']}}")) return {};
  return name + ".metadata[" + quoted(text.substr(0, text.size() - 4)) + ']';
}

/// Text with placeholders: an expression alone, or a string.
Code textWithHoles(std::string_view all, const Callee& callee) {
  std::string text;
  std::vector<std::string> holes;
  size_t at = 0;
  while (true) {
    const size_t open = all.find("{{$", at);
    const size_t close = open == std::string_view::npos ? open : all.find("}}", open);
    if (close == std::string_view::npos) break;
    const std::string hole = placeholder(all.substr(open, close + 2 - open), callee);
    text += all.substr(at, open - at);
    if (hole.empty()) {
      text += all.substr(open, close + 2 - open);
    } else {
      text += '\x01';
      holes.push_back(hole);
    }
    at = close + 2;
  }
  text += all.substr(at);
  if (text.size() == 1 && holes.size() == 1) return Code::atom(holes.front());
  return templateCode(text, holes);
}

/// A `Concat` or `IfPresent`, a list of elements, or text.
std::optional<Code> element(const Node& node, const Callee& callee, unsigned depth) {
  if (depth > 50) return std::nullopt;
  if (node.isText()) return textWithHoles(node.text, callee);
  if (node.isSequence()) {
    Code list = Code::list();
    for (const Node& item : node.items) {
      auto code = element(item, callee, depth + 1);
      if (!code) return code;
      list.add(std::move(*code));
    }
    return list;
  }
  if (!node.isMapping() || node.keys.size() != 1) return std::nullopt;
  if (const Node* parts = node.find("Concat"); parts != nullptr && parts->isSequence()) {
    Code call = Code::call("concat");
    for (const Node& part : parts->items) {
      auto code = element(part, callee, depth + 1);
      if (!code) return code;
      call.add("", std::move(*code));
    }
    return call;
  }
  const Node* test = node.find("IfPresent");
  const Node* name = test == nullptr ? nullptr : test->find("InputName");
  const Node* then = test == nullptr ? nullptr : test->find("Then");
  if (name == nullptr || then == nullptr || !isIdentifier(name->text) || !hasPort(callee.inputs, name->text))
    return std::nullopt;
  auto first = element(*then, callee, depth + 1);
  if (!first) return first;
  const Node* otherwise = test->find("Else");
  auto second = otherwise != nullptr ? element(*otherwise, callee, depth + 1)
                : then->isSequence() ? Code::list()
                                     : textCode("");
  if (!second) return second;
  return Code::choice("present(" + name->text + ")", std::move(*first), std::move(*second));
}

Code wordCode(const std::string& text, const Callee& callee) {
  if (text.starts_with("{\"Concat\":") || text.starts_with("{\"IfPresent\":")) {
    if (const auto json = readJson(text, {})) {
      if (auto code = element(*json, callee, 0)) return std::move(*code);
    }
  }
  return textWithHoles(text, callee);
}

}  // namespace

void Writer::containerBody(Page& page, const Callee& callee) {
  for (const std::string_view key : {"command", "args"}) {
    const Node* words = callee.container->find(key);
    if (words == nullptr) {
      // A container has one of the two; the image may bring all the rest.
      if (key == "command" && callee.container->find("args") == nullptr) page.setting(key, Code::list());
      continue;
    }
    Code list = Code::list();
    for (const Node& word : words->items) list.add(wordCode(word.text, callee));
    page.setting(key, list);
  }
}

}  // namespace mlpc::importers::kfp
