// What a component's braces may hold: its settings, and exactly one body.

#include "mlpc/diag/components.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "code/bodies.h"
#include "code/python_types.h"
#include "mlpc/diag/names.h"
#include "mlpc/diag/notes.h"
#include "mlpc/diag/python.h"
#include "mlpc/diag/types.h"
#include "mlpc/embedded/python_code.h"
#include "mlpc/support/python.h"
#include "mlpc/syntax/walk.h"

namespace mlpc::sema {

using embedded::CodeText;
using embedded::Node;
using embedded::PythonCode;
using embedded::PythonFunction;
using embedded::PythonParameter;

namespace {

/// In a string of Python: what makes it another text than is written.
constexpr std::string_view kEscapeOrPlaceholder("\\\x01", 2);

/// Settings that only mean something where the compiler packs Python.
constexpr std::array<std::string_view, 9> kPythonSettings = {"packages",     "pip_index_urls", "pip_trusted_hosts",
                                                             "venv",         "install_kfp",    "kfp_package",
                                                             "target_image", "embed",          "entry"};
/// Variables that a shell sets or needs itself; an input of that name would break the script.
constexpr std::array<std::string_view, 13> kShellVariables = {"PATH",     "IFS",       "HOME",   "UID", "EUID",
                                                              "PPID",     "SHELLOPTS", "PWD",    "ENV", "OPTIND",
                                                              "BASHOPTS", "BASH_ENV",  "SECONDS"};

class ComponentChecker {
 public:
  ComponentChecker(Checker& checker, ModuleId module, SymbolId symbol)
      : checker_(checker),
        module_(module),
        symbol_(symbol),
        tree_(checker.tree(module)),
        decl_(tree_.decls[checker.program.symbols[symbol].decl]),
        component_(std::get<syntax::ComponentDecl>(decl_.node)),
        signature_(checker.signatureOf(symbol)) {}

  void run() {
    collect();
    ports();
    body();
    settings();
    if (code_ == nullptr) return;
    const PythonBody python{module_, symbol_, &signature_, &component_.body,
                            !signature_.unnamedOutput && !signature_.outputs.empty()};
    if (code_->language.text == "python") {
      const bool fence = std::holds_alternative<syntax::FenceExpr>(tree_.exprs[code_->body].node);
      if (fence && !code_->module) {
        checkPythonBody(checker_, python, code_->body);
      } else {
        checkPythonModule(checker_, python, *code_);
      }
    } else if (code_->language.text == "bash") {
      bash();
    }
  }

 private:
  [[nodiscard]] std::string_view name() const { return decl_.name.text; }
  [[nodiscard]] const syntax::SettingStmt* setting(std::string_view key) const {
    return findSetting(tree_, component_.body, key);
  }

  /// Finds the code and complains about what is neither code nor a setting.
  void collect() {
    for (const syntax::StmtId id : component_.body.statements) {
      const syntax::Stmt& stmt = tree_.stmts[id];
      if (std::holds_alternative<syntax::SettingStmt>(stmt.node) ||
          std::holds_alternative<syntax::ErrorStmt>(stmt.node))
        continue;
      const auto* code = std::get_if<syntax::CodeStmt>(&stmt.node);
      if (code == nullptr) {
        checker_.diags.report(stmt.span, diag::statementInComponent);
        broken_ = true;
        continue;
      }
      if (code->settings) checker_.diags.report(spanOf(tree_, code->settings), diag::settingsBehindCode);
      if (code_ != nullptr) {
        checker_.diags.report(code->language.span, diag::severalBodies, name())
            .note(code_->language.span, diag::otherBody);
        continue;
      }
      if (code->language.text != "python" && code->language.text != "bash") {
        checker_.diags.report(code->language.span, diag::codeLanguage, code->language.text);
        broken_ = true;
        continue;
      }
      code_ = code;
    }
  }

