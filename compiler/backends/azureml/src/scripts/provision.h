#pragma once

#include <string>

#include "scripts/writer.h"

namespace mlpc::backends::azureml {

/// Writes the script that makes a plan's resources.
class Provision {
 public:
  Provision(const Context& context, const Plan& plan) : writer_(context, plan), context_(context), plan_(plan) {}

  std::string script();

 private:
  // What all of them use.
  std::string head();
  /// `it=(az … show …)`: the command that shows the section's resource.
  std::string it(const ir::Resource& resource);
  /// `if exists …; then say …; else …; fi`
  std::string unlessThere(const ir::Resource& resource, std::string_view what, const std::string& make);
  /// Something that has to be there already.
  std::string find(const ir::Resource& resource);
  std::string make(const ir::Resource& r);
  /// A command that makes something in a group and region, with tags.
  Command located(std::string_view head, std::string_view nameOption, const ir::Resource& r);
  void copy(Command& command, std::string_view option, const ir::Resource& r, std::string_view name);
  std::string wait(const ir::Resource& r, std::string_view query);
  /// Writes a document into the working folder and gives the word that names it.
  Word document(std::string& out, const std::string& name, const emit::Node& body);
  /// A context in which ids stand as marks, which `document` turns into variables.
  Context marking();

  // Resources of Azure, rights and watching.
  std::string group(const ir::Resource& r);
  std::string registry(const ir::Resource& r);
  std::string storage(const ir::Resource& r);
  std::string vault(const ir::Resource& r);
  std::string insights(const ir::Resource& r);
  std::string logs(const ir::Resource& r);
  std::string role(const ir::Resource& r);
  Word scope(const ir::Resource& r, std::string_view role);
  std::string diagnostics(const ir::Resource& r);
  std::string alert(const ir::Resource& r);
  std::string actionGroup(const ir::Resource& r);

  // Clusters and what is in them.
  /// Options of a node pool; a cluster's first pool has other names for some.
  void poolOptions(Command& command, const ir::Value& pool, bool first);
  std::string cluster(const ir::Resource& r);
  std::string pool(const ir::Resource& r, const ir::Value& pool);
  std::string connectedCluster(const ir::Resource& r);
  std::string nameSpace(const ir::Resource& r);
  std::string pairs(const ir::Value* map);
  std::string instanceType(const ir::Resource& r);

  // Machine learning.
  std::string extension(const ir::Resource& r);
  std::string workspace(const ir::Resource& r);
  /// Whether the program gives this role itself.
  bool givenElsewhere(const ir::Resource& identity, std::string_view role, const ir::Resource& scope);
  /// A workspace with an identity of its own gets the roles that attaching needs by itself, one that was given does not
  /// (how-to-attach-kubernetes-to-workspace).
  std::string rolesForAttaching(const ir::Resource& workspace, const ir::Resource& cluster);
  std::string compute(const ir::Resource& r);
  std::string endpoint(const ir::Resource& r);

  Writer writer_;
  const Context& context_;
  const Plan& plan_;
};

/// A bool that was given, else false.
inline bool flag(const ir::Resource& resource, std::string_view name) {
  return boolean(resource.fields.find(name)).value_or(false);
}

}  // namespace mlpc::backends::azureml
