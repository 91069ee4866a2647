// Compares the imported document with the one that its source compiles to.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "mlpc/diag/import.h"
#include "mlpc/importers/kfp/kfp.h"
#include "original.h"

namespace mlpc::importers::kfp {
namespace {

/// Of a million differences, the first ones say enough.
constexpr size_t kMostDifferences = 200;

struct Documents {
  const Node* spec = nullptr;
  const Node* platform = nullptr;
};

Documents partsOf(const std::vector<Node>& documents) {
  Documents parts;
  for (const Node& document : documents) {
    if (const Node* spec = document.find("spec", "pipelineSpec")) {
      parts.spec = spec;
      parts.platform = document.find("spec", "platformSpec");
    } else if (document.find("pipelineInfo") != nullptr) {
      parts.spec = &document;
    } else if (document.find("platforms") != nullptr) {
      parts.platform = &document;
    }
  }
  return parts;
}

class Comparison {
 public:
  Comparison(const Documents& left, const Documents& right, diag::Engine& diags)
      : left_(left), right_(right), diags_(diags) {
    for (const diag::Report& report : diags.sorted()) {
      if (report.record->code == diag::importUnknownField.record.code) leftOut_.insert(report.span.begin);
    }
  }

  void run() {
    for (const std::string_view key : {"defaultPipelineRoot", "pipelineInfo", "schemaVersion"})
      field(*left_.spec, *right_.spec, key);
    component(*left_.spec->find("root"), *right_.spec->find("root"));
    unused();
    const auto config = [](const Documents& documents) {
      return documents.platform == nullptr ? nullptr
                                           : documents.platform->find("platforms", "kubernetes", "pipelineConfig");
    };
    either(config(left_), config(right_), "pipelineConfig", left_.spec->span);
  }

 private:
  static const Node* entry(const Node* table, const Node* label) {
    return table == nullptr || label == nullptr ? nullptr : table->find(label->text);
  }

  /// Follows the labels, which each document may choose freely.
  void component(const Node& left, const Node& right) {
    if (full() || !compared_.emplace(&left, &right).second) return;
    for (const std::string_view key : {"inputDefinitions", "outputDefinitions", "taskConfigPassthroughs"})
      field(left, right, key);
    const Node* a = left.find("executorLabel");
    const Node* b = right.find("executorLabel");
    if (a != nullptr && b != nullptr) {
      executor(*a, *b, left.span);
    } else if ((a == nullptr) != (b == nullptr)) {
      changed(left, b != nullptr ? "a container" : "a graph");
    }
    const Node* dag = left.find("dag");
    const Node* other = right.find("dag");
    if (dag == nullptr || other == nullptr) return;
    either(dag->find("outputs"), other->find("outputs"), "outputs", dag->span);
    const Node& tasks = *dag->find("tasks");
    const Node* others = other->find("tasks");
    if (others == nullptr) return;
    for (size_t i = 0; i < tasks.keys.size(); ++i) {
      const Node* match = others->find(tasks.keys[i]);
      if (match == nullptr) {
        lost(tasks.keySpans[i], tasks.keys[i]);
        continue;
      }
      task(tasks.items[i], *match, tasks.keySpans[i]);
    }
    for (const std::string& name : others->keys) {
      if (tasks.find(name) == nullptr) added(tasks.span, name);
    }
  }

  void task(const Node& left, const Node& right, source::Span at) {
    std::set<std::string_view> keys(left.keys.begin(), left.keys.end());
    keys.insert(right.keys.begin(), right.keys.end());
    for (const std::string_view key : keys) {
      if (key == "componentRef") continue;
      if (key == "dependentTasks") {
        dependencies(left.find(key), right.find(key), at);
      } else {
        either(left.find(key), right.find(key), key, at);
      }
    }
    const Node* a = entry(left_.spec->find("components"), left.find("componentRef", "name"));
    const Node* b = entry(right_.spec->find("components"), right.find("componentRef", "name"));
    if (a != nullptr && b != nullptr) {
      used_.insert(a);
      component(*a, *b);
    }
  }

  void dependencies(const Node* left, const Node* right, source::Span at) {
    std::set<std::string_view> a;
    std::set<std::string_view> b;
    for (const auto& [node, names] : {std::pair(left, &a), {right, &b}}) {
      if (node == nullptr) continue;
      for (const Node& item : node->items) names->insert(item.text);
    }
    for (const std::string_view name : a) {
      if (!b.contains(name)) lost(left->span, fmt::format("dependentTasks: {}", name));
    }
    for (const std::string_view name : b) {
      if (!a.contains(name)) added(left == nullptr ? at : left->span, fmt::format("dependentTasks: {}", name));
    }
  }

  void executor(const Node& left, const Node& right, source::Span at) {
    const auto find = [](const Documents& documents, const Node& label) {
      return entry(documents.spec->find("deploymentSpec", "executors"), &label);
    };
    const auto pod = [](const Documents& documents, const Node& label) {
      return documents.platform == nullptr
                 ? nullptr
                 : entry(documents.platform->find("platforms", "kubernetes", "deploymentSpec", "executors"), &label);
    };
    const Node* a = find(left_, left);
    if (a != nullptr) used_.insert(a);
    either(a, find(right_, right), "executor", at);
    const Node* settings = pod(left_, left);
    if (settings != nullptr) used_.insert(settings);
    either(settings, pod(right_, right), "kubernetes", at);
  }

