#include "mlpc/embedded/syntax_tree.h"

#include <tree_sitter/api.h>

#include <algorithm>
#include <charconv>
#include <memory>

extern "C" const TSLanguage* tree_sitter_python();

namespace mlpc::embedded {
namespace {

struct DeleteParser {
  void operator()(TSParser* parser) const { ts_parser_delete(parser); }
};
struct DeleteTree {
  void operator()(TSTree* tree) const { ts_tree_delete(tree); }
};
using Parser = std::unique_ptr<TSParser, DeleteParser>;
using Tree = std::unique_ptr<TSTree, DeleteTree>;

/// Follows the parser's log up to the place where it begins to repair. That place is not in any tree: a tree only shows
/// the result of the repair.
class FaultFinder {
 public:
  explicit FaultFinder(std::string_view code) : code_(code) {}

  static void log(void* self, TSLogType type, const char* message) {
    if (type == TSLogTypeParse) static_cast<FaultFinder*>(self)->message(message);
  }
  [[nodiscard]] bool found() const { return repairs_; }

  [[nodiscard]] Fault fault() const {
    uint32_t at = lineAt(row_) + column_;
    at = std::min(at, static_cast<uint32_t>(code_.size()));
    const bool newline = symbol_ == "_newline" || symbol_ == "end" || symbol_ == "\\n" || symbol_ == "\n";
    while (at < code_.size()) {
      const char c = code_[at];
      if (c == ' ' || c == '\t' || c == '\r' || c == '\f' || (c == '\n' && !newline)) {
        ++at;
      } else if (c == '\\' && at + 1 < code_.size() && code_[at + 1] == '\n') {
        at += 2;
      } else {
        break;
      }
    }
    Fault fault;
    if (symbol_ == "end") at = static_cast<uint32_t>(code_.size());
    fault.newLine = !newline && !lineRead_ && rowOf(at) > row_;
    fault.lineEnd = at >= code_.size() || code_[at] == '\n' || (newline && code_[at] == '#');
    fault.token = {at, fault.lineEnd ? at : tokenEnd(at)};
    return fault;
  }

 private:
  void message(std::string_view text) {
    if (repairs_) return;
    if (text.starts_with("process ")) {
      here_ = {number(text, "row:"), number(text, "col:")};
    } else if (text.starts_with("detect_error lookahead:")) {
      // Of several readings, the one that gets furthest shows where the code stops making sense.
      if (here_.first < row_ || (here_.first == row_ && here_.second < column_)) return;
      row_ = here_.first;
      column_ = here_.second;
      symbol_ = text.substr(text.find(':') + 1);
      lineRead_ = shifted_ == "_newline" || shifted_ == "_indent" || shifted_ == "_dedent" || shifted_.empty();
    } else if (text.starts_with("lexed_lookahead sym:")) {
      const size_t begin = text.find(':') + 1;
      lookahead_ = text.substr(begin, text.rfind(", size") - begin);
    } else if (text.starts_with("shift ")) {
      shifted_ = lookahead_;
    } else if (text.starts_with("resume version")) {
      repairs_ = true;
    }
  }

  static uint32_t number(std::string_view text, std::string_view key) {
    const size_t at = text.find(key);
    uint32_t value = 0;
    if (at != std::string_view::npos) {
      const std::string_view digits = text.substr(at + key.size());
      std::from_chars(digits.data(), digits.data() + digits.size(), value);
    }
    return value;
  }

  [[nodiscard]] uint32_t lineAt(uint32_t row) const {
    size_t at = 0;
    for (; row > 0 && at != std::string_view::npos; --row) {
      at = code_.find('\n', at);
      if (at != std::string_view::npos) ++at;
    }
    return static_cast<uint32_t>(std::min(at, code_.size()));
  }

  [[nodiscard]] uint32_t rowOf(uint32_t at) const {
    return static_cast<uint32_t>(std::count(code_.begin(), code_.begin() + at, '\n'));
  }

