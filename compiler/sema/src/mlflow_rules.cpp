// How programs use MLflow: in the code of components, in environments, and across both.

#include "mlflow_rules.h"

#include <algorithm>
#include <map>

#include "mlpc/diag/mlflow.h"
#include "mlpc/diag/notes.h"
#include "mlpc/diag/scripts.h"
#include "python_modules.h"

namespace mlpc::sema {

using embedded::CodeText;
using embedded::kPlaceholderByte;
using embedded::PythonCall;
using embedded::PythonCode;
using embedded::PythonImport;

namespace {

bool endsWith(std::string_view text, std::string_view suffix) {
  return text.size() >= suffix.size() && text.substr(text.size() - suffix.size()) == suffix;
}

/// The Service of the plug-in, behind a proxy that wants a token.
constexpr std::string_view kPlatformHost = "mlflow-tracking-server.kubeflow";

/// What follows `mlflow.` of a call, however the module is called there.
std::string_view mlflowFunction(const PythonCall& call) {
  if (call.callee.starts_with("mlflow.")) return call.callee.substr(7);
  return {};
}

bool usesMlflow(const PythonCode& python) {
  const auto imports = python.imports();
  return std::any_of(imports.begin(), imports.end(),
                     [](const PythonImport& i) { return i.module == "mlflow" || i.module.starts_with("mlflow."); });
}

/// The version that a requirement asks for at least, as major * 1000 + minor; 0 if it asks for none.
unsigned leastVersion(std::string_view requirement) {
  const size_t at = requirement.find_first_of("=>~");
  if (at == std::string_view::npos) return 0;
  size_t i = requirement.find_first_of("0123456789", at);
  if (i == std::string_view::npos || requirement[at] == '<') return 0;
  unsigned major = 0;
  unsigned minor = 0;
  for (; i < requirement.size() && requirement[i] >= '0' && requirement[i] <= '9'; ++i)
    major = std::min(999U, major * 10 + static_cast<unsigned>(requirement[i] - '0'));
  if (i < requirement.size() && requirement[i] == '.') {
    for (++i; i < requirement.size() && requirement[i] >= '0' && requirement[i] <= '9'; ++i) {
      minor = std::min(999U, minor * 10 + static_cast<unsigned>(requirement[i] - '0'));
    }
  }
  return major * 1000 + minor;
}

/// A host that means another place inside the cluster than outside: this machine, or an address that changes.
bool isLocalAddress(std::string_view uri) {
  const size_t scheme = uri.find("://");
  if (scheme == std::string_view::npos || !uri.starts_with("http")) return false;
  std::string_view host = uri.substr(scheme + 3);
  host = host.substr(0, host.find_first_of(":/"));
  if (host == "localhost" || host == "0.0.0.0") return true;
  return !host.empty() && host.find_first_not_of("0123456789.") == std::string_view::npos &&
         std::count(host.begin(), host.end(), '.') == 3;
}

}  // namespace

void checkMlflowCode(Checker& checker, const PythonBody& body, const CodeText& code, const PythonCode& python) {
  const syntax::Tree& tree = checker.tree(body.module);
  const auto span = [&](embedded::Range range) { return code.span(range.begin, range.end); };
  for (const PythonImport& import : python.imports()) {
    if (import.module.starts_with("azureml.core") || import.module.starts_with("azureml.train")) {
      checker.diags.report(span(import.range), diag::sdkVersionOne, import.module);
    }
  }
  if (!usesMlflow(python)) return;
  bool opens = false;
  bool setsWorkspace = false;
  const PythonCall* logs = nullptr;
  const PythonCall* starts = nullptr;
  const PythonCall* workspace = nullptr;
  const std::vector<PythonCall> calls = python.calls();
  for (const PythonCall& call : calls) {
    const std::string_view function = mlflowFunction(call);
    if (endsWith(call.callee, "start_run") || endsWith(call.callee, "autolog")) opens = true;
    if (function.empty()) continue;
    if (function.starts_with("log_") && logs == nullptr) logs = &call;
    if (function == "start_run") {
      if (starts == nullptr) starts = &call;
      for (const PythonCall::Keyword& keyword : call.keywords) {
        if (keyword.name == "run_name" && !keyword.string.empty() &&
            keyword.string.find(kPlaceholderByte) == std::string_view::npos) {
          checker.diags.report(span(keyword.range), diag::mlflowRunName);
        }
      }
    }
    if (function == "set_workspace") {
      setsWorkspace = true;
      workspace = &call;
      const std::string_view name = call.firstString;
      if (!name.empty() && name.find(kPlaceholderByte) == std::string_view::npos) {
        const bool letters = name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
        const bool taken = name == "workspaces" || name == "api" || name == "ajax-api" || name == "static-files";
        if (!letters || taken || name.size() < 2 || name.size() > 63 || name.front() == '-' || name.back() == '-') {
          checker.diags.report(span(call.firstArgument), diag::mlflowWorkspaceName, name);
        }
      }
    }
    if (function == "set_tracking_uri" && isLocalAddress(call.firstString)) {
      checker.diags.report(span(call.firstArgument), diag::mlflowLocalUri, call.firstString);
    }
  }
  if (logs != nullptr && !opens) checker.diags.report(span(logs->range), diag::mlflowNoRun, logs->callee);
  const syntax::ExprId env = settingValue(tree, *body.block, "env");
  if (starts != nullptr && !setsWorkspace && findItem(tree, env, "MLFLOW_WORKSPACE") == nullptr &&
      code.text().find("MLFLOW_WORKSPACE") == std::string_view::npos) {
    checker.diags.report(span(starts->range), diag::mlflowNoWorkspace);
  }
  if (workspace != nullptr) {
    const syntax::ExprId packages = settingValue(tree, *body.block, "packages");
    const auto value = packages ? constantOf(checker.program, body.module, packages) : std::nullopt;
    const auto* items = value ? value->as<support::Constant::List>() : nullptr;
    for (size_t i = 0; items != nullptr && i < items->size(); ++i) {
      const auto* text = (*items)[i].as<std::string>();
      if (text == nullptr) continue;
      const std::string name = pythonRequirementName(*text);
      const unsigned version = leastVersion(*text);
      if ((name == "mlflow" || name == "mlflow-skinny") && version != 0 && version < 3010) {
        checker.diags.report(spanOf(tree, packages), diag::mlflowTooOld, *text);
      }
    }
  }
}

namespace {

struct Experiment {
  std::string name;
  source::Span span;
};

/// Looks at every environment and every component of the program.
class AcrossChecker {
 public:
  explicit AcrossChecker(Checker& checker) : checker_(checker) {}

