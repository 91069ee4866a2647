#include "placeholders.h"

#include <array>
#include <utility>

namespace mlpc::backends::kfp {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kProperties = {{
    {"run.created_at", "{{$.pipeline_job_create_time_utc}}"},
    {"run.id", "{{$.pipeline_job_uuid}}"},
    {"run.name", "{{$.pipeline_job_name}}"},
    {"run.resource_name", "{{$.pipeline_job_resource_name}}"},
    {"run.root", "{{$.pipeline_root}}"},
    {"run.scheduled_at", "{{$.pipeline_job_schedule_time_utc}}"},
    {"run.workspace", "{{$.workspace_path}}"},
    {"task.id", "{{$.pipeline_task_uuid}}"},
    {"task.name", "{{$.pipeline_task_name}}"},
}};

}  // namespace

std::string parameterPlaceholder(std::string_view name) {
  std::string text = "{{$.inputs.parameters['";
  text += name;
  return text + "']}}";
}

std::string_view propertyPlaceholder(const ir::PropertyRef& ref) {
  const std::string written = ref.asWritten();
  for (const auto& [name, placeholder] : kProperties) {
    if (name == written) return placeholder;
  }
  return {};
}

bool isWorkspace(const ir::PropertyRef& ref) {
  return ref.space == vocabulary::Space::Run && is(ref.property, vocabulary::Property::Workspace);
}

}  // namespace mlpc::backends::kfp
