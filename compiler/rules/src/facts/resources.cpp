#include "resources.h"

#include "mlpc/support/text.h"
#include "mlpc/vocabulary/kinds.h"

namespace mlpc::rules {

using vocabulary::ResourceField;

source::Span Resource::keySpan(vocabulary::FieldName key) const {
  const syntax::RecordItem* item = sema::findItem(file->tree(), record, key);
  return item != nullptr ? item->key.span : span;
}

Resources::Resources(const World& world) {
  for (const File& file : world.files()) {
    for (const syntax::DeclId id : file.tree().order) add(world, file, id);
  }
  for (const Resource& resource : all_) {
    bySymbol_.emplace(resource.symbol, &resource);
    byKind_[static_cast<size_t>(resource.kind)].push_back(&resource);
  }
}

void Resources::add(const World& world, const File& file, syntax::DeclId id) {
  const syntax::Decl& decl = file.tree().decls[id];
  const auto* made = std::get_if<syntax::ResourceDecl>(&decl.node);
  const auto* existing = std::get_if<syntax::ExistingDecl>(&decl.node);
  const sema::SymbolId symbol = made != nullptr || existing != nullptr ? file.symbol(id) : sema::SymbolId();
  const sema::TypeId type = symbol ? world.symbol(symbol).type : sema::TypeId();
  const auto kind = type ? world.types()[type].resource : std::nullopt;
  if (!kind) return;
  Resource resource;
  resource.symbol = symbol;
  resource.file = &file;
  resource.kind = *kind;
  resource.record = made != nullptr ? made->record : existing->record;
  resource.existing = existing != nullptr;
  resource.span = decl.name.span;
  resource.word = decl.name.text;
  const syntax::ExprId name = resource.field(ResourceField::Name);
  resource.name = name ? file.text(name).value_or("") : support::toKebab(decl.name.text);
  all_.push_back(std::move(resource));
}

const std::vector<const Resource*>& Resources::of(Kind kind) const { return byKind_[static_cast<size_t>(kind)]; }

const Resource* Resources::find(sema::SymbolId symbol) const {
  const auto found = bySymbol_.find(symbol);
  return found != bySymbol_.end() ? found->second : nullptr;
}

const Resource* Resources::reference(const File& file, syntax::ExprId expr) const {
  const auto* use = file.use<sema::SymbolUse>(expr);
  return use != nullptr ? find(use->symbol) : nullptr;
}

std::vector<const Resource*> Resources::references(const File& file, syntax::ExprId list) const {
  std::vector<const Resource*> out;
  const auto* items = file.as<syntax::ListExpr>(list);
  for (size_t i = 0; items != nullptr && i < items->items.size(); ++i) {
    if (const Resource* resource = reference(file, items->items[i].value)) out.push_back(resource);
  }
  return out;
}

}  // namespace mlpc::rules