  void run() {
    for (const ModuleId module : checker_.program.files) {
      const syntax::Tree& tree = checker_.tree(module);
      tree.exprs.forEachId([&](syntax::ExprId id) { expression(module, tree, id); });
      for (const syntax::DeclId decl : tree.order) declaration(module, tree, decl);
    }
    for (const ModuleId module : checker_.program.files) {
      if (needsToken_.empty()) break;
      statements(module, checker_.tree(module));
    }
    experiments();
  }

 private:
  void expression(ModuleId module, const syntax::Tree& tree, syntax::ExprId id) {
    const auto* record = std::get_if<syntax::RecordExpr>(&tree.exprs[id].node);
    if (record == nullptr) return;
    const syntax::RecordItem* token = findItem(tree, id, "MLFLOW_TRACKING_TOKEN");
    const syntax::RecordItem* user = findItem(tree, id, "MLFLOW_TRACKING_USERNAME");
    if (token != nullptr && user != nullptr) {
      checker_.diags.report(user->key.span, diag::mlflowTwoWays)
          .note(token->key.span, diag::declaredHere, "MLFLOW_TRACKING_TOKEN");
    }
    if (token != nullptr) optionalToken(module, tree, *token);
    if (const syntax::RecordItem* uri = findItem(tree, id, "MLFLOW_TRACKING_URI")) {
      const auto text = constantText(checker_, module, uri->value);
      if (text && isLocalAddress(*text)) checker_.diags.report(spanOf(tree, uri->value), diag::mlflowLocalUri, *text);
    }
    if (const syntax::RecordItem* experiment = findItem(tree, id, "MLFLOW_EXPERIMENT_NAME")) {
      if (const auto text = constantText(checker_, module, experiment->value))
        experiments_.push_back({*text, spanOf(tree, experiment->value)});
    }
  }

