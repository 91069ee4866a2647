// What the braces of a component may contain: its settings, and exactly one body.

#include "mlpc/diag/components.h"

#include <algorithm>
#include <array>
#include <unordered_set>

#include "bodies/body_checks.h"
#include "bodies/shared.h"
#include "code/python_checks.h"
#include "mlpc/diag/names.h"
#include "mlpc/diag/notes.h"
#include "mlpc/diag/types.h"
#include "mlpc/embedded/file_code.h"
#include "mlpc/sema/written.h"
#include "mlpc/support/python.h"
#include "mlpc/syntax/walk.h"
#include "mlpc/vocabulary/prelude.h"

namespace mlpc::sema {

using embedded::CodeText;
using embedded::ShellFence;
using vocabulary::prelude::ComponentSettings;

namespace {

/// Settings that only have a meaning if the compiler packages Python.
constexpr std::array kPythonSettings = {
    ComponentSettings::Packages,    ComponentSettings::PipIndexUrls, ComponentSettings::PipTrustedHosts,
    ComponentSettings::Venv,        ComponentSettings::InstallKfp,   ComponentSettings::KfpPackage,
    ComponentSettings::TargetImage, ComponentSettings::Embed,        ComponentSettings::Entry};
/// Variables that a shell sets or needs itself; an input of that name would break the script.
constexpr std::array<std::string_view, 13> kShellVariables = {"PATH",     "IFS",       "HOME",   "UID", "EUID",
                                                              "PPID",     "SHELLOPTS", "PWD",    "ENV", "OPTIND",
                                                              "BASHOPTS", "BASH_ENV",  "SECONDS"};

class ComponentChecker {
 public:
  ComponentChecker(const BodyContext& context, SymbolId symbol)
      : context_(context),
        file_(context.file),
        symbol_(symbol),
        tree_(file_.tree),
        decl_(tree_.decls[file_.program.symbols[symbol].decl]),
        component_(std::get<syntax::ComponentDecl>(decl_.node)),
        signature_(context.declarations.signatureOf(symbol)) {}

  void run() {
    collect();
    ports();
    body();
    settings();
    if (code_ == nullptr) return;
    if (is(code_->language.text, Language::Python)) {
      const bool named = !signature_.unnamedOutput && !signature_.outputs.empty();
      checkPython(context_, {symbol_, &signature_, &component_.body, named}, *code_);
    } else if (is(code_->language.text, Language::Bash)) {
      bash();
    }
  }

 private:
  [[nodiscard]] std::string_view name() const { return decl_.name.text; }
  [[nodiscard]] const syntax::SettingStmt* setting(vocabulary::FieldName key) const {
    return findSetting(tree_, component_.body, key);
  }

  /// Finds the code, and reports what is neither code nor a setting.
  void collect() {
    for (const syntax::StmtId id : component_.body.statements) {
      const syntax::Stmt& stmt = tree_.stmts[id];
      if (std::holds_alternative<syntax::SettingStmt>(stmt.node) ||
          std::holds_alternative<syntax::ErrorStmt>(stmt.node))
        continue;
      const auto* code = std::get_if<syntax::CodeStmt>(&stmt.node);
      if (code == nullptr) {
        file_.diags.report(stmt.span, diag::statementInComponent);
        broken_ = true;
        continue;
      }
      if (code->settings) file_.diags.report(spanOf(tree_, code->settings), diag::settingsBehindCode);
      if (code_ != nullptr) {
        file_.diags.report(code->language.span, diag::severalBodies, name())
            .note(code_->language.span, diag::otherBody);
        continue;
      }
      if (!is(code->language.text, Language::Python) && !is(code->language.text, Language::Bash)) {
        file_.diags.report(code->language.span, diag::codeLanguage, code->language.text);
        broken_ = true;
        continue;
      }
      code_ = code;
    }
  }

