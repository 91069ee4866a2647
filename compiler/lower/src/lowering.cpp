#include "lowering.h"

#include <algorithm>
#include <filesystem>

#include "evaluator.h"
#include "mlpc/diag/lowering.h"
#include "mlpc/diag/records.h"
#include "mlpc/lower/lower.h"
#include "mlpc/sema/constants.h"
#include "mlpc/support/text.h"
#include "mlpc/syntax/walk.h"
#include "mlpc/vocabulary/kinds.h"

namespace mlpc::lower {

using ir::Value;
using sema::SymbolKind;
using support::Constant;

namespace {

const sema::Signature kNoSignature;

}  // namespace

Lowering::Lowering(const sema::Program& checked, source::FileSystem& fileSystem, diag::Engine& engine)
    : program(checked), files(fileSystem), diags(engine) {}

ir::Program Lowering::run() {
  // Ids first, in the order of the files; then what they refer to, and what that needs from other files.
  for (const ModuleId module : program.roots) {
    for (const syntax::DeclId id : tree(module).order) {
      const auto& scope = program.module(module).scope();
      const auto found = scope.find(tree(module).decls[id].name.text);
      if (found == scope.end() || symbol(found->second).decl != id) continue;
      const SymbolId symbolId = found->second;
      switch (symbol(symbolId).kind) {
        case SymbolKind::Secret: secret(symbolId); break;
        case SymbolKind::Existing:
        case SymbolKind::Resource: resource(symbolId); break;
        case SymbolKind::Component: component(symbolId); break;
        case SymbolKind::Pipeline: pipeline(symbolId); break;
        case SymbolKind::TrainJob: trainJob(symbolId); break;
        case SymbolKind::Workflow: waiting_.emplace_back(Kind::Workflow, symbolId); break;
        default: break;
      }
    }
  }
  drain();
  if (!program.roots.empty()) {
    const auto& file = program.sources.file(tree(program.roots[0]).file);
    out.stem = std::filesystem::path(file.path()).stem().string();
  }
  out.sources = &program.sources;
  checkUniqueNames(out, diags);
  return std::move(out);
}

void Lowering::drain() {
  while (!waiting_.empty()) {
    const auto [kind, symbolId] = waiting_.front();
    waiting_.pop_front();
    requested_ = std::find(program.roots.begin(), program.roots.end(), symbol(symbolId).module) != program.roots.end();
    fill(kind, symbolId);
  }
}

// What a part returns is stored by id afterwards, since the stores grow while it is being built.
void Lowering::fill(Kind kind, SymbolId symbolId) {
  switch (kind) {
    case Kind::Secret: fillSecret(symbolId); break;
    case Kind::Resource: fillResource(symbolId); break;
    case Kind::TrainJob: fillTrainJob(symbolId); break;
    case Kind::Component: {
      ir::Component component = lowerComponent(*this, symbolId);
      out.components[components_.at(symbolId.index())] = std::move(component);
      break;
    }
    case Kind::Pipeline: {
      ir::Pipeline pipeline = lowerPipeline(*this, symbolId);
      pipeline.requested = requested_;
      out.pipelines[pipelines_.at(symbolId.index())] = std::move(pipeline);
      break;
    }
    case Kind::Workflow: {
      ir::Workflow workflow = lowerWorkflow(*this, symbolId);
      workflow.requested = requested_;
      out.workflows.add(std::move(workflow));
      break;
    }
  }
}

template <typename Store, typename Id>
Id Lowering::give(std::unordered_map<uint32_t, Id>& ids, Store& store, SymbolId symbolId, Kind kind) {
  const auto [found, isNew] = ids.emplace(symbolId.index(), Id());
  if (isNew) {
    found->second = store.add({});
    waiting_.emplace_back(kind, symbolId);
  }
  return found->second;
}

ir::SecretId Lowering::secret(SymbolId symbolId) { return give(secrets_, out.secrets, symbolId, Kind::Secret); }
ir::ComponentId Lowering::component(SymbolId symbolId) {
  return give(components_, out.components, symbolId, Kind::Component);
}
ir::PipelineId Lowering::pipeline(SymbolId symbolId) {
  return give(pipelines_, out.pipelines, symbolId, Kind::Pipeline);
}
ir::TrainJobId Lowering::trainJob(SymbolId symbolId) {
  return give(trainJobs_, out.trainJobs, symbolId, Kind::TrainJob);
}
ir::ResourceId Lowering::resource(SymbolId symbolId) {
  const ir::ResourceId id = give(resources_, out.resources, symbolId, Kind::Resource);
  if (resourceSymbols_.size() < out.resources.size()) resourceSymbols_.push_back(symbolId);
  return id;
}

SymbolId Lowering::declared(ModuleId module, syntax::StmtId stmt) const {
  return program.module(module).declared(stmt);
}

const sema::Signature& Lowering::signature(SymbolId id) const {
  const sema::Signature* signature = program.signature(id);
  return signature == nullptr ? kNoSignature : *signature;
}

const std::vector<SymbolId>& Lowering::parametersOf(SymbolId id) {
  if (parameters_.empty()) {
    for (const ModuleId file : program.files) {
      program.module(file).forEachSymbol([&](SymbolId one) {
        const sema::Symbol& parameter = symbol(one);
        if (parameter.kind != SymbolKind::Parameter || !parameter.owner) return;
        auto& list = parameters_[parameter.owner.index()];
        if (list.size() <= parameter.index) list.resize(parameter.index + 1);
        list[parameter.index] = one;
      });
    }
  }
  return parameters_[id.index()];
}

syntax::ExprId Lowering::recordOf(SymbolId id) const {
  if (!symbol(id).decl) return {};
  const syntax::DeclNode& node = decl(id).node;
  if (const auto* d = std::get_if<syntax::SecretDecl>(&node)) return d->record;
  if (const auto* d = std::get_if<syntax::ExistingDecl>(&node)) return d->record;
  if (const auto* d = std::get_if<syntax::ResourceDecl>(&node)) return d->record;
  if (const auto* d = std::get_if<syntax::TrainJobDecl>(&node)) return d->record;
  if (const auto* d = std::get_if<syntax::ArtifactDecl>(&node)) return d->record;
  return {};
}

std::optional<Value> Lowering::fieldOf(SymbolId id, std::string_view field) {
  const syntax::ExprId record = recordOf(id);
  const auto* literal = record ? std::get_if<syntax::RecordExpr>(&expr(symbol(id).module, record).node) : nullptr;
  if (literal == nullptr) return std::nullopt;
  if (std::find(open_.begin(), open_.end(), std::pair(id, field)) != open_.end()) {
    const auto written = std::find_if(literal->items.begin(), literal->items.end(),
                                      [&](const auto& item) { return !item.spread && item.key.text == field; });
    diags.report(written != literal->items.end() ? expr(symbol(id).module, written->value).span : symbol(id).span,
                 diag::definedByItself, std::string(symbol(id).name) + "." + std::string(field));
    return std::nullopt;
  }
  open_.emplace_back(id, field);
  std::optional<Value> result;
  Evaluator evaluator(*this);
  for (const syntax::RecordItem& item : literal->items) {
    if (item.spread) {
      const Value value = evaluator.eval(symbol(id).module, item.value, {});
      if (const Value* found = value.field(vocabulary::FieldName(field))) result = *found;
    } else if (item.key.text == field) {
      result = evaluator.eval(symbol(id).module, item.value, {});
    }
  }
  open_.pop_back();
  return result;
}

std::string Lowering::resourceName(SymbolId id) {
  const auto found = resourceNames_.find(id.index());
  if (found != resourceNames_.end()) return found->second;
  const auto given = fieldOf(id, vocabulary::name(vocabulary::ResourceField::Name));
  std::string name;
  if (given && given->text() != nullptr) {
    name = *given->text();
  } else {
    name = sema::defaultName(program, id);
  }
  return resourceNames_.emplace(id.index(), std::move(name)).first->second;
}

bool Lowering::enter(SymbolId used, source::Span at) {
  if (std::find(expanding_.begin(), expanding_.end(), used) != expanding_.end()) {
    diags.report(at, diag::expandsItself, symbol(used).name);
    return false;
  }
  // Azure nests templates up to 100 deep; these are expanded here, each inside the one that uses it.
  constexpr size_t kDeepest = 100;
  if (expanding_.size() >= kDeepest) {
    diags.report(at, diag::templatesTooDeep, kDeepest);
    return false;
  }
  // Calls of empty templates cost time, although they create nothing.
  if (!spend(4096, at)) return false;
  expanding_.push_back(used);
  return true;
}

bool Lowering::spend(size_t size, source::Span at) {
  constexpr size_t kMost = size_t{256} << 20U;
  if (spent_ > kMost) return false;
  spent_ += size;
  if (spent_ <= kMost) return true;
  diags.report(at, diag::expansionTooLarge, kMost >> 20U);
  return false;
}

const Value& Lowering::constValue(SymbolId id) {
  const auto found = consts_.find(id.index());
  if (found != consts_.end()) return found->second;
  // Those that it refers to first, without recursion: a chain of consts may be as long as a file.
  std::vector<SymbolId> open{id};
  while (!open.empty()) {
    const SymbolId next = open.back();
    const size_t before = open.size();
    // Until it is known, what a cycle would find.
    const bool isNew = consts_.emplace(next.index(), Value{Constant(), symbol(next).span}).second;
    if (isNew) addConstsIn(next, open);
    if (open.size() != before) continue;
    open.pop_back();
    if (evaluatedConsts_.insert(next.index()).second) evaluateConst(next);
  }
  return consts_.at(id.index());
}

void Lowering::addConstsIn(SymbolId id, std::vector<SymbolId>& into) const {
  if (symbol(id).value) return;
  const auto* declaration = std::get_if<syntax::ConstDecl>(&decl(id).node);
  if (declaration == nullptr) return;
  const ModuleId module = symbol(id).module;
  walkExpressions(tree(module), declaration->value, [&](syntax::ExprId part) {
    const auto* used = std::get_if<sema::SymbolUse>(&program.info(module, part).use);
    const bool isConst = used != nullptr && symbol(used->symbol).kind == SymbolKind::Const;
    if (isConst && !consts_.contains(used->symbol.index())) into.push_back(used->symbol);
  });
}

void Lowering::evaluateConst(SymbolId id) {
  if (const auto& standard = symbol(id).value) {
    consts_[id.index()] = Value::of(*standard, symbol(id).span);
    return;
  }
  const auto* declaration = std::get_if<syntax::ConstDecl>(&decl(id).node);
  Value value{Constant(), symbol(id).span};
  if (declaration != nullptr) {
    value = Evaluator(*this).eval(symbol(id).module, declaration->value, {});
    coerce(program.types, value, symbol(id).type);
  }
  consts_[id.index()] = std::move(value);
}

std::string Lowering::besidePath(source::Span from, const std::string& path) const {
  const std::filesystem::path base = std::filesystem::path(program.sources.file(from.file).path()).parent_path();
  return (base / path).lexically_normal().string();
}

std::optional<std::string> Lowering::readBeside(source::Span from, const std::string& path) {
  if (source::leadsOut(files, besidePath(from, "."), path)) {
    diags.report(from, diag::fileNotRead, path, diag::Phrase(kLeadsOut));
    return std::nullopt;
  }
  auto read = files.read(besidePath(from, path));
  if (const auto* error = std::get_if<source::ReadError>(&read)) {
    diags.report(from, diag::fileNotRead, path, diag::Phrase(error->message));
    return std::nullopt;
  }
  return std::get<std::string>(std::move(read));
}

ir::Program lower(const sema::Program& program, source::FileSystem& files, diag::Engine& diags) {
  return Lowering(program, files, diags).run();
}

}  // namespace mlpc::lower
