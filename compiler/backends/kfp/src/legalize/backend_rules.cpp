// What the open-source back end accepts but then does not do, or rejects only while the pipeline runs. Sources:
// kubeflow pipelines 2.15, backend/src/v2: component/importer_launcher.go and launcher_v2.go,
// driver/{k8s,driver,resolve}.go, compiler/argocompiler/{argo,dag}.go; for attempts, argo-workflows
// workflow/controller/operator.go.
#include <algorithm>
#include <cmath>

#include "legalize/rules.h"
#include "mlpc/diag/kfp.h"
#include "mlpc/ir/access.h"
#include "mlpc/support/kfp_sdk.h"
#include "mlpc/vocabulary/prelude.h"

namespace mlpc::backends::kfp {

using diag::Phrase;

namespace {

/// `s3` in `s3://bucket`; "" if there is none.
std::string_view schemeOf(std::string_view uri) {
  const size_t end = uri.find("://");
  return end == std::string_view::npos ? std::string_view() : uri.substr(0, end);
}

void checkConstantUri(const ir::Importer& importer, std::string_view uri, std::string_view kfpVersion,
                      diag::Engine& diags) {
  const source::Span place = importer.uri.origin;
  const std::string_view scheme = schemeOf(uri);
  const bool fetched = scheme == "gs" || scheme == "s3" || scheme == "minio";
  if (uri.empty()) {
    diags.report(place, diag::kfpEmptyUri);
  } else if (scheme == "oci") {
    if (importer.type.schema != "system.Model") diags.report(place, diag::kfpImageNotModel);
    if (importer.downloadToWorkspace) diags.report(place, diag::kfpNotDownloaded, std::string(uri));
  } else if (!fetched && importer.downloadToWorkspace) {
    diags.report(place, diag::kfpNotDownloaded, std::string(uri));
  } else if (!fetched && (scheme != "hf" || support::kfp_sdk::isBefore(kfpVersion, 16))) {
    diags.report(importer.uri.origin, diag::kfpUnknownStore,
                 scheme.empty() ? std::string(uri) : std::string(scheme) + "://");
  }
}

/// How many of the waits between attempts are over before `cap`, the time for all attempts, has passed.
int64_t waitsWithin(const ir::Retry& retry) {
  const double cap = static_cast<double>(retry.cap.inSeconds());
  double wait = static_cast<double>(retry.backoff.inSeconds());
  double total = 0;
  for (int64_t i = 0; i < retry.max; ++i) {
    total += wait;
    if (total >= cap) return i;
    // Waits of length zero never add up.
    if (wait == 0) break;
    if (retry.factor > 0) wait *= retry.factor;
  }
  return retry.max;
}

/// The pipeline input that `value` refers to, if it may be omitted and then has no value.
const ir::Port* absentInput(const Rules& rules, const ir::Value& value) {
  const ir::Value* whole = &value;
  if (const auto* text = value.as<ir::Interpolation>(); text != nullptr && text->parts.size() == 1) {
    whole = &text->parts.front();
  }
  const auto* ref = whole->as<ir::InputRef>();
  if (ref == nullptr) return nullptr;
  for (const ir::Port& port : rules.plan.pipeline().inputs) {
    if (port.name != ref->name) continue;
    const bool absent = port.optional && (!port.defaultValue || port.defaultValue->isNull());
    return absent ? &port : nullptr;
  }
  return nullptr;
}

void demandValue(const Rules& rules, const ir::Value& value, std::string_view what) {
  if (const ir::Port* port = absentInput(rules, value)) {
    rules.diags.report(value.origin, diag::kfpMayBeAbsent, port->name, Phrase(what));
  }
}

bool isClaimTask(const ir::Program& program, const ir::Task& task) {
  const auto* component = std::get_if<ir::ComponentId>(&task.callee);
  if (component == nullptr) return false;
  const std::optional<Builtin> builtin = program.components[*component].builtin;
  return builtin == Builtin::KubernetesCreatePvc || builtin == Builtin::KubernetesDeletePvc;
}

}  // namespace

void checkImporter(const Rules& rules, const ir::Importer& importer, ScopeIndex scope) {
  diag::Engine& diags = rules.diags;
  if (const std::string* uri = importer.uri.text()) {
    checkConstantUri(importer, *uri, rules.plan.kfpVersion(), diags);
    return;
  }
  const auto refuse = [&](std::string_view what) {
    diags.report(importer.uri.origin, diag::kfpImporterUri, Phrase(what));
  };
  if (importer.uri.as<ir::Interpolation>() != nullptr || importer.uri.as<ir::Call>() != nullptr) {
    refuse("a string that is assembled at run time");
  } else if (importer.uri.as<ir::PropertyRef>() != nullptr) {
    refuse("a property of the run");
  } else if (const Channel* channel = rules.plan.channel(importer.uri)) {
    const Source source = rules.plan.sourceOf(*channel, scope);
    if (source.isOutput) {
      refuse("an output of another task");
    } else if (!source.selector.empty()) {
      refuse("a field of a record");
    }
  }
}

void checkRetry(const Rules& rules, const ir::Retry& retry, source::Span origin) {
  if (retry.factor != std::floor(retry.factor)) {
    rules.diags.report(origin, diag::kfpWholeFactor, support::Constant(retry.factor).toText());
  }
  const int64_t fit = waitsWithin(retry);
  if (fit < retry.max) rules.diags.report(origin, diag::kfpBackoffAboveCap, fit, retry.max);
}

void checkPresent(const Rules& rules, const ir::TaskOptions& options) {
  for (const ir::Field& field : options.volumes) {
    const auto* call = field.value.as<ir::Call>();
    if (call == nullptr || call->function != Builtin::Pvc || call->arguments.empty()) continue;
    demandValue(rules, call->arguments.front().value, "a claim");
  }
  if (options.image) demandValue(rules, *options.image, "an image");
  for (const auto* fields : {&options.resources.requests, &options.resources.limits}) {
    for (const ir::Field& field : *fields) demandValue(rules, field.value, "an amount");
  }
  if (options.accelerator.type) demandValue(rules, *options.accelerator.type, "an accelerator");
  if (options.accelerator.count) demandValue(rules, *options.accelerator.count, "an accelerator");
}

void checkClaimTask(const Rules& rules, const ir::Task& task) {
  if (!isClaimTask(rules.plan.program(), task)) return;
  const std::string& name = rules.plan.program().components[*std::get_if<ir::ComponentId>(&task.callee)].name;
  for (const auto& [setting, origin, value] : task.options->origins) {
    const auto known = vocabulary::find<vocabulary::prelude::TaskOptions>(setting);
    if (known && isOfContainer(*known)) rules.diags.report(origin, diag::kfpNoContainer, setting, name);
  }
}

std::string_view withoutHook(const Rules& rules, const Scope& scope, std::string_view upstream) {
  for (const ir::NodeId id : scope.tasks) {
    if (rules.plan.task(id).name != upstream) continue;
    const auto& task = *std::get_if<ir::Task>(&rules.plan.pipeline().nodes[id].what);
    if (std::holds_alternative<ir::Importer>(task.callee)) return "an importer";
    if (isClaimTask(rules.plan.program(), task)) return "a task that creates or deletes a claim";
  }
  for (const ScopeIndex group : scope.groups) {
    const Scope& inner = rules.plan.scopes()[group];
    if (inner.name == upstream && inner.kind == Scope::Kind::Loop) return "a loop";
  }
  return {};
}

void checkChoices(const Rules& rules) {
  if (!support::kfp_sdk::isBefore(rules.plan.kfpVersion(), 17)) return;
  for (const Scope& scope : rules.plan.scopes()) {
    if (scope.kind != Scope::Kind::Branches) continue;
    const bool any = std::any_of(scope.outputs.begin(), scope.outputs.end(), [](const auto& output) {
      return output.second.type.artifact != nullptr && output.second.sources.size() > 1;
    });
    if (any) rules.diags.report(rules.plan.pipeline().nodes[scope.node].origin, diag::kfpArtifactChoice);
  }
}

void checkNames(const Rules& rules) {
  // Argo allows 128, and the driver before each task has `-driver` appended to the name.
  constexpr size_t kLongest = 121;
  const auto check = [&](const std::string& name, ir::NodeId node) {
    if (name.size() > kLongest) {
      rules.diags.report(rules.plan.pipeline().nodes[node].origin, diag::kfpLongName, name,
                         static_cast<int64_t>(kLongest));
    }
  };
  for (const Scope& scope : rules.plan.scopes()) {
    for (const ir::NodeId id : scope.tasks) check(rules.plan.task(id).name, id);
  }
}

}  // namespace mlpc::backends::kfp
