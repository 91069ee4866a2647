#include "legalize/rules.h"

#include <algorithm>
#include <array>

#include "mlpc/backends/common/trainjob.h"
#include "mlpc/diag/kfp.h"
#include "mlpc/diag/trainer.h"
#include "mlpc/support/characters.h"
#include "mlpc/support/image.h"
#include "mlpc/support/kubernetes.h"
#include "mlpc/support/text.h"
#include "mlpc/support/units.h"
#include "mlpc/vocabulary/prelude.h"
#include "mlpc/vocabulary/trainer.h"

namespace mlpc::backends::trainer {

namespace {

using vocabulary::prelude::Resources;
using vocabulary::prelude::SecretInput;
using vocabulary::trainer::Initializer;
using vocabulary::trainer::Source;
using vocabulary::trainer::Trainer;
using vocabulary::trainer::TrainingRuntime;
using vocabulary::trainer::TrainJob;

std::optional<std::string> knownName(const RuleContext& context, const ir::Value* value) {
  return value == nullptr ? std::nullopt : context.known(*value);
}

size_t digits(int64_t number) { return std::to_string(number).size(); }

/// JobSet names pods `<name>-<job>-0-<index>-<5 characters>`, and that must be a DNS label (kubernetes-sigs/jobset
/// pkg/webhooks/jobset_webhook.go). The TrainJob itself would be accepted, and then never run.
void checkName(const RuleContext& context, const ir::TrainJob& job, const ir::RecordValue& settings,
               const std::optional<Runtime>& runtime) {
  const ir::Value* written = settings.find(TrainJob::Name);
  const source::Span span = written != nullptr ? written->origin : job.origin;
  if (!support::isDns1035Label(job.jobName)) {
    context.diags.report(span, diag::trainerJobName, job.jobName);
    return;
  }
  if (!runtime) return;
  const ir::Value* trainer = settings.find(TrainJob::Trainer);
  const int64_t nodes = integer(member(trainer, Trainer::NumNodes)).value_or(1);
  size_t longest = 0;
  std::string_view where;
  for (const RuntimeJob& replicated : runtime->jobs) {
    const int64_t pods = replicated.name == "node" ? std::max<int64_t>(nodes, 1) : 1;
    const size_t length = job.jobName.size() + 1 + replicated.name.size() + 3 + digits(pods - 1) + 6;
    if (length > longest) {
      longest = length;
      where = replicated.name;
    }
  }
  if (longest <= 63) return;
  auto report = context.diags.report(span, diag::trainerJobNameLength, job.jobName, longest - 63, where);
  if (runtime->declared.valid()) report.note(runtime->declared, diag::trainerRuntimeHere);
}

void checkCount(const RuleContext& context, const ir::Value* trainer, vocabulary::FieldName field, int64_t least) {
  const ir::Value* value = member(trainer, field);
  const auto number = integer(value);
  if (number && (*number < least || *number > 2147483647)) {
    context.diags.report(value->origin, diag::trainerCount, field.text(), *number, least);
  }
}

std::string_view schemeOf(std::string_view uri) {
  const size_t end = uri.find("://");
  return end == std::string_view::npos ? std::string_view() : uri.substr(0, end);
}

bool isUri(std::string_view uri) {
  const std::string_view scheme = schemeOf(uri);
  if (scheme.empty() || !support::isLetter(scheme.front()) || scheme.size() + 3 == uri.size()) return false;
  return std::all_of(scheme.begin(), scheme.end(),
                     [&](char c) { return support::isAlphanumeric(c) || c == '+' || c == '.' || c == '-'; });
}

void checkSource(const RuleContext& context, const ir::Value& source, bool dataset,
                 const std::optional<Runtime>& runtime) {
  const char* what = dataset ? "dataset" : "model";
  if (runtime && runtime->initializersKnown && !(dataset ? runtime->datasetInitializer : runtime->modelInitializer)) {
    auto report = context.diags.report(source.origin, diag::trainerNoInitializer, runtime->name, diag::Phrase(what));
    if (runtime->declared.valid()) report.note(runtime->declared, diag::trainerRuntimeHere);
    return;
  }
  checkEnvironment(context, source.field(Source::Env), nullptr);
  const ir::Value* uri = source.field(Source::StorageUri);
  const std::string* text = uri == nullptr ? nullptr : uri->text();
  if (text == nullptr || text->empty()) return;
  if (!isUri(*text)) {
    context.diags.report(uri->origin, diag::trainerStorageUri, *text);
    return;
  }
  // A custom runtime may have an initializer that supports more (pkg/initializers supports these).
  if (!runtime || !runtime->builtIn) return;
  static const std::vector<std::string_view> kDataset{"hf", "s3", "cache"};
  static const std::vector<std::string_view> kModel{"hf", "s3"};
  const auto& known = dataset ? kDataset : kModel;
  const std::string_view scheme = schemeOf(*text);
  if (std::find(known.begin(), known.end(), scheme) == known.end()) {
    context.diags.report(uri->origin, diag::trainerStorageScheme, diag::Phrase(what), scheme, diag::OneOf(known));
  }
}

bool isDevice(std::string_view resource) { return resource.find('/') != std::string_view::npos; }

const ir::Field* find(const std::vector<ir::Field>& fields, std::string_view key) {
  const auto found = std::find_if(fields.begin(), fields.end(), [&](const ir::Field& f) { return f.key == key; });
  return found == fields.end() ? nullptr : &*found;
}

/// torchtune's own rules (pkg/runtime/framework/plugins/torch/torchtune.go).
void checkTune(const RuleContext& context, const ir::Value* trainer, const Runtime& runtime) {
  if (runtime.tuneModel.empty() || trainer == nullptr) return;
  if (const ir::Value* command = trainer->field(Trainer::Command)) {
    const auto& words = items(command);
    const auto is = [&](size_t i, std::string_view word) {
      return words[i].text() != nullptr && *words[i].text() == word;
    };
    if (words.size() != 2 || !is(0, "tune") || !is(1, "run")) return;
  }
  bool lora = false;
  bool quantized = false;
  for (const ir::Value& argument : items(trainer->field(Trainer::Args))) {
    const std::string* text = argument.text();
    if (text == nullptr) continue;
    const std::string_view key = std::string_view(*text).substr(0, text->find('='));
    static const std::array<std::string_view, 4> kFixed{"output_dir", "tokenizer.path", "checkpointer.checkpoint_dir",
                                                        "tokenizer.merges_file"};
    if (std::find(kFixed.begin(), kFixed.end(), key) != kFixed.end()) {
      context.diags.report(argument.origin, diag::trainerTuneArgument, key);
    }
    lora = lora || key == "model.lora_attn_modules";
    quantized = quantized || *text == "model.quantize_base=True";
  }
  const ir::Value* nodes = trainer->field(Trainer::NumNodes);
  if (integer(nodes).value_or(1) > 1) context.diags.report(nodes->origin, diag::trainerTuneNodes, runtime.name);
  if (!lora || !quantized) return;
  const ir::Value* arguments = trainer->field(Trainer::Args);
  if (runtime.tuneModel.starts_with("qwen")) {
    context.diags.report(arguments->origin, diag::trainerTuneQlora, runtime.name);
    return;
  }
  const ir::Value* processes = trainer->field(Trainer::NumProcPerNode);
  if (integer(processes).value_or(1) > 1) {
    context.diags.report(processes->origin, diag::trainerTuneProcesses, runtime.name);
  }
  const ir::Value* amounts = trainer->field(Trainer::ResourcesPerNode);
  const ir::Field* gpus = find(fields(member(amounts, Resources::Limits)), "nvidia.com/gpu");
  const auto count = gpus == nullptr ? std::nullopt : quantity(&gpus->value);
  if (count && count->value() > 1) context.diags.report(gpus->value.origin, diag::trainerTuneGpus, runtime.name);
}

/// The names for a variable from a secret or a config map must be acceptable to the API server.
void checkKey(const RuleContext& context, source::Span origin, std::string_view kind, const std::string& name,
              const std::string& key) {
  if (!support::isDnsSubdomain(name)) {
    context.diags.report(origin, diag::trainerObjectName, name, diag::Phrase(kind),
                         diag::Phrase("at most 253 lower-case letters, digits, dashes and dots"));
  }
  if (!support::isConfigKey(key)) {
    context.diags.report(origin, diag::trainerObjectName, key, diag::Phrase("a key of " + std::string(kind)),
                         diag::Phrase("at most 253 letters, digits, `-`, `_` and `.`"));
  }
}

void checkCalledSource(const RuleContext& context, const ir::Call& call, source::Span origin) {
  if (call.function == Builtin::Field) {
    const auto path = call.arguments.empty() ? std::nullopt : ir::text(&call.arguments.front().value);
    if (path && !support::isPodField(*path)) context.diags.report(origin, diag::kfpFieldPath, *path);
    return;
  }
  const ir::Value* name = ir::argument(call, SecretInput::Name);
  const ir::Value* key = ir::keyOf(call);
  if (name == nullptr || key == nullptr) return;
  const auto nameText = ir::text(name);
  const auto keyText = ir::text(key);
  if (!nameText || !keyText) return;
  checkKey(context, name->origin, call.function == Builtin::ConfigMap ? "a config map" : "a secret", *nameText,
           *keyText);
}

void checkVariableSource(const RuleContext& context, const ir::Value& value) {
  if (const auto* call = value.as<ir::Call>()) {
    checkCalledSource(context, *call, value.origin);
  } else if (const auto* ref = value.as<ir::SecretRef>()) {
    const ir::Secret& secret = context.program.secrets[ref->secret];
    if (secret.kind != ir::SecretKind::Kubernetes) return;  // reported where it becomes a reference
    checkKey(context, value.origin, "a secret", secret.secretName, ref->key);
  } else if (const ir::Resource* map = context.resource(&value); map != nullptr && map->kind == Kind::K8sConfigMap) {
    checkKey(context, value.origin, "a config map", map->resourceName, value.as<ir::ResourceRef>()->attribute);
  }
}

}  // namespace

void checkEnvironment(const RuleContext& context, const ir::Value* env, const Runtime* runtime) {
  for (const ir::Field& variable : fields(env)) {
    if (!support::isEnvironmentName(variable.key)) {
      context.diags.report(variable.keyOrigin, diag::trainerEnvironmentName, variable.key);
      continue;
    }
    checkVariableSource(context, variable.value);
    if (runtime == nullptr) continue;
    const auto in = [&](const std::vector<std::string_view>& names) {
      return std::find(names.begin(), names.end(), variable.key) != names.end();
    };
    if (in(reservedVariables(runtime->policy))) {
      context.diags.report(variable.keyOrigin, diag::trainerReservedEnvironment, variable.key, runtime->name);
    } else if (in(overwrittenVariables(runtime->policy))) {
      context.diags.report(variable.keyOrigin, diag::trainerOverwrittenEnvironment, variable.key, runtime->name);
    }
  }
}

void checkLabels(const RuleContext& context, const ir::Value* labels, bool values) {
  for (const ir::Field& label : fields(labels)) {
    if (!support::isQualifiedName(label.key)) {
      context.diags.report(label.keyOrigin, diag::trainerLabelKey, label.key);
    }
    const std::string* text = label.value.text();
    if (values && text != nullptr && !support::isLabelValue(*text)) {
      context.diags.report(label.value.origin, diag::trainerLabelValue, *text);
    }
  }
}

void checkResources(const RuleContext& context, const ir::Value* resources) {
  if (resources == nullptr) return;
  const auto& limits = fields(resources->field(Resources::Limits));
  for (const Resources part : {Resources::Requests, Resources::Limits}) {
    for (const ir::Field& amount : fields(resources->field(part))) {
      const auto value = quantity(&amount.value);
      if (!value) continue;
      const std::string text = value->text();
      if (isDevice(amount.key) && !value->isInteger()) {
        context.diags.report(amount.value.origin, diag::trainerFractionalDevice, amount.key, text);
      } else if (part == Resources::Requests) {
        const ir::Field* limit = find(limits, amount.key);
        const auto most = limit == nullptr ? std::nullopt : quantity(&limit->value);
        if (isDevice(amount.key)) {
          if (most && *most == *value) continue;
          auto report = context.diags.report(amount.value.origin, diag::trainerDeviceRequest, amount.key, text);
          if (limit != nullptr) report.note(limit->value.origin, diag::trainerLimitHere);
        } else if (most && *most < *value) {
          context.diags.report(amount.value.origin, diag::trainerRequestAboveLimit, amount.key, text, most->text())
              .note(limit->value.origin, diag::trainerLimitHere);
        }
      }
    }
  }
}

void checkTrainJob(const RuleContext& context, const ir::TrainJob& job, const ir::RecordValue& settings,
                   const std::optional<Runtime>& runtime) {
  checkName(context, job, settings, runtime);
  const ir::Value* nameSpace = settings.find(TrainJob::Namespace);
  const auto nameSpaceText = knownName(context, nameSpace);
  if (nameSpaceText && !support::isDnsLabel(*nameSpaceText)) {
    context.diags.report(nameSpace->origin, diag::trainerObjectName, *nameSpaceText, diag::Phrase("a namespace"),
                         diag::Phrase("at most 63 lower-case letters, digits and dashes"));
  }
  checkLabels(context, settings.find(TrainJob::Labels), true);
  checkLabels(context, settings.find(TrainJob::Annotations), false);

  if (const ir::Value* given = settings.find(TrainJob::Runtime)) {
    if (const ir::Resource* resource = context.resource(given)) {
      const ir::Value* home = resource->fields.find(TrainingRuntime::Namespace);
      const auto homeText = knownName(context, home);
      if (homeText && nameSpaceText && *homeText != *nameSpaceText) {
        context.diags.report(nameSpace->origin, diag::trainerRuntimeNamespace, resource->resourceName, *homeText)
            .note(home->origin, diag::trainerRuntimeHere);
      }
    } else if (const std::string* text = given->text(); text != nullptr && !support::isDnsSubdomain(*text)) {
      context.diags.report(given->origin, diag::trainerObjectName, *text, diag::Phrase("a runtime"),
                           diag::Phrase("at most 253 lower-case letters, digits, dashes and dots"));
    }
  }

  const ir::Value* trainer = settings.find(TrainJob::Trainer);
  if (trainer != nullptr) {
    const auto image = ir::text(trainer->field(Trainer::Image));
    if (image && !support::isImageReference(*image)) {
      context.diags.report(trainer->field(Trainer::Image)->origin, diag::kfpImage, *image);
    }
    checkEnvironment(context, trainer->field(Trainer::Env), runtime ? &*runtime : nullptr);
    checkCount(context, trainer, Trainer::NumNodes, 0);
    checkCount(context, trainer, Trainer::NumProcPerNode, 1);
    checkResources(context, trainer->field(Trainer::ResourcesPerNode));
  }
  if (runtime) checkTune(context, trainer, *runtime);

  if (const ir::Value* initializer = settings.find(TrainJob::Initializer)) {
    if (const ir::Value* dataset = initializer->field(Initializer::Dataset))
      checkSource(context, *dataset, true, runtime);
    if (const ir::Value* model = initializer->field(Initializer::Model)) checkSource(context, *model, false, runtime);
  }
  if (const ir::Value* patches = settings.find(TrainJob::Patches)) checkPatches(context, *patches, runtime);

  const ir::Value* timeout = settings.find(TrainJob::Timeout);
  if (duration(timeout)) checkSeconds(context, TrainJob::Timeout, *timeout);
}

}  // namespace mlpc::backends::trainer