  /// A word, a run of the same character (`&&`), or one character.
  [[nodiscard]] uint32_t tokenEnd(uint32_t at) const {
    const auto word = [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
             c == kPlaceholderByte || (static_cast<unsigned char>(c) & 0x80U) != 0;
    };
    uint32_t end = at + 1;
    if (word(code_[at])) {
      while (end < code_.size() && word(code_[end])) ++end;
    } else if (std::string_view("&|;<>=*/+-").find(code_[at]) != std::string_view::npos) {
      while (end < code_.size() && code_[end] == code_[at]) ++end;
    }
    return end;
  }

  std::string_view code_;
  std::pair<uint32_t, uint32_t> here_{0, 0};
  uint32_t row_ = 0;
  uint32_t column_ = 0;
  std::string symbol_;     ///< what was found there
  std::string lookahead_;  ///< the token last read, and the one last consumed
  std::string shifted_;
  bool lineRead_ = false;  ///< the previous line was treated as ended
  bool repairs_ = false;
};

/// Reads `text` as one chunk, and gives up after a number of steps that depends only on its length, so that the same
/// code always gives the same result.
Tree parse(TSParser* parser, std::string_view text, const FaultFinder* finder = nullptr) {
  TSInput input{};
  input.payload = &text;
  input.encoding = TSInputEncodingUTF8;
  input.read = [](void* payload, uint32_t at, TSPoint, uint32_t* size) -> const char* {
    const auto& whole = *static_cast<std::string_view*>(payload);
    *size = at < whole.size() ? static_cast<uint32_t>(whole.size()) - at : 0;
    return at < whole.size() ? whole.data() + at : "";
  };
  // Called every hundred steps; ordinary code takes about three steps per byte.
  struct Budget {
    size_t calls;
    const FaultFinder* finder;
  } budget{1000 + text.size() / 4, finder};
  TSParseOptions options{};
  options.payload = &budget;
  options.progress_callback = [](TSParseState* state) {
    auto& own = *static_cast<Budget*>(state->payload);
    return own.calls-- == 0 || (own.finder != nullptr && own.finder->found());
  };
  return Tree(ts_parser_parse_with_options(parser, nullptr, input, options));
}

/// Whether brackets are nested beyond what anyone writes, and Python accepts. tree-sitter reads correct code of this
/// kind in linear time, but repairs wrong code in quadratic time.
bool isMonstrous(std::string_view text) {
  constexpr size_t kDeepestBracket = 200;
  size_t depth = 0;
  size_t deepest = 0;
  for (const char c : text) {
    if (c == '(' || c == '[' || c == '{') deepest = std::max(deepest, ++depth);
    if ((c == ')' || c == ']' || c == '}') && depth > 0) --depth;
  }
  return deepest > kDeepestBracket;
}

}  // namespace

/// Fills a SyntaxTree.
class TreeReader {
 public:
  explicit TreeReader(SyntaxTree& tree) : tree_(tree) {}

  void read() {
    if (isMonstrous(tree_.code_)) {
      tree_.unread_ = true;
      return;
    }
    const bool placeholders = tree_.code_.find(kPlaceholderByte) != std::string::npos;
    for (const char standIn : {'_', '0'}) {
      std::string text = tree_.code_;
      std::replace(text.begin(), text.end(), kPlaceholderByte, standIn);
      const Parser parser(ts_parser_new());
      ts_parser_set_language(parser.get(), tree_sitter_python());
      const Tree parsed = parse(parser.get(), text);
      tree_.unread_ = !parsed;
      if (!parsed) return;
      // A placeholder may be where only a number is allowed, `1e-~{n}`. If neither works, it is read as a name.
      const bool wrong = ts_node_has_error(ts_tree_root_node(parsed.get()));
      if (standIn == '_' || !wrong) {
        tree_.nodes_.clear();
        tree_.fault_.reset();
        copy(ts_tree_root_node(parsed.get()));
        if (wrong) findFault(text);
      }
      if (!wrong || !placeholders) return;
    }
  }

