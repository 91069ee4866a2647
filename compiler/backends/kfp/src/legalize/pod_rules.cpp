// The rules of Kubernetes for the pod of a task. Sources: kubernetes pkg/apis/core/validation/validation.go, and for
// names apimachinery pkg/util/validation.
#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <unordered_map>

#include "legalize/rules.h"
#include "mlpc/diag/kfp.h"
#include "mlpc/ir/access.h"
#include "mlpc/support/kubernetes.h"
#include "mlpc/vocabulary/prelude.h"
#include "objects.h"

namespace mlpc::backends::kfp {

using diag::Phrase;
using support::Quantity;
using vocabulary::prelude::AffinityTerm;
using vocabulary::prelude::EmptyDirInput;
using vocabulary::prelude::EphemeralInput;
using vocabulary::prelude::InitContainer;
using vocabulary::prelude::Match;
using vocabulary::prelude::MatchOperator;
using vocabulary::prelude::PvcInput;
using vocabulary::prelude::SecurityContext;
using vocabulary::prelude::Toleration;
using vocabulary::prelude::TolerationEffect;
using vocabulary::prelude::TolerationOperator;

namespace {

/// The absolute form of a path, without `.`, `..` and doubled slashes.
std::string cleanPath(std::string_view path) {
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    const size_t end = std::min(path.find('/'), path.size());
    const std::string_view part = path.substr(0, end);
    path.remove_prefix(std::min(end + 1, path.size()));
    if (part.empty() || part == ".") continue;
    if (part != "..") {
      parts.push_back(part);
    } else if (!parts.empty()) {
      parts.pop_back();
    }
  }
  std::string result;
  for (const std::string_view part : parts) result.append("/").append(part);
  return result.empty() ? "/" : result;
}

/// A request above the limit for the same resource.
void checkLimits(const std::vector<ir::Field>& requests, const std::vector<ir::Field>& limits, diag::Engine& diags) {
  for (const ir::Field& request : requests) {
    for (const ir::Field& limit : limits) {
      if (limit.key != request.key || request.value.scalar() == nullptr || limit.value.scalar() == nullptr) continue;
      const auto low = Quantity::parse(textOf(request.value));
      const auto high = Quantity::parse(textOf(limit.value));
      if (low && high && *high < *low) {
        diags.report(request.value.origin, diag::kfpRequestAboveLimit, low->text(), high->text())
            .note(limit.value.origin, diag::kfpLimitHere);
      }
    }
  }
}

class PodRules {
 public:
  PodRules(const Rules& rules, const ir::TaskOptions& options)
      : plan_(rules.plan), diags_(rules.diags), options_(options) {}

  void run() {
    environment();
    volumes();
    for (const ir::Value& secret : options_.imagePullSecrets) {
      if (!object(secret) && secret.text() == nullptr) podValue(secret);
    }
    labels(options_.labels, true);
    labels(options_.annotations, false);
    placement();
    if (options_.securityContext) {
      const ir::Value& context = *options_.securityContext;
      const ir::Value* user = context.field(SecurityContext::RunAsUser);
      if (ir::integer(user) == 0 && ir::boolean(context.field(SecurityContext::RunAsNonRoot)).value_or(false)) {
        diags_.report(user->origin, diag::kfpRootRefused);
      }
    }
    std::set<std::string> names;
    for (const ir::Value& container : options_.initContainers) initContainer(container, names);
  }

 private:
  std::string_view kindText(ObjectName::Kind kind) {
    switch (kind) {
      case ObjectName::Kind::Secret: return "a secret";
      case ObjectName::Kind::ConfigMap: return "a config map";
      case ObjectName::Kind::Claim: return "a claim";
    }
    return {};
  }

  void placement() {
    if (options_.nodeSelector) {
      recordOrRun(*options_.nodeSelector);
      labels(ir::fields(&*options_.nodeSelector), true);
    }
    if (options_.tolerations) {
      if (options_.tolerations->as<ir::ListValue>() == nullptr) recordOrRun(*options_.tolerations);
      for (const ir::Value& item : ir::items(&*options_.tolerations)) {
        recordOrRun(item);
        toleration(item);
      }
    }
    if (options_.nodeAffinity) {
      if (options_.nodeAffinity->as<ir::ListValue>() == nullptr) podValue(*options_.nodeAffinity);
      for (const ir::Value& item : ir::items(&*options_.nodeAffinity)) {
        demandConstant(item);
        affinity(item);
      }
    }
  }