  /// Names and types of inputs and outputs.
  void ports() {
    Scope scope(nullptr, Place::Component);
    declareParameters(checker_, scope, module_, symbol_, component_.parameters, SymbolKind::Parameter,
                      signature_.parameters);
    const bool task = setting("task") != nullptr;
    const bool python = code_ != nullptr && code_->language.text == "python";
    // What Python returns is no variable of it, so an output may be called as an input.
    Scope returned(nullptr, Place::Component);
    declareParameters(checker_, python ? returned : scope, module_, symbol_, component_.outputs.named,
                      SymbolKind::Output, signature_.outputs);
    for (size_t i = 0; python && i < component_.outputs.named.size() && i < signature_.outputs.size(); ++i) {
      if (checker_.program.types[signature_.outputs[i].type].kind != TypeKind::Artifact) continue;
      const syntax::Name& output = component_.outputs.named[i].name;
      const SymbolId input = scope.findHere(output.text);
      if (!input) continue;
      checker_.diags.report(output.span, diag::duplicateDeclaration, output.text)
          .note(checker_.program.symbols[input].span, diag::declaredHere, output.text);
    }
    const bool bash = code_ != nullptr && code_->language.text == "bash";
    const auto port = [&](const syntax::Parameter& parameter, bool input) {
      const std::string_view text = parameter.name.text;
      if (task || text.empty()) return;
      if (input && text == "Output") {
        checker_.diags.report(parameter.name.span, diag::badPortName, text,
                              "Kubeflow Pipelines reserves it for the unnamed output");
      } else if (python && support::isPythonKeyword(text)) {
        checker_.diags.report(parameter.name.span, diag::badPortName, text, "it is a Python keyword");
      } else if (python &&
                 (text == "Outputs" || text == "dsl" || (text == "embedded" && setting("embed") != nullptr))) {
        checker_.diags.report(parameter.name.span, diag::badPortName, text, "the body has something else of that name");
      } else if (bash && std::find(kShellVariables.begin(), kShellVariables.end(), text) != kShellVariables.end()) {
        checker_.diags.report(parameter.name.span, diag::badPortName, text, "the shell has a variable of that name");
      }
    };
    for (const syntax::Parameter& parameter : component_.parameters) port(parameter, true);
    for (const syntax::Parameter& output : component_.outputs.named) port(output, false);
    if (task) return;
    const TypeStore& types = checker_.program.types;
    for (size_t i = 0; i < signature_.outputs.size(); ++i) {
      const TypeId type = signature_.outputs[i].type;
      const TypeKind kind = types[bareType(types, type)].kind;
      const source::Span at = component_.outputs.single             ? tree_.types[component_.outputs.single].span
                              : i < component_.outputs.named.size() ? tree_.types[component_.outputs.named[i].type].span
                                                                    : decl_.name.span;
      if (kind == TypeKind::Secret || kind == TypeKind::FinalStatus || kind == TypeKind::TaskConfig ||
          types[type].kind == TypeKind::Optional) {
        checker_.diags.report(at, diag::badOutputType, diag::TypeName(types.name(type)));
      }
    }
  }

