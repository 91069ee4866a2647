#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "mlpc/diag/engine.h"
#include "mlpc/eval/result.h"
#include "mlpc/sema/type.h"
#include "mlpc/source/source_manager.h"
#include "mlpc/syntax/parsed_file.h"
#include "mlpc/syntax/tree.h"
#include "mlpc/vocabulary/components.h"
#include "mlpc/vocabulary/kinds.h"
#include "mlpc/vocabulary/words.h"

namespace mlpc::embedded {
class FileCode;
struct PythonFence;
struct ShellFence;
}  // namespace mlpc::embedded

namespace mlpc::sema {

enum class SymbolKind : uint8_t {
  Import,  ///< an alias of a module
  Const,
  TypeName,  ///< a `type` or a kind
  Artifact,  ///< an artifact type, built in or declared
  Secret,
  Existing,
  Resource,
  Component,
  Pipeline,
  TrainJob,
  Workflow,
  StepsTemplate,
  JobTemplate,
  StageTemplate,
  Parameter,  ///< input of a component, pipeline, trainjob, workflow or template
  Output,     ///< named output of a component
  Let,        ///< a value, a task, or a group
  LoopVariable,
  Stage,
  Job,        ///< or a deployment job
  Namespace,  ///< `run`, `task`, `matrix`
};

struct Symbol {
  SymbolKind kind{};
  std::string_view name;
  ModuleId module;
  source::Span span;    ///< of the name where it is declared
  TypeId type;          ///< the type of its value; for a Let that is a task, Task
  syntax::DeclId decl;  ///< for a declaration at the top of a file
  syntax::StmtId stmt;  ///< for a Let, LoopVariable, Stage or Job
  uint32_t index = 0;   ///< for a Parameter or Output: its index
  SymbolId owner;       ///< for anything inside a declaration: the symbol of that
  SymbolId callee;      ///< for a Let that is a task or step: what is called
  ModuleId target;      ///< for an Import
  /// For a Const of the standard library.
  std::shared_ptr<const support::Constant> value;
  std::string_view doc;
  std::string_view deprecated;
};

/// What can be called or emitted has a signature.
struct Signature {
  std::vector<Field> parameters;
  std::vector<Field> outputs;  ///< a single unnamed output is called "Output"
  bool unnamedOutput = false;
  std::optional<vocabulary::Builtin> builtin;
  // For components of the standard library.
  std::optional<vocabulary::CallPlace> place;  ///< the only place where it may be called
  std::string_view azureTask;                  ///< which task of Azure Pipelines it is, `AzureCLI@2`; or empty
  size_t positional = 0;                       ///< how many leading arguments may be positional
  bool variadic = false;  ///< the last parameter may be repeated: `CallUse::arguments` is then longer
  bool function = false;  ///< returns a value, so a call may be part of an expression (`present(x)`)
};

// ---- the meaning of expressions; the tables below contain one for each expression that was checked

/// A name, or a qualified name `parts.train`.
struct SymbolUse {
  SymbolId symbol;
};
/// `t.out`, or `t` itself if the output is unnamed (then on the NameExpr): an output of the task `symbol`, or a value
/// that the group `symbol` yields.
struct OutputUse {
  SymbolId task;
  std::string_view output;
};
/// `job.step.output` across jobs and stages: `path` goes from the stage (or job) to the step's Let.
struct StepOutputUse {
  std::vector<SymbolId> path;
  std::string_view output;
};
/// A field of a record value, `value.field`; the base is a separate expression.
struct FieldUse {
  std::string_view field;
};
/// A key of a declared secret or config map: `x.token`, `x["tls.crt"]`.
struct KeyUse {
  SymbolId symbol;
  std::string_view key;
};
/// An attribute of a resource or existing object: `x.name`, `x.id`; also a variable or secret of a variable group.
struct AttributeUse {
  SymbolId symbol;
  std::string_view attribute;
};
/// `x.path .uri .metadata["k"] .name` of an artifact port inside a component; `.path` of an output parameter.
struct PortUse {
  SymbolId port;
  std::string_view attribute;  ///< path, uri, metadata, name
  std::string_view key;        ///< of metadata
};
/// `run.id`, `task.name`, `matrix.python`
struct PropertyUse {
  vocabulary::Space space{};
  std::string_view property;
};
/// `t.final_status`
struct FinalStatusUse {
  SymbolId task;  ///< invalid for `final_status` in a finally block
};
/// `executor_input` inside a container's command.
struct ExecutorInputUse {};
/// A call. `arguments[i]` is the expression for parameter i of the signature, or invalid if it was omitted.
struct CallUse {
  SymbolId callee;
  std::vector<syntax::ExprId> arguments;
  SymbolId typeArgument;  ///< `importer[Dataset]`: the artifact type
};

using Use = std::variant<std::monostate, SymbolUse, OutputUse, StepOutputUse, FieldUse, KeyUse, AttributeUse, PortUse,
                         PropertyUse, FinalStatusUse, ExecutorInputUse, CallUse>;

/// When a value is known. A whole is known when the last of its parts is.
enum class Phase : uint8_t {
  Compile,  ///< a literal, a const, an attribute of a resource
  Expand,   ///< when Azure DevOps expands the file: inputs of a workflow, most of `run.*` there
  Run,      ///< while it runs: inputs and outputs in a pipeline, outputs of steps, variables of a group
};

/// What the checker found out about one expression.
struct ExprInfo {
  TypeId type;      ///< its own type
  TypeId expected;  ///< what its place expects, if known (for a record literal, the schema)
  Use use;
  Phase phase = Phase::Compile;
};

/// What is known about the expressions of one tree.
class ExprTable {
 public:
  [[nodiscard]] const ExprInfo* find(syntax::ExprId expr) const {
    const auto& part = syntax::isOfBody(expr) ? bodies_ : heads_;
    const syntax::ExprId index(syntax::indexInPart(expr));
    return index.index() < part.size() ? &part[index] : nullptr;
  }
  ExprInfo& operator[](syntax::ExprId expr) {
    auto& part = syntax::isOfBody(expr) ? bodies_ : heads_;
    const syntax::ExprId index(syntax::indexInPart(expr));
    while (part.size() <= index.index()) part.add({});
    return part[index];
  }
  template <typename Visit>
  void forEach(const Visit& visit) const {
    for (const ExprInfo& info : heads_) visit(info);
    for (const ExprInfo& info : bodies_) visit(info);
  }