 private:
  void copy(TSNode root) {
    tree_.nodes_.reserve(ts_node_descendant_count(root));
    TSTreeCursor cursor = ts_tree_cursor_new(root);
    uint32_t parent = SyntaxTree::kNone;
    uint32_t before = SyntaxTree::kNone;  // the sibling that was copied last
    while (true) {
      const auto index = static_cast<uint32_t>(tree_.nodes_.size());
      add(cursor, parent);
      if (before != SyntaxTree::kNone) tree_.nodes_[before].next = index;
      before = index;
      if (ts_tree_cursor_goto_first_child(&cursor)) {
        parent = index;
        before = SyntaxTree::kNone;
        continue;
      }
      while (!ts_tree_cursor_goto_next_sibling(&cursor)) {
        close(before);
        before = parent;
        if (!ts_tree_cursor_goto_parent(&cursor)) {
          ts_tree_cursor_delete(&cursor);
          return;
        }
        parent = tree_.nodes_[before].parent;
      }
      close(before);
    }
  }

  void close(uint32_t index) {
    if (index != SyntaxTree::kNone) tree_.nodes_[index].end = static_cast<uint32_t>(tree_.nodes_.size());
  }

  void add(const TSTreeCursor& cursor, uint32_t parent) {
    const TSNode node = ts_tree_cursor_current_node(&cursor);
    const char* field = ts_tree_cursor_current_field_name(&cursor);
    SyntaxTree::Data data;
    data.kind = ts_node_type(node);  // the names live as long as the program
    if (field != nullptr) data.field = field;
    data.range = {ts_node_start_byte(node), ts_node_end_byte(node)};
    data.parent = parent;
    data.named = ts_node_is_named(node);
    tree_.nodes_.push_back(data);
  }

  void findFault(const std::string& text) {
    FaultFinder finder(text);
    const Parser parser(ts_parser_new());
    ts_parser_set_language(parser.get(), tree_sitter_python());
    ts_parser_set_logger(parser.get(), {&finder, &FaultFinder::log});
    parse(parser.get(), text, &finder);
    tree_.fault_ = finder.fault();
  }

  SyntaxTree& tree_;
};

SyntaxTree::SyntaxTree(std::string_view code) : code_(code) {
  if (code.size() > kMaxSize) {
    unread_ = true;
  } else {
    TreeReader(*this).read();
  }
  if (nodes_.empty()) {
    nodes_.push_back({});
    nodes_.back().end = 1;
  }
}

Node SyntaxTree::at(uint32_t at) const {
  Node found = root();
  for (Node child = found.firstChild(); child;) {
    if (child.range().holds(at)) {
      found = child;
      child = found.firstChild();
    } else {
      child = child.next();
    }
  }
  return found;
}

std::string_view Node::text() const { return tree_ != nullptr ? tree_->text(range()) : std::string_view(); }

Node Node::parent() const {
  const uint32_t parent = tree_->nodes_[index_].parent;
  return parent != SyntaxTree::kNone ? Node(*tree_, parent) : Node();
}

Node Node::firstChild() const {
  return tree_ != nullptr && tree_->nodes_[index_].end > index_ + 1 ? Node(*tree_, index_ + 1) : Node();
}

Node Node::next() const {
  const uint32_t next = tree_->nodes_[index_].next;
  return next != SyntaxTree::kNone ? Node(*tree_, next) : Node();
}

Node Node::after() const {
  const uint32_t end = tree_->nodes_[index_].end;
  return end < tree_->nodes_.size() ? Node(*tree_, end) : Node();
}

Node Node::child(std::string_view field) const {
  for (Node child = firstChild(); child; child = child.next()) {
    if (child.field() == field) return child;
  }
  return {};
}

Node Node::childOf(std::string_view kind) const {
  for (Node child = firstChild(); child; child = child.next()) {
    if (child.kind() == kind) return child;
  }
  return {};
}

std::vector<Node> Node::parts() const {
  std::vector<Node> out;
  for (Node child = firstChild(); child; child = child.next()) {
    if (child.named() && !child.isComment()) out.push_back(child);
  }
  return out;
}

}  // namespace mlpc::embedded