  /// Exactly one body.
  void body() {
    const syntax::SettingStmt* command = setting("command");
    const syntax::SettingStmt* args = setting("args");
    const syntax::SettingStmt* notebook = setting("notebook");
    const syntax::SettingStmt* task = setting("task");
    const syntax::SettingStmt* container = command != nullptr ? command : args;
    const auto second = [&](source::Span at, source::Span first) {
      checker_.diags.report(at, diag::severalBodies, name()).note(first, diag::otherBody);
    };
    if (code_ != nullptr && container != nullptr) second(container->key.span, code_->language.span);
    if (code_ != nullptr && task != nullptr) second(task->key.span, code_->language.span);
    if (code_ != nullptr && notebook != nullptr && code_->language.text != "python")
      second(notebook->key.span, code_->language.span);
    if (container != nullptr && notebook != nullptr) second(notebook->key.span, container->key.span);
    if (container != nullptr && task != nullptr) second(task->key.span, container->key.span);
    if (notebook != nullptr && task != nullptr) second(task->key.span, notebook->key.span);
    if (code_ == nullptr && container == nullptr && notebook == nullptr && task == nullptr) {
      if (!broken_) checker_.diags.report(decl_.name.span, diag::noBody, name());
      return;
    }
    const bool container_ = container != nullptr || (code_ != nullptr && code_->language.text == "bash");
    if (container_ && setting("image") == nullptr) checker_.diags.report(decl_.name.span, diag::imageMissing, name());
    if (!component_.hasParameters && code_ == nullptr && task == nullptr && notebook == nullptr && container == nullptr)
      return;

    const bool python = (code_ != nullptr && code_->language.text == "python") || notebook != nullptr;
    for (const std::string_view key : kPythonSettings) {
      const syntax::SettingStmt* found = setting(key);
      if (found == nullptr) continue;
      if (!python) {
        checker_.diags.report(found->key.span, diag::settingNeedsBody, key, "a `python` body");
      } else if (key == "entry" && (code_ == nullptr || (!code_->module && std::holds_alternative<syntax::FenceExpr>(
                                                                               tree_.exprs[code_->body].node)))) {
        checker_.diags.report(found->key.span, diag::settingNeedsBody, key, "a `python module` or a Python file");
      } else if (key == "target_image" &&
                 (code_ == nullptr || std::holds_alternative<syntax::FenceExpr>(tree_.exprs[code_->body].node))) {
        checker_.diags.report(found->key.span, diag::settingNeedsBody, key,
                              "code in a file, which is built into the image");
      }
    }
    if (task != nullptr) {
      for (const std::string_view key : {"image", "env", "passthrough"}) {
        if (const syntax::SettingStmt* found = setting(key))
          checker_.diags.report(found->key.span, diag::settingNeedsBody, key, "a body that runs in a container");
      }
    }
    // A single setting that contradicts another.
    const syntax::SettingStmt* trusted = setting("pip_trusted_hosts");
    if (trusted != nullptr && setting("pip_index_urls") == nullptr) {
      checker_.diags.report(trusted->key.span, diag::settingNeedsBody, "pip_trusted_hosts",
                            "`pip_index_urls`, whose hosts it lists");
    }
    passthrough();
  }

  /// Whether one of the fields goes to an input only; the others are applied to the task anyway.
  bool handsToInput(const syntax::SettingStmt& passed) const {
    const auto* record = std::get_if<syntax::RecordExpr>(&tree_.exprs[passed.value].node);
    if (record == nullptr) return true;
    return std::any_of(record->items.begin(), record->items.end(), [&](const syntax::RecordItem& item) {
      const auto value = constantOf(checker_.program, module_, item.value);
      return !value || value->toText() != "both";
    });
  }

  void passthrough() {
    const syntax::SettingStmt* passed = setting("passthrough");
    const TypeStore& types = checker_.program.types;
    const auto config = std::find_if(signature_.parameters.begin(), signature_.parameters.end(), [&](const Field& f) {
      return types[bareType(types, f.type)].kind == TypeKind::TaskConfig;
    });
    if (passed != nullptr && config == signature_.parameters.end() && handsToInput(*passed)) {
      checker_.diags.report(passed->key.span, diag::passthroughWithoutInput);
    }
    if (config == signature_.parameters.end()) return;
    for (auto it = config + 1; it != signature_.parameters.end(); ++it) {
      if (types[bareType(types, it->type)].kind == TypeKind::TaskConfig) {
        checker_.diags.report(it->span, diag::secondTaskConfig).note(config->span, diag::declaredHere, config->name);
      }
    }
  }

  void settings() {
    const Scope scope(&checker_.fileScope(module_), Place::Component);
    checker_.checkSettings(module_, component_.body, scope, checker_.standardType("ComponentSettings"),
                           {"command", "args"});
    Scope command(&checker_.fileScope(module_), Place::ComponentCommand);
    const auto declare = [&](const std::vector<syntax::Parameter>& ports, SymbolKind kind,
                             const std::vector<Field>& fields) {
      for (size_t i = 0; i < ports.size(); ++i) {
        Symbol port;
        port.kind = kind;
        port.name = ports[i].name.text;
        port.module = module_;
        port.span = ports[i].name.span;
        port.type = i < fields.size() ? fields[i].type : checker_.program.types.basic(TypeKind::Error);
        port.decl = checker_.program.symbols[symbol_].decl;
        port.index = static_cast<uint32_t>(i);
        port.owner = symbol_;
        const std::string_view name = port.name;
        command.declare(name, checker_.addSymbol(std::move(port)));
      }
    };
    if (setting("command") == nullptr && setting("args") == nullptr) return;
    declare(component_.parameters, SymbolKind::Parameter, signature_.parameters);
    declare(component_.outputs.named, SymbolKind::Output, signature_.outputs);
    for (const std::string_view key : {"command", "args"}) {
      const syntax::SettingStmt* found = setting(key);
      if (found == nullptr || !found->value) continue;
      const TypeId type = checker_.checkExpr(module_, found->value, command, {});
      const TypeStore& types = checker_.program.types;
      if (types[type].kind == TypeKind::List || types[type].kind == TypeKind::Error) continue;
      checker_.diags.report(spanOf(tree_, found->value), diag::typeMismatch, diag::TypeName("list"),
                            diag::TypeName(types.name(type)));
    }
    writes();
  }

