#pragma once

#include <string>

#include "scripts/writer.h"

namespace mlpc::backends::azureml {

/// Writes the script that creates a plan's resources.
class Provision {
 public:
  Provision(const Context& context, const Plan& plan) : writer_(context, plan), context_(context), plan_(plan) {}

  emit::Script script();

 private:
  // Used by all of them.
  emit::Script head();
  /// `it=(az … show …)`: the command that shows the section's resource.
  emit::Script it(const ir::Resource& resource);
  /// `if exists …; then say …; else …; fi`
  emit::Script unlessThere(const ir::Resource& resource, std::string_view what, const emit::Script& make);
  /// Something that must already exist.
  emit::Script find(const ir::Resource& resource);
  emit::Script make(const ir::Resource& r);
  /// A command that creates something in a group and region, with tags.
  Command located(std::string_view head, std::string_view nameOption, const ir::Resource& r);
  void copy(Command& command, std::string_view option, const ir::Resource& r, vocabulary::FieldName name);
  emit::Script wait(const ir::Resource& r, std::string_view query);
  /// Writes a document into the working folder and returns the word that refers to it.
  Word document(emit::Script& out, const std::string& name, emit::Node body);
  /// A context in which ids are marks, which `document` turns into variables.
  Context marking();

  // Azure resources, rights and monitoring.
  emit::Script group(const ir::Resource& r);
  emit::Script registry(const ir::Resource& r);
  emit::Script storage(const ir::Resource& r);
  emit::Script vault(const ir::Resource& r);
  emit::Script insights(const ir::Resource& r);
  emit::Script logs(const ir::Resource& r);
  emit::Script role(const ir::Resource& r);
  Word scope(const ir::Resource& r, std::string_view role);
  emit::Script diagnostics(const ir::Resource& r);
  emit::Script alert(const ir::Resource& r);
  emit::Script actionGroup(const ir::Resource& r);

  // Clusters and what is in them.
  /// Options of a node pool; some have other names for a cluster's first pool.
  void poolOptions(Command& command, const ir::Value& pool, bool first);
  emit::Script cluster(const ir::Resource& r);
  emit::Script pool(const ir::Resource& r, const ir::Value& pool);
  emit::Script connectedCluster(const ir::Resource& r);
  emit::Script nameSpace(const ir::Resource& r);
  emit::Script pairs(const ir::Value* map);
  emit::Script instanceType(const ir::Resource& r);

  // Machine learning.
  emit::Script extension(const ir::Resource& r);
  emit::Script workspace(const ir::Resource& r);
  /// Whether the program itself assigns this role.
  bool givenElsewhere(const ir::Resource& identity, std::string_view role, const ir::Resource& scope);
  /// A workspace with a system-assigned identity automatically gets the roles that attaching needs; one with a
  /// user-assigned identity does not (how-to-attach-kubernetes-to-workspace).
  emit::Script rolesForAttaching(const ir::Resource& workspace, const ir::Resource& cluster);
  emit::Script compute(const ir::Resource& r);
  emit::Script endpoint(const ir::Resource& r);

  Writer writer_;
  const Context& context_;
  const Plan& plan_;
};

/// A bool that was given, otherwise false.
inline bool flag(const ir::Resource& resource, vocabulary::FieldName name) {
  return boolean(resource.fields.find(name)).value_or(false);
}

}  // namespace mlpc::backends::azureml