  /// A value that the pod's driver takes from the run: a constant, a parameter, an output.
  void podValue(const ir::Value& value) {
    if (value.constant()) return;
    const Channel* channel = plan_.channel(value);
    const bool known = channel != nullptr && channel->type.artifact == nullptr && channel->kind != Channel::Kind::Field;
    if (!known) diags_.report(value.origin, diag::kfpNoPodValue);
  }

  /// A record that is written into the document may contain constants only.
  void demandConstant(const ir::Value& value) {
    if (value.as<ir::RecordValue>() == nullptr && value.as<ir::ListValue>() == nullptr) return;
    ir::forEach(value, [&](const ir::Value& part) {
      const bool known =
          part.scalar() != nullptr || part.as<ir::RecordValue>() != nullptr || part.as<ir::ListValue>() != nullptr;
      if (!known) diags_.report(part.origin, diag::kfpNoPodValue);
    });
  }

  void recordOrRun(const ir::Value& value) {
    demandConstant(value);
    if (value.as<ir::RecordValue>() == nullptr) podValue(value);
  }

  /// Of the arguments of `secret`, `pvc`, `ephemeral` and the like, a run can only give the name of an object.
  void arguments(const ir::Call& call) {
    const bool named = call.function != Builtin::EmptyDir && call.function != Builtin::Ephemeral;
    for (const ir::Field& argument : call.arguments) {
      if (argument.value.isConstant() || (named && is(argument.key, PvcInput::Name))) continue;
      diags_.report(argument.value.origin, diag::kfpRunTimeSetting, argument.key);
    }
  }

  /// Whether `value` refers to an object of Kubernetes; checks the reference.
  bool object(const ir::Value& value) {
    if (const auto* call = value.as<ir::Call>()) arguments(*call);
    if (const auto* ref = value.as<ir::SecretRef>()) {
      const ir::Secret& secret = plan_.program().secrets[ref->secret];
      if (secret.kind != ir::SecretKind::Kubernetes) diags_.report(value.origin, diag::kfpForeignSecret, secret.name);
    }
    const auto object = objectNameOf(plan_.program(), value);
    if (!object) return false;
    if (!object->text) podValue(*object->value);
    if (object->text && !support::isDnsSubdomain(*object->text)) {
      diags_.report(object->origin, diag::kfpObjectName, *object->text, Phrase(kindText(object->kind)));
    }
    if (!object->key.empty() && !support::isConfigKey(object->key)) {
      diags_.report(object->origin, diag::kfpObjectKey, object->key, Phrase(kindText(object->kind)));
    }
    return true;
  }

  void environment() {
    for (const ir::Field& field : options_.env) {
      const auto* call = field.value.as<ir::Call>();
      if (call == nullptr || call->function != Builtin::Field) {
        object(field.value);
        continue;
      }
      const std::string path = call->arguments.empty() ? std::string() : textOf(call->arguments.front().value);
      if (!support::isPodField(path)) diags_.report(field.value.origin, diag::kfpFieldPath, path);
    }
  }

  void mountPath(const ir::Field& field) {
    if (field.key.empty() || field.key.find(':') != std::string::npos) {
      diags_.report(field.keyOrigin, diag::kfpMountPath, field.key);
    } else if (!field.key.starts_with('/')) {
      diags_.report(field.keyOrigin, diag::kfpRelativeMount, field.key);
    }
  }

  /// What the back end itself mounts: the launcher in every pod, the workspace in those that use it.
  void placeTaken(const ir::Field& field, const std::string& place) {
    const auto within = [&](std::string_view root) {
      return place.starts_with(root) && (place.size() == root.size() || place[root.size()] == '/');
    };
    if (within("/kfp-launcher")) {
      diags_.report(field.keyOrigin, diag::kfpMountTaken, Phrase("its launcher"), "/kfp-launcher");
    } else if (within("/kfp-workspace") && plan_.pipeline().workspace) {
      diags_.report(field.keyOrigin, diag::kfpMountTaken, Phrase("the workspace of the run"), "/kfp-workspace");
    }
  }

  /// Two spellings of one path are the same place. `mounted`: what else is mounted in this container.
  void mountPlace(const ir::Field& field, std::unordered_map<std::string, const ir::Field*>& mounted) {
    if (field.key.empty()) return;
    std::string place = cleanPath(field.key);
    if (place == "/") {
      diags_.report(field.keyOrigin, diag::kfpMountRoot, field.key);
      return;
    }
    placeTaken(field, place);
    const auto [known, isNew] = mounted.try_emplace(std::move(place), &field);
    if (isNew) return;
    diags_.report(field.keyOrigin, diag::kfpMountTwice, field.key, known->second->key)
        .note(known->second->keyOrigin, diag::kfpOtherVolume);
  }

