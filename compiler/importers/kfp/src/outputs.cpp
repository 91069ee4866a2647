// The outputs of groups and pipelines, which are followed to the tasks that produce them.

#include <algorithm>
#include <unordered_map>

#include "mlpc/diag/import.h"
#include "recovery.h"

namespace mlpc::importers::kfp {
namespace {

/// The entries of a graph's outputs under `key`, of either kind.
std::vector<const Node*> selectorsOf(const Node& component, std::string_view key) {
  std::vector<const Node*> result;
  if (const Node* parameters = component.find("dag", "outputs", "parameters")) {
    if (const Node* found = parameters->find(key)) {
      if (const Node* one = found->find("valueFromParameter")) result.push_back(one);
      if (const Node* several = found->find("valueFromOneof", "parameterSelectors")) {
        for (const Node& item : several->items) result.push_back(&item);
      }
    }
  }
  if (const Node* artifacts = component.find("dag", "outputs", "artifacts")) {
    if (const Node* found = artifacts->find(key)) {
      for (const Node& item : found->find("artifactSelectors")->items) result.push_back(&item);
    }
  }
  return result;
}

const Node& keyOf(const Node& selector) {
  const Node* key = selector.find("outputParameterKey");
  return key != nullptr ? *key : *selector.find("outputArtifactKey");
}

}  // namespace

Ref Recovery::output(const Node& producer, const Node& key, Scope& scope) {
  const auto sibling = scope.children.find(producer.text);
  if (sibling == scope.children.end()) {
    dangling(producer, "task");
    return {};
  }
  return outputOf(*sibling->second, key.text, key.span);
}

Ref Recovery::outputOf(Statement& statement, const std::string& key, source::Span at) {
  Ref ref;
  ref.kind = Ref::Kind::Output;
  ref.name = key;
  ref.from = &statement;
  statement.referenced = true;
  ++statement.reads;
  if (statement.kind == Statement::Kind::Task) {
    if (statement.importer != nullptr) {
      ref.name = "artifact";
    } else if (statement.callee != nullptr) {
      if (statement.callee->outputs.find(key) == nullptr) {
        diags_.report(at, diag::importDangling, diag::Phrase("output"), key);
        failed_ = true;
      }
    }
    return ref;
  }
  if (statement.outputs.contains(key)) return ref;
  statement.outputs.emplace(key, Ref());
  if (++depth_ > 200) failed_ = true;
  const bool single = statement.kind == Statement::Kind::If && statement.branches.front().name == statement.name;
  if (statement.kind == Statement::Kind::For || single) {
    yield(statement.branches.front().block, key, statement, key, at);
  } else if (statement.kind == Statement::Kind::If) {
    for (const Node* selector : selectorsOf(*statement.component, key)) {
      const std::string& task = selector->find("producerSubtask")->text;
      const auto branch = std::lower_bound(
          statement.branches.begin(), statement.branches.end(), task,
          [](const Branch& candidate, const std::string& name) { return comesBefore(candidate.name, name); });
      if (branch == statement.branches.end() || branch->name != task) {
        dangling(*selector->find("producerSubtask"), "task");
      } else {
        yield(branch->block, keyOf(*selector).text, statement, key, selector->span);
      }
    }
  } else {
    diags_.report(at, diag::importOutputOfTry, key, statement.name);
  }
  --depth_;
  return ref;
}

void Recovery::yield(Block& block, const std::string& key, Statement& group, const std::string& groupKey,
                     source::Span at) {
  const auto selectors = selectorsOf(*block.scope->component, key);
  if (selectors.size() != 1) {
    diags_.report(at, diag::importDangling, diag::Phrase("output"), key);
    failed_ = true;
    return;
  }
  const Node& subtask = *selectors.front()->find("producerSubtask");
  const Node& subkey = keyOf(*selectors.front());
  const auto child = block.scope->children.find(subtask.text);
  if (child == block.scope->children.end()) {
    dangling(subtask, "task");
    return;
  }
  Statement& inner = *child->second;
  Ref value = outputOf(inner, subkey.text, subkey.span);
  if (!group.outputs[groupKey]) group.outputs[groupKey] = value;
  block.yields.push_back({&group, groupKey, std::move(value)});
}

void Recovery::foldYields(Statement& loop, Block& block) {
  if (block.yields.empty()) return;
  Statement* inner = block.yields.front().value.from;
  if (inner == nullptr || inner->kind != Statement::Kind::If || inner->scope != block.scope) return;
  const auto fromInner = [&](const Block::Yield& yield) {
    return yield.value.kind == Ref::Kind::Output && yield.value.from == inner;
  };
  if (!std::all_of(block.yields.begin(), block.yields.end(), fromInner) || inner->reads != block.yields.size()) return;
  Branch* only = nullptr;
  for (Branch& branch : inner->branches) {
    if (branch.block.yields.empty()) continue;
    if (only != nullptr) return;
    only = &branch;
  }
  if (only == nullptr) return;
  std::unordered_map<std::string_view, const Block::Yield*> outers;
  for (const Block::Yield& outer : block.yields) outers.try_emplace(outer.value.name, &outer);
  const auto known = [&](const Block::Yield& yield) { return outers.contains(yield.key); };
  if (!std::all_of(only->block.yields.begin(), only->block.yields.end(), known)) return;
  for (Block::Yield& yield : only->block.yields) {
    yield.group = &loop;
    yield.key = outers.at(yield.key)->key;
    loop.outputs[yield.key] = yield.value;
  }
  block.yields.clear();
  inner->outputs.clear();
  inner->referenced = false;
  foldYields(loop, only->block);
}

void Recovery::bindReturned(Pipeline& pipeline) {
  for (const Port& port : pipeline.outputs) {
    const auto selectors = selectorsOf(*pipeline.component, port.name);
    if (selectors.size() != 1) {
      diags_.report(port.node->span, diag::importNoSingleTask, port.name);
      continue;
    }
    const Node& subtask = *selectors.front()->find("producerSubtask");
    const auto child = pipeline.body.scope->children.find(subtask.text);
    if (child == pipeline.body.scope->children.end()) {
      dangling(subtask, "task");
      return;
    }
    pipeline.returned.emplace(port.name, outputOf(*child->second, keyOf(*selectors.front()).text, subtask.span));
  }
}

}  // namespace mlpc::importers::kfp