 private:
  support::ValueStore<syntax::ExprId, ExprInfo> heads_;
  support::ValueStore<syntax::ExprId, ExprInfo> bodies_;
};

/// A file with the code of something in a source.
struct CodeFile {
  source::FileId id;  ///< the same as long as the file exists
  std::shared_ptr<const source::SourceFile> source;
};

/// A code file that was asked for, to notice when it changes.
struct ReadText {
  std::string path;              ///< as written
  source::Span at;               ///< where it is written
  source::FileId file;           ///< invalid if it could not be read; the same goes for the hash
  std::optional<uint64_t> hash;  ///< of its text
};

/// The results of one of the two steps over a file.
struct FileTables {
  ExprTable exprs;
  /// By StmtId: the symbol that a Let, For, Stage or Job statement declares.
  std::unordered_map<uint32_t, SymbolId> declared;
  /// By SymbolId: components, pipelines, trainjobs, workflows, templates. A Let that is a group has its yields here as
  /// outputs, and one that is a step has the outputs that its settings declare.
  std::unordered_map<uint32_t, Signature> signatures;
  /// The jobs of stages and the steps of jobs: by owner, then by name.
  std::unordered_map<uint32_t, std::unordered_map<std::string_view, SymbolId>> members;
  std::vector<SymbolId> symbols;  ///< what the step added, in that order
  diag::Findings findings;
  std::vector<ReadText> reads;
  /// Code in files of its own, by the ExprId of its path.
  std::unordered_map<uint32_t, std::shared_ptr<const embedded::PythonFence>> pythonFiles;
  std::unordered_map<uint32_t, std::shared_ptr<const embedded::ShellFence>> shellFiles;
  std::shared_ptr<const syntax::ParsedFile> parsed;  ///< owns the texts that names point into

