#include "steps.h"

#include <fmt/format.h>

#include <algorithm>

#include "expression.h"
#include "helpers.h"
#include "mlpc/support/text.h"
#include "script.h"
#include "task_rules.h"

namespace mlpc::backends::azure_devops {
namespace {

using emit::Node;

bool isNull(const ir::Value& value) { return value.scalar() != nullptr && value.scalar()->isNull(); }

// Inputs of a task and parameters of a template are text, but for what YAML says better.
Node scalar(Context& context, const ir::Value& value, Place place, std::string_view what) {
  if (const auto* constant = value.scalar()) {
    if (const auto* s = constant->as<std::string>()) {
      checkLiteralText(context, value);
      return Node(*s).at(value.origin);
    }
    return Node::of(*constant).at(value.origin);
  }
  if (value.as<ir::Interpolation>() != nullptr) checkLiteralText(context, value);
  return Node(text(context, value, place, what)).at(value.origin);
}

Node anyNode(Context& context, const ir::Value& value, Place place, std::string_view what) {
  if (const auto* list = value.as<ir::ListValue>()) {
    Node node = Node::sequence();
    for (const ir::Value& item : list->items) node.push(anyNode(context, item, place, what));
    return node;
  }
  if (const auto* record = value.as<ir::RecordValue>()) {
    Node node = Node::mapping();
    for (const ir::Field& field : record->fields) node.set(field.key, anyNode(context, field.value, place, what));
    return node;
  }
  return scalar(context, value, place, what);
}

std::string repositoryName(Context& context, const ir::Value& value) {
  const auto* ref = value.as<ir::ResourceRef>();
  if (ref == nullptr) return "self";
  const ir::Resource& resource = context.program.resources[ref->resource];
  context.repositories.emplace(resource.name, ref->resource);
  return resource.name;
}

class StepWriter {
 public:
  StepWriter(Context& context, const ir::Step& step, bool serverJob)
      : context_(context), step_(step), serverJob_(serverJob) {}

  Node write() {
    if (step_.kind == "checkout")
      checkout();
    else if (step_.kind == "download")
      download();
    else if (step_.kind == "publish")
      publish();
    else if (step_.kind == "template")
      return templateNode();
    else if (step_.kind == "az")
      az(setting(step_.arguments, "script"));
    else if (isHelper(step_))
      helper();
    else if (step_.kind == "bash" || step_.kind == "pwsh" || step_.kind == "powershell" || step_.kind == "script")
      code();
    else if (step_.kind.find('@') != std::string::npos)
      task();
    else {
      context_.diags.report(step_.origin, diag::stepNotLoweredYet, step_.kind);
      return {};
    }
    common();
    node_.at(step_.origin);
    return std::move(node_);
  }

 private:
  const ir::Value* argument(std::string_view name) const {
    const ir::Value* value = setting(step_.arguments, name);
    return value != nullptr && !isNull(*value) ? value : nullptr;
  }

  void optionalArgument(std::string_view name, std::string_view key) {
    if (const ir::Value* value = argument(name)) node_.set(key, scalar(context_, *value, Place::Input, "this input"));
  }

  void needsAgent() {
    if (serverJob_) context_.diags.report(step_.origin, diag::scriptInServerJob, step_.kind);
  }

  void checkout() {
    needsAgent();
    const ir::Value* repository = argument("repository");
    node_.set("checkout", repository != nullptr ? repositoryName(context_, *repository) : "self");
    optionalArgument("clean", "clean");
    optionalArgument("fetch_depth", "fetchDepth");
    optionalArgument("fetch_tags", "fetchTags");
    optionalArgument("lfs", "lfs");
    optionalArgument("path", "path");
    optionalArgument("persist_credentials", "persistCredentials");
    optionalArgument("submodules", "submodules");
  }

