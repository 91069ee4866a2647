#include <algorithm>
#include <cctype>
#include <set>

#include "expression.h"
#include "helpers.h"
#include "legalize/script_rules.h"
#include "legalize/task_rules.h"
#include "legalize/value_rules.h"
#include "legalize/workflow_rules.h"
#include "mlpc/diag/azure_devops.h"
#include "mlpc/diag/internal.h"
#include "mlpc/diag/lowering.h"
#include "mlpc/vocabulary/azure_devops.h"
#include "mlpc/vocabulary/azure_ml.h"
#include "script.h"
#include "script_inputs.h"

namespace mlpc::backends::azure_devops {
namespace {

using vocabulary::Language;
using vocabulary::ado::AzInput;
using vocabulary::ado::CheckoutInput;
using vocabulary::ado::DownloadInput;
using vocabulary::ado::Job;
using vocabulary::ado::PublishInput;
using vocabulary::ado::Step;
using vocabulary::ado::TemplateInput;
using vocabulary::azureml::DeployInput;
using vocabulary::azureml::SetTrafficInput;

/// A value that becomes a YAML scalar of its own type if it is constant.
void checkScalar(RuleContext& context, const ir::Value& value, Place place, std::string_view what) {
  const auto* constant = value.scalar();
  if (constant == nullptr) {
    checkText(context, value, place, what);
  } else if (constant->as<std::string>() != nullptr) {
    checkLiteralText(context, value);
  }
}

void checkAny(RuleContext& context, const ir::Value& value, std::string_view what) {
  if (value.as<ir::InputRef>() != nullptr) return;
  if (const auto* list = value.as<ir::ListValue>()) {
    for (const ir::Value& item : list->items) checkAny(context, item, what);
  } else if (const auto* record = value.as<ir::RecordValue>()) {
    for (const ir::Field& field : record->fields) checkAny(context, field.value, what);
  } else {
    checkScalar(context, value, Place::Input, what);
  }
}

void useRepository(RuleContext& context, const ir::Value* value) {
  const auto* ref = value != nullptr ? value->as<ir::ResourceRef>() : nullptr;
  if (ref != nullptr) context.uses.repositories.emplace(context.program.resources[ref->resource].name, ref->resource);
}

class StepRules {
 public:
  StepRules(RuleContext& context, const ir::Step& step, bool onServer)
      : context_(context), step_(step), onServer_(onServer) {}

  void check() {
    if (step_.is(Builtin::Checkout)) {
      checkout();
    } else if (step_.is(Builtin::Download)) {
      download();
    } else if (step_.is(Builtin::Publish)) {
      publish();
    } else if (step_.is(Builtin::Template)) {
      checkTemplate(context_, step_);
      return;
    } else if (step_.is(Builtin::Az)) {
      az();
    } else if (isHelper(step_)) {
      helper();
    } else if (std::holds_alternative<vocabulary::Language>(step_.what)) {
      code();
    } else if (step_.task() != nullptr) {
      task();
    } else {
      context_.diags.report(step_.origin, diag::stepNotLoweredYet, step_.calledAs());
      return;
    }
    common();
  }

 private:
  const ir::Value* argument(vocabulary::FieldName name) const { return settingOf(step_.arguments, name); }
  const ir::Value* setting(vocabulary::FieldName name) const { return settingOf(step_.settings, name); }

  void needsAgent() {
    if (onServer_) context_.diags.report(step_.origin, diag::scriptInServerJob, step_.calledAs());
  }

  void arguments(std::initializer_list<vocabulary::FieldName> names) {
    for (const vocabulary::FieldName name : names) {
      const ir::Value* value = argument(name);
      if (value == nullptr) continue;
      const bool flag = value->scalar() == nullptr && isBoolean(context_, *value) && knownAtExpansion(context_, *value);
      flag ? checkChoice(context_, value, "this input") : checkScalar(context_, *value, Place::Input, "this input");
    }
  }

  void checkout() {
    needsAgent();
    useRepository(context_, argument(CheckoutInput::Repository));
    arguments({CheckoutInput::Clean, CheckoutInput::FetchDepth, CheckoutInput::FetchTags, CheckoutInput::Lfs,
               CheckoutInput::Path, CheckoutInput::PersistCredentials, CheckoutInput::Submodules});
  }

  void download() {
    needsAgent();
    const ir::Value* pipeline = argument(DownloadInput::Pipeline);
    if (const auto* ref = pipeline != nullptr ? pipeline->as<ir::ResourceRef>() : nullptr) {
      context_.uses.pipelines.emplace(context_.program.resources[ref->resource].name, ref->resource);
    }
    arguments({DownloadInput::Artifact, DownloadInput::Patterns, DownloadInput::Path});
  }

