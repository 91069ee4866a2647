#include "checking.h"

#include <algorithm>

#include "mlpc/parse/parse.h"
#include "mlpc/schema/schema.h"

namespace mlpc::sema::test {

class Checked::Loader final : public ModuleLoader {
 public:
  Loader(source::SourceManager& sources, std::map<std::string, std::string> files)
      : sources_(sources), files_(std::move(files)) {}

  std::string identityOf(source::FileId file) override { return sources_.file(file).path(); }
  Loaded file(const std::string& relativePath, source::FileId) override {
    Loaded loaded;
    loaded.identity = relativePath.starts_with("./") ? relativePath.substr(2) : relativePath;
    if (const auto known = loaded_.find(loaded.identity); known != loaded_.end()) {
      loaded.parsed = known->second;
      return loaded;
    }
    const auto found = files_.find(loaded.identity);
    if (found == files_.end()) {
      loaded.failure = "no such file";
      return loaded;
    }
    const source::FileId id = sources_.add(loaded.identity, loaded.identity, found->second);
    loaded.parsed = loaded_[loaded.identity] = parse::parse(id, sources_.share(id));
    return loaded;
  }

 private:
  source::SourceManager& sources_;
  std::map<std::string, std::string> files_;
  std::map<std::string, std::shared_ptr<const syntax::ParsedFile>> loaded_;
};

Checked::Checked(std::string text, std::map<std::string, std::string> files)
    : loader_(std::make_unique<Loader>(sources, std::move(files))) {
  main_ = sources.add("main.mlp", "main.mlp", std::move(text));
  program = check(
      {sources, {parse::parse(main_, sources.share(main_))}, schema::standard(), *loader_, nullptr, nullptr}, diags);
}

Checked::~Checked() = default;

std::vector<std::string> Checked::messages() const {
  std::vector<std::string> out;
  for (const auto& report : diags.sorted()) {
    std::string place;
    if (report.span.valid()) {
      const auto at = sources.start(report.span);
      if (report.span.file != main_) place = sources.file(report.span.file).name() + ":";
      place += std::to_string(at.line) + ":" + std::to_string(at.column) + " ";
    }
    out.push_back(std::to_string(report.record->code) + " " + place + report.message);
  }
  return out;
}

std::vector<int> Checked::codes() const {
  std::vector<int> out;
  for (const auto& report : diags.sorted()) out.push_back(report.record->code);
  return out;
}

std::string Checked::fixed() const {
  std::string text(sources.file(main_).text());
  std::vector<diag::Edit> edits;
  for (const auto& report : diags.sorted()) {
    if (!report.fixes.empty()) edits.insert(edits.end(), report.fixes[0].edits.begin(), report.fixes[0].edits.end());
  }
  std::sort(edits.begin(), edits.end(), [](const auto& a, const auto& b) { return a.range.begin > b.range.begin; });
  for (const auto& edit : edits) text.replace(edit.range.begin, edit.range.end - edit.range.begin, edit.text);
  return text;
}

std::optional<support::Constant> Checked::constant(const std::string& name) const {
  const Module& module = program->module(program->roots.at(0));
  const auto symbol = module.scope().find(name);
  if (symbol == module.scope().end()) return std::nullopt;
  const auto& decl = module.tree->decls[program->symbols[symbol->second].decl];
  return constantOf(*program, program->roots[0], std::get<syntax::ConstDecl>(decl.node).value);
}

std::string Checked::typeOf(const std::string& name) const {
  const Module& module = program->module(program->roots.at(0));
  const auto symbol = module.scope().find(name);
  return symbol == module.scope().end() ? "" : program->types.name(program->symbols[symbol->second].type);
}

}  // namespace mlpc::sema::test