  void download() {
    needsAgent();
    std::string source = "current";
    if (const ir::Value* pipeline = argument("pipeline")) {
      if (const auto* ref = pipeline->as<ir::ResourceRef>()) {
        source = context_.program.resources[ref->resource].name;
        context_.pipelines.emplace(source, ref->resource);
      }
    }
    node_.set("download", source);
    optionalArgument("artifact", "artifact");
    optionalArgument("patterns", "patterns");
    optionalArgument("path", "path");
  }

  void publish() {
    needsAgent();
    optionalArgument("path", "publish");
    if (const ir::Value* artifact = argument("artifact")) {
      // Characters that the artefact service refuses.
      if (artifact->text() != nullptr && artifact->text()->find_first_of("\":<>|*?/\\") != std::string::npos) {
        context_.diags.report(artifact->origin, diag::badArtifactName, *artifact->text());
      }
      node_.set("artifact", scalar(context_, *artifact, Place::Input, "the name of an artefact"));
    }
  }

  Node templateNode() {
    Node node = Node::mapping();
    const ir::Value* file = argument("file");
    std::string path = file != nullptr ? text(context_, *file, Place::Expansion, "a template's file") : "";
    if (const ir::Value* repository = argument("repository")) path += "@" + repositoryName(context_, *repository);
    node.set("template", path);
    if (const ir::Value* parameters = argument("parameters")) {
      Node values = anyNode(context_, *parameters, Place::Input, "a parameter");
      if (!values.empty()) node.set("parameters", std::move(values));
    }
    node.at(step_.origin);
    return node;
  }

  // The task runs the script signed in; `what` is the script.
  void azureCli(const ir::Value* connection, Script script, bool servicePrincipal) {
    needsAgent();
    node_.set("task", "AzureCLI@2");
    Node inputs = Node::mapping();
    if (connection != nullptr) {
      Node name(text(context_, *connection, Place::Expansion, "a service connection"));
      inputs.set("azureSubscription", std::move(name.at(connection->origin)));
    }
    inputs.set("scriptType", "bash");
    inputs.set("scriptLocation", "inlineScript");
    inputs.set("inlineScript", Node(script.text).styled(emit::Style::Literal));
    if (servicePrincipal) inputs.set("addSpnToEnvironment", true);
    if (const ir::Value* dir = step(("dir")))
      inputs.set("workingDirectory", scalar(context_, *dir, Place::Input, "the working folder"));
    inputs_ = std::move(inputs);
    env_ = std::move(script.env);
  }

  void az(const ir::Value* script) {
    if (script == nullptr) return;
    auto prologue = bashPrologue(step_, *script);
    if (mentions(*script, "az ml"))
      prologue.emplace_back("az extension add --name ml --upgrade --yes --only-show-errors");
    Script rendered = renderScript(context_, *script, "bash", prologue);
    const ir::Value* principal = argument("service_principal");
    const bool wanted = principal != nullptr && principal->scalar() != nullptr &&
                        principal->scalar()->as<bool>() != nullptr && *principal->scalar()->as<bool>();
    azureCli(argument("connection"), std::move(rendered), wanted);
  }

  void helper() {
    if (auto script = helperScript(context_, step_)) azureCli(argument("connection"), std::move(*script), false);
  }

  void code() {
    needsAgent();
    if (!step_.script) return;
    std::vector<std::string> prologue;
    if (step_.kind == "bash") prologue = bashPrologue(step_, *step_.script);
    Script script = renderScript(context_, *step_.script, step_.kind, prologue);
    node_.set(step_.kind, Node(script.text).styled(emit::Style::Literal));
    if (const ir::Value* dir = step("dir"))
      node_.set("workingDirectory", scalar(context_, *dir, Place::Input, "the working folder"));
    env_ = std::move(script.env);
  }

  void task() {
    checkTask(context_, step_, serverJob_);
    node_.set("task", step_.kind);
    Node inputs = Node::mapping();
    for (const ir::Field& field : step_.arguments) {
      if (isNull(field.value)) continue;
      inputs.set(field.key, taskInput(field));
    }
    inputs_ = std::move(inputs);
  }

