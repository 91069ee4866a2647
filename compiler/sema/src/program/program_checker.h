#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "program/file_context.h"

namespace mlpc::sema {

/// The tables of a program as left by a check. Ids in them stay the same in the following checks.
struct CheckCache::Tables {
  TypeStore types;
  LayeredStore<SymbolId, Symbol> symbols;
  LayeredStore<ModuleId, Module>
      modules;  ///< for all files that were ever reached; complete for those of the last check
  std::unordered_map<std::string, ModuleId> ids;  ///< by the identity of the file
  uint64_t versions = 0;                          ///< how many versions of interfaces there were
  size_t firstSize = 0;                           ///< how many symbols the first check created
};

/// Checks the files of a program one after another, each after those that it imports, and takes from the cache what is
/// still valid.
class ProgramChecker final : public OtherFiles {
 public:
  ProgramChecker(const CheckRequest& request, Program& program, CheckCache& cache);
  /// False if it was cancelled.
  bool run(diag::Engine& diags);

  ModuleId import(ModuleId from, syntax::DeclId decl, diag::Engine& diags) override;
  void used(ModuleId module) override { used_.push_back(module); }
  std::optional<CodeFile> codeFile(const std::string& path, ModuleId from) override;
  TypeId typeOf(SymbolId symbol) override;
  const Signature& signatureOf(SymbolId symbol) override;
  [[nodiscard]] bool cancelled() const override { return request_.cancelled != nullptr && *request_.cancelled; }

 private:
  enum class Progress : uint8_t { None, Working, Done };
  /// An import of a file, followed before the file that contains it is checked.
  struct Import {
    syntax::DeclId decl;
    ModuleId target;
    std::string failure;                                   ///< why it could not be loaded
    std::vector<std::pair<ModuleId, source::Span>> cycle;  ///< its first imports
    size_t cycleLength = 0;
  };
  struct File {
    Progress progress = Progress::None;
    std::vector<Import> imports;
    size_t cycles = 0;  ///< how many have been found
  };
  /// A file that is being loaded, for chains of imports.
  struct Loading {
    ModuleId module;
    source::Span importSpan;
  };

  ModuleId enter(const std::shared_ptr<const syntax::ParsedFile>& parsed, const std::string& identity);
  void load(ModuleId module);
  void follow(ModuleId module, Import& import);
  void head(ModuleId module);
  void body(ModuleId module);
  [[nodiscard]] bool sameUses(const std::vector<std::pair<ModuleId, uint64_t>>& uses) const;
  [[nodiscard]] bool sameTexts(const FileTables& tables, ModuleId module);
  [[nodiscard]] std::vector<std::pair<ModuleId, uint64_t>> importsOf(ModuleId module) const;
  [[nodiscard]] diag::Filter filterOf(ModuleId module) const;
  void collect(ModuleId module, diag::Engine& diags) const;

  const CheckRequest& request_;
  Program& program_;
  CheckCache& cache_;
  std::unordered_map<uint32_t, File> files_;  ///< by ModuleId
  std::vector<Loading> loading_;
  std::vector<ModuleId> used_;  ///< by the head that is being checked
};

}  // namespace mlpc::sema