  /// Keeps a text that the checker created (a name from Python code, a computed key).
  std::string_view keep(std::string text) {
    kept_.push_back(std::move(text));
    return kept_.back();
  }

 private:
  std::deque<std::string> kept_;
};

/// What a file offers to others: names, types and signatures, constants, and the records at its top level. Derived from
/// its head only.
struct ModuleInterface : FileTables {
  std::unordered_map<std::string_view, SymbolId> scope;  ///< declarations and imports, by name
  bool nameless = false;                                 ///< a declaration was lost together with its name
  uint64_t headHash = 0;                                 ///< of the text of the head
  /// Equal for two interfaces that mean the same to those who import the file, with the same ids.
  uint64_t version = 0;
  /// The modules that it was derived from, and their versions at that time.
  std::vector<std::pair<ModuleId, uint64_t>> uses;
  bool importsFailed = false;
  std::vector<TypeId> types;  ///< the records that the step added, in that order
};

/// The checked bodies of a file.
struct CheckedFile : FileTables {
  uint64_t interfaceVersion = 0;                    ///< that of its own file
  std::vector<std::pair<ModuleId, uint64_t>> uses;  ///< the modules that it imports, and their versions at that time
  /// Notes that refer to other files, relative to the declarations that they are in; see `Findings`.
  struct Anchor {
    size_t report = 0;
    size_t note = 0;
    ModuleId module;
    uint32_t declaration = 0;  ///< its index in the order of the file
    uint32_t begin = 0;        ///< relative to the beginning of the declaration
    uint32_t end = 0;
  };
  std::vector<Anchor> anchors;
  /// Other files whose whole text was used in the check.
  std::vector<std::shared_ptr<const syntax::ParsedFile>> wholeFiles;
};

/// One file of a program.
struct Module {
  std::string name;                            ///< `azure.devops`, or the path of a file
  std::optional<vocabulary::Module> standard;  ///< which module of the standard library it is, if any
  std::shared_ptr<const syntax::Tree> tree;
  std::shared_ptr<const syntax::ParsedFile> parsed;  ///< null for the standard library
  std::shared_ptr<const embedded::FileCode> code;    ///< what is known about its fences; null for the standard library
  std::shared_ptr<const ModuleInterface> interface;
  std::shared_ptr<const CheckedFile> checked;  ///< null for the standard library

  /// Declarations and imports, by name.
  [[nodiscard]] const std::unordered_map<std::string_view, SymbolId>& scope() const { return interface->scope; }
  /// The symbol that a Let, For, Stage or Job statement declares; invalid after an error.
  [[nodiscard]] SymbolId declared(syntax::StmtId stmt) const;
  [[nodiscard]] const Signature* signature(SymbolId symbol) const;
  /// What was found out about an expression, or null.
  [[nodiscard]] const ExprInfo* info(syntax::ExprId expr) const;
  /// Calls `visit` with the id of each symbol of the file. (The tables of a program also contain leftovers of earlier
  /// checks.)
  template <typename Visit>
  void forEachSymbol(const Visit& visit) const {
    if (interface) std::for_each(interface->symbols.begin(), interface->symbols.end(), visit);
    if (checked) std::for_each(checked->symbols.begin(), checked->symbols.end(), visit);
  }
};

/// The tables of a module, those of its last step first; null for a step that did not run.
std::array<const FileTables*, 2> partsOf(const Module& module);

/// The values of consts and of attributes of resources that have been checked, so that a chain of them is walked
/// through once.
class ConstantValues {
 public:
  /// The value, or why there is none and the expression that has none.
  struct Known {
    ir::eval::Result result;
    ModuleId failedIn;
    syntax::ExprId failedAt;
  };
  /// Null if it is not known. A const has no `attribute`.
  [[nodiscard]] std::shared_ptr<const Known> find(SymbolId symbol, std::string_view attribute = {}) const;
  void keep(SymbolId symbol, Known known, std::string_view attribute = {});

