#include "secrets.h"

#include "mlpc/support/text.h"
#include "mlpc/vocabulary/prelude.h"

namespace mlpc::rules {

using vocabulary::prelude::ClusterSecret;

Secrets::Secrets(const World& world) {
  for (const File& file : world.files()) {
    for (const syntax::DeclId id : file.tree().order) {
      const syntax::Decl& decl = file.tree().decls[id];
      const auto* secret = std::get_if<syntax::SecretDecl>(&decl.node);
      if (secret == nullptr) continue;
      const auto* keys = file.as<syntax::ListExpr>(fieldValue(file.tree(), secret->record, ClusterSecret::Keys));
      if (keys == nullptr) continue;
      Secret found;
      found.name = &decl.name;
      for (const syntax::ListItem& item : keys->items) {
        found.open = found.open || item.spread;
        if (const auto key = file.text(item.value)) found.keys.insert(*key);
      }
      const syntax::ExprId given = fieldValue(file.tree(), secret->record, ClusterSecret::Name);
      byName_[given ? file.text(given).value_or("") : support::toKebab(decl.name.text)].push_back(std::move(found));
    }
  }
}

}  // namespace mlpc::rules
