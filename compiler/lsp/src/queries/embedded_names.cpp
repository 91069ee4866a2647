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

}  // namespace

std::vector<EmbeddedName> embeddedNamesIn(const View& view) {
  std::unordered_map<uint32_t, Ports> portsOf;  // by the symbol of the component
  const sema::Program& program = view.program();
  view.file().forEachSymbol([&](sema::SymbolId id) {
    const sema::Symbol& symbol = program.symbols[id];
    const bool port = symbol.kind == sema::SymbolKind::Parameter || symbol.kind == sema::SymbolKind::Output;
    if (port && symbol.owner) portsOf[symbol.owner.index()].emplace(symbol.name, id);
  });
  std::vector<EmbeddedName> found;
  for (const auto& [name, id] : view.file().scope()) {
    const sema::Symbol& symbol = program.symbols[id];
    if (symbol.kind != sema::SymbolKind::Component || !symbol.decl) continue;
    const auto ports = portsOf.find(id.index());
    const auto* component = std::get_if<syntax::ComponentDecl>(&view.tree().decls[symbol.decl].node);
    if (ports == portsOf.end() || component == nullptr) continue;
    for (const syntax::StmtId stmt : component->body.statements) {
      const auto* code = std::get_if<syntax::CodeStmt>(&view.tree().stmts[stmt].node);
      if (code == nullptr || !code->body || code->module ||
          !std::holds_alternative<syntax::FenceExpr>(view.tree().exprs[code->body].node))
        continue;
      if (code->language.text == "python") addPython(view.file().code->python(code->body), ports->second, found);
      if (code->language.text == "bash") addShell(view.file().code->shell(code->body), ports->second, found);
    }
  }
  return found;
}

}  // namespace mlpc::lsp