  /// Outputs of a container that nothing in its command mentions are never written.
  void writes() {
    std::vector<std::string_view> mentioned;
    bool all = false;
    for (const std::string_view key : {"command", "args"}) {
      walkExpressions(tree_, settingValue(tree_, component_.body, key), [&](syntax::ExprId id) {
        if (const auto* used = std::get_if<syntax::NameExpr>(&tree_.exprs[id].node)) {
          mentioned.push_back(used->name.text);
          all = all || used->name.text == "executor_input";
        }
      });
    }
    if (all) return;
    for (const syntax::Parameter& output : component_.outputs.named) {
      if (std::find(mentioned.begin(), mentioned.end(), output.name.text) == mentioned.end()) {
        checker_.diags.report(output.name.span, diag::outputNotWritten, output.name.text);
      }
    }
    if (component_.outputs.single) {
      checker_.diags.report(tree_.types[component_.outputs.single].span, diag::outputNeedsName);
    }
  }

  void bash() {
    const CodeText code(checker_.program.sources, tree_, code_->body);
    const Scope scope(&checker_.fileScope(module_), Place::ComponentFence);
    for (const CodeText::Placeholder& placeholder : code.placeholders()) {
      const syntax::Name* root = rootName(tree_, placeholder.value);
      const auto isPort = [&](const std::vector<Field>& fields) {
        return root != nullptr &&
               std::any_of(fields.begin(), fields.end(), [&](const Field& f) { return f.name == root->text; });
      };
      if (isPort(signature_.parameters) || isPort(signature_.outputs)) {
        checker_.diags.report(placeholder.span, diag::portInPlaceholder, root->text)
            .fix("use the variable", true, {{placeholder.span, "$" + std::string(root->text)}});
        continue;
      }
      if (root != nullptr && isNamespace(checker_, scope, root->text)) {
        checker_.diags.report(placeholder.span, diag::propertyInBody,
                              checker_.program.sources.text(spanOf(tree_, placeholder.value)));
        continue;
      }
      const TypeId type = checker_.checkExpr(module_, placeholder.value, scope, {});
      const TypeKind kind = checker_.program.types[bareType(checker_.program.types, type)].kind;
      if (kind == TypeKind::SecretKey || kind == TypeKind::Secret)
        checker_.diags.report(placeholder.span, diag::secretInCode);
    }
    checkBashSyntax(checker_, code);
    // An output that the script never names is never written.
    for (const syntax::Parameter& output : component_.outputs.named) {
      if (code.text().find(output.name.text) == std::string_view::npos) {
        checker_.diags.report(output.name.span, diag::outputNotWritten, output.name.text);
      }
    }
    if (component_.outputs.single)
      checker_.diags.report(tree_.types[component_.outputs.single].span, diag::outputNeedsName);
  }

  Checker& checker_;
  ModuleId module_;
  SymbolId symbol_;
  const syntax::Tree& tree_;
  const syntax::Decl& decl_;
  const syntax::ComponentDecl& component_;
  const Signature& signature_;
  const syntax::CodeStmt* code_ = nullptr;
  bool broken_ = false;
};

/// A literal of Python as a constant of mlp, if it is one that both have.
std::optional<support::Constant> constantOfPython(Node literal) {
  if (literal.is("true") || literal.is("false")) return support::Constant(literal.is("true"));
  const std::string_view text = literal.text();
  if (embedded::isPlainPythonString(literal)) {
    const std::string_view body = embedded::pythonString(literal);
    if (body.find_first_of(kEscapeOrPlaceholder) != std::string_view::npos) return std::nullopt;
    return support::Constant(body);
  }
  if (literal.is("integer")) {
    int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc() && end == text.data() + text.size()) return support::Constant(value);
  }
  if (literal.is("float")) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc() && end == text.data() + text.size()) return support::Constant(value);
  }
  return std::nullopt;
}

}  // namespace