  void optionalToken(ModuleId module, const syntax::Tree& tree, const syntax::RecordItem& token) {
    const auto* key = std::get_if<KeyUse>(&checker_.program.info(module, token.value).use);
    if (key == nullptr || !key->symbol) return;
    const Symbol& secret = checker_.program.symbols[key->symbol];
    if (secret.kind != SymbolKind::Secret) return;
    const auto* decl = std::get_if<syntax::SecretDecl>(&checker_.tree(secret.module).decls[secret.decl].node);
    if (decl == nullptr) return;
    const syntax::ExprId optional = fieldValue(checker_.tree(secret.module), decl->record, "optional");
    const auto value = optional ? constantOf(checker_.program, secret.module, optional) : std::nullopt;
    const bool* flag = value ? value->as<bool>() : nullptr;
    if (flag != nullptr && *flag) {
      checker_.diags.report(spanOf(tree, token.value), diag::mlflowOptionalToken)
          .note(secret.span, diag::declaredHere, secret.name);
    }
  }

  /// The component's code: its experiments, and whether it needs a token.
  void declaration(ModuleId module, const syntax::Tree& tree, syntax::DeclId declId) {
    const auto* component = std::get_if<syntax::ComponentDecl>(&tree.decls[declId].node);
    if (component == nullptr) return;
    for (const syntax::StmtId id : component->body.statements) {
      const auto* statement = std::get_if<syntax::CodeStmt>(&tree.stmts[id].node);
      if (statement == nullptr || statement->language.text != "python") continue;
      if (!std::holds_alternative<syntax::FenceExpr>(tree.exprs[statement->body].node)) continue;
      const CodeText code(checker_.program.sources, tree, statement->body);
      if (code.text().find("mlflow") == std::string_view::npos) continue;
      const PythonCode python(code.text());
      if (!usesMlflow(python)) continue;
      bool platform = code.text().find(kPlatformHost) != std::string_view::npos;
      for (const CodeText::Placeholder& placeholder : code.placeholders()) {
        const auto text = constantText(checker_, module, placeholder.value);
        platform = platform || (text && text->find(kPlatformHost) != std::string::npos);
      }
      const syntax::ExprId env = settingValue(tree, component->body, "env");
      const bool hasToken = code.text().find("MLFLOW_TRACKING_TOKEN") != std::string_view::npos ||
                            code.text().find("MLFLOW_TRACKING_USERNAME") != std::string_view::npos;
      if (platform && !hasToken && !namesToken(tree, env)) needsToken_[key(module, declId)] = true;
      for (const PythonCall& call : python.calls()) {
        if (mlflowFunction(call) == "set_experiment" && !call.firstString.empty() &&
            call.firstString.find(kPlaceholderByte) == std::string_view::npos) {
          experiments_.push_back(
              {std::string(call.firstString), code.span(call.firstArgument.begin, call.firstArgument.end)});
        }
      }
    }
  }

  static bool namesToken(const syntax::Tree& tree, syntax::ExprId env) {
    if (!env) return false;
    const auto* record = std::get_if<syntax::RecordExpr>(&tree.exprs[env].node);
    if (record == nullptr) return true;  // a const or the like: believed
    return std::any_of(record->items.begin(), record->items.end(), [](const syntax::RecordItem& item) {
      return item.spread || item.key.text == "MLFLOW_TRACKING_TOKEN" || item.key.text == "MLFLOW_TRACKING_USERNAME";
    });
  }