 private:
  mutable std::mutex mutex_;
  std::unordered_map<uint32_t, std::map<std::string, std::shared_ptr<const Known>, std::less<>>> values_;
};

/// A checked program: all files that a compilation reached, together with what they use of the standard library. Frozen
/// once `check` returns it, and independent of any other.
class Program {
 public:
  /// The standard library, still empty.
  explicit Program(const source::SourceManager& theSources) : sources(theSources) {}
  /// The standard library as `tables`, which must outlive it.
  Program(const source::SourceManager& theSources, const tables::Tables& tables);
  /// A program on top of `standard`, which must outlive it.
  Program(const source::SourceManager& theSources, const Program& standard)
      : sources(theSources),
        types(TypeStore::over(standard.types)),
        symbols(LayeredStore<SymbolId, Symbol>::over(standard.symbols)),
        modules(LayeredStore<ModuleId, Module>::over(standard.modules)),
        standard_(&standard) {}

  const source::SourceManager& sources;
  TypeStore types;
  LayeredStore<SymbolId, Symbol> symbols;
  LayeredStore<ModuleId, Module> modules;
  std::vector<ModuleId> files;  ///< its own files, each after those that it imports
  std::vector<ModuleId> roots;  ///< the files named by the user, in that order

  [[nodiscard]] const Module& module(ModuleId id) const { return modules[id]; }
  [[nodiscard]] const ExprInfo& info(ModuleId module, syntax::ExprId expr) const;
  [[nodiscard]] const Signature* signature(SymbolId symbol) const;
  /// Whether this is the standard library.
  [[nodiscard]] bool isStandard() const { return standard_ == nullptr; }

  /// Filled by `evaluate`.
  mutable ConstantValues constants;

 private:
  const Program* standard_ = nullptr;
  const tables::Tables* tables_ = nullptr;
  LazyValues<Signature> signatures_;  ///< those of `tables_`
};

/// How the checker accesses files; implemented by the workspace.
class ModuleLoader {
 public:
  virtual ~ModuleLoader() = default;
  struct Loaded {
    std::shared_ptr<const syntax::ParsedFile> parsed;
    std::string identity;  ///< one spelling for each file
    std::string failure;   ///< why it could not be loaded; empty if it was
  };
  /// The identity of a file that was given to the checker, so that an import of it finds it instead of loading it
  /// again.
  virtual std::string identityOf(source::FileId file) = 0;
  /// The file of an import in `from`. If its identity is already known, it may come without a tree.
  virtual Loaded file(const std::string& relativePath, source::FileId from) = 0;
  /// The file with code that `from` refers to, which is then among the sources; empty if it cannot be read.
  virtual std::optional<CodeFile> code(const std::string& relativePath, source::FileId from) {
    static_cast<void>(relativePath);
    static_cast<void>(from);
    return std::nullopt;
  }
};

class SchemaSet;

/// What the checks of a set of files leave for the next one. Only for one check at a time.
class CheckCache {
 public:
  CheckCache();
  ~CheckCache();
  /// How often each step was done, rather than taken from the previous check.
  struct Counts {
    size_t interfaces = 0;
    size_t bodies = 0;
  };
  [[nodiscard]] const Counts& counts() const { return counts_; }

 private:
  friend class ProgramChecker;
  struct Tables;
  std::unique_ptr<Tables> tables_;  ///< as left by the last check
  Counts counts_;
};

/// The input of a check.
struct CheckRequest {
  const source::SourceManager& sources;  ///< must outlive the program
  std::vector<std::shared_ptr<const syntax::ParsedFile>> roots;
  SchemaSet& schemas;  ///< must outlive the program
  ModuleLoader& loader;
  CheckCache* cache = nullptr;                   ///< if there was an earlier check, or there may be another one
  const std::atomic<bool>* cancelled = nullptr;  ///< checked before every declaration
};

/// Checks `roots` and everything that they import. Errors, including those in the syntax of the files, are added to
/// `diags`; the program is complete either way, with error types where something was reported. Null if it was
/// cancelled.
std::unique_ptr<Program> check(const CheckRequest& request, diag::Engine& diags);

}  // namespace mlpc::sema
