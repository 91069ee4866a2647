#include "mlpc/sema/written.h"

namespace mlpc::sema {

const syntax::RecordItem* findItem(const syntax::Tree& tree, syntax::ExprId record, vocabulary::FieldName name) {
  return syntax::findItem(tree, record, name.text());
}

syntax::ExprId fieldValue(const syntax::Tree& tree, syntax::ExprId record, vocabulary::FieldName name) {
  return syntax::fieldValue(tree, record, name.text());
}

const syntax::SettingStmt* findSetting(const syntax::Tree& tree, const syntax::Block& block,
                                       vocabulary::FieldName name) {
  for (const syntax::StmtId id : block.statements) {
    const auto* setting = std::get_if<syntax::SettingStmt>(&tree.stmts[id].node);
    if (setting != nullptr && setting->key.text == name.text()) return setting;
  }
  return nullptr;
}

syntax::ExprId settingValue(const syntax::Tree& tree, const syntax::Block& block, vocabulary::FieldName name) {
  const syntax::SettingStmt* setting = findSetting(tree, block, name);
  return setting != nullptr ? setting->value : syntax::ExprId();
}

}  // namespace mlpc::sema
