#pragma once

#include "yaml_node.h"

namespace mlpc::importers::kfp {

/// Replaces texts in commands, arguments and environments of a pipeline's containers, which the compiler escaped for
/// Kubernetes, by what they were before. As long as this lives; then the document is as it was read.
class UnescapedContainers {
 public:
  /// `platform` may be null.
  UnescapedContainers(Node& spec, const Node* platform);
  ~UnescapedContainers();
  UnescapedContainers(const UnescapedContainers&) = delete;
  UnescapedContainers& operator=(const UnescapedContainers&) = delete;

 private:
  void unescape(Node& text, const std::vector<std::string>& names);

  std::vector<std::pair<Node*, std::string>> escaped_;
};

}  // namespace mlpc::importers::kfp
