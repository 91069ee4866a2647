#include "program/file_context.h"

#include <llvm/Support/xxhash.h>

#include <algorithm>

#include "bodies/shared.h"
#include "mlpc/diag/types.h"
#include "mlpc/support/utf8.h"

namespace mlpc::sema {

FileContext::FileContext(Program& theProgram, StandardLibrary& theStandard, OtherFiles& theOthers,
                         diag::Engine& theDiags, ModuleId theModule, FileTables& theTables,
                         ModuleInterface* theInterface)
    : program(theProgram),
      types(theProgram.types),
      standard(theStandard),
      others(theOthers),
      diags(theDiags),
      module(theModule),
      tree(*theProgram.module(theModule).tree),
      tables(theTables),
      interface(theInterface) {}

void FileContext::addPhase(syntax::ExprId whole, syntax::ExprId part) {
  if (!part) return;
  const Phase phase = info(part).phase;
  ExprInfo& own = info(whole);
  own.phase = std::max(own.phase, phase);
}

SymbolId FileContext::addSymbol(Symbol symbol) {
  const SymbolId owner = symbol.owner;
  const std::string_view name = symbol.name;
  const SymbolKind kind = symbol.kind;
  SymbolId id;
  if (nextSymbol_ < tables.symbols.size()) {
    id = tables.symbols[nextSymbol_++];
    program.symbols.edit(id) = std::move(symbol);
  } else {
    id = program.symbols.add(std::move(symbol));
    // The symbols of the standard library are never created again.
    if (!isStandard()) {
      tables.symbols.push_back(id);
      ++nextSymbol_;
    }
  }
  if (owner && (kind == SymbolKind::Let || kind == SymbolKind::Job || kind == SymbolKind::Stage))
    tables.members[owner.index()].emplace(name, id);
  return id;
}

SymbolId FileContext::addStatementSymbol(syntax::StmtId stmt, SymbolKind kind, const syntax::Name& name, SymbolId owner,
                                         TypeId type) {
  Symbol symbol;
  symbol.kind = kind;
  symbol.name = name.text;
  symbol.module = module;
  symbol.span = name.span;
  symbol.type = type;
  symbol.stmt = stmt;
  symbol.owner = owner;
  const SymbolId id = addSymbol(std::move(symbol));
  tables.declared[stmt.index()] = id;
  return id;
}

std::optional<embedded::CodeText> FileContext::codeFile(syntax::ExprId id) {
  const auto path = constantText(*this, id);
  if (!path) return std::nullopt;
  const auto file = others.codeFile(*path, module);
  ReadText& read = tables.reads.emplace_back(ReadText{*path, expr(id).span, {}, {}});
  if (!file) return std::nullopt;
  const std::string_view text = file->source->text();
  read.file = file->id;
  read.hash = llvm::xxHash64(text);
  return support::isUtf8(text) ? std::optional(embedded::CodeText(file->id, text)) : std::nullopt;
}

bool FileContext::maySpread(size_t fields, source::Span where) {
  constexpr size_t kMost = 200'000;
  if (spread_ > kMost) return false;
  spread_ += fields;
  if (spread_ <= kMost) return true;
  diags.report(where, diag::spreadTooLarge, kMost);
  return false;
}

bool isBroken(const Program& program, SymbolId id) {
  if (!id) return false;
  const Symbol& symbol = program.symbols[id];
  return symbol.module && symbol.decl && program.module(symbol.module).tree->decls[symbol.decl].broken;
}

bool isStepModule(vocabulary::Module module) {
  using vocabulary::Module;
  return module == Module::AzureDevops || module == Module::Kfp || module == Module::AzureMl ||
         module == Module::Trainer;
}

}  // namespace mlpc::sema
