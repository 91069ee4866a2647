#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace mlpc::backends::kfp {

/// The KFP runtime package that components install and the SDK version in documents, unless the command line gives
/// another.
inline constexpr std::string_view kKfpVersion = "2.15.2";
/// The schema version of documents. Back ends reject any other.
inline constexpr std::string_view kSchemaVersion = "2.1.0";
/// The image of components that do not give one, as in the SDK.
inline constexpr std::string_view kDefaultImage = "python:3.11";
/// The components of the standard library that KFP's back end runs itself. It recognises them by images that do not
/// exist.
inline constexpr std::string_view kCreateClaimImage = "argostub/createpvc";
inline constexpr std::string_view kDeleteClaimImage = "argostub/deletepvc";
/// The name of a component's only output, if it has no name.
inline constexpr std::string_view kUnnamedOutput = "Output";

/// `Train_Model` as `train-model`: lower case, with each run of characters outside [a-z0-9] replaced by one dash, and
/// none at the ends. This is how kfp.dsl.utils names tasks, components and executors.
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