  /// Names and types of inputs and outputs.
  void ports() {
    Scope scope(nullptr, Place::Component);
    declareParameters(file_, scope, symbol_, component_.parameters, SymbolKind::Parameter, signature_.parameters);
    const bool task = setting(ComponentSettings::Task) != nullptr;
    const bool python = code_ != nullptr && is(code_->language.text, Language::Python);
    // What Python returns is not a variable of the function, so an output may have the name of an input.
    Scope returned(nullptr, Place::Component);
    declareParameters(file_, python ? returned : scope, symbol_, component_.outputs.named, SymbolKind::Output,
                      signature_.outputs);
    for (size_t i = 0; python && i < component_.outputs.named.size() && i < signature_.outputs.size(); ++i) {
      if (file_.types[signature_.outputs[i].type].kind != TypeKind::Artifact) continue;
      const syntax::Name& output = component_.outputs.named[i].name;
      const SymbolId input = scope.findHere(output.text);
      if (!input) continue;
      file_.diags.report(output.span, diag::duplicateDeclaration, output.text)
          .note(file_.program.symbols[input].span, diag::declaredHere, output.text);
    }
    const bool bash = code_ != nullptr && is(code_->language.text, Language::Bash);
    const auto port = [&](const syntax::Parameter& parameter, bool input) {
      const std::string_view text = parameter.name.text;
      if (task || text.empty()) return;
      if (input && text == "Output") {
        file_.diags.report(parameter.name.span, diag::badPortName, text,
                           "Kubeflow Pipelines reserves it for the unnamed output");
      } else if (python && support::isPythonKeyword(text)) {
        file_.diags.report(parameter.name.span, diag::badPortName, text, "it is a Python keyword");
      } else if (python && (support::isTakenInModule(text) ||
                            (text == "embedded" && setting(ComponentSettings::Embed) != nullptr))) {
        file_.diags.report(parameter.name.span, diag::badPortName, text, "the body has something else of that name");
      } else if (bash && std::find(kShellVariables.begin(), kShellVariables.end(), text) != kShellVariables.end()) {
        file_.diags.report(parameter.name.span, diag::badPortName, text, "the shell has a variable of that name");
      }
    };
    for (const syntax::Parameter& parameter : component_.parameters) port(parameter, true);
    for (const syntax::Parameter& output : component_.outputs.named) port(output, false);
    if (task) return;
    const TypeStore& types = file_.types;
    for (size_t i = 0; i < signature_.outputs.size(); ++i) {
      const TypeId type = signature_.outputs[i].type;
      const TypeKind kind = types[bareType(types, type)].kind;
      const source::Span at = component_.outputs.single             ? tree_.types[component_.outputs.single].span
                              : i < component_.outputs.named.size() ? tree_.types[component_.outputs.named[i].type].span
                                                                    : decl_.name.span;
      if (kind == TypeKind::Secret || kind == TypeKind::FinalStatus || kind == TypeKind::TaskConfig ||
          types[type].kind == TypeKind::Optional) {
        file_.diags.report(at, diag::badOutputType, file_.nameOf(type));
      }
    }
  }

  /// Exactly one body.
  void body() {
    const syntax::SettingStmt* command = setting(ComponentSettings::Command);
    const syntax::SettingStmt* args = setting(ComponentSettings::Args);
    const syntax::SettingStmt* notebook = setting(ComponentSettings::Notebook);
    const syntax::SettingStmt* task = setting(ComponentSettings::Task);
    const syntax::SettingStmt* container = command != nullptr ? command : args;
    const auto second = [&](source::Span at, source::Span first) {
      file_.diags.report(at, diag::severalBodies, name()).note(first, diag::otherBody);
    };
    if (code_ != nullptr && container != nullptr) second(container->key.span, code_->language.span);
    if (code_ != nullptr && task != nullptr) second(task->key.span, code_->language.span);
    if (code_ != nullptr && notebook != nullptr && !is(code_->language.text, Language::Python))
      second(notebook->key.span, code_->language.span);
    if (container != nullptr && notebook != nullptr) second(notebook->key.span, container->key.span);
    if (container != nullptr && task != nullptr) second(task->key.span, container->key.span);
    if (notebook != nullptr && task != nullptr) second(task->key.span, notebook->key.span);
    if (code_ == nullptr && container == nullptr && notebook == nullptr && task == nullptr) {
      if (!broken_) file_.diags.report(decl_.name.span, diag::noBody, name());
      return;
    }
    const bool container_ = container != nullptr || (code_ != nullptr && is(code_->language.text, Language::Bash));
    if (container_ && setting(ComponentSettings::Image) == nullptr)
      file_.diags.report(decl_.name.span, diag::imageMissing, name());
    if (!component_.hasParameters && code_ == nullptr && task == nullptr && notebook == nullptr && container == nullptr)
      return;

    const bool python = (code_ != nullptr && is(code_->language.text, Language::Python)) || notebook != nullptr;
    for (const ComponentSettings key : kPythonSettings) {
      const std::string_view word = vocabulary::name(key);
      const syntax::SettingStmt* found = setting(key);
      if (found == nullptr) continue;
      if (!python) {
        file_.diags.report(found->key.span, diag::settingNeedsBody, word, "a `python` body");
      } else if (key == ComponentSettings::Entry &&
                 (code_ == nullptr ||
                  (!code_->module && std::holds_alternative<syntax::FenceExpr>(tree_.exprs[code_->body].node)))) {
        file_.diags.report(found->key.span, diag::settingNeedsBody, word, "a `python module` or a Python file");
      } else if (key == ComponentSettings::TargetImage &&
                 (code_ == nullptr || std::holds_alternative<syntax::FenceExpr>(tree_.exprs[code_->body].node))) {
        file_.diags.report(found->key.span, diag::settingNeedsBody, word,
                           "code in a file, which is built into the image");
      }
    }
    if (task != nullptr) {
      for (const auto key : {ComponentSettings::Image, ComponentSettings::Env, ComponentSettings::Passthrough}) {
        if (const syntax::SettingStmt* found = setting(key))
          file_.diags.report(found->key.span, diag::settingNeedsBody, vocabulary::name(key),
                             "a body that runs in a container");
      }
    }
    // A setting that contradicts the absence of another one.
    const syntax::SettingStmt* trusted = setting(ComponentSettings::PipTrustedHosts);
    if (trusted != nullptr && setting(ComponentSettings::PipIndexUrls) == nullptr) {
      file_.diags.report(trusted->key.span, diag::settingNeedsBody,
                         vocabulary::name(ComponentSettings::PipTrustedHosts),
                         "`pip_index_urls`, whose hosts it lists");
    }
    passthrough();
  }

