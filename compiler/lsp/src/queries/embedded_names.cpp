#include "queries/embedded_names.h"

#include <string_view>
#include <unordered_map>

#include "mlpc/embedded/file_code.h"
#include "mlpc/support/characters.h"
#include "mlpc/syntax/walk.h"

namespace mlpc::lsp {
namespace {

using Ports = std::unordered_map<std::string_view, sema::SymbolId>;

/// `x.name` and `f(name=…)` are names of something else.
bool isVariable(embedded::Node node) {
  if (!node.is("identifier")) return false;
  const embedded::Node parent = node.parent();
  if (parent.is("attribute") && node.field() == "attribute") return false;
  return !(parent.is("keyword_argument") && node.field() == "name");
}

void addPython(const embedded::PythonFence& fence, const Ports& ports, std::vector<EmbeddedName>& found) {
  const embedded::SyntaxTree& tree = fence.code->tree();
  for (uint32_t i = 0; i < tree.size(); ++i) {
    const embedded::Node node = tree.node(i);
    if (!isVariable(node)) continue;
    const auto port = ports.find(node.text());
    if (port == ports.end()) continue;
    const embedded::Range range = node.range();
    found.push_back({fence.text.span(range.begin, range.end), port->second});
  }
}

/// `$name`, `${name…}`, which the shell gets as variables.
void addShell(const embedded::ShellFence& fence, const Ports& ports, std::vector<EmbeddedName>& found) {
  const std::string_view code = fence.text.text();
  for (size_t at = code.find('$'); at != std::string_view::npos; at = code.find('$', at + 1)) {
    const size_t begin = at + 1 < code.size() && code[at + 1] == '{' ? at + 2 : at + 1;
    size_t end = begin;
    while (end < code.size() && support::isWordCharacter(code[end])) ++end;
    const auto port = ports.find(code.substr(begin, end - begin));
    if (port == ports.end()) continue;
    found.push_back({fence.text.span(static_cast<uint32_t>(begin), static_cast<uint32_t>(end)), port->second});
  }
}

/// Calls `visit(component, code)` for the code of each component that has a fence.
template <typename Visit>
void forEachFence(const View& view, const Visit& visit) {
  for (const auto& [name, id] : view.file().scope()) {
    const sema::Symbol& symbol = view.program().symbols[id];
    if (symbol.kind != sema::SymbolKind::Component || !symbol.decl) continue;
    const auto* component = std::get_if<syntax::ComponentDecl>(&view.tree().decls[symbol.decl].node);
    if (component == nullptr) continue;
    for (const syntax::StmtId stmt : component->body.statements) {
      const auto* code = std::get_if<syntax::CodeStmt>(&view.tree().stmts[stmt].node);
      const bool fence = code != nullptr && code->body && !code->module &&
                         std::holds_alternative<syntax::FenceExpr>(view.tree().exprs[code->body].node);
      if (fence) visit(id, *code);
    }
  }
}

}  // namespace

std::vector<EmbeddedName> embeddedNamesIn(const View& view) {
  std::unordered_map<uint32_t, Ports> portsOf;  // by the symbol of the component
  view.file().forEachSymbol([&](sema::SymbolId id) {
    const sema::Symbol& symbol = view.program().symbols[id];
    const bool port = symbol.kind == sema::SymbolKind::Parameter || symbol.kind == sema::SymbolKind::Output;
    if (port && symbol.owner) portsOf[symbol.owner.index()].emplace(symbol.name, id);
  });
  std::vector<EmbeddedName> found;
  forEachFence(view, [&](sema::SymbolId component, const syntax::CodeStmt& code) {
    const auto ports = portsOf.find(component.index());
    if (ports == portsOf.end()) return;
    if (code.language.text == "python") addPython(view.file().code->python(code.body), ports->second, found);
    if (code.language.text == "bash") addShell(view.file().code->shell(code.body), ports->second, found);
  });
  return found;
}

bool codeMentions(const View& view, source::Span at, std::string_view word) {
  bool found = false;
  forEachFence(view, [&](sema::SymbolId, const syntax::CodeStmt& code) {
    const source::Span whole = view.tree().exprs[code.body].span;
    if (at.begin < whole.begin || at.end > whole.end) return;
    if (code.language.text == "python") {
      const embedded::SyntaxTree& tree = view.file().code->python(code.body).code->tree();
      for (uint32_t i = 0; i < tree.size(); ++i)
        found = found || (isVariable(tree.node(i)) && tree.node(i).text() == word);
      return;
    }
    const std::string_view text = view.source().text().substr(whole.begin, whole.end - whole.begin);
    for (size_t i = text.find(word); i != std::string_view::npos; i = text.find(word, i + 1)) {
      const size_t end = i + word.size();
      const bool begins = i == 0 || !support::isWordCharacter(text[i - 1]);
      if (begins && (end == text.size() || !support::isWordCharacter(text[end]))) found = true;
    }
  });
  return found;
}

}  // namespace mlpc::lsp
