#include "roles.h"

#include <array>
#include <utility>

namespace mlpc::backends::azureml {

namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 30> kRoles{{
    {"Owner", "8e3af657-a8ff-443c-a75c-2fe8c4bcb635"},
    {"Contributor", "b24988ac-6180-42a0-ab88-20f7382dd24c"},
    {"Reader", kReader},
    {"User Access Administrator", "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9"},
    {"AcrPull", "7f951dda-4ed3-4680-a7ca-43fe172d538d"},
    {"AcrPush", "8311e382-0749-4cb8-b61a-304f252e45ec"},
    {"Storage Blob Data Reader", "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1"},
    {"Storage Blob Data Contributor", "ba92f5b4-2d11-453d-a403-e96b0029c9fe"},
    {"Storage Blob Data Owner", "b7e6dc6d-f1e8-4753-8033-0f276bb0955b"},
    {"Storage File Data SMB Share Contributor", "0c867c2a-1d8c-454a-a3db-ab2ea1bdc8bb"},
    {"Storage File Data Privileged Contributor", "69566ab7-960f-475b-8e7c-b3118f30c6bd"},
    {"Storage Queue Data Contributor", "974c5e8b-45b9-4653-ba55-5f855dd0fb88"},
    {"Storage Table Data Contributor", "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3"},
    {"Storage Account Contributor", "17d1049b-9a84-46fb-8f53-869881c3d3ab"},
    {"Key Vault Administrator", "00482a5a-887f-4fb3-b363-3b7fe8e74483"},
    {"Key Vault Secrets User", "4633458b-17de-408a-b874-0445c86b69e6"},
    {"Key Vault Secrets Officer", "b86a8fe4-44ce-4948-aee5-eccb2c155cd7"},
    {"Key Vault Reader", "21090545-7ca7-4776-b22c-e363652d74d2"},
    {"AzureML Data Scientist", "f6c7c914-8db3-469d-8ca1-694a8f32e121"},
    {"AzureML Compute Operator", "e503ece1-11d0-4e8e-8e2c-7a6c3bf38815"},
    {"Azure Kubernetes Service Cluster Admin Role", kClusterAdmin},
    {"Azure Kubernetes Service Cluster User Role", "4abbcc35-e782-43d8-92c5-2d3f1bd2253f"},
    {"Azure Kubernetes Service RBAC Cluster Admin", "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b"},
    {"Azure Kubernetes Service Contributor Role", "ed7f3fbd-7b88-4dd4-9017-9adb7ce333f8"},
    {"Kubernetes Extension Contributor", kExtensionContributor},
    {"Azure Relay Owner", kRelayOwner},
    {"Managed Identity Operator", "f1a07417-d97a-45cb-824c-7a7467783830"},
    {"Monitoring Reader", "43d0d8ad-25c7-4714-9337-8ba259a9fe05"},
    {"Monitoring Metrics Publisher", "3913510d-42f4-4e42-8a64-420c390055eb"},
    {"Network Contributor", "4d97b98b-1d4f-4787-a291-c67834d212e7"},
}};

}  // namespace

std::optional<std::string_view> roleId(std::string_view name) {
  for (const auto& [role, id] : kRoles) {
    if (role == name) return id;
  }
  return std::nullopt;
}

bool isGuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    const char c = text[i];
    const bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    if (dash ? c != '-' : !hex) return false;
  }
  return true;
}

std::vector<std::string> roleNames() {
  std::vector<std::string> names;
  names.reserve(kRoles.size());
  for (const auto& [role, id] : kRoles) names.emplace_back(role);
  return names;
}

}  // namespace mlpc::backends::azureml
