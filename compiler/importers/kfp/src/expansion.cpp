#include "expansion.h"

#include "mlpc/support/kubernetes.h"

namespace mlpc::importers::kfp {
namespace {

/// The variables of a container with the settings `pod` for Kubernetes, which may be null.
std::vector<std::string> variablesOf(const Node& container, const Node* pod) {
  std::vector<std::string> names;
  const auto add = [&](const Node* list, std::string_view key) {
    if (list == nullptr) return;
    for (const Node& item : list->items) {
      if (const Node* name = item.find(key)) names.push_back(name->text);
    }
  };
  add(container.find("env"), "name");
  if (pod == nullptr) return names;
  for (const std::string_view source : {"secretAsEnv", "configMapAsEnv"}) {
    const Node* objects = pod->find(source);
    if (objects == nullptr) continue;
    for (const Node& object : objects->items) add(object.find("keyToEnv"), "envVar");
  }
  add(pod->find("fieldPathAsEnv"), "name");
  return names;
}

}  // namespace

UnescapedContainers::UnescapedContainers(Node& spec, const Node* platform) {
  Node* deployment = spec.find("deploymentSpec");
  Node* executors = deployment == nullptr ? nullptr : deployment->find("executors");
  if (executors == nullptr) return;
  const Node* pods =
      platform == nullptr ? nullptr : platform->find("platforms", "kubernetes", "deploymentSpec", "executors");
  for (size_t i = 0; i < executors->items.size(); ++i) {
    Node* container = executors->items[i].find("container");
    if (container == nullptr) continue;
    const auto names = variablesOf(*container, pods == nullptr ? nullptr : pods->find(executors->keys[i]));
    for (const std::string_view key : {"command", "args"}) {
      if (Node* words = container->find(key)) {
        for (Node& word : words->items) unescape(word, names);
      }
    }
    if (Node* variables = container->find("env")) {
      for (Node& variable : variables->items) {
        if (Node* value = variable.find("value")) unescape(*value, names);
      }
    }
  }
}

UnescapedContainers::~UnescapedContainers() {
  for (auto& [node, text] : escaped_) node->text = std::move(text);
}

void UnescapedContainers::unescape(Node& text, const std::vector<std::string>& names) {
  std::string before = support::unescapeKubernetesExpansion(text.text, names);
  if (before == text.text) return;
  escaped_.emplace_back(&text, std::exchange(text.text, std::move(before)));
}

}  // namespace mlpc::importers::kfp
