#include "python_code.h"

#include <algorithm>

#include "fences.h"
#include "mlpc/vocabulary/prelude.h"

namespace mlpc::rules {
namespace {

using syntax::ExprId;
using vocabulary::prelude::ComponentSettings;

/// Adds the items of a list, if `list` is one.
void addItems(const File& file, ExprId list, std::vector<ExprId>& out) {
  const auto* items = file.as<syntax::ListExpr>(list);
  if (items == nullptr) return;
  for (const syntax::ListItem& item : items->items) out.push_back(item.spread ? ExprId() : item.value);
}

/// The code in the words of a command, `python3 -u -c CODE`; invalid if there is none.
ExprId codeIn(const File& file, const std::vector<ExprId>& words) {
  bool python = false;
  for (size_t i = 0; i + 1 < words.size(); ++i) {
    const std::string word = file.text(words[i]).value_or("");
    const bool option = word.starts_with('-') && !word.starts_with("--");
    if (python && option && word.ends_with('c')) return words[i + 1];
    python = (python && option) || word.substr(word.rfind('/') + 1).starts_with("python");
  }
  return {};
}

}  // namespace

std::vector<const embedded::PythonFence*> allPythonOf(const File& file) {
  std::vector<const embedded::PythonFence*> out;
  for (const ExprId id : file.strings()) {
    const auto* fence = file.as<syntax::FenceExpr>(id);
    const bool python = fence == nullptr || is(fence->language.text, Language::Python);
    if (const embedded::PythonFence* code = python ? file.python(id) : nullptr) out.push_back(code);
  }
  const auto addCommand = [&](ExprId command, ExprId arguments) {
    std::vector<ExprId> words;
    addItems(file, command, words);
    addItems(file, arguments, words);
    const ExprId code = codeIn(file, words);
    // A fence has been found above, if it is one of Python.
    if (file.as<syntax::StringExpr>(code) != nullptr) out.push_back(&file.code().python(code));
  };
  for (const syntax::DeclId id : file.tree().order) {
    const auto* component = std::get_if<syntax::ComponentDecl>(&file.tree().decls[id].node);
    if (component == nullptr) continue;
    const syntax::SettingStmt* command = file.setting(component->body, ComponentSettings::Command);
    const syntax::SettingStmt* arguments = file.setting(component->body, ComponentSettings::Args);
    addCommand(command != nullptr ? command->value : ExprId(), arguments != nullptr ? arguments->value : ExprId());
  }
  for (const ExprId id : file.records()) {
    ExprId command;
    ExprId arguments;
    for (const syntax::RecordItem& item : file.as<syntax::RecordExpr>(id)->items) {
      if (!item.spread && is(item.key.text, ComponentSettings::Command)) command = item.value;
      if (!item.spread && is(item.key.text, ComponentSettings::Args)) arguments = item.value;
    }
    addCommand(command, arguments);
  }
  return out;
}

}  // namespace mlpc::rules