  /// Whether one of the fields is only passed to an input; the others are applied to the task anyway.
  bool handsToInput(const syntax::SettingStmt& passed) const {
    const auto* record = std::get_if<syntax::RecordExpr>(&tree_.exprs[passed.value].node);
    if (record == nullptr) return true;
    return std::any_of(record->items.begin(), record->items.end(), [&](const syntax::RecordItem& item) {
      const auto value = file_.constant(item.value);
      return !value || !is(value->toText(), vocabulary::prelude::PassthroughEnv::Both);
    });
  }

  void passthrough() {
    const syntax::SettingStmt* passed = setting(ComponentSettings::Passthrough);
    const TypeStore& types = file_.types;
    const auto config = std::find_if(signature_.parameters.begin(), signature_.parameters.end(), [&](const Field& f) {
      return types[bareType(types, f.type)].kind == TypeKind::TaskConfig;
    });
    if (passed != nullptr && config == signature_.parameters.end() && handsToInput(*passed)) {
      file_.diags.report(passed->key.span, diag::passthroughWithoutInput);
    }
    if (config == signature_.parameters.end()) return;
    for (auto it = config + 1; it != signature_.parameters.end(); ++it) {
      if (types[bareType(types, it->type)].kind == TypeKind::TaskConfig) {
        file_.diags.report(it->span, diag::secondTaskConfig).note(config->span, diag::declaredHere, config->name);
      }
    }
  }

  void settings() {
    const Scope scope(&context_.names.fileScope(), Place::Component);
    context_.expressions.records.settings(scope, component_.body, file_.standard.type("ComponentSettings"),
                                          {ComponentSettings::Command, ComponentSettings::Args});
    Scope command(&context_.names.fileScope(), Place::ComponentCommand);
    const auto declare = [&](const std::vector<syntax::Parameter>& ports, SymbolKind kind,
                             const std::vector<Field>& fields) {
      for (size_t i = 0; i < ports.size(); ++i) {
        Symbol port;
        port.kind = kind;
        port.name = ports[i].name.text;
        port.module = file_.module;
        port.span = ports[i].name.span;
        port.type = i < fields.size() ? fields[i].type : file_.types.basic(TypeKind::Error);
        port.decl = file_.program.symbols[symbol_].decl;
        port.index = static_cast<uint32_t>(i);
        port.owner = symbol_;
        const std::string_view name = port.name;
        command.declare(name, file_.addSymbol(std::move(port)));
      }
    };
    if (setting(ComponentSettings::Command) == nullptr && setting(ComponentSettings::Args) == nullptr) return;
    declare(component_.parameters, SymbolKind::Parameter, signature_.parameters);
    declare(component_.outputs.named, SymbolKind::Output, signature_.outputs);
    for (const ComponentSettings key : {ComponentSettings::Command, ComponentSettings::Args}) {
      const syntax::SettingStmt* found = setting(key);
      if (found == nullptr || !found->value) continue;
      const TypeId type = context_.expressions.check({command}, found->value, {});
      const TypeStore& types = file_.types;
      if (types[type].kind == TypeKind::List || types[type].kind == TypeKind::Error) continue;
      file_.diags.report(spanOf(tree_, found->value), diag::typeMismatch, diag::TypeName("list"), file_.nameOf(type));
    }
    writes();
  }

