#include "map/steps.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "expression.h"
#include "helpers.h"
#include "map/settings.h"
#include "mlpc/support/text.h"
#include "mlpc/vocabulary/azure_devops.h"
#include "script.h"
#include "script_inputs.h"

namespace mlpc::backends::azure_devops {
namespace {

using emit::Node;
using vocabulary::Language;
using vocabulary::ado::AzInput;
using vocabulary::ado::AzureCLI2ScriptType;
using vocabulary::ado::CheckoutInput;
using vocabulary::ado::DownloadInput;
using vocabulary::ado::PublishInput;
using vocabulary::ado::Step;
using vocabulary::ado::TemplateInput;

bool isNull(const ir::Value& value) { return value.scalar() != nullptr && value.scalar()->isNull(); }

// A value that Azure treats as a flag, wherever it is.
bool isFlag(const Context& context, const ir::Value& value) {
  return value.scalar() == nullptr && isBoolean(context, value) && knownAtExpansion(context, value);
}

// Inputs of a task and parameters of a template are strings, unless YAML has something better.
Node scalar(MapContext& context, const ir::Value& value, Place place) {
  if (const auto* constant = value.scalar()) return Node::of(*constant).at(value.origin);
  return Node(text(context, value, place)).at(value.origin);
}

Node anyNode(MapContext& context, const ir::Value& value, Place place) {
  if (const auto* input = value.as<ir::InputRef>()) {
    // Unchanged, so that a list stays a list.
    return Node(fmt::format("${{{{ parameters.{} }}}}", input->name)).at(value.origin);
  }
  if (const auto* list = value.as<ir::ListValue>()) {
    Node node = Node::sequence();
    for (const ir::Value& item : list->items) node.push(anyNode(context, item, place));
    return node;
  }
  if (const auto* record = value.as<ir::RecordValue>()) {
    Node node = Node::mapping();
    for (const ir::Field& field : record->fields) {
      node.set(field.key, anyNode(context, field.value, place), field.keyOrigin);
    }
    return node;
  }
  return scalar(context, value, place);
}

std::string repositoryName(const Context& context, const ir::Value& value) {
  const auto* ref = value.as<ir::ResourceRef>();
  if (ref == nullptr) return "self";
  return context.program.resources[ref->resource].name;
}

class StepWriter {
 public:
  StepWriter(MapContext& context, const ir::Step& step) : context_(context), step_(step) {}

  Node write() {
    if (step_.is(Builtin::Checkout))
      checkout();
    else if (step_.is(Builtin::Download))
      download();
    else if (step_.is(Builtin::Publish))
      publish();
    else if (step_.is(Builtin::Template))
      return templateNode(context_, step_);
    else if (step_.is(Builtin::Az))
      az(setting(step_.arguments, AzInput::Script));
    else if (isHelper(step_))
      helper();
    else if (std::holds_alternative<vocabulary::Language>(step_.what))
      code();
    else if (step_.task() != nullptr)
      task();
    else
      return Node(emit::kUnmapped);
    common();
    node_.at(step_.origin);
    return std::move(node_);
  }

 private:
  const ir::Value* argument(vocabulary::FieldName name) const {
    const ir::Value* value = setting(step_.arguments, name);
    return value != nullptr && !isNull(*value) ? value : nullptr;
  }

  void optionalArgument(vocabulary::FieldName name, std::string_view key) { optionalArgument(node_, name, key); }

  void optionalArgument(Node& node, vocabulary::FieldName name, std::string_view key) {
    const ir::Value* value = argument(name);
    if (value == nullptr) return;
    if (isFlag(context_, *value))
      setFlag(context_, node, key, value, {true, false});
    else
      node.set(key, scalar(context_, *value, Place::Input));
  }

  void checkout() {
    const ir::Value* repository = argument(CheckoutInput::Repository);
    node_.set("checkout", repository != nullptr ? repositoryName(context_, *repository) : "self")
        .at(repository != nullptr ? repository->origin : step_.origin);
    optionalArgument(CheckoutInput::Clean, "clean");
    optionalArgument(CheckoutInput::FetchDepth, "fetchDepth");
    optionalArgument(CheckoutInput::FetchTags, "fetchTags");
    optionalArgument(CheckoutInput::Lfs, "lfs");
    optionalArgument(CheckoutInput::Path, "path");
    optionalArgument(CheckoutInput::PersistCredentials, "persistCredentials");
    optionalArgument(CheckoutInput::Submodules, "submodules");
  }

