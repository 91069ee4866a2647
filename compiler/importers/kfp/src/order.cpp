#include "order.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <set>
#include <tuple>
#include <unordered_set>

#include "mlpc/diag/import.h"
#include "python_code.h"

namespace mlpc::importers::kfp {
namespace {

constexpr std::string_view kImporterName = "importer";

/// The number at the end of `condition-12`; 0 if there is none.
uint64_t numberOf(std::string_view name) {
  const size_t dash = name.rfind('-');
  uint64_t number = 0;
  if (dash != std::string_view::npos) std::from_chars(name.data() + dash + 1, name.data() + name.size(), number);
  return number;
}

/// `train` for `train-3`; empty if it does not end in a number of the kind that the SDK adds.
std::optional<std::string> withoutNumber(const std::string& name) {
  const size_t dash = name.rfind('-');
  if (dash == std::string::npos || dash == 0 || dash + 1 == name.size() || name[dash + 1] == '0') return std::nullopt;
  if (name.find_first_not_of("0123456789", dash + 1) != std::string::npos) return std::nullopt;
  if (name.size() - dash > 10 || numberOf(name) < 2) return std::nullopt;
  return name.substr(0, dash);
}

/// The position in the count of `base`; 0 if the name does not belong to it.
uint64_t placeOf(const std::string& name, const std::string& base) {
  if (name == base) return 1;
  const auto begin = withoutNumber(name);
  return begin && *begin == base ? numberOf(name) : 0;
}

void findBaseName(Callee& callee, const std::set<std::pair<const Pipeline*, std::string>>& all) {
  std::vector<std::string> candidates;
  if (callee.kind == Callee::Kind::Component) {
    const std::string function = functionToExecute(*callee.container);
    if (!function.empty()) candidates.push_back(taskName(function));
  }
  const Statement* shortest = callee.tasks.front();
  for (const Statement* task : callee.tasks) {
    const size_t size = task->name.size();
    if (size < shortest->name.size() || (size == shortest->name.size() && task->name < shortest->name)) shortest = task;
  }
  const auto begin = withoutNumber(shortest->name);
  // A lone `train-2` is a second `train` only if there is a first.
  if (begin && all.contains({shortest->pipeline, *begin})) candidates.push_back(*begin);
  candidates.push_back(shortest->name);
  if (begin) candidates.push_back(*begin);
  const auto fits = [&](const std::string& base) {
    return std::all_of(callee.tasks.begin(), callee.tasks.end(),
                       [&](const Statement* task) { return placeOf(task->name, base) != 0; });
  };
  const auto found = std::find_if(candidates.begin(), candidates.end(), fits);
  callee.baseName = found == candidates.end() ? shortest->name : *found;
}

std::string baseOf(const Statement& task) {
  return task.callee == nullptr ? std::string(kImporterName) : task.callee->baseName;
}

/// The statement of `block` that contains `inner`.
Statement* ancestorIn(const Block& block, Statement* inner) {
  while (inner != nullptr && inner->scope != block.scope) inner = inner->parent;
  return inner;
}

/// What uses the most recent statement comes next, so that chains stay together.
struct Later {
  bool operator()(const std::pair<int64_t, Statement*>& a, const std::pair<int64_t, Statement*>& b) const {
    if (a.first != b.first) return a.first > b.first;
    const bool groupA = a.second->kind != Statement::Kind::Task;
    const bool groupB = b.second->kind != Statement::Kind::Task;
    if (groupA != groupB) return groupB;
    const auto keyOf = [](const Statement* statement) {
      const auto begin = withoutNumber(statement->name);
      return begin ? std::pair(*begin, numberOf(statement->name)) : std::pair(statement->name, uint64_t{1});
    };
    const auto keyA = keyOf(a.second);
    const auto keyB = keyOf(b.second);
    if (keyA != keyB) return keyA < keyB;
    return a.second->name < b.second->name;  // `x` and `x-1`
  }
};

class Orderer {
 public:
  Orderer(const Document& document, Pipeline& pipeline) : document_(document), pipeline_(pipeline) {
    std::map<std::string, std::vector<std::pair<uint64_t, Statement*>>> counts;
    for (Statement* task : pipeline.tasks) {
      const std::string base = baseOf(*task);
      counts[base].emplace_back(placeOf(task->name, base), task);
    }
    for (auto& [base, tasks] : counts) {
      std::sort(tasks.begin(), tasks.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
      for (size_t i = 1; i < tasks.size(); ++i) link(tasks[i - 1].second, tasks[i].second);
    }
    for (auto& [base, tasks] : counts) linkSkipped(base, tasks);
    readLabels();
  }

  void run() { order(pipeline_.body); }

 private:
  /// A number that is missing from a count was taken by something else: by `train_2`, written before the third `train`.
  void linkSkipped(const std::string& base, const std::vector<std::pair<uint64_t, Statement*>>& tasks) {
    constexpr uint64_t kMost = 1000;
    std::unordered_map<std::string_view, Statement*> byName;
    uint64_t next = 1;
    for (const auto& [place, task] : tasks) {
      const uint64_t end = std::min(place, next + kMost);
      for (; next < end; ++next) {
        if (byName.empty()) {
          for (Statement* other : pipeline_.tasks) byName.emplace(other->name, other);
        }
        const auto taker = byName.find(next == 1 ? base : fmt::format("{}-{}", base, next));
        if (taker != byName.end()) link(taker->second, task);
      }
      next = place + 1;
    }
  }

  using Labels = std::map<std::string_view, std::vector<std::pair<uint64_t, Statement*>>>;

  /// Reads the labels of what tasks run: the second `comp-train` of a document is `comp-train-2`. The tasks of a block
  /// are counted in their order; the order between blocks is the SDK's own.
  void readLabels() {
    std::map<const Scope*, Labels> blocks;
    for (Statement* task : pipeline_.tasks) {
      if (!task->exitTask) noteLabels(task->name, *task->task, task, blocks[task->scope], 0);
    }
    for (auto& [scope, labels] : blocks) {
      for (auto& [name, places] : labels) {
        std::sort(places.begin(), places.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
        for (size_t i = 1; i < places.size(); ++i) {
          if (places[i - 1].second != places[i].second) labelled_[places[i].second].insert(places[i - 1].second);
        }
      }
    }
  }

  void noteLabels(std::string_view name, const Node& node, Statement* task, Labels& labels, unsigned depth) {
    constexpr size_t kMost = 100'000;
    const Node* reference = node.find("componentRef", "name");
    if (reference == nullptr || depth > 100 || ++noted_ > kMost) return;
    std::string_view label = reference->text;
    if (label.starts_with("comp-") && label.substr(5).starts_with(name)) {
      // A label that occurs again gets another number at its end: the second `comp-train-2` is `comp-train-2-2`.
      const size_t own = 5 + name.size();
      const size_t dash = label.rfind('-');
      labels[label].emplace_back(1, task);
      if (label.size() > own && dash >= own && numberOf(label) != 0)
        labels[label.substr(0, dash)].emplace_back(numberOf(label), task);
    }
    const auto component = document_.components.find(reference->text);
    const Node* tasks = component == document_.components.end() ? nullptr : component->second->find("dag", "tasks");
    if (tasks == nullptr) return;
    for (size_t i = 0; i < tasks->keys.size(); ++i)
      noteLabels(tasks->keys[i], tasks->items[i], task, labels, depth + 1);
  }

  /// Depth of nesting of the statement.
  static unsigned depthOf(const Statement* statement) {
    unsigned depth = 0;
    for (; statement->parent != nullptr; statement = statement->parent) ++depth;
    return depth;
  }
  /// An exit task is called where its group begins.
  static Statement* standIn(Statement* task) {
    if (!task->exitTask) return task;
    for (auto& [name, sibling] : task->scope->children) {
      if (sibling->kind == Statement::Kind::Try && sibling->finally == task) return sibling;
    }
    return task;
  }

  /// `first` must come before `second`, so the same holds for the siblings that contain them.
  void link(Statement* first, Statement* second) {
    first = standIn(first);
    second = standIn(second);
    unsigned a = depthOf(first);
    unsigned b = depthOf(second);
    while (a > b) {
      first = first->parent;
      --a;
    }
    while (b > a) {
      second = second->parent;
      --b;
    }
    while (first != second && first->parent != second->parent) {
      first = first->parent;
      second = second->parent;
    }
    if (first == second || first->scope != second->scope) return;
    numbered_[second].insert(first);
  }

  void order(Block& block) {
    // Labels of nested pipelines are not always counted in the order of the calls, and then they say nothing. If the
    // numbers of the tasks contradict what the tasks wait for, the labels are all the more useful.
    if (!arrange(block, /*byLabels=*/true, /*always=*/false) && !arrange(block, /*byLabels=*/false, /*always=*/false))
      arrange(block, /*byLabels=*/true, /*always=*/true);
    for (Statement* statement : block.statements) {
      for (Branch& branch : statement->branches) order(branch.block);
    }
  }

  /// What the statements of a block wait for.
  struct Waits {
    std::unordered_map<const Statement*, std::vector<Statement*>> followers;
    std::unordered_map<const Statement*, size_t> open;
    // A statement cannot come before one whose results it uses; numbers may have to give way.
    std::unordered_map<const Statement*, std::vector<Statement*>> takers;
    std::unordered_map<const Statement*, size_t> unmet;
  };

  Waits waitsIn(const Block& block, bool byLabels) {
    Waits waits;
    const auto count = [&](Statement* statement, Statement* earlier) {
      Statement* sibling = ancestorIn(block, standIn(earlier));
      if (sibling == nullptr || sibling == statement) return;
      waits.followers[sibling].push_back(statement);
      ++waits.open[statement];
    };
    for (Statement* statement : block.statements) {
      std::set<Statement*> all(statement->before.begin(), statement->before.end());
      for (Statement* earlier : all) {
        if (earlier == statement) continue;
        waits.takers[earlier].push_back(statement);
        ++waits.unmet[statement];
      }
      const auto& numbered = numbered_[statement];
      all.insert(numbered.begin(), numbered.end());
      if (const auto labelled = labelled_.find(statement); byLabels && labelled != labelled_.end())
        all.insert(labelled->second.begin(), labelled->second.end());
      for (Statement* earlier : all) count(statement, earlier);
    }
    return waits;
  }

  /// Orders the statements of a block. `always`: even if no order agrees with everything.
  bool arrange(Block& block, bool byLabels, bool always) {
    std::vector<Statement*>& list = block.statements;
    // Groups are counted separately.
    std::vector<Statement*> groups;
    for (Statement* statement : list) {
      if (statement->kind != Statement::Kind::Task) groups.push_back(statement);
    }
    std::sort(groups.begin(), groups.end(),
              [](const Statement* a, const Statement* b) { return numberOf(a->name) < numberOf(b->name); });
    for (size_t i = 1; i < groups.size(); ++i) numbered_[groups[i]].insert(groups[i - 1]);

    Waits waits = waitsIn(block, byLabels);
    std::set<std::pair<int64_t, Statement*>, Later> ready;
    std::set<std::pair<std::string_view, Statement*>> waiting;
    for (Statement* statement : list) {
      if (waits.open[statement] == 0) {
        ready.emplace(-1, statement);
      } else {
        waiting.emplace(statement->name, statement);
      }
    }
    constexpr size_t kMostLooks = 1'000'000;
    size_t looked = 0;
    std::vector<Statement*> result;
    result.reserve(list.size());
    while (result.size() < list.size()) {
      // The numbers contradict the data, so something has to be chosen.
      if (ready.empty() && !always) return false;
      if (ready.empty()) {
        // Choose one that has all its inputs and the fewest numbers against it.
        auto first = waiting.begin();
        for (auto one = waiting.begin(); one != waiting.end() && looked < kMostLooks; ++one, ++looked) {
          const auto cost = [&](const auto& which) {
            return std::tuple(waits.unmet[which->second], waits.open[which->second],
                              which->second->kind != Statement::Kind::Task);
          };
          if (cost(one) < cost(first)) first = one;
        }
        ready.emplace(-1, first->second);
        waiting.erase(first);
      }
      Statement* next = ready.begin()->second;
      ready.erase(ready.begin());
      const auto position = static_cast<int64_t>(result.size());
      result.push_back(next);
      for (Statement* taker : waits.takers[next]) --waits.unmet[taker];
      for (Statement* follower : waits.followers[next]) {
        if (--waits.open[follower] != 0 || waiting.erase({follower->name, follower}) == 0) continue;
        ready.emplace(position, follower);
      }
    }
    list = std::move(result);
    return true;
  }

  const Document& document_;
  Pipeline& pipeline_;
  std::unordered_map<Statement*, std::set<Statement*>> numbered_;
  std::unordered_map<Statement*, std::set<Statement*>> labelled_;
  size_t noted_ = 0;
};

/// Counts as the compiler will. A task that would come out with another name is given its own; for a group that is not
/// possible.
class Counter {
 public:
  /// `diags`: null to look for tasks only.
  Counter(const Pipeline& pipeline, diag::Engine* diags) : diags_(diags) {
    for (const Statement* task : pipeline.tasks) {
      if (task->nameGiven) names_.insert(task->name);
    }
  }

  [[nodiscard]] const std::vector<Statement*>& wrong() const { return wrong_; }

  void block(const Block& block) {
    for (Statement* statement : block.statements) {
      switch (statement->kind) {
        case Statement::Kind::Task: task(*statement); break;
        case Statement::Kind::If: conditional(*statement); break;
        case Statement::Kind::For:
          if (statement->items.kind == Value::Kind::Constant) ++groups_;
          group(*statement, "for-loop-");
          break;
        case Statement::Kind::Try:
          if (statement->finally != nullptr) task(*statement->finally);
          group(*statement, "exit-handler-");
          break;
      }
    }
  }

 private:
  void expect(const std::string& name, const std::string& made, source::Span at) {
    if (name == made || diags_ == nullptr) return;
    diags_->report(at, diag::importRenamed, name, made);
  }
  void task(Statement& task) {
    if (task.nameGiven) return;
    std::string name = task.callee == nullptr ? std::string(kImporterName) : task.callee->emittedName;
    if (!names_.insert(name).second) {
      uint64_t& next = next_.try_emplace(name, 2).first->second;
      std::string candidate;
      do {
        candidate = fmt::format("{}-{}", name, next++);
      } while (!names_.insert(candidate).second);
      name = std::move(candidate);
    }
    if (task.name != name) wrong_.push_back(&task);
    expect(task.name, name, task.span);
  }
  void group(const Statement& statement, std::string_view prefix) {
    expect(statement.name, fmt::format("{}{}", prefix, ++groups_), statement.span);
    block(statement.branches.front().block);
  }
  void conditional(const Statement& statement) {
    if (statement.branches.front().name == statement.name) return group(statement, "condition-");
    const uint64_t first = ++groups_;
    expect(statement.name, fmt::format("condition-branches-{}", first), statement.span);
    for (size_t i = 0; i < statement.branches.size(); ++i) {
      const Branch& branch = statement.branches[i];
      // The first branch gets its number when the second begins.
      if (i == 0) {
        block(branch.block);
        expect(branch.name, fmt::format("condition-{}", ++groups_), statement.span);
      } else {
        expect(branch.name, fmt::format("condition-{}", ++groups_), statement.span);
        block(branch.block);
      }
    }
  }

  diag::Engine* diags_;
  std::vector<Statement*> wrong_;
  std::unordered_set<std::string> names_;
  std::unordered_map<std::string, uint64_t> next_;
  uint64_t groups_ = 0;
};

/// Two pipelines of the same name can run in a third, but a file can only contain one of them: the tasks of the others
/// are named explicitly.
void separatePipelines(const Document& document, Model& model) {
  const Node* name = document.spec->find("pipelineInfo", "name");
  std::set<std::string> taken;
  if (name != nullptr) taken.insert(taskName(name->text));
  for (Callee& callee : model.callees) {
    callee.emittedName = callee.baseName;
    if (callee.kind != Callee::Kind::Pipeline) continue;
    for (int i = 2; !taken.insert(callee.emittedName).second; ++i)
      callee.emittedName = fmt::format("{}-{}", callee.baseName, i);
  }
}

void giveNames(Pipeline& pipeline, diag::Engine& diags) {
  // Naming one task usually makes the following ones right; a document that was not compiled may have many wrong ones.
  constexpr int kOneByOne = 20;
  for (int round = 0;; ++round) {
    Counter counter(pipeline, nullptr);
    counter.block(pipeline.body);
    if (counter.wrong().empty()) break;
    for (Statement* task : counter.wrong()) {
      task->nameGiven = true;
      if (round < kOneByOne) break;
    }
  }
  Counter(pipeline, &diags).block(pipeline.body);
}

}  // namespace

void orderStatements(const Document& document, Model& model, diag::Engine& diags) {
  std::set<std::pair<const Pipeline*, std::string>> names;
  for (const Pipeline& pipeline : model.pipelines) {
    for (const Statement* task : pipeline.tasks) names.emplace(&pipeline, task->name);
  }
  for (Callee& callee : model.callees) findBaseName(callee, names);
  separatePipelines(document, model);
  for (Pipeline& pipeline : model.pipelines) {
    Orderer(document, pipeline).run();
    giveNames(pipeline, diags);
  }
}

}  // namespace mlpc::importers::kfp