void Checker::checkComponent(ModuleId module, SymbolId symbol) {
  if (isStandard(module)) return;
  ComponentChecker(*this, module, symbol).run();
}

bool Checker::signatureFromCode(ModuleId module, SymbolId symbol, Signature& signature) {
  const syntax::Tree& own = tree(module);
  const syntax::DeclId declId = program.symbols[symbol].decl;
  const auto& component = std::get<syntax::ComponentDecl>(own.decls[declId].node);
  const std::string_view componentName = own.decls[declId].name.text;
  const syntax::CodeStmt* code = nullptr;
  for (const syntax::StmtId id : component.body.statements) {
    const auto* found = std::get_if<syntax::CodeStmt>(&own.stmts[id].node);
    if (found != nullptr && code == nullptr) code = found;
  }
  const bool fence = code != nullptr && std::holds_alternative<syntax::FenceExpr>(own.exprs[code->body].node);
  if (code == nullptr || code->language.text != "python" || (fence && !code->module)) {
    // A component without inputs may leave the parentheses out.
    return true;
  }
  const auto entry = constantText(*this, module, settingValue(own, component.body, "entry"));
  const std::string function = entry ? *entry : std::string(componentName);
  std::optional<CodeText> text;
  if (fence) {
    text.emplace(program.sources, own, code->body);
  } else {
    const auto* path = std::get_if<syntax::StringExpr>(&own.exprs[code->body].node);
    const auto* part =
        path != nullptr && path->parts.size() == 1 ? std::get_if<syntax::TextPart>(&path->parts.front()) : nullptr;
    if (part == nullptr) return true;
    auto content = fileText(std::string(part->text), module);
    if (!content) return true;  // lowering, which needs the own, says why it cannot be read
    text.emplace(std::move(*content), own.exprs[code->body].span);
  }
  const PythonCode python(text->text());
  if (python.broken() || !python.errors().empty()) return false;  // told when the body is checked
  const std::vector<PythonFunction> functions = python.functions();
  const auto found =
      std::find_if(functions.begin(), functions.end(), [&](const PythonFunction& f) { return f.name == function; });
  if (found == functions.end()) return false;  // likewise
  bool whole = true;
  for (const PythonParameter& parameter : found->parameters) {
    if (parameter.star) continue;
    const std::string_view name = python.text(parameter.name);
    const source::Span at = text->span(parameter.name.begin, parameter.name.end);
    if (!parameter.annotation) {
      diags.report(at, diag::annotationMissing, name);
      whole = false;
      continue;
    }
    const std::string_view annotation = parameter.annotation.text();
    const PythonPort port = portOfAnnotation(*this, module, annotation);
    if (!port.type) {
      const embedded::Range where = parameter.annotation.range();
      diags.report(text->span(where.begin, where.end), diag::annotationUnknown, annotation);
      whole = false;
      continue;
    }
    Field field;
    field.name = tablesOf(module).keep(std::string(name));
    field.type = port.type;
    field.span = at;
    field.optional = parameter.defaultValue || program.types[port.type].kind == TypeKind::Optional ||
                     program.types[port.type].kind == TypeKind::FinalStatus ||
                     program.types[port.type].kind == TypeKind::TaskConfig;
    if (parameter.defaultValue) {
      field.codeDefault = constantOfPython(parameter.defaultValue);
      if (parameter.defaultValue.is("none")) field.type = program.types.optional(field.type);
    }
    (port.output ? signature.outputs : signature.parameters).push_back(std::move(field));
  }
  std::vector<Field> returned;
  bool unnamed = false;
  if (found->returns) {
    const embedded::Range where = found->returns.range();
    if (!outputsOfAnnotation(*this, module, found->returns.text(), returned, unnamed)) {
      diags.report(text->span(where.begin, where.end), diag::annotationUnknown, found->returns.text());
      whole = false;
    }
    for (Field& field : returned) {
      field.span = text->span(where.begin, where.end);
      signature.outputs.push_back(std::move(field));
    }
  }
  signature.unnamedOutput = unnamed && signature.outputs.size() == 1;
  return whole;
}

}  // namespace mlpc::sema