  void download() {
    std::string source = "current";
    if (const ir::Value* pipeline = argument(DownloadInput::Pipeline)) {
      if (const auto* ref = pipeline->as<ir::ResourceRef>()) source = context_.program.resources[ref->resource].name;
    }
    // The step has no path, but the task that it stands for does.
    const bool task = argument(DownloadInput::Path) != nullptr;
    const source::Span origin =
        argument(DownloadInput::Pipeline) != nullptr ? argument(DownloadInput::Pipeline)->origin : step_.origin;
    Node inputs = Node::mapping();
    if (!task) {
      node_.set("download", source).at(origin);
    } else if (source == "current") {
      inputs.set("source", source);
    } else {
      inputs.set("source", "specific");
      const std::string run = "$(resources.pipeline." + source;
      inputs.set("project", run + ".projectID)");
      inputs.set("pipeline", run + ".pipelineID)");
      inputs.set("runVersion", "specific");
      inputs.set("runId", run + ".runID)");
    }
    for (const DownloadInput input : {DownloadInput::Artifact, DownloadInput::Patterns, DownloadInput::Path})
      optionalArgument(task ? inputs : node_, input, name(input));
    if (!task) return;
    node_.set("task", "DownloadPipelineArtifact@2");
    inputs_ = std::move(inputs);
  }

  void publish() {
    optionalArgument(PublishInput::Path, "publish");
    if (const ir::Value* artifact = argument(PublishInput::Artifact)) {
      node_.set("artifact", scalar(context_, *artifact, Place::Input));
    }
  }

  // The task runs the script while signed in; `what` is the script.
  void azureCli(const ir::Value* connection, Script script, source::Span origin, const ir::Value* servicePrincipal) {
    node_.set("task", "AzureCLI@2");
    Node inputs = Node::mapping();
    if (connection != nullptr) {
      Node name(text(context_, *connection, Place::Expansion));
      inputs.set("azureSubscription", std::move(name.at(connection->origin)));
    }
    inputs.set("scriptType", name(cliScript_));
    inputs.set("scriptLocation", "inlineScript");
    inputs.set("inlineScript", Node(script.text).styled(emit::Style::Literal)).at(origin);
    setFlag(context_, inputs, "addSpnToEnvironment", servicePrincipal);
    if (const ir::Value* dir = step(Step::Dir)) inputs.set("workingDirectory", scalar(context_, *dir, Place::Input));
    inputs_ = std::move(inputs);
    takeEnvironment(script);
  }

  void takeEnvironment(const Script& script) { env_.insert(env_.end(), script.env.begin(), script.env.end()); }

  void az(const ir::Value* script) {
    if (script == nullptr) return;
    const Language language = shellOf(step_);
    auto prologue = scriptPrologue(step_, *script, language);
    if (mentions(*script, "az ml"))
      prologue.emplace_back("az extension add --name ml --upgrade --yes --only-show-errors");
    Script rendered = renderScript(context_, *script, language, prologue);
    if (isPowerShell(language))
      cliScript_ = language == Language::Pwsh ? AzureCLI2ScriptType::Pscore : AzureCLI2ScriptType::Ps;
    azureCli(argument(AzInput::Connection), std::move(rendered), script->origin, argument(AzInput::ServicePrincipal));
  }

  void helper() {
    if (auto script = helperScript(context_, step_))
      azureCli(argument(AzInput::Connection), std::move(*script), step_.origin, nullptr);
  }

  void code() {
    if (!step_.script) return;
    const Language language = std::get<Language>(step_.what);
    const auto prologue = scriptPrologue(step_, *step_.script, language);
    Script script = renderScript(context_, *step_.script, language, prologue);
    node_.set(step_.calledAs(), Node(script.text).styled(emit::Style::Literal)).at(step_.script->origin);
    if (const ir::Value* dir = step(Step::Dir)) node_.set("workingDirectory", scalar(context_, *dir, Place::Input));
    takeEnvironment(script);
  }

  void task() {
    node_.set("task", step_.calledAs());
    Node inputs = Node::mapping();
    for (const ir::Field& field : step_.arguments) {
      if (isNull(field.value)) continue;
      inputs.set(field.key, taskInput(field), field.keyOrigin);
    }
    inputs_ = std::move(inputs);
  }

