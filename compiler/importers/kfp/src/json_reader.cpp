#include <cstdlib>

#include "yaml_node.h"

namespace mlpc::importers::kfp {
namespace {

constexpr size_t kDeepest = 256;

bool isDigit(char c) { return c >= '0' && c <= '9'; }

bool isBlank(char c) { return c == ' ' || c == '\t'; }

class JsonReader {
 public:
  JsonReader(std::string_view text, source::Span origin) : text_(text), origin_(origin) {}

  std::optional<Node> run() {
    Node node;
    if (!value(node, 0)) return std::nullopt;
    blanks();
    if (at_ != text_.size()) return std::nullopt;
    return node;
  }

 private:
  void blanks() {
    while (at_ < text_.size() && (isBlank(text_[at_]) || text_[at_] == '\n' || text_[at_] == '\r')) ++at_;
  }
  bool take(char c) {
    blanks();
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  bool word(std::string_view word) {
    if (!text_.substr(at_).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }

  bool value(Node& node, size_t depth) {
    blanks();
    node.span = origin_;
    if (depth >= kDeepest || at_ == text_.size()) return false;
    const char c = text_[at_];
    if (c == '"') {
      node.kind = Node::Kind::Text;
      return string(node.text);
    }
    if (c == '[' || c == '{') return children(node, c == '[' ? ']' : '}', depth);
    if (word("null")) return true;
    if (word("true") || word("false")) {
      node.kind = Node::Kind::Bool;
      node.number = c == 't' ? 1 : 0;
      return true;
    }
    return number(node);
  }

  bool children(Node& node, char closer, size_t depth) {
    node.kind = closer == ']' ? Node::Kind::Sequence : Node::Kind::Mapping;
    ++at_;
    if (take(closer)) return true;
    do {
      if (closer == '}') {
        blanks();
        std::string key;
        if (at_ == text_.size() || text_[at_] != '"' || !string(key) || !take(':')) return false;
        if (node.find(key) != nullptr) return false;
        node.keys.push_back(std::move(key));
        node.keySpans.push_back(origin_);
      }
      if (!value(node.items.emplace_back(), depth + 1)) return false;
    } while (take(','));
    return take(closer);
  }

  bool number(Node& node) {
    const size_t from = at_;
    const auto digits = [&] {
      const size_t start = at_;
      while (at_ < text_.size() && isDigit(text_[at_])) ++at_;
      return at_ != start;
    };
    if (text_[at_] == '-') ++at_;
    if (!digits()) return false;
    node.kind = Node::Kind::Int;
    if (at_ < text_.size() && text_[at_] == '.') {
      ++at_;
      node.kind = Node::Kind::Float;
      if (!digits()) return false;
    }
    if (at_ < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E')) {
      ++at_;
      node.kind = Node::Kind::Float;
      if (at_ < text_.size() && (text_[at_] == '+' || text_[at_] == '-')) ++at_;
      if (!digits()) return false;
    }
    node.text = std::string(text_.substr(from, at_ - from));
    node.number = std::strtod(node.text.c_str(), nullptr);
    return true;
  }

  std::optional<uint32_t> hex4() {
    if (text_.size() - at_ < 4) return std::nullopt;
    uint32_t value = 0;
    for (int i = 0; i < 4; ++i) {
      const char c = text_[at_++];
      if (isDigit(c))
        value = value * 16 + static_cast<uint32_t>(c - '0');
      else if (c >= 'a' && c <= 'f')
        value = value * 16 + static_cast<uint32_t>(c - 'a' + 10);
      else if (c >= 'A' && c <= 'F')
        value = value * 16 + static_cast<uint32_t>(c - 'A' + 10);
      else
        return std::nullopt;
    }
    return value;
  }

  static void appendUtf8(std::string& out, uint32_t code) {
    if (code < 0x80) {
      out += static_cast<char>(code);
    } else if (code < 0x800) {
      out += static_cast<char>(0xC0U | code >> 6);
      out += static_cast<char>(0x80U | (code & 0x3FU));
    } else if (code < 0x10000) {
      out += static_cast<char>(0xE0U | code >> 12);
      out += static_cast<char>(0x80U | (code >> 6 & 0x3FU));
      out += static_cast<char>(0x80U | (code & 0x3FU));
    } else {
      out += static_cast<char>(0xF0U | code >> 18);
      out += static_cast<char>(0x80U | (code >> 12 & 0x3FU));
      out += static_cast<char>(0x80U | (code >> 6 & 0x3FU));
      out += static_cast<char>(0x80U | (code & 0x3FU));
    }
  }

  bool string(std::string& out) {
    for (++at_; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '"') {
        ++at_;
        return true;
      }
      if (c != '\\') {
        out += c;
        continue;
      }
      if (++at_ == text_.size()) return false;
      switch (text_[at_]) {
        case '"': out += '"'; break;
        case '\\': out += '\\'; break;
        case '/': out += '/'; break;
        case 'b': out += '\b'; break;
        case 'f': out += '\f'; break;
        case 'n': out += '\n'; break;
        case 'r': out += '\r'; break;
        case 't': out += '\t'; break;
        case 'u': {
          ++at_;
          auto code = hex4();
          if (!code) return false;
          if (*code >= 0xD800 && *code < 0xDC00 && text_.substr(at_).starts_with("\\u")) {
            at_ += 2;
            const auto low = hex4();
            if (!low || *low < 0xDC00 || *low > 0xDFFF) return false;
            code = 0x10000 + ((*code - 0xD800) << 10) + (*low - 0xDC00);
          }
          if (*code >= 0xD800 && *code <= 0xDFFF) return false;
          appendUtf8(out, *code);
          --at_;
          break;
        }
        default: return false;
      }
    }
    return false;
  }

  std::string_view text_;
  source::Span origin_;
  size_t at_ = 0;
};

}  // namespace

std::optional<Node> readJson(std::string_view text, source::Span origin) { return JsonReader(text, origin).run(); }

}  // namespace mlpc::importers::kfp