  void publish() {
    needsAgent();
    arguments({PublishInput::Path});
    const ir::Value* artifact = argument(PublishInput::Artifact);
    if (artifact == nullptr) return;
    // Characters that the artifact service rejects.
    if (artifact->text() != nullptr && artifact->text()->find_first_of("\":<>|*?/\\") != std::string::npos) {
      context_.diags.report(artifact->origin, diag::badArtifactName, *artifact->text());
    }
    checkScalar(context_, *artifact, Place::Input, "the name of an artifact");
  }

  /// The task that runs a script while signed in.
  void azureCli(const ir::Value* servicePrincipal) {
    needsAgent();
    if (const ir::Value* connection = argument(AzInput::Connection)) {
      checkText(context_, *connection, Place::Expansion, "a service connection");
    }
    checkChoice(context_, servicePrincipal, "this input");
    workingFolder();
  }

  void workingFolder() {
    const ir::Value* dir = setting(Step::Dir);
    if (dir != nullptr) checkScalar(context_, *dir, Place::Input, "the working folder");
  }

  void script(const ir::Value& script, Language language) {
    demandConstant(context_, azure_devops::setting(step_.settings, Step::Strict), "`strict`");
    checkScript(context_, script, language);
    hold(script, language);
  }

  void az() {
    const ir::Value* script = azure_devops::setting(step_.arguments, AzInput::Script);
    if (script == nullptr) return;
    this->script(*script, shellOf(step_));
    azureCli(argument(AzInput::ServicePrincipal));
  }

  void helper() {
    const Helper helper = helperOf(context_, step_);
    if (helper.endpoint == nullptr && helper.deployment == nullptr) return;
    if (!helper.workspace) {
      context_.diags.report(step_.origin, diag::internalError,
                            diag::Phrase("the workspace of an endpoint is not known"));
      return;
    }
    for (const vocabulary::FieldName name :
         {vocabulary::FieldName(DeployInput::Slot), vocabulary::FieldName(DeployInput::ModelVersion),
          vocabulary::FieldName(SetTrafficInput::Percent)}) {
      const ir::Value* value = argument(name);
      if (value != nullptr && value->scalar() == nullptr) checkText(context_, *value, Place::Input, "an argument");
    }
    if (step_.is(Builtin::AzuremlDeploy)) {
      demandConstant(context_, azure_devops::setting(step_.arguments, DeployInput::Dir), "the folder of the files");
      const ir::Value* version = argument(DeployInput::ModelVersion);
      if (version != nullptr && !modelWithoutVersion(context_, *helper.deployment)) {
        context_.diags.report(version->origin, diag::missingTaskInput, helper.deployment->name, "model",
                              diag::Phrase("`model_version` is given"));
      }
    }
    if (setting(Step::Env) != nullptr) {
      if (const auto script = helperScript(scratch_, step_)) hold(*script);
    }
    azureCli(nullptr);
  }

  void code() {
    needsAgent();
    if (!step_.script) return;
    script(*step_.script, std::get<Language>(step_.what));
    workingFolder();
  }

  void task() {
    checkTask(context_, step_, onServer_);
    for (const ir::Field& field : step_.arguments) {
      if (given(&field.value)) taskInput(field);
    }
  }

  void taskInput(const ir::Field& field) {
    const ir::Value& value = field.value;
    if (const auto language = scriptLanguage(step_, field.key)) {
      checkFence(context_, step_, field, *language);
      // A string with a single part is used unchanged; with values in it, it is code.
      const bool plain = value.scalar() != nullptr && !step_.language;
      if (!plain) demandConstant(context_, azure_devops::setting(step_.settings, Step::Strict), "`strict`");
      checkScript(context_, value, *language);
      hold(value, *language);
    } else if (const auto* code = value.as<ir::CodeValue>()) {
      checkText(context_, {ir::Interpolation{code->parts}, value.origin}, Place::Input, "this input");
    } else if (const auto* ref = value.as<ir::ResourceRef>(); ref != nullptr && ref->attribute.empty()) {
      checkText(context_, value, Place::Expansion, "this input");
    } else {
      checkScalar(context_, value, Place::Input, "this input");
    }
  }

  /// The names that a script's values get matter if there are others.
  void hold(const ir::Value& script, Language language) {
    if (setting(Step::Env) != nullptr) hold(renderScript(scratch_, script, language, {}));
  }

  void hold(const Script& script) {
    for (const HeldVariable& held : script.env) held_.push_back(held.name);
    predefined_.insert(script.predefined.begin(), script.predefined.end());
  }