  /// Outputs of a container that nothing in its command mentions are never written.
  void writes() {
    std::unordered_set<std::string_view> mentioned;
    bool all = false;
    for (const ComponentSettings key : {ComponentSettings::Command, ComponentSettings::Args}) {
      walkExpressions(tree_, settingValue(tree_, component_.body, key), [&](syntax::ExprId id) {
        if (const auto* used = std::get_if<syntax::NameExpr>(&tree_.exprs[id].node)) {
          mentioned.insert(used->name.text);
          all = all || is(used->name.text, vocabulary::ImplicitName::ExecutorInput);
        }
      });
    }
    if (all) return;
    for (const syntax::Parameter& output : component_.outputs.named) {
      if (!mentioned.contains(output.name.text))
        file_.diags.report(output.name.span, diag::outputNotWritten, output.name.text);
    }
    if (component_.outputs.single) {
      file_.diags.report(tree_.types[component_.outputs.single].span, diag::outputNeedsName);
    }
  }

  /// The script: a fence or a file; null if that cannot be read.
  const CodeText* script() {
    if (std::holds_alternative<syntax::FenceExpr>(tree_.exprs[code_->body].node))
      return &file_.code().shell(code_->body).text;
    auto text = file_.codeFile(code_->body);
    if (!text) return nullptr;
    auto read = file_.code().shell(text->text());
    const auto fence = std::make_shared<const ShellFence>(ShellFence{std::move(*text), std::move(read)});
    file_.tables.shellFiles[code_->body.index()] = fence;
    return &fence->text;
  }

  void bash() {
    const CodeText* read = script();
    if (read != nullptr) inScript(*read);
    if (component_.outputs.single)
      file_.diags.report(tree_.types[component_.outputs.single].span, diag::outputNeedsName);
  }

  void inScript(const CodeText& code) {
    const Scope scope(&context_.names.fileScope(), Place::ComponentFence);
    for (const CodeText::Placeholder& placeholder : code.placeholders()) {
      const syntax::Name* root = rootName(tree_, placeholder.value);
      const auto isPort = [&](const std::vector<Field>& fields) {
        return root != nullptr &&
               std::any_of(fields.begin(), fields.end(), [&](const Field& f) { return f.name == root->text; });
      };
      if (isPort(signature_.parameters) || isPort(signature_.outputs)) {
        file_.diags.report(placeholder.span, diag::portInPlaceholder, root->text)
            .fix("use the variable", true, {{placeholder.span, "$" + std::string(root->text)}});
        continue;
      }
      if (root != nullptr && isNamespace(file_, scope, root->text)) {
        file_.diags.report(placeholder.span, diag::propertyInBody,
                           file_.program.sources.text(spanOf(tree_, placeholder.value)));
        continue;
      }
      const TypeId type = context_.expressions.check({scope}, placeholder.value, {});
      const TypeKind kind = file_.types[bareType(file_.types, type)].kind;
      if (kind == TypeKind::SecretKey || kind == TypeKind::Secret)
        file_.diags.report(placeholder.span, diag::secretInCode);
    }
    // An output that the script never mentions is never written.
    for (const syntax::Parameter& output : component_.outputs.named) {
      if (code.text().find(output.name.text) == std::string_view::npos) {
        file_.diags.report(output.name.span, diag::outputNotWritten, output.name.text);
      }
    }
  }

  const BodyContext& context_;
  FileContext& file_;
  SymbolId symbol_;
  const syntax::Tree& tree_;
  const syntax::Decl& decl_;
  const syntax::ComponentDecl& component_;
  const Signature& signature_;
  const syntax::CodeStmt* code_ = nullptr;
  bool broken_ = false;
};

}  // namespace

void checkComponent(const BodyContext& context, SymbolId component) { ComponentChecker(context, component).run(); }

}  // namespace mlpc::sema
