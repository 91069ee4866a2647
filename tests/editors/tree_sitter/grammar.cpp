#include "grammar.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>
#include <stdexcept>

extern "C" const TSLanguage* tree_sitter_mlp();

namespace mlpc::editors::testing {
namespace {

struct ParserDeleter {
  void operator()(TSParser* parser) const { ts_parser_delete(parser); }
};

}  // namespace

const TSLanguage* language() { return tree_sitter_mlp(); }

TreePtr read(std::string_view text, const TSTree* old) {
  const std::unique_ptr<TSParser, ParserDeleter> parser(ts_parser_new());
  if (!ts_parser_set_language(parser.get(), language())) throw std::runtime_error("the run-time is too old");
  return TreePtr(ts_parser_parse_string(parser.get(), old, text.data(), static_cast<uint32_t>(text.size())));
}

std::string shape(const TSTree* tree) {
  char* text = ts_node_string(ts_tree_root_node(tree));
  std::string result = std::regex_replace(text, std::regex("[a-z_]+: "), "");
  free(text);
  return result;
}

void forEachNode(const TSTree* tree, const std::function<void(TSNode)>& visit) {
  TSTreeCursor cursor = ts_tree_cursor_new(ts_tree_root_node(tree));
  bool more = true;
  while (more) {
    visit(ts_tree_cursor_current_node(&cursor));
    more = ts_tree_cursor_goto_first_child(&cursor) || ts_tree_cursor_goto_next_sibling(&cursor);
    while (!more && ts_tree_cursor_goto_parent(&cursor)) more = ts_tree_cursor_goto_next_sibling(&cursor);
  }
  ts_tree_cursor_delete(&cursor);
}

std::string_view type(TSNode node) { return ts_node_type(node); }

std::string_view textOf(TSNode node, std::string_view source) {
  const uint32_t begin = ts_node_start_byte(node);
  return source.substr(begin, ts_node_end_byte(node) - begin);
}

std::string readFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::vector<std::string> files(const std::vector<std::string>& folders, std::string_view suffix) {
  std::vector<std::string> result;
  for (const auto& folder : folders) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      const std::string path = entry.path().string();
      if (entry.is_regular_file() && path.ends_with(suffix)) result.push_back(path);
    }
  }
  std::sort(result.begin(), result.end());
  return result;
}

}  // namespace mlpc::editors::testing
