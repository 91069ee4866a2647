#include <algorithm>
#include <optional>

#include "mlpc/embedded/file_code.h"
#include "mlpc/embedded/powershell_script.h"
#include "mlpc/support/characters.h"
#include "queries/painted.h"

namespace mlpc::lsp {
namespace {

using embedded::CodeText;
using embedded::Range;

class Painter {
 public:
  Painter(const CodeText& text, std::vector<Painted>& all) : text_(text), all_(all) {}

  void paint(Range range, TokenType type) {
    // The names in a placeholder have colours of their own.
    for (const CodeText::Placeholder& placeholder : text_.placeholders()) {
      if (!range.holds(placeholder.at)) continue;
      add({range.begin, placeholder.at}, type);
      range.begin = placeholder.at + 1;
    }
    add(range, type);
  }

 private:
  void add(Range range, TokenType type) {
    if (range.begin >= range.end) return;
    const source::Span span = text_.span(range.begin, range.end);
    all_.push_back({span.begin, span.end, type, 0});
  }

  const CodeText& text_;
  std::vector<Painted>& all_;
};

TokenType typeOfName(embedded::Node node) {
  const embedded::Node parent = node.parent();
  if (parent.is("call") || parent.is("function_definition")) {
    if (node.field() == "function" || node.field() == "name") return TokenType::Function;
  }
  if (parent.is("attribute") && node.field() == "attribute")
    return parent.parent().is("call") && parent.field() == "function" ? TokenType::Method : TokenType::Property;
  if (parent.is("class_definition") || parent.is("type")) return TokenType::Type;
  if (parent.is("keyword_argument") && node.field() == "name") return TokenType::Parameter;
  if (parent.is("dotted_name")) return TokenType::Namespace;
  return TokenType::Variable;
}

std::optional<TokenType> typeOf(embedded::Node leaf) {
  const std::string_view kind = leaf.kind();
  if (leaf.isComment()) return TokenType::Comment;
  if (kind.starts_with("string_") || kind == "escape_sequence") return TokenType::String;
  if (kind == "integer" || kind == "float") return TokenType::Number;
  if (kind == "true" || kind == "false" || kind == "none") return TokenType::Keyword;
  if (kind == "identifier") return typeOfName(leaf);
  const bool word = !kind.empty() && (support::isLetter(kind.front()) || kind.front() == '_');
  return !leaf.named() && word ? std::optional(TokenType::Keyword) : std::nullopt;
}

void paintPython(const embedded::PythonFence& fence, std::vector<Painted>& all) {
  Painter painter(fence.text, all);
  const embedded::SyntaxTree& tree = fence.code->tree();
  for (uint32_t i = 0; i < tree.size(); ++i) {
    const embedded::Node node = tree.node(i);
    if (node.firstChild() || node.range().empty()) continue;
    if (const auto type = typeOf(node)) painter.paint(node.range(), *type);
  }
}

void paintShell(const embedded::ShellFence& fence, std::vector<Painted>& all) {
  Painter painter(fence.text, all);
  const embedded::ShellScript& script = *fence.script;
  for (const embedded::ShellCommand& command : script.commands) {
    if (!command.words.empty() && !command.words.front().expands && !command.words.front().quoted)
      painter.paint(command.words.front().range, TokenType::Function);
  }
  for (const embedded::Leaf& token : script.tokens) {
    if (token.kind == "document") painter.paint(token.range, TokenType::String);
    const std::string_view text = fence.text.text().substr(token.range.begin, token.range.end - token.range.begin);
    // A reserved word is a kind of its own.
    if (token.kind == text && !text.empty() && support::isLetter(text.front()))
      painter.paint(token.range, TokenType::Keyword);
  }
  bool quoted = false;
  for (const embedded::Leaf& piece : script.pieces) {
    if (piece.kind == "#") painter.paint(piece.range, TokenType::Comment);
    if (piece.kind == "'" || piece.kind == "$'" || piece.kind == "\"" || (quoted && piece.kind == "text"))
      painter.paint(piece.range, TokenType::String);
    if (piece.kind == "\"") quoted = !quoted;
    if (piece.kind == "$" && piece.range.end - piece.range.begin > 1) painter.paint(piece.range, TokenType::Variable);
  }
}

void paintPowerShell(const CodeText& text, std::vector<Painted>& all) {
  Painter painter(text, all);
  const std::string_view code = text.text();
  std::optional<Range> quote;  // the one that is open
  for (const embedded::PowerShellToken& token : embedded::readPowerShell(code).tokens) {
    if (token.kind == '$') painter.paint(token.range, TokenType::Variable);
    if (token.kind == '#') {
      const auto end = static_cast<uint32_t>(std::min(code.find('\n', token.range.begin), code.size()));
      painter.paint({token.range.begin, end}, TokenType::Comment);
    }
    if (token.kind != '\'' && token.kind != '"') continue;
    if (quote) {
      painter.paint({quote->begin, token.range.end}, TokenType::String);
      quote.reset();
    } else {
      quote = token.range;
    }
  }
}

}  // namespace

void paintCode(const View& view, std::vector<Painted>& all) {
  const syntax::Tree& tree = view.tree();
  tree.exprs.forEachId([&](syntax::ExprId id) {
    const auto* fence = std::get_if<syntax::FenceExpr>(&tree.exprs[id].node);
    if (fence == nullptr) return;
    const std::string_view language = fence->language.text;
    if (language == "python") paintPython(view.file().code->python(id), all);
    if (language == "bash" || language == "sh") paintShell(view.file().code->shell(id), all);
    if (language == "pwsh" || language == "powershell") paintPowerShell(view.file().code->text(id), all);
  });
}

}  // namespace mlpc::lsp