  void subPath(const ir::Value& path) {
    const std::string text = textOf(path);
    bool inside = !text.starts_with('/');
    for (std::string_view rest = text; inside && !rest.empty();) {
      const size_t end = std::min(rest.find('/'), rest.size());
      inside = rest.substr(0, end) != "..";
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    if (!inside) diags_.report(path.origin, diag::kfpSubPath, text);
  }

  void volumes() {
    std::unordered_map<std::string, const ir::Field*> mounted;
    for (const ir::Field& field : options_.volumes) {
      mountPath(field);
      mountPlace(field, mounted);
      object(field.value);
      objectVolume(field.value);
      const auto* call = field.value.as<ir::Call>();
      if (call != nullptr && call->function == Builtin::Pvc) {
        const ir::Value* path = ir::argument(*call, PvcInput::SubPath);
        if (path != nullptr) subPath(*path);
      }
      if (call == nullptr || (call->function != Builtin::EmptyDir && call->function != Builtin::Ephemeral)) continue;
      volumeName(textArgument(*call, PvcInput::Name), field.value.origin);
      const ir::Value* size = ir::argument(*call, EmptyDirInput::Size);
      if (size != nullptr) checkStorage(*size, diags_);
      if (call->function != Builtin::Ephemeral) continue;
      const ir::Value* modes = ir::argument(*call, EphemeralInput::AccessModes);
      if (ir::items(modes).empty()) diags_.report(field.value.origin, diag::kfpAccessModes);
      labels(ir::fields(ir::argument(*call, EphemeralInput::Labels)), true);
      labels(ir::fields(ir::argument(*call, EphemeralInput::Annotations)), false);
    }
  }

  /// The driver names the volume of a secret, a config map or a claim after the object (KFP 2.15:
  /// backend/src/v2/driver/k8s.go). One object mounted in two places is one volume: Argo merges entries of the same
  /// name.
  void objectVolume(const ir::Value& value) {
    const auto object = objectNameOf(plan_.program(), value);
    if (!object || !object->text || !support::isDnsSubdomain(*object->text)) return;
    const std::string& name = *object->text;
    if (!support::isDnsLabel(name)) {
      diags_.report(object->origin, diag::kfpVolumeName, name).note({}, diag::kfpNamedAfterObject);
    }
    nameTaken(name, object->origin);
    const auto [known, added] = objects_.try_emplace(name, object->kind);
    const auto other = volumes_.find(name);
    if (other != volumes_.end() && (added || known->second != object->kind)) {
      diags_.report(object->origin, diag::kfpVolumeTwice, name)
          .note(other->second.front(), diag::kfpOtherVolume)
          .note({}, diag::kfpNamedAfterObject);
    }
    if (added) volumes_[name].push_back(object->origin);
  }

  /// Volumes that every pod has, or every pod that uses the workspace.
  void nameTaken(const std::string& name, source::Span origin) {
    constexpr std::array<std::string_view, 7> kOwn = {"kfp-launcher",      "gcs-scratch",       "s3-scratch",
                                                      "minio-scratch",     "dot-local-scratch", "dot-cache-scratch",
                                                      "dot-config-scratch"};
    if (std::find(kOwn.begin(), kOwn.end(), name) != kOwn.end()) {
      diags_.report(origin, diag::kfpVolumeTaken, Phrase("Kubeflow Pipelines 2.15"), name);
    } else if (name == "var-run-argo" || name == "tmp-dir-argo") {
      diags_.report(origin, diag::kfpVolumeTaken, Phrase("Argo"), name);
    } else if (name == "kfp-workspace" && plan_.pipeline().workspace) {
      diags_.report(origin, diag::kfpVolumeTaken, Phrase("the workspace of the run"), name);
    }
  }

  void volumeName(const std::string& name, source::Span origin) {
    if (name.empty()) return;
    if (!support::isDnsLabel(name)) diags_.report(origin, diag::kfpVolumeName, name);
    nameTaken(name, origin);
    // A few of the others are enough.
    constexpr size_t kMostShown = 4;
    std::vector<source::Span>& others = volumes_[name];
    for (const source::Span where : others)
      diags_.report(origin, diag::kfpVolumeTwice, name).note(where, diag::kfpOtherVolume);
    if (others.size() < kMostShown) others.push_back(origin);
  }

  void amount(const std::string& text, std::string_view what, source::Span origin) {
    const auto quantity = Quantity::parse(text);
    if (!quantity || quantity->nano() < 0) diags_.report(origin, diag::kfpResourceAmount, text, Phrase(what));
  }

  void labels(const std::vector<ir::Field>& fields, bool values) {
    for (const ir::Field& field : fields) {
      if (!support::isQualifiedName(field.key)) diags_.report(field.keyOrigin, diag::kfpLabelKey, field.key);
      const std::string text = textOf(field.value);
      if (values && !support::isLabelValue(text)) diags_.report(field.value.origin, diag::kfpLabelValue, text);
    }
  }

  void toleration(const ir::Value& value) {
    if (value.as<ir::RecordValue>() == nullptr) return;
    const std::string key = ir::text(value.field(Toleration::Key)).value_or("");
    const bool exists = ir::choice<TolerationOperator>(value.field(Toleration::Operator)) == TolerationOperator::Exists;
    const std::string text = ir::text(value.field(Toleration::Value)).value_or("");
    if (!key.empty() && !support::isQualifiedName(key)) {
      diags_.report(value.field(Toleration::Key)->origin, diag::kfpLabelKey, key);
    }
    if (key.empty() && !exists) diags_.report(value.origin, diag::kfpTolerationKey);
    if (exists && !text.empty()) diags_.report(value.origin, diag::kfpTolerationValue);
    if (!support::isLabelValue(text)) diags_.report(value.field(Toleration::Value)->origin, diag::kfpLabelValue, text);
    const auto effect = ir::choice<TolerationEffect>(value.field(Toleration::Effect));
    if (ir::integer(value.field(Toleration::TolerationSeconds)) && effect != TolerationEffect::NoExecute) {
      diags_.report(value.origin, diag::kfpTolerationSeconds);
    }
  }

  void affinity(const ir::Value& term) {
    if (term.as<ir::RecordValue>() == nullptr) return;
    const auto& expressions = ir::items(term.field(AffinityTerm::MatchExpressions));
    const auto& matches = ir::items(term.field(AffinityTerm::MatchFields));
    if (expressions.empty() && matches.empty()) {
      diags_.report(term.origin, diag::kfpAffinityEmpty);
    }
    for (const ir::Value& match : expressions) {
      const std::string key = ir::text(match.field(Match::Key)).value_or("");
      if (!support::isQualifiedName(key)) diags_.report(match.field(Match::Key)->origin, diag::kfpLabelKey, key);
      test(match);
    }
    for (const ir::Value& match : matches) {
      const std::string key = ir::text(match.field(Match::Key)).value_or("");
      if (key != "metadata.name") diags_.report(match.origin, diag::kfpAffinityField, key);
      const auto op = ir::choice<MatchOperator>(match.field(Match::Operator));
      if ((op != MatchOperator::In && op != MatchOperator::NotIn) ||
          ir::items(match.field(Match::Values)).size() != 1) {
        diags_.report(match.origin, diag::kfpAffinityFieldTest);
      }
    }
  }

  void test(const ir::Value& match) {
    const auto given = ir::choice<MatchOperator>(match.field(Match::Operator));
    if (!given) return;
    const MatchOperator op = *given;
    const auto& values = ir::items(match.field(Match::Values));
    if ((op == MatchOperator::In || op == MatchOperator::NotIn) && values.empty())
      diags_.report(match.origin, diag::kfpAffinityValues, name(op));
    if ((op == MatchOperator::Exists || op == MatchOperator::DoesNotExist) && !values.empty()) {
      diags_.report(match.origin, diag::kfpAffinityNoValues, name(op));
    }
    if (op == MatchOperator::Gt || op == MatchOperator::Lt) {
      const std::string number = values.size() == 1 ? textOf(values.front()) : std::string();
      const size_t start = number.starts_with('-') ? 1 : 0;
      const bool whole = number.size() > start && number.find_first_not_of("0123456789", start) == std::string::npos;
      if (!whole) diags_.report(match.origin, diag::kfpAffinityNumber, name(op));
    }
  }

  /// validateContainerResourceName in Kubernetes' pkg/apis/core/validation.
  static bool isContainerResource(std::string_view name) {
    if (!support::isQualifiedName(name)) return false;
    const bool own = name == "cpu" || name == "memory" || name == "ephemeral-storage" || name.starts_with("hugepages-");
    return own || name.find('/') != std::string_view::npos;
  }

  void initContainer(const ir::Value& value, std::set<std::string>& names) {
    const std::string name = ir::text(value.field(InitContainer::Name)).value_or("");
    if (!support::isDnsLabel(name)) {
      diags_.report(value.origin, diag::kfpContainerName, name);
    } else if (name == "main" || name == "wait" || name == "init" || name == "kfp-launcher") {
      diags_.report(value.origin, diag::kfpContainerTaken, name);
    } else if (!names.insert(name).second) {
      diags_.report(value.origin, diag::kfpContainerTwice, name);
    }
    if (const auto image = ir::text(value.field(InitContainer::Image)))
      checkImage(*image, value.field(InitContainer::Image)->origin, diags_);
    for (const ir::Field& field : ir::fields(value.field(InitContainer::Env))) checkVariable(field, diags_);
    std::unordered_map<std::string, const ir::Field*> mounted;
    for (const ir::Field& field : ir::fields(value.field(InitContainer::Volumes))) {
      mountPath(field);
      mountPlace(field, mounted);
      const std::string volume = textOf(field.value);
      if (!volumes_.contains(volume)) diags_.report(field.value.origin, diag::kfpUnknownVolume, volume);
    }
    const ir::Value* resources = value.field(InitContainer::Resources);
    for (const auto kind : {vocabulary::prelude::Resources::Requests, vocabulary::prelude::Resources::Limits}) {
      for (const ir::Field& field : ir::fields(ir::member(resources, kind))) {
        if (!isContainerResource(field.key)) diags_.report(field.keyOrigin, diag::kfpResourceName, field.key);
        amount(textOf(field.value), field.key, field.value.origin);
      }
    }
    checkLimits(ir::fields(ir::member(resources, vocabulary::prelude::Resources::Requests)),
                ir::fields(ir::member(resources, vocabulary::prelude::Resources::Limits)), diags_);
  }

  const Plan& plan_;
  diag::Engine& diags_;
  const ir::TaskOptions& options_;
  std::unordered_map<std::string, std::vector<source::Span>> volumes_;  ///< by name, what declares them
  std::map<std::string, ObjectName::Kind> objects_;                     ///< the volumes that are named after objects
};

}  // namespace

void checkPod(const Rules& rules, const ir::TaskOptions& options) { PodRules(rules, options).run(); }

namespace {

/// A setting of the pod that is known only at run time.
void checkWholeSetting(const Rules& rules, const ir::Value& value, std::string_view name) {
  const ir::Value* whole = &value;
  if (const auto* text = value.as<ir::Interpolation>(); text != nullptr && text->parts.size() == 1) {
    whole = &text->parts.front();
  }
  // A property of the run is reported where it becomes a string.
  if (whole->constant() || whole->as<ir::PropertyRef>() != nullptr) return;
  const Channel* channel = rules.plan.channel(*whole);
  if (channel == nullptr) {
    rules.diags.report(value.origin, diag::kfpWholeSetting, name);
  } else if (channel->type.artifact == nullptr && channel->type.parameter != ir::ParameterKind::String) {
    rules.diags.report(value.origin, diag::kfpNumberSetting, name);
  }
}

}  // namespace

void checkResources(const Rules& rules, const ir::TaskOptions& options) {
  diag::Engine& diags = rules.diags;
  for (const auto* fields : {&options.resources.requests, &options.resources.limits}) {
    for (const ir::Field& field : *fields) {
      if (field.key != "cpu" && field.key != "memory") {
        diags.report(field.keyOrigin, diag::kfpUnknownResource, field.key);
        continue;
      }
      if (field.value.scalar() == nullptr) continue;
      const auto quantity = Quantity::parse(textOf(field.value));
      if (!quantity || quantity->nano() < 0) {
        diags.report(field.value.origin, diag::kfpResourceAmount, textOf(field.value), Phrase(field.key));
      } else if (field.key == "memory" && !quantity->isInteger()) {
        diags.report(field.value.origin, diag::kfpFractionOfByte, quantity->text());
      }
    }
  }
  if (options.accelerator.type) {
    const std::string* type = options.accelerator.type->text();
    if (type != nullptr && !support::isQualifiedName(*type)) {
      diags.report(options.accelerator.type->origin, diag::kfpResourceName, *type);
    }
  }
  checkLimits(options.resources.requests, options.resources.limits, diags);
  // What the driver writes into the pod's specification; for a string, it looks for that name among the task's inputs.
  for (const auto* fields : {&options.resources.requests, &options.resources.limits}) {
    for (const ir::Field& field : *fields) checkWholeSetting(rules, field.value, field.key);
  }
  if (options.accelerator.type) checkWholeSetting(rules, *options.accelerator.type, "accelerator.type");
  if (options.accelerator.count) checkWholeSetting(rules, *options.accelerator.count, "accelerator.count");
  if (options.image) checkWholeSetting(rules, *options.image, "image");
}

}  // namespace mlpc::backends::kfp
