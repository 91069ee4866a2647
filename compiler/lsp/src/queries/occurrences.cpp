#include "queries/occurrences.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "mlpc/schema/schema.h"
#include "mlpc/sema/type_rules.h"
#include "queries/embedded_names.h"
#include "queries/settings.h"

namespace mlpc::lsp {
namespace {

using sema::Field;
using sema::SymbolId;
using syntax::ExprId;

class Collector {
 public:
  explicit Collector(const View& view) : view_(view), program_(view.program()), tree_(view.tree()) {}

  std::vector<Occurrence> run() {
    view_.file().forEachSymbol([&](SymbolId id) { declaration(id); });
    tree_.exprs.forEachId([&](ExprId id) { expression(id); });
    tree_.types.forEachId([&](syntax::TypeId id) { type(id); });
    for (const syntax::DeclId id : tree_.order) {
      const syntax::Decl& decl = tree_.decls[id];
      if (const auto* existing = std::get_if<syntax::ExistingDecl>(&decl.node)) path(existing->kind);
      if (const auto* resource = std::get_if<syntax::ResourceDecl>(&decl.node)) path(resource->kind);
      settings(decl);
    }
    for (const EmbeddedName& name : embeddedNamesIn(view_)) add(name.at, name.symbol, Spelling::Embedded);
    for (Occurrence& one : found_) {
      if (one.spelling == Spelling::Plain && shorthands_.contains(one.at.begin))
        one.spelling = Spelling::ShorthandValue;
    }
    std::stable_sort(found_.begin(), found_.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
    const auto same = [](const auto& a, const auto& b) { return a.at == b.at && a.declared == b.declared; };
    found_.erase(std::unique(found_.begin(), found_.end(), same), found_.end());
    return std::move(found_);
  }

 private:
  void add(source::Span at, SymbolId symbol, Spelling spelling = Spelling::Plain) {
    if (!symbol || at.begin == at.end) return;
    const source::Span declared = program_.symbols[symbol].span;
    if (declared.valid()) found_.push_back({at, declared, symbol, nullptr, spelling});
  }
  void add(source::Span at, const Field* field, Spelling spelling = Spelling::Plain) {
    if (field == nullptr || !field->span.valid() || at.begin == at.end) return;
    found_.push_back({at, field->span, {}, field, spelling});
  }

  void declaration(SymbolId id) {
    const sema::Symbol& symbol = program_.symbols[id];
    // What has no word of its own in the source, such as an output of Python code or an alias that was left out.
    if (symbol.span.file == tree_.file && text(symbol.span) == symbol.name) add(symbol.span, id);
  }

  void expression(ExprId id) {
    const sema::ExprInfo* info = view_.file().info(id);
    if (info == nullptr) return;
    const syntax::ExprNode& node = tree_.exprs[id].node;
    if (const auto* name = std::get_if<syntax::NameExpr>(&node)) nameUse(name->name.span, *info);
    if (const auto* member = std::get_if<syntax::MemberExpr>(&node)) memberUse(*member, *info);
    if (const auto* call = std::get_if<syntax::CallExpr>(&node)) arguments(*call, *info);
    if (const auto* record = std::get_if<syntax::RecordExpr>(&node)) items(*record, *info);
  }

  void nameUse(source::Span at, const sema::ExprInfo& info) {
    if (const auto* symbol = std::get_if<sema::SymbolUse>(&info.use)) add(at, symbol->symbol);
    if (const auto* port = std::get_if<sema::PortUse>(&info.use)) add(at, port->port);
    // The name of a task means its unnamed output.
    if (const auto* output = std::get_if<sema::OutputUse>(&info.use)) add(at, output->task);
  }

  void memberUse(const syntax::MemberExpr& member, const sema::ExprInfo& info) {
    const source::Span at = member.member.span;
    if (const auto* symbol = std::get_if<sema::SymbolUse>(&info.use)) add(at, symbol->symbol);
    if (const auto* output = std::get_if<sema::OutputUse>(&info.use)) add(at, outputOf(output->task, output->output));
    if (const auto* output = std::get_if<sema::StepOutputUse>(&info.use); output != nullptr && !output->path.empty())
      add(at, outputOf(output->path.back(), output->output));
    if (std::holds_alternative<sema::FieldUse>(info.use)) {
      const sema::ExprInfo* whole = view_.file().info(member.base);
      if (whole != nullptr) add(at, fieldOf(program_.types, recordOf(program_.types, whole->type), member.member.text));
    }
  }

  /// Null for an unnamed output, which has no word.
  const Field* outputOf(SymbolId task, std::string_view name) {
    const SymbolId callee = program_.symbols[task].callee;
    const sema::Signature* signature = program_.signature(callee ? callee : task);
    if (signature == nullptr || signature->unnamedOutput) return nullptr;
    const auto found = std::find_if(signature->outputs.begin(), signature->outputs.end(),
                                    [&](const Field& output) { return output.name == name; });
    return found == signature->outputs.end() ? nullptr : &*found;
  }

  void arguments(const syntax::CallExpr& call, const sema::ExprInfo& info) {
    const auto* use = std::get_if<sema::CallUse>(&info.use);
    const sema::Signature* signature = use != nullptr ? program_.signature(use->callee) : nullptr;
    if (signature == nullptr) return;
    std::unordered_map<uint32_t, size_t> parameters;
    for (size_t i = 0; i < std::min(use->arguments.size(), signature->parameters.size()); ++i) {
      if (use->arguments[i]) parameters.emplace(use->arguments[i].index(), i);
    }
    for (const syntax::Argument& argument : call.arguments) {
      const auto found = argument.value ? parameters.find(argument.value.index()) : parameters.end();
      if (found == parameters.end()) continue;
      const Field& parameter = signature->parameters[found->second];
      if (!argument.name.empty()) {
        add(argument.name.span, &parameter);
        continue;
      }
      const auto* name = std::get_if<syntax::NameExpr>(&tree_.exprs[argument.value].node);
      if (name != nullptr && name->name.text == parameter.name && found->second >= signature->positional)
        shorthand(name->name.span, &parameter);
    }
  }

  void items(const syntax::RecordExpr& record, const sema::ExprInfo& info) {
    const sema::TypeId type = recordOf(program_.types, info.expected ? info.expected : info.type);
    if (!type) return;
    for (const syntax::RecordItem& item : record.items) {
      if (item.spread || item.key.empty()) continue;
      const Field* field = fieldOf(program_.types, type, item.key.text);
      if (item.shorthand) {
        shorthand(item.key.span, field);
      } else {
        add(item.key.span, field);
      }
    }
  }

  void shorthand(source::Span at, const Field* key) {
    add(at, key, Spelling::ShorthandKey);
    shorthands_.insert(at.begin);
  }

  void settings(const syntax::Decl& decl) {
    for (const SettingsBlock& block : blocksOf(view_, decl)) {
      if (!block.record) continue;
      for (const syntax::StmtId id : block.block->statements) {
        const auto* setting = std::get_if<syntax::SettingStmt>(&tree_.stmts[id].node);
        if (setting != nullptr) add(setting->key.span, fieldOf(program_.types, block.record, setting->key.text));
      }
    }
  }

  void type(syntax::TypeId id) {
    const syntax::TypeNode& node = tree_.types[id].node;
    if (const auto* named = std::get_if<syntax::NamedType>(&node)) path(named->path);
    const auto* record = std::get_if<syntax::RecordType>(&node);
    if (record == nullptr) return;
    for (const syntax::Parameter& field : record->fields) {
      const source::Span at = field.name.span;
      if (!field.name.empty()) found_.push_back({at, at, {}, nullptr, Spelling::Plain});
    }
  }

  void path(const std::vector<syntax::Name>& names) {
    std::vector<syntax::Name> until;
    for (const syntax::Name& name : names) {
      until.push_back(name);
      add(name.span, resolvePath(view_, until));
    }
  }

  [[nodiscard]] std::string_view text(source::Span span) const {
    return view_.source().text().substr(span.begin, span.end - span.begin);
  }

  const View& view_;
  const sema::Program& program_;
  const syntax::Tree& tree_;
  std::vector<Occurrence> found_;
  std::unordered_set<uint32_t> shorthands_;  ///< where they begin
};

}  // namespace

std::vector<Occurrence> occurrencesIn(const View& view) { return Collector(view).run(); }

std::optional<Occurrence> occurrenceAt(const View& view, uint32_t offset) {
  std::optional<Occurrence> best;
  for (const Occurrence& one : occurrencesIn(view)) {
    if (one.at.begin > offset || one.at.end < offset) continue;
    // A cursor between two names belongs to the one on its right, one in a shorthand to the value.
    const bool better =
        !best || (best->at != one.at ? best->at.end == offset : one.spelling == Spelling::ShorthandValue);
    if (better) best = one;
  }
  return best;
}

sema::TypeId recordOf(const sema::TypeStore& types, sema::TypeId type) {
  type = sema::bareType(types, type);
  if (!type) return {};
  if (types[type].kind == sema::TypeKind::Record) return type;
  if (types[type].kind != sema::TypeKind::Union) return {};
  for (const sema::TypeId member : types[type].members) {
    const sema::TypeId bare = sema::bareType(types, member);
    if (types[bare].kind == sema::TypeKind::Record && !types[bare].isKind) return bare;
  }
  return {};
}

const Field* fieldOf(const sema::TypeStore& types, sema::TypeId record, std::string_view name) {
  if (!record) return nullptr;
  const std::vector<Field>& fields = types[record].fields;
  const auto found = std::find_if(fields.begin(), fields.end(), [&](const Field& field) { return field.name == name; });
  return found == fields.end() ? nullptr : &*found;
}

SymbolId resolvePath(const View& view, const std::vector<syntax::Name>& path) {
  if (path.empty()) return {};
  sema::SchemaSet& standard = schema::standard();
  const auto& scope = view.file().scope();
  const auto own = scope.find(path.front().text);
  SymbolId symbol = own != scope.end() ? own->second : standard.lookup(standard.module("prelude"), path.front().text);
  std::string dotted(path.front().text);
  for (size_t i = 1; i < path.size(); ++i) {
    sema::ModuleId target;
    if (symbol) {
      const sema::Symbol& import = view.program().symbols[symbol];
      target = import.kind == sema::SymbolKind::Import ? import.target : sema::ModuleId();
    }
    // A module that is visible without an import.
    if (!target) target = standard.module(dotted);
    dotted += '.' + std::string(path[i].text);
    if (!target) {
      symbol = {};
      continue;
    }
    const auto& names = view.program().module(target);
    if (names.standard) {
      symbol = standard.lookup(target, path[i].text);
    } else {
      const auto found = names.scope().find(path[i].text);
      symbol = found == names.scope().end() ? SymbolId() : found->second;
    }
  }
  return symbol;
}

}  // namespace mlpc::lsp