  Node taskInput(const ir::Field& field) {
    const ir::Value& value = field.value;
    if (const auto language = scriptLanguage(step_, field.key)) {
      // A string with a single part is used unchanged; with values in it, it is code.
      const bool plain = value.scalar() != nullptr;
      const auto prologue =
          plain && !step_.language ? std::vector<std::string>() : scriptPrologue(step_, value, *language);
      Script script = renderScript(context_, value, *language, prologue);
      takeEnvironment(script);
      return Node(script.text).at(value.origin);
    }
    if (const auto* code = value.as<ir::CodeValue>()) {
      return Node(text(context_, {ir::Interpolation{code->parts}, value.origin}, Place::Input)).at(value.origin);
    }
    if (const auto* ref = value.as<ir::ResourceRef>(); ref != nullptr && ref->attribute.empty()) {
      return Node(text(context_, value, Place::Expansion)).at(value.origin);
    }
    return scalar(context_, value, Place::Input);
  }

  const ir::Value* step(vocabulary::FieldName name) const {
    const ir::Value* value = setting(step_.settings, name);
    return value != nullptr && !isNull(*value) ? value : nullptr;
  }

  // The keys that every step has, in the order of the reference.
  void common() {
    if (!step_.name.empty() && !step_.is(Builtin::Checkout)) node_.set("name", step_.name);
    if (const ir::Value* name = step(Step::DisplayName))
      node_.set("displayName", scalar(context_, *name, Place::Input));
    if (const ir::Value* when = step(Step::When)) {
      if (auto c = condition(context_, *when, ExpressionSlot::StepCondition))
        node_.set("condition", Node(*c).at(when->origin));
    }
    setFlag(context_, node_, "continueOnError", step(Step::ContinueOnError));
    setFlag(context_, node_, "enabled", step(Step::Enabled), {{}, false});
    if (const ir::Value* timeout = step(Step::Timeout)) {
      node_.set("timeoutInMinutes", Node(minutes(*timeout)).at(timeout->origin));
    }
    if (const ir::Value* retries = step(Step::Retries);
        retries != nullptr && !(retries->scalar() != nullptr && retries->scalar()->toText() == "0")) {
      node_.set("retryCountOnTaskFailure", early(context_, *retries));
    }
    if (const ir::Value* target = step(Step::Target)) {
      const support::Constant* name = target->scalar();
      node_.set("target", Node(name != nullptr ? name->toText() : std::string(emit::kUnmapped)).at(target->origin));
    }
    environment();
    if (!inputs_.empty()) node_.set("inputs", std::move(inputs_));
  }

  void environment() {
    Node env = Node::mapping();
    if (const auto* record = step(Step::Env) == nullptr ? nullptr : step(Step::Env)->as<ir::RecordValue>()) {
      for (const ir::Field& field : record->fields) {
        const bool constant = field.value.scalar() != nullptr;
        env.set(field.key,
                constant ? scalar(context_, field.value, Place::Input)
                         : Node(text(context_, field.value, Place::Input, true)).at(field.value.origin),
                field.keyOrigin);
      }
    }
    for (const HeldVariable& held : env_) env.set(held.name, Node(held.value)).at(held.origin);
    if (!env.empty()) node_.set("env", std::move(env));
  }

  MapContext& context_;
  const ir::Step& step_;
  Node node_ = Node::mapping();
  Node inputs_;
  std::vector<HeldVariable> env_;
  AzureCLI2ScriptType cliScript_ = AzureCLI2ScriptType::Bash;
};

}  // namespace

int64_t minutes(const ir::Value& duration) {
  const auto* value = duration.scalar() != nullptr ? duration.scalar()->as<support::Duration>() : nullptr;
  return value != nullptr ? value->inSeconds() / 60 : 0;
}

Node templateNode(MapContext& context, const ir::Step& step) {
  Node node = Node::mapping();
  const ir::Value* file = setting(step.arguments, TemplateInput::File);
  std::string path = given(file) ? text(context, *file, Place::Expansion) : "";
  if (const ir::Value* repository = setting(step.arguments, TemplateInput::Repository); given(repository))
    path += "@" + repositoryName(context, *repository);
  node.set("template", path).at(given(file) ? file->origin : step.origin);
  if (const ir::Value* parameters = setting(step.arguments, TemplateInput::Parameters); given(parameters)) {
    Node values = anyNode(context, *parameters, Place::Input);
    if (!values.empty()) node.set("parameters", std::move(values));
  }
  node.at(step.origin);
  return node;
}

Node stepNode(MapContext& context, const ir::Step& step) { return StepWriter(context, step).write(); }

}  // namespace mlpc::backends::azure_devops
