#include <algorithm>

#include "evaluator.h"
#include "mlpc/diag/internal.h"
#include "mlpc/diag/lowering.h"
#include "mlpc/embedded/file_code.h"
#include "mlpc/ir/access.h"
#include "mlpc/support/text.h"
#include "mlpc/support/utf8.h"
#include "mlpc/vocabulary/prelude.h"
#include "packed_files.h"
#include "task_options.h"

namespace mlpc::lower {

using namespace syntax;
using ir::Value;
using vocabulary::Language;
using vocabulary::prelude::ComponentSettings;

namespace {

/// Lists inside `command` and `args` are spliced in.
void splice(std::vector<Value>& out, std::vector<Value> items) {
  for (Value& item : items) {
    if (auto* list = item.as<ir::ListValue>())
      splice(out, std::move(list->items));
    else
      out.push_back(std::move(item));
  }
}

class ComponentLowering {
 public:
  ComponentLowering(Lowering& lowering, SymbolId symbol)
      : lowering_(lowering),
        symbol_(lowering.symbol(symbol)),
        signature_(lowering.signature(symbol)),
        evaluator_(lowering) {
    component_.name = symbol_.name;
    component_.origin = symbol_.span;
    component_.bodyOrigin = symbol_.span;
    component_.description = symbol_.doc;
    component_.inputs = ports(lowering, signature_.parameters, true);
    component_.outputs = ports(lowering, signature_.outputs, false);
    component_.unnamedOutput = signature_.unnamedOutput;
    component_.builtin = signature_.builtin;
    component_.body = ir::Container{};
  }

  ir::Component run() {
    // The standard library's have no declaration.
    const auto* declaration =
        symbol_.decl ? std::get_if<ComponentDecl>(&lowering_.tree(symbol_.module).decls[symbol_.decl].node) : nullptr;
    if (declaration == nullptr) return std::move(component_);
    for (ir::Field& field : evaluator_.settings(symbol_.module, declaration->body, {})) setting(field);
    if (container_) component_.body = std::move(*container_);
    if (task_) component_.body = ir::AzureTask{*task_};
    const Tree& tree = lowering_.tree(symbol_.module);
    for (const StmtId id : declaration->body.statements) {
      if (const auto* code = std::get_if<CodeStmt>(&tree.stmts[id].node)) this->code(*code);
    }
    if (notebook_) notebook();
    return std::move(component_);
  }

 private:
  // ---- settings

  void text(const ir::Field& field, std::string& into) {
    if (isNull(field.value)) return;
    if (const std::string* text = field.value.text())
      into = *text;
    else
      lowering_.diags.report(field.value.origin, diag::internalError,
                             diag::Phrase("a value that is not known when compiling"));
  }
  void texts(const ir::Field& field, std::vector<std::string>& into) {
    const auto* list = field.value.as<ir::ListValue>();
    if (list == nullptr) return;
    for (const Value& item : list->items) {
      if (const std::string* text = item.text())
        into.push_back(*text);
      else
        lowering_.diags.report(item.origin, diag::internalError,
                               diag::Phrase("a value that is not known when compiling"));
    }
  }
  void flag(const ir::Field& field, bool& into) {
    if (const bool* known = knownBool(field.value))
      into = *known;
    else if (!isNull(field.value))
      lowering_.diags.report(field.value.origin, diag::internalError,
                             diag::Phrase("a value that is not known when compiling"));
  }
  ir::Container& container() { return container_ ? *container_ : container_.emplace(); }

  void setting(ir::Field& field) {
    const auto known = vocabulary::find<ComponentSettings>(field.key);
    if (!known) return;
    switch (*known) {
      case ComponentSettings::Name: text(field, component_.emittedName); break;
      case ComponentSettings::Image:
        text(field, component_.image);
        component_.imageOrigin = field.value.origin;
        break;
      case ComponentSettings::Packages:
        texts(field, component_.packages);
        component_.withoutPackages = field.value.as<ir::ListValue>() != nullptr && component_.packages.empty();
        break;
      case ComponentSettings::PipIndexUrls: texts(field, component_.pipIndexUrls); break;
      case ComponentSettings::PipTrustedHosts: texts(field, component_.pipTrustedHosts); break;
      case ComponentSettings::Venv: flag(field, component_.venv); break;
      case ComponentSettings::InstallKfp: flag(field, component_.installKfp); break;
      case ComponentSettings::KfpPackage: text(field, component_.kfpPackage); break;
      case ComponentSettings::TargetImage:
        text(field, component_.targetImage);
        component_.targetImageOrigin = field.value.origin;
        break;
      case ComponentSettings::Entry:
        text(field, entry_);
        entryOrigin_ = field.value.origin;
        break;
      case ComponentSettings::Task: text(field, task_.emplace()); break;
      case ComponentSettings::Notebook: notebook_ = field.value; break;
      case ComponentSettings::Embed: embed(field.value); break;
      case ComponentSettings::Env:
        if (auto* record = field.value.as<ir::RecordValue>()) component_.env = std::move(record->fields);
        break;
      case ComponentSettings::Passthrough: component_.passthrough = passedSettings(field.value); break;
      case ComponentSettings::Command: container(field, &ir::Container::command); break;
      case ComponentSettings::Args: container(field, &ir::Container::arguments); break;
    }
  }

