// Inputs that nothing reads.
#include "facts/uses.h"
#include "mlpc/diag/lint.h"
#include "mlpc/rules/context.h"
#include "mlpc/syntax/walk.h"
#include "mlpc/vocabulary/prelude.h"

namespace mlpc::rules::style {

using vocabulary::prelude::ComponentSettings;

using namespace syntax;
using sema::SymbolId;
using sema::SymbolKind;

namespace {

bool isWordByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool holdsWord(std::string_view text, std::string_view word) {
  for (size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const bool begins = at == 0 || !isWordByte(text[at - 1]);
    const size_t end = at + word.size();
    if (begins && (end == text.size() || !isWordByte(text[end]))) return true;
  }
  return false;
}

/// Ways of reading a variable without writing its name.
bool readsUnseen(std::string_view code, std::string_view language) {
  if (is(language, Language::Python)) {
    for (const std::string_view word : {"locals", "vars", "globals", "eval", "exec"}) {
      if (holdsWord(code, word)) return true;
    }
    return false;
  }
  return holdsWord(code, "eval") || code.find("${!") != std::string_view::npos;
}

/// Whether a component reads its input `name`, to which no expression refers. True if that cannot be known.
bool readsInput(const File& file, const ComponentDecl& component, std::string_view name) {
  bool container = false;
  bool whole = false;
  for (const StmtId id : component.body.statements) {
    const StmtNode& node = file.tree().stmts[id].node;
    if (const auto* code = std::get_if<CodeStmt>(&node)) {
      if (file.as<FenceExpr>(code->body) == nullptr) return true;  // another file
      const std::string_view text = file.source(code->body);
      return holdsWord(text, name) || readsUnseen(text, code->language.text);
    }
    const auto* setting = std::get_if<SettingStmt>(&node);
    if (setting == nullptr || !setting->value) continue;
    if (is(setting->key.text, ComponentSettings::Command) || is(setting->key.text, ComponentSettings::Args)) {
      container = true;
      if (holdsWord(file.source(setting->value), name)) return true;
    }
    // These pass on all inputs as a whole.
    if (is(setting->key.text, ComponentSettings::Notebook) || is(setting->key.text, ComponentSettings::Task))
      return true;
    walkExpressions(file.tree(), setting->value,
                    [&](ExprId part) { whole = whole || file.use<sema::ExecutorInputUse>(part) != nullptr; });
  }
  return !container || whole;
}

void findUnusedInputs(const File& file, Context& context) {
  const Uses& uses = context.world.fact<Uses>();
  for (const SymbolId id : file.symbols()) {
    const sema::Symbol& symbol = context.world.symbol(id);
    if (symbol.kind != SymbolKind::Parameter || !symbol.owner || symbol.name.empty() || uses.contains(id)) continue;
    const sema::Symbol& owner = context.world.symbol(symbol.owner);
    if (!file.sound(owner.decl)) continue;
    if (owner.kind == SymbolKind::Component) {
      const auto* component = std::get_if<ComponentDecl>(&file.tree().decls[owner.decl].node);
      if (component == nullptr || !component->hasParameters || readsInput(file, *component, symbol.name)) continue;
    }
    context.report(symbol.span, diag::unusedInput, symbol.name);
  }
}

}  // namespace

extern constinit const Rule unusedInput{
    .name = "unused-input",
    .category = Category::Style,
    .level = Level::Warning,
    .reach = Reach::Named,
    .records = {&diag::unusedInput.record},
    .file = findUnusedInputs,
};

}  // namespace mlpc::rules::style
