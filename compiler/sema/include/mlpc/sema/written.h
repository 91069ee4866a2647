#pragma once

#include "mlpc/syntax/tree.h"
#include "mlpc/vocabulary/names.h"

// What a program says about a field of the standard library, before anything in it is evaluated.
namespace mlpc::sema {

/// The field `name` of a record literal with its key; null if there is none (spreads are not followed).
const syntax::RecordItem* findItem(const syntax::Tree& tree, syntax::ExprId record, vocabulary::FieldName name);
/// Its value; invalid if there is none.
syntax::ExprId fieldValue(const syntax::Tree& tree, syntax::ExprId record, vocabulary::FieldName name);
/// The setting `name` of a block, or null.
const syntax::SettingStmt* findSetting(const syntax::Tree& tree, const syntax::Block& block,
                                       vocabulary::FieldName name);
/// Its value; invalid if there is none.
syntax::ExprId settingValue(const syntax::Tree& tree, const syntax::Block& block, vocabulary::FieldName name);

}  // namespace mlpc::sema
