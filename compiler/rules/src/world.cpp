// The files of a program as rules see them, and which of their declarations are sound.
#include <algorithm>

#include "mlpc/embedded/file_code.h"
#include "mlpc/rules/context.h"

namespace mlpc::rules {
namespace {

bool isWordByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

}  // namespace

File::File(const World& world, sema::ModuleId id, bool named)
    : world_(world), id_(id), tree_(world.program_.module(id).tree.get()), named_(named) {
  tree_->exprs.forEachId([&](syntax::ExprId expr) {
    const syntax::ExprNode& node = tree_->exprs[expr].node;
    if (std::holds_alternative<syntax::StringExpr>(node) || std::holds_alternative<syntax::FenceExpr>(node))
      strings_.push_back(expr);
    if (std::holds_alternative<syntax::RecordExpr>(node)) records_.push_back(expr);
    if (std::holds_alternative<syntax::CallExpr>(node)) calls_.push_back(expr);
    if (std::holds_alternative<syntax::IndexExpr>(node)) indexes_.push_back(expr);
  });
  world.look(tree_->exprs.size());
}

const embedded::FileCode& File::code() const { return *world_.program_.module(id_).code; }

const embedded::PythonFence* File::python(syntax::ExprId code) const {
  if (as<syntax::FenceExpr>(code) != nullptr) return &this->code().python(code);
  const auto& files = world_.program_.module(id_).checked->pythonFiles;
  const auto found = files.find(code.index());
  return found != files.end() ? found->second.get() : nullptr;
}

std::vector<const embedded::ShellFence*> File::scripts() const {
  std::vector<const embedded::ShellFence*> out;
  for (const syntax::ExprId id : strings_) {
    const auto* fence = as<syntax::FenceExpr>(id);
    const bool shell =
        fence != nullptr && (is(fence->language.text, Language::Bash) || is(fence->language.text, Language::Sh));
    if (shell) out.push_back(&code().shell(id));
    const auto& files = world_.program_.module(id_).checked->shellFiles;
    if (const auto found = files.find(id.index()); found != files.end()) out.push_back(found->second.get());
  }
  return out;
}

const sema::ExprInfo& File::info(syntax::ExprId expr) const {
  world_.look();
  return world_.program_.info(id_, expr);
}

std::string_view File::source(syntax::ExprId expr) const { return world_.sources().text(span(expr)); }

std::optional<support::Constant> File::constant(syntax::ExprId expr) const {
  world_.look();
  return expr ? sema::constantOf(world_.program_, id_, expr) : std::nullopt;
}

std::optional<std::string> File::text(syntax::ExprId expr) const {
  const auto value = constant(expr);
  const auto* text = value ? value->as<std::string>() : nullptr;
  return text != nullptr ? std::optional(*text) : std::nullopt;
}

const syntax::SettingStmt* File::setting(const syntax::Block& block, vocabulary::FieldName key) const {
  return sema::findSetting(*tree_, block, key);
}

sema::SymbolId File::symbol(syntax::DeclId decl) const {
  const auto& scope = world_.program_.module(id_).scope();
  const auto found = scope.find(tree_->decls[decl].name.text);
  if (found == scope.end() || world_.symbol(found->second).decl != decl) return {};
  return found->second;
}

sema::SymbolId File::declared(syntax::StmtId stmt) const { return world_.program_.module(id_).declared(stmt); }

std::span<const sema::SymbolId> File::symbols() const { return symbols_; }

syntax::DeclId File::around(uint32_t at) const {
  const auto next =
      std::upper_bound(tree_->order.begin(), tree_->order.end(), at,
                       [&](uint32_t offset, syntax::DeclId decl) { return offset < tree_->decls[decl].span.begin; });
  if (next == tree_->order.begin()) return {};
  const syntax::DeclId decl = *std::prev(next);
  return at <= tree_->decls[decl].span.end ? decl : syntax::DeclId();
}

bool File::sound(syntax::ExprId expr) const {
  if (unsound_.empty()) return true;
  const syntax::DeclId decl = around(span(expr).begin);
  return !decl || sound(decl);
}

World::World(const sema::Program& program) : program_(program) {
  byModule_.resize(program.modules.size());
  const std::unordered_set<sema::ModuleId> named(program.roots.begin(), program.roots.end());
  for (const sema::ModuleId id : program.files) {
    File& file = files_.emplace_back(*this, id, named.count(id) != 0);
    byModule_[id.index()] = &file;
    program.module(id).forEachSymbol([&](sema::SymbolId symbol) { file.symbols_.push_back(symbol); });
    look(file.symbols_.size());
  }
}

const File* World::file(sema::ModuleId module) const {
  return module && module.index() < byModule_.size() ? byModule_[module.index()] : nullptr;
}

const sema::Symbol& World::symbol(sema::SymbolId symbol) const {
  look();
  return program_.symbols[symbol];
}

bool World::standard(sema::SymbolId symbol) const {
  const sema::ModuleId module = program_.symbols[symbol].module;
  return module && program_.module(module).standard.has_value();
}

std::optional<Builtin> World::builtin(const sema::CallUse& call) const {
  const sema::Signature* found = call.callee ? signature(call.callee) : nullptr;
  return found != nullptr ? found->builtin : std::nullopt;
}

const sema::Signature* World::signature(sema::SymbolId symbol) const { return program_.signature(symbol); }

syntax::ExprId World::argument(const sema::CallUse& call, vocabulary::FieldName parameter) const {
  const sema::Signature* found = call.callee ? signature(call.callee) : nullptr;
  for (size_t i = 0; found != nullptr && i < found->parameters.size() && i < call.arguments.size(); ++i) {
    if (found->parameters[i].name == parameter.text()) return call.arguments[i];
  }
  return {};
}

const sema::TypeStore& World::types() const { return program_.types; }

const source::SourceManager& World::sources() const { return program_.sources; }

void World::findUnsound(const diag::Engine& diags) {
  std::unordered_map<uint32_t, File*> bySource;
  for (File& file : files_) bySource.emplace(file.tree().file.index(), &file);
  for (const diag::Report& report : diags.sorted()) {
    if (report.severity != diag::Severity::Error || !report.span.valid()) continue;
    std::vector<source::Span> places = diags.filter().usesOf(report.span.file);
    if (places.empty()) places.push_back(report.span);
    for (const source::Span place : places) {
      const auto found = bySource.find(place.file.index());
      if (found == bySource.end()) continue;
      if (const syntax::DeclId decl = found->second->around(place.begin)) found->second->unsound_.insert(decl.index());
    }
  }
  for (File& file : files_) {
    const syntax::Tree& tree = file.tree();
    for (const syntax::DeclId id : tree.order) {
      if (tree.decls[id].broken || std::holds_alternative<syntax::ErrorDecl>(tree.decls[id].node))
        file.unsound_.insert(id.index());
    }
    // What has an unknown type although nothing was reported here: the cause is elsewhere.
    const auto isUnknown = [&](sema::TypeId type) { return type && types()[type].kind == sema::TypeKind::Error; };
    tree.exprs.forEachId([&](syntax::ExprId expr) {
      if (!isUnknown(file.info(expr).type)) return;
      if (const syntax::DeclId decl = file.around(tree.exprs[expr].span.begin)) file.unsound_.insert(decl.index());
    });
    for (const sema::SymbolId id : file.symbols()) {
      const sema::Symbol& declared = symbol(id);
      if (!isUnknown(declared.type)) continue;
      if (const syntax::DeclId decl = file.around(declared.span.begin)) file.unsound_.insert(decl.index());
    }
    collectWords(file);
  }
}

void World::collectWords(const File& file) {
  const syntax::Tree& tree = file.tree();
  words_.insert(tree.lostNames.begin(), tree.lostNames.end());
  for (const syntax::DeclId id : tree.order) {
    if (file.sound(id)) continue;
    const std::string_view text = sources().text(tree.decls[id].span);
    look(text.size());
    for (size_t at = 0; at < text.size();) {
      size_t end = at;
      while (end < text.size() && isWordByte(text[end])) ++end;
      if (end > at) words_.insert(text.substr(at, end - at));
      at = end + 1;
    }
  }
}

}  // namespace mlpc::rules
