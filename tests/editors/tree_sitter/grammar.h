#pragma once

#include <tree_sitter/api.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace mlpc::editors::testing {

const TSLanguage* language();

struct TreeDeleter {
  void operator()(TSTree* tree) const { ts_tree_delete(tree); }
};
using TreePtr = std::unique_ptr<TSTree, TreeDeleter>;

/// Reads a text; `old` is the tree of an earlier version, to which its changes have been made known.
TreePtr read(std::string_view text, const TSTree* old = nullptr);

/// The named nodes as an S-expression, without the names of fields.
std::string shape(const TSTree* tree);

/// Calls `visit` for every node, a whole before its parts.
void forEachNode(const TSTree* tree, const std::function<void(TSNode)>& visit);

std::string_view type(TSNode node);
std::string_view textOf(TSNode node, std::string_view source);

std::string readFile(const std::string& path);
/// Every file below the folders of the project whose name ends in `suffix`, sorted.
std::vector<std::string> files(const std::vector<std::string>& folders, std::string_view suffix);

}  // namespace mlpc::editors::testing
