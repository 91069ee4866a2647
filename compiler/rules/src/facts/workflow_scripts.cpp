#include "workflow_scripts.h"

#include <algorithm>

#include "mlpc/syntax/walk.h"

namespace mlpc::rules {

using namespace syntax;
using embedded::CodeText;

bool WorkflowScript::changes(const embedded::CommandOption* option) const {
  if (option == nullptr) return false;
  for (const embedded::ShellWord* word : option->values) {
    if (word->expands) return true;
    for (const CodeText::Placeholder& inner : text->placeholders()) {
      const bool inWord = inner.at >= word->range.begin && inner.at < word->range.end;
      if (inWord && file->info(inner.value).phase != sema::Phase::Compile) return true;
    }
  }
  return option->inlined.find('$') != std::string_view::npos;
}

const CodeText::Placeholder* WorkflowScript::placeholder(const embedded::ShellWord& word) const {
  if (word.value.size() != 1 || word.value.front() != embedded::kPlaceholderByte) return nullptr;
  const auto& all = text->placeholders();
  const auto found = std::find_if(all.begin(), all.end(), [&](const CodeText::Placeholder& p) {
    return p.at >= word.range.begin && p.at < word.range.end;
  });
  return found != all.end() ? &*found : nullptr;
}

WorkflowScripts::WorkflowScripts(const World& world) {
  for (const File& file : world.files()) {
    for (const DeclId id : file.tree().order) {
      const DeclNode& node = file.tree().decls[id].node;
      if (const auto* workflow = std::get_if<WorkflowDecl>(&node)) collect(world, file, id, workflow->body);
      if (const auto* shared = std::get_if<TemplateDecl>(&node)) collect(world, file, id, shared->body);
    }
  }
}

void WorkflowScripts::collect(const World& world, const File& file, DeclId decl, const Block& body) {
  const auto isScript = [&](ExprId expr) {
    const auto* fence = file.as<FenceExpr>(expr);
    return fence != nullptr && is(fence->language.text, Language::Bash);
  };
  const auto collectFrom = [&](ExprId value, ExprId settings) {
    WorkflowScript script;
    script.decl = decl;
    script.settings = settings;
    if (isScript(value)) add(world, file, script, value);
    const auto* use = file.use<sema::CallUse>(value);
    if (use == nullptr || !use->callee) return;
    script.signedIn = world.builtin(*use) == Builtin::Az;
    for (const ExprId argument : use->arguments) {
      if (isScript(argument)) add(world, file, script, argument);
    }
  };
  walkStatements(file.tree(), body, [&](StmtId id) {
    const StmtNode& node = file.tree().stmts[id].node;
    if (const auto* code = std::get_if<CodeStmt>(&node)) collectFrom(code->body, code->settings);
    if (const auto* let = std::get_if<LetStmt>(&node)) collectFrom(let->value, let->settings);
    if (const auto* call = std::get_if<CallStmt>(&node)) collectFrom(call->call, call->settings);
  });
}

void WorkflowScripts::add(const World& world, const File& file, WorkflowScript script, ExprId fence) {
  script.file = &file;
  const embedded::ShellFence& shell = file.code().shell(fence);
  script.text = &shell.text;
  script.script = shell.script.get();
  world.look(script.text->text().size());
  if (!script.script->errors.empty()) return;
  script.az = embedded::azCommands(*script.script);
  all_.push_back(std::move(script));
}

}  // namespace mlpc::rules