  void common() {
    if (const auto prefix = hiddenPrefix(step_.name); !prefix.empty() && !step_.outputs.empty())
      context_.diags.report(step_.origin, diag::hiddenOutputName, prefix, step_.name + "." + step_.outputs.front());
    if (const ir::Value* name = setting(Step::DisplayName)) {
      checkScalar(context_, *name, Place::Input, "a display name");
    }
    if (const ir::Value* when = setting(Step::When)) checkCondition(context_, *when, ExpressionSlot::StepCondition);
    checkChoice(context_, setting(Step::ContinueOnError), "this setting");
    checkChoice(context_, setting(Step::Enabled), "this setting");
    if (const ir::Value* timeout = setting(Step::Timeout)) {
      const int64_t own = checkMinutes(context_, *timeout);
      const int64_t limit = jobMinutes();
      if (limit != 0 && own > limit)
        context_.diags.report(timeout->origin, diag::stepOutlivesJob, support::Duration::seconds(own * 60).text(),
                              support::Duration::seconds(limit * 60).text());
    }
    if (const ir::Value* retries = setting(Step::Retries);
        retries != nullptr && !(retries->scalar() != nullptr && retries->scalar()->toText() == "0")) {
      checkEarly(context_, *retries, "the number of retries");
    }
    if (const ir::Value* target = setting(Step::Target)) {
      if (const auto* name = demandConstant(context_, target, "the target of a step")) {
        useTarget(name->toText(), target->origin);
      }
    }
    environment();
  }

  // The limit of the job around the step; 0 if it is not known here.
  int64_t jobMinutes() const {
    const ir::Value* limit =
        context_.job != nullptr ? azure_devops::setting(context_.job->settings, Job::Timeout) : nullptr;
    if (!given(limit)) return 60;
    const auto* duration = limit->scalar() != nullptr ? limit->scalar()->as<support::Duration>() : nullptr;
    return duration != nullptr ? duration->inSeconds() / 60 : 0;
  }

  void useTarget(const std::string& name, source::Span origin) {
    if (name == "host") return;
    for (uint32_t i = 0; i < context_.program.resources.size(); ++i) {
      const ir::ResourceId id(i);
      const ir::Resource& resource = context_.program.resources[id];
      if (resource.kind != vocabulary::Kind::AdoContainer || resource.name != name) continue;
      context_.uses.containers.emplace(name, id);
      return;
    }
    context_.diags.report(origin, diag::unknownTarget, name);
  }

  void environment() {
    std::set<std::string> names;
    std::set<std::string> upper;
    if (const auto* record = demandRecord(context_, setting(Step::Env), "the variables of a step")) {
      for (const ir::Field& field : record->fields) {
        checkVariableName(field, upper);
        if (!names.insert(field.key).second) continue;
        upper.insert(upperSnake(field.key));
        if (field.value.scalar() != nullptr) {
          checkScalar(context_, field.value, Place::Input, "a variable");
        } else {
          checkText(context_, field.value, Place::Input, "a variable");
        }
      }
    }
    for (const std::string& name : predefined_) collide(names, name);
    for (const std::string& name : held_) collide(names, name);
  }

  void collide(const std::set<std::string>& names, const std::string& name) {
    if (names.contains(name)) context_.diags.report(step_.origin, diag::environmentCollision, name);
  }

  /// `taken`: names that Azure would derive from the variables before it.
  void checkVariableName(const ir::Field& field, const std::set<std::string>& taken) {
    const bool word = std::all_of(field.key.begin(), field.key.end(),
                                  [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; });
    const bool fine = !field.key.empty() && std::isdigit(static_cast<unsigned char>(field.key.front())) == 0 && word &&
                      !taken.contains(upperSnake(field.key));
    if (!fine) context_.diags.report(field.keyOrigin, diag::badVariableName, field.key);
  }

  RuleContext& context_;
  const ir::Step& step_;
  bool onServer_;
  Context scratch_ = static_cast<const Context&>(context_);  ///< only used to find out the names that scripts get
  std::vector<std::string> held_;
  std::set<std::string> predefined_;
};

}  // namespace

void checkTemplate(RuleContext& context, const ir::Step& step) {
  for (const ir::Field& field : step.settings)
    context.diags.report(field.keyOrigin, diag::templateSettings, "template");
  if (const ir::Value* file = settingOf(step.arguments, TemplateInput::File)) {
    checkText(context, *file, Place::Expansion, "a template's file");
  }
  useRepository(context, settingOf(step.arguments, TemplateInput::Repository));
  if (const ir::Value* parameters = settingOf(step.arguments, TemplateInput::Parameters)) {
    checkAny(context, *parameters, "a parameter");
  }
}

void checkStep(RuleContext& context, const ir::Step& step, bool onServer) {
  StepRules(context, step, onServer).check();
}

void checkSteps(RuleContext& context, const std::vector<ir::Step>& steps, source::Span owner, bool onServer) {
  if (steps.empty()) context.diags.report(owner, diag::noSteps);
  std::set<std::string> published;
  for (const ir::Step& step : steps) {
    const ir::Value* artifact = step.is(Builtin::Publish) ? setting(step.arguments, PublishInput::Artifact) : nullptr;
    if (artifact != nullptr && artifact->text() != nullptr && !published.insert(*artifact->text()).second)
      context.diags.report(artifact->origin, diag::artifactTwice, *artifact->text());
  }
  for (const ir::Step& step : steps) checkStep(context, step, onServer);
}

}  // namespace mlpc::backends::azure_devops
