#include "component_code.h"

#include <algorithm>

#include "mlpc/vocabulary/prelude.h"

namespace mlpc::rules {

using embedded::PythonFunction;
using sema::TypeKind;
using vocabulary::prelude::ComponentSettings;

bool isArtifact(const sema::TypeStore& types, sema::TypeId type) {
  while (type && (types[type].kind == TypeKind::List || types[type].kind == TypeKind::Optional ||
                  types[type].kind == TypeKind::Runtime)) {
    if (!types[type].element) return false;
    type = types[type].element;
  }
  return type && types[type].kind == TypeKind::Artifact;
}

syntax::ExprId ComponentCode::setting(vocabulary::FieldName key) const {
  const syntax::SettingStmt* found = file.setting(declaration.body, key);
  return found != nullptr ? found->value : syntax::ExprId();
}

std::vector<const sema::Field*> ComponentCode::returned() const {
  std::vector<const sema::Field*> out;
  for (const sema::Field& output : signature.outputs) {
    if (!namedOutputs || !isArtifact(file.world().types(), output.type)) out.push_back(&output);
  }
  return out;
}

embedded::Node ComponentCode::statements() const {
  if (body) return code.root();
  // The named outputs of a module are a class of its own.
  if (namedOutputs || signature.outputs.empty()) return {};
  const syntax::ExprId setting = this->setting(ComponentSettings::Entry);
  const auto entry = file.text(setting);
  if (setting && !entry) return {};
  const std::string_view name = entry ? std::string_view(*entry) : component.name;
  const std::vector<PythonFunction> functions = code.functions();
  const auto found =
      std::find_if(functions.begin(), functions.end(), [&](const PythonFunction& f) { return f.name == name; });
  return found != functions.end() ? found->body : embedded::Node();
}

std::vector<ComponentCode> pythonOf(const World& world, const File& file) {
  std::vector<ComponentCode> out;
  for (const sema::SymbolId id : file.symbols()) {
    const sema::Symbol& symbol = world.symbol(id);
    if (symbol.kind != sema::SymbolKind::Component) continue;
    const auto* component = std::get_if<syntax::ComponentDecl>(&file.tree().decls[symbol.decl].node);
    const sema::Signature* signature = world.signature(id);
    if (component == nullptr || signature == nullptr) continue;
    for (const syntax::StmtId statement : component->body.statements) {
      const auto* code = std::get_if<syntax::CodeStmt>(&file.tree().stmts[statement].node);
      if (code == nullptr || (!is(code->language.text, Language::Python) && !is(code->language.text, Language::Bash)))
        continue;
      // Only the first one is the code of the component.
      const embedded::PythonFence* python =
          is(code->language.text, Language::Python) ? file.python(code->body) : nullptr;
      if (python == nullptr) break;
      const bool body = file.as<syntax::FenceExpr>(code->body) != nullptr && !code->module;
      const bool named = !signature->unnamedOutput && !signature->outputs.empty();
      out.push_back({file, symbol, *component, *signature, python->text, *python->code, body, named});
      break;
    }
  }
  return out;
}

std::vector<ComponentCode> goodPythonOf(const World& world, const File& file) {
  std::vector<ComponentCode> out;
  for (const ComponentCode& python : pythonOf(world, file)) {
    if (!python.code.broken()) out.push_back(python);
  }
  return out;
}

}  // namespace mlpc::rules