  /// Tasks of pipelines whose component talks to the platform's MLflow.
  void statements(ModuleId module, const syntax::Tree& tree) {
    // Which pipeline a call belongs to decides about `defaults`.
    for (const syntax::DeclId declId : tree.order) {
      const auto* pipeline = std::get_if<syntax::PipelineDecl>(&tree.decls[declId].node);
      if (pipeline == nullptr) continue;
      const syntax::ExprId defaults = settingValue(tree, pipeline->body, "defaults");
      const bool given = defaults && (!std::holds_alternative<syntax::RecordExpr>(tree.exprs[defaults].node) ||
                                      namesToken(tree, fieldValue(tree, defaults, "env")) || hasSpread(tree, defaults));
      if (given) continue;
      std::vector<const syntax::Block*> open{&pipeline->body};
      while (!open.empty()) {
        const syntax::Block* block = open.back();
        open.pop_back();
        for (const syntax::StmtId id : block->statements) {
          const syntax::StmtNode* node = &tree.stmts[id].node;
          if (const auto* let = std::get_if<syntax::LetStmt>(node)) {
            if (let->value) task(module, tree, let->value, let->settings);
            if (!let->group) continue;
            node = &tree.stmts[let->group].node;
          }
          if (const auto* call = std::get_if<syntax::CallStmt>(node)) task(module, tree, call->call, call->settings);
          if (const auto* branches = std::get_if<syntax::IfStmt>(node)) {
            for (const syntax::IfBranch& branch : branches->branches) open.push_back(&branch.body);
          }
          if (const auto* loop = std::get_if<syntax::ForStmt>(node)) open.push_back(&loop->body);
          if (const auto* handler = std::get_if<syntax::TryStmt>(node)) {
            open.push_back(&handler->body);
            open.push_back(&handler->finally);
          }
        }
      }
    }
  }

  void task(ModuleId module, const syntax::Tree& tree, syntax::ExprId call, syntax::ExprId settings) {
    const CallUse* use = checker_.callUse(module, call);
    if (use == nullptr || !use->callee) return;
    const Symbol& callee = checker_.program.symbols[use->callee];
    if (callee.kind != SymbolKind::Component || needsToken_.count(key(callee.module, callee.decl)) == 0) return;
    if (settings &&
        (!std::holds_alternative<syntax::RecordExpr>(tree.exprs[settings].node) || hasSpread(tree, settings)))
      return;
    if (namesToken(tree, fieldValue(tree, settings, "env"))) return;
    checker_.diags.report(spanOf(tree, call), diag::mlflowNoToken, callee.name)
        .note(callee.span, diag::declaredHere, callee.name);
  }

  /// Names that differ only in case and punctuation are meant to be one.
  void experiments() {
    std::map<std::string, Experiment> byForm;
    for (const Experiment& experiment : experiments_) {
      std::string form;
      for (const char c : experiment.name) {
        if (c >= 'A' && c <= 'Z') {
          form += static_cast<char>(c - 'A' + 'a');
        } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (static_cast<unsigned char>(c) & 0x80U) != 0) {
          form += c;
        }
      }
      const auto [it, isNew] = byForm.emplace(form, experiment);
      if (!isNew && it->second.name != experiment.name) {
        checker_.diags.report(experiment.span, diag::mlflowTwoExperiments, experiment.name, it->second.name)
            .note(it->second.span, diag::spelledHere, it->second.name);
      }
    }
  }

  static uint64_t key(ModuleId module, syntax::DeclId decl) {
    return static_cast<uint64_t>(module.index()) << 32U | decl.index();
  }

  Checker& checker_;
  std::map<uint64_t, bool> needsToken_;
  std::vector<Experiment> experiments_;
};

}  // namespace

void checkMlflowAcross(Checker& checker) { AcrossChecker(checker).run(); }

}  // namespace mlpc::sema
