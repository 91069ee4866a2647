#include <algorithm>
#include <array>
#include <unordered_map>
#include <vector>

#include "legalize/rules.h"
#include "mlpc/diag/azureml.h"
#include "mlpc/support/characters.h"
#include "mlpc/support/name_index.h"
#include "mlpc/vocabulary/azure_ml.h"

namespace mlpc::backends::azureml {

namespace {

using vocabulary::azureml::CommandJob;
using vocabulary::azureml::Distribution;
using vocabulary::azureml::DistributionType;
using vocabulary::azureml::JobInput;
using vocabulary::azureml::JobInputMode;
using vocabulary::azureml::JobResources;
using vocabulary::azureml::PipelineJob;
using vocabulary::azureml::PipelineStep;

std::string_view trimmed(std::string_view text) {
  const size_t begin = text.find_first_not_of(' ');
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  while (true) {
    const size_t end = text.find(at);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

/// Calls `visit` with the parts of each `${{ a.b.c }}` in `text`.
template <typename Visit>
void forEachBinding(std::string_view text, Visit&& visit) {
  size_t at = 0;
  while ((at = text.find("${{", at)) != std::string_view::npos) {
    const size_t end = text.find("}}", at);
    if (end == std::string_view::npos) return;
    visit(text.substr(at, end + 2 - at), split(trimmed(text.substr(at + 3, end - at - 3)), '.'));
    at = end + 2;
  }
}

/// The ports that a part of a binding names.
std::optional<PipelineStep> portsOf(std::string_view part) {
  const auto field = vocabulary::find<PipelineStep>(part);
  return field == PipelineStep::Inputs || field == PipelineStep::Outputs ? field : std::nullopt;
}

void checkCommandText(const RuleContext& context, const ir::RecordValue& job) {
  const ir::Value* command = job.find(CommandJob::Command);
  const auto text = ir::text(command);
  if (!text) return;
  support::NameIndex names;
  forEachBinding(*text, [&](std::string_view whole, const std::vector<std::string_view>& parts) {
    const auto ports = parts.size() < 2 ? std::nullopt : portsOf(parts[0]);
    if (!ports || names.find(fields(job.find(*ports)), parts[1]) != nullptr) return;
    const std::string why = "`" + std::string(parts[0]) + "` has no `" + std::string(parts[1]) + "`";
    context.diags.report(command->origin, diag::amlBinding, whole, diag::Phrase(why));
  });
}

void checkPorts(const RuleContext& context, const ir::RecordValue& job) {
  for (const ir::Field& input : fields(job.find(CommandJob::Inputs))) {
    const ir::Value* mode = input.value.field(JobInput::Mode);
    const auto known = ir::choice<JobInputMode>(mode);
    if (known == JobInputMode::Download || known == JobInputMode::EvalDownload)
      context.diags.report(mode->origin, diag::amlDownload);
  }
}

void checkDistribution(const RuleContext& context, const ir::Value* distribution) {
  const auto type = ir::choice<DistributionType>(member(distribution, Distribution::Type));
  if (!type) return;
  for (const ir::Field& field : fields(distribution)) {
    if (is(field.key, Distribution::Type)) continue;
    const bool processes = is(field.key, Distribution::ProcessCountPerInstance);
    if (processes == (*type == DistributionType::Tensorflow)) {
      context.diags.report(field.keyOrigin, diag::amlDistribution, name(*type), field.key);
    }
  }
}

void checkCommand(const RuleContext& context, const ir::RecordValue& job) {
  checkCommandText(context, job);
  checkPorts(context, job);
  checkWholeSeconds(context, "timeout", job.find(CommandJob::Timeout));
  const ir::Value* memory = given(member(job.find(CommandJob::Resources), JobResources::ShmSize));
  if (memory != nullptr && !sharedMemory(*memory)) {
    context.diags.report(memory->origin, diag::amlSharedMemory, context.known(*memory).value_or(""));
  }
  checkDistribution(context, job.find(CommandJob::Distribution));
  checkEnvironmentValue(context, job.find(CommandJob::Environment));
  checkReference(context, job.find(CommandJob::Compute), "a compute", "azureml:NAME");
}

const ir::RecordValue* stepOf(const RuleContext& context, const ir::Value& value) {
  if (const ir::Resource* declared = context.resource(&value)) return &declared->fields;
  return value.as<ir::RecordValue>();
}

/// `${{parent.inputs.x}}`, `${{parent.outputs.x}}`, `${{parent.jobs.j.outputs.o}}` of one value.
void checkParentBindings(const RuleContext& context, const ir::Resource& pipeline, const ir::Value& value,
                         support::NameIndex& names) {
  const ir::Value* place = value.field(JobInput::Path) != nullptr ? value.field(JobInput::Path) : &value;
  const auto text = ir::text(place);
  if (!text) return;
  forEachBinding(*text, [&](std::string_view whole, const std::vector<std::string_view>& parts) {
    const auto wrong = [&](const std::string& why) {
      context.diags.report(place->origin, diag::amlBinding, whole, diag::Phrase(why));
    };
    if (parts.size() < 3 || parts[0] != "parent") return;
    const std::string port(parts.size() == 3 ? parts[2] : parts.back());
    if (const auto ports = portsOf(parts[1])) {
      if (names.find(fields(pipeline.fields.find(*ports)), parts[2]) == nullptr)
        wrong("the pipeline has no `" + port + "`");
      return;
    }
    if (!is(parts[1], PipelineJob::Jobs) || parts.size() != 5) return;
    const ir::Field* job = names.find(fields(pipeline.fields.find(PipelineJob::Jobs)), parts[2]);
    const ir::RecordValue* step = job == nullptr ? nullptr : stepOf(context, job->value);
    if (step == nullptr) {
      wrong("there is no job `" + std::string(parts[2]) + "`");
    } else if (names.find(fields(step->find(vocabulary::FieldName(parts[3]))), parts[4]) == nullptr) {
      wrong("job `" + std::string(parts[2]) + "` has no `" + port + "`");
    }
  });
}

/// The jobs of a pipeline whose outputs the inputs of `step` are.
std::vector<std::string> neededJobs(const ir::RecordValue& step) {
  std::vector<std::string> names;
  for (const ir::Field& port : fields(step.find(PipelineStep::Inputs))) {
    const ir::Value* place =
        port.value.field(JobInput::Path) != nullptr ? port.value.field(JobInput::Path) : &port.value;
    const auto text = ir::text(place);
    if (!text) continue;
    forEachBinding(*text, [&](std::string_view, const std::vector<std::string_view>& parts) {
      if (parts.size() == 5 && parts[0] == "parent" && is(parts[1], PipelineJob::Jobs)) names.emplace_back(parts[2]);
    });
  }
  return names;
}

/// Reports a job that needs its own outputs, directly or through others. Each cycle is reported once.
class JobOrder {
 public:
  JobOrder(const RuleContext& context, const ir::Value* jobs) : context_(context), jobs_(fields(jobs)) {}

  void check() {
    for (size_t i = 0; i < jobs_.size(); ++i) indices_.emplace(jobs_[i].key, i);
    states_.resize(jobs_.size());
    for (size_t i = 0; i < jobs_.size(); ++i) {
      if (states_[i] == State::New) walk(i);
    }
  }

 private:
  enum class State : uint8_t { New, Open, Done };
  struct Visit {
    size_t job;
    std::vector<std::string> needs;
  };

  // Without recursion: a chain of jobs may be as long as a file.
  void walk(size_t first) {
    open(first);
    while (!path_.empty()) {
      Visit& last = path_.back();
      if (last.needs.empty()) {
        states_[last.job] = State::Done;
        path_.pop_back();
        continue;
      }
      const auto needed = indices_.find(last.needs.back());
      last.needs.pop_back();
      if (needed == indices_.end()) continue;
      if (states_[needed->second] == State::New) {
        open(needed->second);
      } else if (states_[needed->second] == State::Open) {
        report(needed->second);
      }
    }
  }

  void open(size_t job) {
    states_[job] = State::Open;
    const ir::RecordValue* step = stepOf(context_, jobs_[job].value);
    std::vector<std::string> needs = step != nullptr ? neededJobs(*step) : std::vector<std::string>();
    std::reverse(needs.begin(), needs.end());
    path_.push_back({job, std::move(needs)});
  }

  void report(size_t job) {
    const ir::Field& first = jobs_[job];
    const auto at = std::find_if(path_.begin(), path_.end(), [&](const Visit& visit) { return visit.job == job; });
    auto report = context_.diags.report(first.keyOrigin, diag::amlCycle, first.key);
    constexpr std::ptrdiff_t kMostShown = 8;
    for (auto next = at; next != path_.end() && next - at < kMostShown; ++next) {
      const ir::Field& from = jobs_[next->job];
      report.note(from.keyOrigin, diag::amlNeedsHere, from.key,
                  next + 1 == path_.end() ? first.key : jobs_[(next + 1)->job].key);
    }
  }

  const RuleContext& context_;
  const std::vector<ir::Field>& jobs_;
  std::unordered_map<std::string_view, size_t> indices_;
  std::vector<State> states_;
  std::vector<Visit> path_;
};

}  // namespace

void checkCommandJob(const RuleContext& context, const ir::Resource& resource) {
  checkCommand(context, resource.fields);
}

void checkPipelineJob(const RuleContext& context, const ir::Resource& resource) {
  checkReference(context, resource.fields.find(PipelineJob::Compute), "a compute", "azureml:NAME");
  checkPorts(context, resource.fields);
  JobOrder(context, resource.fields.find(PipelineJob::Jobs)).check();
  support::NameIndex names;
  for (const ir::Field& job : fields(resource.fields.find(PipelineJob::Jobs))) {
    if (!support::isWord(job.key)) {
      context.diags.report(job.keyOrigin, diag::amlName, job.key, diag::Phrase("a job in a pipeline"),
                           diag::Phrase("letters, digits and `_`, not beginning with a digit"));
    }
    const ir::RecordValue* step = stepOf(context, job.value);
    if (step == nullptr) continue;
    // A declared job is checked where it is declared.
    if (context.resource(&job.value) == nullptr) checkCommand(context, *step);
    for (const PipelineStep ports : {PipelineStep::Inputs, PipelineStep::Outputs}) {
      for (const ir::Field& port : fields(step->find(ports))) checkParentBindings(context, resource, port.value, names);
    }
  }
}

}  // namespace mlpc::backends::azureml
