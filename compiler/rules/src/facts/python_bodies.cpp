#include "python_bodies.h"

#include <algorithm>

namespace mlpc::rules {

const embedded::PythonCall* PythonBody::call(std::string_view function) const {
  const auto found = std::find_if(calls.begin(), calls.end(),
                                  [&](const embedded::PythonCall& c) { return mlflowFunction(c) == function; });
  return found != calls.end() ? &*found : nullptr;
}

std::string_view mlflowFunction(const embedded::PythonCall& call) {
  return call.callee.starts_with("mlflow.") ? call.callee.substr(7) : std::string_view();
}

bool isFixedText(std::string_view text) {
  return !text.empty() && text.find(embedded::kPlaceholderByte) == std::string_view::npos;
}

PythonBodies::PythonBodies(const World& world) {
  for (const File& file : world.files()) {
    for (const syntax::DeclId id : file.tree().order) {
      const auto* component = std::get_if<syntax::ComponentDecl>(&file.tree().decls[id].node);
      if (component == nullptr) continue;
      for (const syntax::StmtId stmt : component->body.statements) {
        const auto* code = std::get_if<syntax::CodeStmt>(&file.tree().stmts[stmt].node);
        if (code != nullptr && is(code->language.text, Language::Python) &&
            file.as<syntax::FenceExpr>(code->body) != nullptr)
          add(world, file, id, code->body);
      }
    }
  }
}

void PythonBodies::add(const World& world, const File& file, syntax::DeclId decl, syntax::ExprId fence) {
  const std::string_view source = file.source(fence);
  world.look(source.size());
  if (source.find("mlflow") == std::string_view::npos && source.find("azureml") == std::string_view::npos) return;
  PythonBody body;
  body.file = &file;
  body.decl = decl;
  body.component = &std::get<syntax::ComponentDecl>(file.tree().decls[decl].node);
  const embedded::PythonFence& python = file.code().python(fence);
  if (python.code->broken()) return;
  body.text = &python.text;
  body.imports = python.code->imports();
  body.calls = python.code->calls();
  body.mlflow = std::any_of(body.imports.begin(), body.imports.end(), [](const embedded::PythonImport& import) {
    return import.module == "mlflow" || import.module.starts_with("mlflow.");
  });
  all_.push_back(std::move(body));
}

}  // namespace mlpc::rules
