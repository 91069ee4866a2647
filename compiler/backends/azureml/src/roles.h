#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mlpc::backends::azureml {

/// The id of a built-in role, by its name. Scripts use ids: names change, and documents sometimes abbreviate them.
std::optional<std::string_view> roleId(std::string_view name);
/// Whether `text` has the form of an id (`xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx`).
bool isGuid(std::string_view text);
std::vector<std::string> roleNames();

// Roles that attaching a cluster needs (how-to-attach-kubernetes-to-workspace).
inline constexpr std::string_view kReader = "acdd72a7-3385-48ef-bd42-f606fba81ae7";
inline constexpr std::string_view kExtensionContributor = "85cb6faf-e071-4c9b-8136-154b5a04f717";
inline constexpr std::string_view kClusterAdmin = "0ab0b1a8-8aac-4efd-b8c2-3ee1fb270be8";
inline constexpr std::string_view kRelayOwner = "2787bf04-f1f5-4bfe-8383-c8a24483ee38";

}  // namespace mlpc::backends::azureml
