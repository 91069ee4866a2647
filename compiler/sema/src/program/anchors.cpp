#include "program/anchors.h"

#include <llvm/Support/xxhash.h>

#include <algorithm>

#include "mlpc/vocabulary/prelude.h"

namespace mlpc::sema {
namespace {

/// Where the body of a declaration begins; its end if it has none.
uint32_t bodyBegin(const syntax::Decl& decl, const syntax::Tree& tree) {
  const auto begin = [&](const syntax::Block& body) { return body.span.valid() ? body.span.begin : decl.span.end; };
  if (const auto* component = std::get_if<syntax::ComponentDecl>(&decl.node)) {
    // Its signature may come from the code.
    return component->hasParameters || component->outputs.span.valid() ? begin(component->body) : decl.span.end;
  }
  if (const auto* pipeline = std::get_if<syntax::PipelineDecl>(&decl.node)) return begin(pipeline->body);
  if (const auto* workflow = std::get_if<syntax::WorkflowDecl>(&decl.node)) return begin(workflow->body);
  if (const auto* job = std::get_if<syntax::TrainJobDecl>(&decl.node))
    return job->record ? tree.exprs[job->record].span.begin : decl.span.end;
  return decl.span.end;
}

/// The part of a body that matters to users of the declaration: whether a component is a task of Azure Pipelines.
bool hasTaskSetting(const syntax::Decl& decl, const syntax::Tree& tree) {
  const auto* component = std::get_if<syntax::ComponentDecl>(&decl.node);
  return component != nullptr &&
         std::any_of(component->body.statements.begin(), component->body.statements.end(), [&](syntax::StmtId id) {
           const auto* setting = std::get_if<syntax::SettingStmt>(&tree.stmts[id].node);
           return setting != nullptr && is(setting->key.text, vocabulary::prelude::ComponentSettings::Task);
         });
}

bool isWhole(const syntax::Tree& tree) {
  return tree.nameless.empty() && tree.lostNames.empty() &&
         std::none_of(tree.order.begin(), tree.order.end(), [&](syntax::DeclId id) {
           return tree.decls[id].broken || std::holds_alternative<syntax::ErrorDecl>(tree.decls[id].node);
         });
}

/// The module of a file of the program; invalid if it has none.
ModuleId moduleOf(const Program& program, source::FileId file) {
  const auto found = std::find_if(program.files.begin(), program.files.end(),
                                  [&](ModuleId id) { return program.module(id).tree->file == file; });
  return found == program.files.end() ? ModuleId() : *found;
}

}  // namespace

uint64_t headHash(const syntax::ParsedFile& parsed) {
  const std::string_view text = parsed.source->text();
  if (!parsed.findings.empty() || !isWhole(parsed.tree)) return llvm::xxHash64(text);
  std::string head;
  for (const syntax::DeclId id : parsed.tree.order) {
    const syntax::Decl& decl = parsed.tree.decls[id];
    head += text.substr(decl.span.begin, bodyBegin(decl, parsed.tree) - decl.span.begin);
    head += '\0';
    head += decl.doc;
    head += hasTaskSetting(decl, parsed.tree) ? '\1' : '\0';
  }
  return llvm::xxHash64(head);
}

void anchorNotes(CheckedFile& file, const Program& program) {
  const auto& reports = file.findings.reports();
  for (size_t r = 0; r < reports.size(); ++r) {
    for (size_t n = 0; n < reports[r].notes.size(); ++n) {
      const source::Span span = reports[r].notes[n].span;
      if (!span.valid() || span.file == file.parsed->tree.file || source::isStandardFile(span.file)) continue;
      const ModuleId module = moduleOf(program, span.file);
      if (!module) continue;
      const syntax::Tree& tree = *program.module(module).tree;
      const auto holds = [&](syntax::DeclId id) {
        const syntax::Decl& decl = tree.decls[id];
        return decl.span.begin <= span.begin && span.end <= bodyBegin(decl, tree);
      };
      const auto found = std::find_if(tree.order.begin(), tree.order.end(), holds);
      if (found == tree.order.end()) {
        file.wholeFiles.push_back(program.module(module).parsed);
        continue;
      }
      const uint32_t begin = tree.decls[*found].span.begin;
      file.anchors.push_back(
          {r, n, module, static_cast<uint32_t>(found - tree.order.begin()), span.begin - begin, span.end - begin});
    }
  }
}

bool anchorsHold(const CheckedFile& file, const Program& program) {
  return std::all_of(file.wholeFiles.begin(), file.wholeFiles.end(), [&](const auto& parsed) {
    const ModuleId module = moduleOf(program, parsed->tree.file);
    return module && program.module(module).parsed->source->text() == parsed->source->text();
  });
}

diag::Findings findingsNow(const CheckedFile& file, const Program& program) {
  if (file.anchors.empty()) return file.findings;
  std::vector<diag::Report> reports = file.findings.reports();
  for (const CheckedFile::Anchor& anchor : file.anchors) {
    const syntax::Tree& tree = *program.module(anchor.module).tree;
    const uint32_t begin = tree.decls[tree.order[anchor.declaration]].span.begin;
    reports[anchor.report].notes[anchor.note].span = {tree.file, begin + anchor.begin, begin + anchor.end};
  }
  diag::Findings now;
  for (diag::Report& report : reports) now.add(std::move(report));
  return now;
}

}  // namespace mlpc::sema