  void container(ir::Field& field, std::vector<Value> ir::Container::*into) {
    if (!isNull(field.value)) component_.bodyOrigin = field.value.origin;
    std::vector<Value> items;
    items.push_back(std::move(field.value));
    splice(container().*into, std::move(items));
  }

  void embed(const Value& value) {
    if (const std::string* path = value.text()) component_.embedded = packedFiles(lowering_, value.origin, *path);
  }

  void notebook() {
    const std::string* path = notebook_->text();
    if (path == nullptr) return;
    ir::NotebookBody body;
    body.path = *path;
    if (auto content = lowering_.readBeside(notebook_->origin, *path)) {
      if (const auto problem = notebookProblem(*content))
        lowering_.diags.report(notebook_->origin, diag::notANotebook, *path, diag::Phrase(*problem));
      body.content = std::move(*content);
    }
    if (const auto* python = std::get_if<ir::PythonBody>(&component_.body))
      body.python = python->code;
    else
      component_.bodyOrigin = notebook_->origin;
    component_.body = std::move(body);
  }

  // ---- code

  void code(const CodeStmt& code) {
    const Value value = evaluator_.eval(symbol_.module, code.body, {});
    const source::Span span = lowering_.span(symbol_.module, code.body);
    const auto* fence = std::get_if<FenceExpr>(&lowering_.expr(symbol_.module, code.body).node);
    component_.bodyOrigin = fence == nullptr ? span : fence->content;
    const std::string* text = value.text();
    if (text == nullptr) {
      lowering_.diags.report(span, diag::internalError, diag::Phrase("a value that is not known when compiling"));
      return;
    }
    if (fence == nullptr) {
      // A file: what was checked, or what keeps it from being read.
      const auto checked = checkedCode(code.body);
      auto content = checked ? checked : lowering_.readBeside(span, *text);
      if (!content) return;
      if (!support::isUtf8(*content)) {
        lowering_.diags.report(span, diag::fileNotRead, *text, diag::Phrase("it is not UTF-8 text"));
        return;
      }
      // A byte order mark is only one at the beginning of a file, and other code comes before this.
      if (content->starts_with("\xEF\xBB\xBF")) content->erase(0, 3);
      if (is(code.language.text, Language::Bash))
        component_.body = ir::BashBody{std::move(*content)};
      else
        component_.body = ir::PythonModule{std::move(*content), entry(), entryOrigin_};
    } else if (is(code.language.text, Language::Bash)) {
      component_.body = ir::BashBody{*text};
    } else if (code.module) {
      component_.body = ir::PythonModule{*text, entry(), entryOrigin_};
    } else {
      component_.body = ir::PythonBody{*text};
    }
  }

  [[nodiscard]] std::optional<std::string> checkedCode(ExprId path) const {
    const sema::CheckedFile& checked = *lowering_.program.module(symbol_.module).checked;
    const auto textIn = [&](const auto& files) {
      const auto found = files.find(path.index());
      return found != files.end() ? std::optional(std::string(found->second->text.text())) : std::nullopt;
    };
    const auto python = textIn(checked.pythonFiles);
    return python ? python : textIn(checked.shellFiles);
  }

  [[nodiscard]] std::string entry() const { return entry_.empty() ? component_.name : entry_; }

  Lowering& lowering_;
  const sema::Symbol symbol_;
  const sema::Signature& signature_;
  Evaluator evaluator_;
  ir::Component component_;
  std::optional<ir::Container> container_;
  std::optional<Value> notebook_;
  std::optional<std::string> task_;
  std::string entry_;
  source::Span entryOrigin_;
};

}  // namespace

ir::Component lowerComponent(Lowering& lowering, SymbolId symbol) { return ComponentLowering(lowering, symbol).run(); }

}  // namespace mlpc::lower