  Node taskInput(const ir::Field& field) {
    const ir::Value& value = field.value;
    const bool code = value.as<ir::CodeValue>() != nullptr ||
                      (value.text() != nullptr && value.text()->find('\n') != std::string::npos);
    if (code) {
      Script script = renderScript(context_, value, "bash", {});
      for (auto& entry : script.env) env_.push_back(std::move(entry));
      return Node(script.text).at(value.origin);
    }
    if (const auto* ref = value.as<ir::ResourceRef>(); ref != nullptr && ref->attribute.empty()) {
      return Node(text(context_, value, Place::Expansion, "this input")).at(value.origin);
    }
    return scalar(context_, value, Place::Input, "this input");
  }

  const ir::Value* step(std::string_view name) const {
    const ir::Value* value = setting(step_.settings, name);
    return value != nullptr && !isNull(*value) ? value : nullptr;
  }

  // Keys that every step has, in the order of the reference.
  void common() {
    if (!step_.name.empty() && step_.kind != "checkout") node_.set("name", step_.name);
    if (const ir::Value* name = step("display_name"))
      node_.set("displayName", scalar(context_, *name, Place::Input, "a display name"));
    if (const ir::Value* when = step("when")) {
      if (auto c = condition(context_, *when, ExpressionSlot::StepCondition))
        node_.set("condition", Node(*c).at(when->origin));
    }
    flag("continue_on_error", "continueOnError", false);
    flag("enabled", "enabled", true);
    if (const ir::Value* timeout = step("timeout"))
      node_.set("timeoutInMinutes", Node(minutes(context_, *timeout)).at(timeout->origin));
    if (const ir::Value* retries = step("retries");
        retries != nullptr && retries->scalar() != nullptr && retries->scalar()->toText() != "0") {
      node_.set("retryCountOnTaskFailure", Node::of(*retries->scalar()).at(retries->origin));
    }
    if (const ir::Value* target = step("target"))
      node_.set("target", scalar(context_, *target, Place::Expansion, "the target of a step"));
    environment();
    if (!inputs_.empty()) node_.set("inputs", std::move(inputs_));
  }

  void flag(std::string_view name, std::string_view key, bool usual) {
    const ir::Value* value = step(name);
    if (value == nullptr) return;
    const bool* constant = value->scalar() != nullptr ? value->scalar()->as<bool>() : nullptr;
    if (constant != nullptr && *constant == usual) return;
    node_.set(key,
              constant != nullptr ? Node(*constant) : Node(text(context_, *value, Place::Expansion, "this setting")));
  }

  void environment() {
    Node env = Node::mapping();
    if (const ir::Value* given = step("env")) {
      if (const auto* record = given->as<ir::RecordValue>()) {
        for (const ir::Field& field : record->fields)
          env.set(field.key, scalar(context_, field.value, Place::Input, "a variable"));
      }
    }
    for (auto& [name, value] : env_) {
      if (env.find(name) != nullptr)
        context_.diags.report(step_.origin, diag::environmentCollision, name);
      else
        env.set(name, Node(value));
    }
    if (!env.empty()) node_.set("env", std::move(env));
  }

  Context& context_;
  const ir::Step& step_;
  bool serverJob_;
  Node node_ = Node::mapping();
  Node inputs_;
  std::vector<std::pair<std::string, std::string>> env_;
};

}  // namespace

int64_t minutes(Context& context, const ir::Value& duration) {
  const auto* value = duration.scalar() != nullptr ? duration.scalar()->as<support::Duration>() : nullptr;
  if (value == nullptr) {
    context.diags.report(duration.origin, diag::placeNeedsEarlyValue, diag::Phrase("a time limit"));
    return 0;
  }
  if (!value->wholeMinutes()) context.diags.report(duration.origin, diag::notWholeMinutes, value->text());
  return value->inSeconds() / 60;
}

Node stepNode(Context& context, const ir::Step& step, bool serverJob) {
  return StepWriter(context, step, serverJob).write();
}

}  // namespace mlpc::backends::azure_devops
