#include "legalize/artifacts.h"

#include <unordered_set>

#include "mlpc/diag/azure_devops.h"
#include "mlpc/diag/notes.h"
#include "mlpc/ir/access.h"
#include "mlpc/support/text.h"
#include "mlpc/vocabulary/azure_devops.h"
#include "mlpc/vocabulary/azure_tasks.h"

namespace mlpc::backends::azure_devops {
namespace {

using vocabulary::ado::DownloadInput;
using vocabulary::ado::DownloadPipelineArtifact2Input;
using vocabulary::ado::DownloadPipelineArtifact2Source;
using vocabulary::ado::PublishInput;
using vocabulary::ado::Workflow;

class Artifacts {
 public:
  explicit Artifacts(const RuleContext& context) : context_(context) {}

  void check() {
    unknown_ = given(setting(context_.workflow.settings, Workflow::Extends));
    for (const ir::Stage& stage : context_.workflow.stages) {
      unknown_ = unknown_ || stage.external;
      for (const ir::Job& job : stage.jobs) {
        unknown_ = unknown_ || job.external;
        for (const ir::Step& step : job.steps) read(step);
        for (const ir::Hook& hook : job.hooks) {
          for (const ir::Step& step : hook.steps) read(step);
        }
      }
    }
    if (unknown_) return;
    std::unordered_set<std::string> published;
    for (const std::string& name : published_) published.insert(lowerCase(name));
    constexpr unsigned kMostSearches = 200;
    unsigned searches = 0;
    for (const ir::Value* name : wanted_) {
      const std::string& text = *name->text();
      if (published.contains(lowerCase(text))) continue;
      auto report = context_.diags.report(name->origin, diag::artifactNotPublished, text);
      const auto near = ++searches <= kMostSearches ? support::closest(text, published_) : std::nullopt;
      if (near) report.note({}, diag::didYouMean, *near);
    }
  }

 private:
  void read(const ir::Step& step) {
    // External tasks and templates may publish, and so may a script, with a command to the agent.
    const ir::AzureTask* task = step.task();
    unknown_ = unknown_ || step.is(Builtin::Template) || (task != nullptr && task->isForeign());
    const auto upload = [&](const ir::Value& value) {
      const std::string* text = value.text();
      unknown_ = unknown_ || (text != nullptr && text->find("artifact.upload") != std::string::npos);
    };
    if (step.script) ir::forEach(*step.script, upload);
    for (const ir::Field& argument : step.arguments) ir::forEach(argument.value, upload);
    const auto known = task == nullptr ? std::nullopt : task->known;
    if (step.is(Builtin::Publish) || known == AzureTask::PublishPipelineArtifact1) {
      publish(setting(step.arguments, PublishInput::Artifact));
    } else if (task != nullptr && task->task == "PublishBuildArtifacts@1") {
      publish(setting(step.arguments, vocabulary::FieldName(std::string_view("ArtifactName"))));
    } else if (step.is(Builtin::Download) && !given(setting(step.arguments, DownloadInput::Pipeline))) {
      want(setting(step.arguments, DownloadInput::Artifact));
    } else if (known == AzureTask::DownloadPipelineArtifact2) {
      const ir::Value* from = setting(step.arguments, DownloadPipelineArtifact2Input::Source);
      if (!given(from) || ir::choice<DownloadPipelineArtifact2Source>(from) == DownloadPipelineArtifact2Source::Current)
        want(setting(step.arguments, DownloadInput::Artifact));
    }
  }

  void publish(const ir::Value* name) {
    // If no name is given, Azure generates one.
    if (name == nullptr || name->text() == nullptr) {
      unknown_ = true;
    } else {
      published_.push_back(*name->text());
    }
  }

  void want(const ir::Value* name) {
    if (name != nullptr && name->text() != nullptr) wanted_.push_back(name);
  }

  const RuleContext& context_;
  bool unknown_ = false;  ///< something that cannot be seen here may publish
  std::vector<std::string> published_;
  std::vector<const ir::Value*> wanted_;
};

}  // namespace

void checkDownloads(const RuleContext& context) { Artifacts(context).check(); }

}  // namespace mlpc::backends::azure_devops
