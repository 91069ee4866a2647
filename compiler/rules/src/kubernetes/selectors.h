#pragma once

#include "mlpc/rules/context.h"
#include "mlpc/vocabulary/prelude.h"

namespace mlpc::rules::kubernetes {

/// Calls `visit(const RecordItem&)` for each label of each `node_selector` that is written out in a file.
template <typename Visit>
void eachSelector(const File& file, const Visit& visit) {
  for (const syntax::ExprId id : file.records()) {
    const auto* record =
        file.as<syntax::RecordExpr>(fieldValue(file.tree(), id, vocabulary::prelude::TaskOptions::NodeSelector));
    for (size_t i = 0; record != nullptr && i < record->items.size(); ++i) {
      const syntax::RecordItem& item = record->items[i];
      if (!item.spread && !item.key.empty() && item.value) visit(item);
    }
  }
}

/// Whether a label of a selector is the name of a pool.
inline bool selectsPool(const syntax::RecordItem& item) {
  return item.key.text == "agentpool" || item.key.text == "kubernetes.azure.com/agentpool";
}

}  // namespace mlpc::rules::kubernetes
