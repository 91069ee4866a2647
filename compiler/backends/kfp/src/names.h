#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace mlpc::backends::kfp {

/// The run-time package that components install and the SDK version that documents name, unless the command line says
/// otherwise.
inline constexpr std::string_view kKfpVersion = "2.15.2";
/// Of the documents. Back ends refuse every other.
inline constexpr std::string_view kSchemaVersion = "2.1.0";
/// The image of components that name none, as in the SDK.
inline constexpr std::string_view kDefaultImage = "python:3.11";
/// The components of the standard library that KFP's backend runs by itself. It knows them by images that nothing is
/// in.
inline constexpr std::string_view kCreateClaim = "kubernetes.create_pvc";
inline constexpr std::string_view kDeleteClaim = "kubernetes.delete_pvc";
inline constexpr std::string_view kCreateClaimImage = "argostub/createpvc";
inline constexpr std::string_view kDeleteClaimImage = "argostub/deletepvc";
/// The name of the only output of a component whose output has none.
inline constexpr std::string_view kUnnamedOutput = "Output";

/// `Train_Model` as `train-model`: lower case, runs of other characters than [a-z0-9] are one dash, none at the ends.
/// Source of the rule: kfp.dsl.utils, which names tasks, components and executors so.
std::string objectName(std::string_view name);

/// Names of one kind; the second `x` becomes `x-2`, the third `x-3`.
class UniqueNames {
 public:
  std::string claim(std::string name);
  [[nodiscard]] bool contains(const std::string& name) const { return taken_.contains(name); }
  void insert(const std::string& name) { taken_.insert(name); }

 private:
  std::unordered_set<std::string> taken_;
  std::unordered_map<std::string, uint32_t> next_;
};

}  // namespace mlpc::backends::kfp