  /// What no task uses is not imported.
  void unused() {
    const auto check = [&](const Node* table) {
      if (table == nullptr) return;
      for (size_t i = 0; i < table->keys.size() && !full(); ++i) {
        if (!used_.contains(&table->items[i])) lost(table->keySpans[i], table->keys[i]);
      }
    };
    check(left_.spec->find("components"));
    check(left_.spec->find("deploymentSpec", "executors"));
    if (left_.platform != nullptr)
      check(left_.platform->find("platforms", "kubernetes", "deploymentSpec", "executors"));
  }

  void field(const Node& left, const Node& right, std::string_view key) {
    either(left.find(key), right.find(key), key, left.span);
  }

  void either(const Node* left, const Node* right, std::string_view key, source::Span at) {
    if (left != nullptr && right != nullptr) {
      value(*left, *right);
    } else if (left != nullptr) {
      lost(left->span, key);
    } else if (right != nullptr) {
      added(at, key);
    }
  }

  void value(const Node& left, const Node& right) {
    if (full()) return;
    const bool numbers = left.isNumber() && right.isNumber();
    if (left.kind != right.kind && !numbers) return changed(left, shown(right));
    switch (left.kind) {
      case Node::Kind::Null: return;
      case Node::Kind::Bool:
      case Node::Kind::Int:
      case Node::Kind::Float:
        if (left.number != right.number && !(left.number != left.number && right.number != right.number))
          changed(left, shown(right));
        return;
      case Node::Kind::Text:
        if (left.text != right.text) changedText(left, right);
        return;
      case Node::Kind::Sequence:
        for (size_t i = 0; i < std::max(left.items.size(), right.items.size()); ++i) {
          if (i >= left.items.size()) {
            added(left.span, shown(right.items[i]));
          } else if (i >= right.items.size()) {
            lost(left.items[i].span, shown(left.items[i]));
          } else {
            value(left.items[i], right.items[i]);
          }
        }
        return;
      case Node::Kind::Mapping:
        for (size_t i = 0; i < left.keys.size(); ++i) {
          const Node* other = right.find(left.keys[i]);
          if (other == nullptr) {
            lost(left.keySpans[i], left.keys[i]);
          } else {
            value(left.items[i], *other);
          }
        }
        for (size_t i = 0; i < right.keys.size(); ++i) {
          if (left.find(right.keys[i]) == nullptr) added(left.span, right.keys[i]);
        }
        return;
    }
  }

  /// Long texts are shown from where they differ.
  void changedText(const Node& left, const Node& right) {
    const auto [a, b] = std::mismatch(left.text.begin(), left.text.end(), right.text.begin(), right.text.end());
    static_cast<void>(a);
    size_t from = static_cast<size_t>(b - right.text.begin());
    if (right.text.size() < 60) from = 0;
    while (from > 0 && (static_cast<unsigned char>(right.text[from]) & 0xC0U) == 0x80U) --from;
    changed(left, (from > 0 ? "…" : "") + right.text.substr(from));
  }

  /// The node on one line, as far as a message shows it.
  static std::string shown(const Node& node) {
    std::string out;
    show(node, out);
    return out;
  }
  static void show(const Node& node, std::string& out) {
    constexpr size_t kShown = 100;
    if (!node.isSequence() && !node.isMapping()) {
      out += node.isNull() ? "null" : node.text;
      return;
    }
    out += node.isMapping() ? '{' : '[';
    for (size_t i = 0; i < node.items.size() && out.size() < kShown; ++i) {
      if (i != 0) out += ", ";
      if (node.isMapping()) out += node.keys[i] + ": ";
      show(node.items[i], out);
    }
    out += node.isMapping() ? '}' : ']';
  }

  [[nodiscard]] bool full() const { return count_ >= kMostDifferences; }
  void changed(const Node& left, const std::string& now) {
    ++count_;
    diags_.report(left.span, diag::importChanged, now);
  }
  void lost(source::Span at, std::string_view what) {
    if (leftOut_.contains(at.begin)) return;  // already reported
    ++count_;
    diags_.report(at, diag::importLost, what);
  }
  void added(source::Span at, std::string_view what) {
    ++count_;
    diags_.report(at, diag::importAdded, what);
  }

  const Documents& left_;
  const Documents& right_;
  diag::Engine& diags_;
  std::set<std::pair<const Node*, const Node*>> compared_;
  std::set<const Node*> used_;
  std::set<uint32_t> leftOut_;  ///< where the fields are that mlp does not know
  size_t count_ = 0;
};

}  // namespace

void reportDifferences(const Imported& imported, source::SourceManager& sources, const std::string& compiled,
                       diag::Engine& diags) {
  const auto after = readYaml(sources, sources.add("<compiled>", "", compiled), diags, /*bounded=*/false);
  if (!after) return;
  const Documents left = partsOf(imported.original->documents);
  const Documents right = partsOf(*after);
  if (left.spec == nullptr || right.spec == nullptr) return;
  Comparison(left, right, diags).run();
}

}  // namespace mlpc::importers::kfp
