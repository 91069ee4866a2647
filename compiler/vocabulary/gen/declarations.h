#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "header.h"
#include "mlpc/source/source_manager.h"
#include "mlpc/syntax/parsed_file.h"

namespace mlpc::vocabulary::gen {

/// What the modules of the standard library declare, as far as the compiler's code refers to it.
class Declarations {
 public:
  /// Reads a module; throws std::runtime_error if there is a mistake in it.
  void add(const std::string& dottedName, std::string text);
  /// To be called after the last `add`: the texts of the headers, by their file names.
  [[nodiscard]] std::map<std::string, std::string> headers() const;

 private:
  struct Module {
    std::string name;  ///< `azure.devops`
    std::shared_ptr<const syntax::ParsedFile> parsed;
  };

  [[nodiscard]] std::string shortName(const std::string& module) const;
  /// The name that the IR uses.
  [[nodiscard]] std::string builtinName(const Module& module, std::string_view name) const;
  [[nodiscard]] const syntax::RecordType* record(const Module& module, std::string_view type) const;
  [[nodiscard]] std::set<std::string> fieldsOf(const Module& module, const syntax::RecordType& type) const;
  [[nodiscard]] std::string modulesAndKinds() const;
  [[nodiscard]] std::string builtins() const;
  [[nodiscard]] std::string azureTasks() const;
  [[nodiscard]] std::string fieldsHeader(const Module& module) const;
  [[nodiscard]] std::string ofContainers(const Module& module) const;
  /// The fields of `TaskOptions` for the preprocessor, from which the IR makes its record.
  [[nodiscard]] std::string taskOptions() const;
  /// The C++ type of a setting of a task.
  [[nodiscard]] std::string settingType(const Module& module, const syntax::Parameter& field) const;

  std::vector<Module> modules_;
  std::map<std::string, std::string> shortNames_;  ///< by dotted names
};

}  // namespace mlpc::vocabulary::gen
