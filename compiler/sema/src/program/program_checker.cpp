// The order of the steps over the files of a program, and what can be kept from an earlier check.

#include "program/program_checker.h"

#include <llvm/Support/xxhash.h>

#include <algorithm>

#include "declarations/decorators.h"
#include "mlpc/diag/names.h"
#include "mlpc/embedded/file_code.h"
#include "program/anchors.h"
#include "program/file_checker.h"

namespace mlpc::sema {

/// How many cycles are reported in one file, and how many imports are shown of each: where everything imports
/// everything, there are more than anybody reads.
constexpr size_t kMostLinks = 8;

CheckCache::CheckCache() = default;
CheckCache::~CheckCache() = default;

ProgramChecker::ProgramChecker(const CheckRequest& request, Program& program, CheckCache& cache)
    : request_(request), program_(program), cache_(cache) {
  // Checking something again leaves its old ids behind. When most ids are leftovers, it is cheaper to start over.
  constexpr size_t kSpare = 50'000;
  if (cache.tables_ && cache.tables_->symbols.size() > 4 * cache.tables_->firstSize + kSpare) cache.tables_ = nullptr;
  if (!cache.tables_) {
    cache.tables_ = std::make_unique<CheckCache::Tables>(
        CheckCache::Tables{program.types, program.symbols, program.modules, {}, 0, 0});
  }
  program.types = cache.tables_->types;
  program.symbols = cache.tables_->symbols;
  program.modules = cache.tables_->modules;
}

ModuleId ProgramChecker::enter(const std::shared_ptr<const syntax::ParsedFile>& parsed, const std::string& identity) {
  ModuleId id;
  if (const auto known = cache_.tables_->ids.find(identity); !identity.empty() && known != cache_.tables_->ids.end()) {
    id = known->second;
  } else {
    id = program_.modules.add({});
    if (!identity.empty()) cache_.tables_->ids.emplace(identity, id);
  }
  Module& module = program_.modules.edit(id);
  if (module.parsed != parsed) module.code = std::make_shared<const embedded::FileCode>(parsed, module.code.get());
  module.name = parsed->source->name();
  module.parsed = parsed;
  module.tree = std::shared_ptr<const syntax::Tree>(parsed, &parsed->tree);
  return id;
}

bool ProgramChecker::run(diag::Engine& diags) {
  std::vector<ModuleId> roots;
  for (const auto& parsed : request_.roots) {
    const std::string identity = request_.loader.identityOf(parsed->tree.file);
    const auto known = std::find_if(roots.begin(), roots.end(), [&](ModuleId root) {
      return !identity.empty() && cache_.tables_->ids.count(identity) != 0 && cache_.tables_->ids[identity] == root;
    });
    roots.push_back(known != roots.end() ? *known : enter(parsed, identity));
  }
  program_.roots = roots;
  for (const ModuleId root : roots) load(root);
  for (size_t i = 0; i < program_.files.size() && !cancelled(); ++i) head(program_.files[i]);
  for (size_t i = 0; i < program_.files.size() && !cancelled(); ++i) body(program_.files[i]);
  if (cancelled()) {
    // Files that were entered have ids but no tables, so the next check starts over.
    cache_.tables_ = nullptr;
    return false;
  }
  cache_.tables_->types = program_.types;
  cache_.tables_->symbols = program_.symbols;
  if (cache_.tables_->firstSize == 0) cache_.tables_->firstSize = program_.symbols.size();
  cache_.tables_->modules = program_.modules;
  for (const ModuleId id : program_.files) collect(id, diags);
  return true;
}

void ProgramChecker::load(ModuleId module) {
  File& file = files_[module.index()];
  if (file.progress != Progress::None) return;
  file.progress = Progress::Working;
  const syntax::Tree& tree = *program_.module(module).tree;
  for (const syntax::DeclId id : tree.order) {
    const auto* import = std::get_if<syntax::ImportDecl>(&tree.decls[id].node);
    if (import == nullptr || !import->path.empty()) continue;
    Import followed{id, {}, {}, {}};
    loading_.push_back({module, import->targetSpan});
    follow(module, followed);
    loading_.pop_back();
    files_[module.index()].imports.push_back(std::move(followed));
  }
  files_[module.index()].progress = Progress::Done;
  program_.files.push_back(module);
}

void ProgramChecker::follow(ModuleId module, Import& import) {
  const syntax::Tree& tree = *program_.module(module).tree;
  const auto& decl = std::get<syntax::ImportDecl>(tree.decls[import.decl].node);
  const auto loaded = request_.loader.file(std::string(decl.file), tree.file);
  const auto known = cache_.tables_->ids.find(loaded.identity);
  const bool entered = known != cache_.tables_->ids.end() && files_.count(known->second.index()) != 0;
  constexpr size_t kDeepest = 1000;
  if (!entered && loading_.size() > kDeepest) {
    import.failure = "files import each other more than " + std::to_string(kDeepest) + " deep here";
    return;
  }
  if (!entered && !loaded.parsed) {
    import.failure = loaded.failure.empty() ? "it cannot be read" : loaded.failure;
    return;
  }
  const ModuleId target = entered ? known->second : enter(loaded.parsed, loaded.identity);
  if (files_[target.index()].progress == Progress::Working) {
    size_t first = 0;
    while (first < loading_.size() && loading_[first].module != target) ++first;
    import.cycleLength = loading_.size() - first;
    for (size_t i = first; i < loading_.size() && import.cycle.size() <= kMostLinks; ++i)
      import.cycle.emplace_back(loading_[i].module, loading_[i].importSpan);
    return;
  }
  load(target);
  import.target = target;
}

ModuleId ProgramChecker::import(ModuleId from, syntax::DeclId decl, diag::Engine& diags) {
  const auto& imports = files_.at(from.index()).imports;
  const auto found = std::find_if(imports.begin(), imports.end(), [&](const Import& i) { return i.decl == decl; });
  if (found == imports.end()) return {};
  const auto& written = std::get<syntax::ImportDecl>(program_.module(from).tree->decls[decl].node);
  if (!found->failure.empty()) {
    diags.report(written.targetSpan, diag::importUnreadable, written.file, diag::Phrase(found->failure));
  } else if (!found->cycle.empty() && ++files_.at(from.index()).cycles <= kMostLinks) {
    auto report = diags.report(written.targetSpan, diag::importCycle, found->cycleLength);
    for (size_t i = 0; i < std::min(found->cycle.size(), kMostLinks); ++i) {
      const ModuleId next = found->cycle[i + 1 < found->cycle.size() ? i + 1 : 0].first;
      report.note(found->cycle[i].second, diag::importedHere, program_.module(found->cycle[i].first).name,
                  program_.module(next).name);
    }
  }
  return found->target;
}

std::optional<CodeFile> ProgramChecker::codeFile(const std::string& path, ModuleId from) {
  return request_.loader.code(path, program_.module(from).tree->file);
}

TypeId ProgramChecker::typeOf(SymbolId symbol) {
  const TypeId known = program_.symbols[symbol].type;
  return known ? known : program_.types.basic(TypeKind::Error);
}

const Signature& ProgramChecker::signatureOf(SymbolId symbol) {
  static const Signature kNone;
  const Signature* known = program_.signature(symbol);
  return known != nullptr ? *known : kNone;
}

bool ProgramChecker::sameUses(const std::vector<std::pair<ModuleId, uint64_t>>& uses) const {
  return std::all_of(uses.begin(), uses.end(), [&](const auto& use) {
    const auto& interface = program_.module(use.first).interface;
    return files_.count(use.first.index()) != 0 && interface && interface->version == use.second;
  });
}

bool ProgramChecker::sameTexts(const FileTables& tables, ModuleId module) {
  return std::all_of(tables.reads.begin(), tables.reads.end(), [&](const ReadText& read) {
    const auto now = codeFile(read.path, module);
    return now ? read.hash == llvm::xxHash64(now->source->text()) : !read.hash;
  });
}

std::vector<std::pair<ModuleId, uint64_t>> ProgramChecker::importsOf(ModuleId module) const {
  std::vector<std::pair<ModuleId, uint64_t>> result;
  for (const Import& import : files_.at(module.index()).imports) {
    const uint64_t version = import.target ? program_.module(import.target).interface->version : 0;
    result.emplace_back(import.target, version);
  }
  return result;
}

diag::Filter ProgramChecker::filterOf(ModuleId module) const {
  diag::Engine engine(program_.module(module).parsed->filter);
  applyAllowances(*program_.module(module).tree, engine);
  return engine.filter();
}

void ProgramChecker::head(ModuleId id) {
  const Module module = program_.module(id);
  const auto& imports = files_.at(id.index()).imports;
  const bool failed = std::any_of(imports.begin(), imports.end(), [](const Import& i) { return !i.target; });
  const std::shared_ptr<const ModuleInterface> last = module.interface;
  const uint64_t hash = headHash(*module.parsed);
  const bool same =
      last && !failed && !last->importsFailed && last->headHash == hash && sameUses(last->uses) && sameTexts(*last, id);
  if (same && last->parsed->source->text() == module.parsed->source->text()) return;
  ++cache_.counts_.interfaces;

  auto made = std::make_shared<ModuleInterface>();
  made->parsed = module.parsed;
  made->headHash = hash;
  made->importsFailed = failed;
  if (same) {
    made->symbols = last->symbols;
    made->types = last->types;
    made->version = last->version;
  } else {
    made->version = ++cache_.tables_->versions;
  }
  Module& here = program_.modules.edit(id);
  here.interface = made;
  here.checked = nullptr;
  diag::Engine diags(filterOf(id));
  FileChecker checker(program_, request_.schemas, *this, diags, id, *made, made.get());
  used_.clear();
  program_.types.replay(made->types);
  checker.checkHead();
  program_.types.stopReplay();
  std::sort(used_.begin(), used_.end());
  used_.erase(std::unique(used_.begin(), used_.end()), used_.end());
  for (const ModuleId use : used_) {
    if (!isStandardId(use)) made->uses.emplace_back(use, program_.module(use).interface->version);
  }
  made->findings = diags.take();
}

void ProgramChecker::body(ModuleId id) {
  const Module module = program_.module(id);
  const std::shared_ptr<const CheckedFile> last = module.checked;
  if (last && last->interfaceVersion == module.interface->version && !module.interface->importsFailed &&
      last->parsed->source->text() == module.parsed->source->text() && last->uses == importsOf(id) &&
      sameTexts(*last, id) && anchorsHold(*last, program_))
    return;
  ++cache_.counts_.bodies;

  auto made = std::make_shared<CheckedFile>();
  made->parsed = module.parsed;
  made->interfaceVersion = module.interface->version;
  made->uses = importsOf(id);
  program_.modules.edit(id).checked = made;
  diag::Engine diags(filterOf(id));
  FileChecker checker(program_, request_.schemas, *this, diags, id, *made, nullptr);
  checker.checkBodies();
  made->findings = diags.take();
  anchorNotes(*made, program_);
}

void ProgramChecker::collect(ModuleId id, diag::Engine& diags) const {
  const Module& module = program_.module(id);
  diags.add(filterOf(id));
  for (const FileTables* tables : partsOf(module)) {
    for (const ReadText& read : tables->reads) {
      if (read.file) diags.use(read.file, read.at);
    }
  }
  diags.add(module.parsed->findings);
  diags.add(module.interface->findings);
  diags.add(findingsNow(*module.checked, program_));
}

std::unique_ptr<Program> check(const CheckRequest& request, diag::Engine& diags) {
  auto program = std::make_unique<Program>(request.sources, request.schemas.program());
  CheckCache local;
  ProgramChecker checker(request, *program, request.cache != nullptr ? *request.cache : local);
  if (!checker.run(diags)) return nullptr;
  return program;
}

}  // namespace mlpc::sema
