#include "verify_pipeline.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

namespace mlpc::ir {
namespace {

using support::Overload;

/// Where a value is: in a region (`group` is invalid at the top level), used by `user` (invalid for yields and
/// outputs).
struct Place {
  NodeId group;
  uint32_t branch = 0;
  NodeId user;
};

class PipelineVerifier {
 public:
  PipelineVerifier(Findings& findings, const Pipeline& pipeline) : findings_(findings), pipeline_(pipeline) {
    for (const Port& port : pipeline.inputs) inputs_.insert(port.name);
    placed_.resize(pipeline.nodes.size());
  }

  void run() {
    region(pipeline_.body, {});
    for (size_t i = 0; i < placed_.size(); ++i) {
      if (!placed_[i]) findings_.add(fmt::format("node %{} is not in any region", i));
    }
    for (const Output& output : pipeline_.outputs) {
      if (!output.port.origin.valid()) findings_.add(fmt::format("output `{}` without origin", output.port.name));
      value(output.value, {});
    }
    if (pipeline_.workspace) value(pipeline_.workspace->size, {});
  }

 private:
  void region(const Region& region, Place at) {
    for (const NodeId id : region.nodes) {
      if (!inRange(id)) {
        findings_.add("a region lists a node that does not exist");
        continue;
      }
      const Node& node = pipeline_.nodes[id];
      if (placed_[id.index()]) findings_.add(fmt::format("node %{} is in two regions", id.index()));
      if (node.parent != at.group || node.branch != at.branch) {
        findings_.add(fmt::format("node %{} has the wrong parent or branch", id.index()));
        placed_[id.index()] = true;
        continue;  // going further down might not end
      }
      this->node(id, at);
    }
    std::unordered_set<std::string_view> names;
    for (const Yield& yield : region.yields) {
      if (!names.insert(yield.name).second) findings_.add(fmt::format("`{}` is yielded twice", yield.name));
      value(yield.value, at);
    }
  }

  void node(NodeId id, Place at) {
    if (placed_[id.index()]) return;
    placed_[id.index()] = true;
    at.user = id;
    const Node& node = pipeline_.nodes[id];
    if (!node.origin.valid()) findings_.add(fmt::format("node %{} without origin", id.index()));
    std::visit(Overload{
                   [&](const Task& t) { task(t, at); },
                   [&](const Conditional& c) {
                     if (c.branches.empty()) findings_.add("a Conditional without branches");
                     for (uint32_t i = 0; i < c.branches.size(); ++i) {
                       const Branch& branch = c.branches[i];
                       if (branch.condition) {
                         value(*branch.condition, at);
                       } else if (i + 1 != c.branches.size() || i == 0) {
                         findings_.add("an `else` that is not the last branch");
                       }
                       region(branch.body, {id, i, {}});
                     }
                   },
                   [&](const Loop& l) {
                     value(l.items, at);
                     region(l.body, {id, 0, {}});
                   },
                   [&](const ExitHandler& e) {
                     region(e.body, {id, 0, {}});
                     exitTask(e.exitTask, id);
                   },
               },
               node.what);
  }

  void exitTask(NodeId id, NodeId handler) {
    if (!inRange(id)) {
      findings_.add("an ExitHandler without a task");
      return;
    }
    const Node& node = pipeline_.nodes[id];
    if (!std::holds_alternative<Task>(node.what)) {
      findings_.add("an ExitHandler whose exit is not a task");
      return;
    }
    if (node.parent != pipeline_.nodes[handler].parent) findings_.add("an exit task in another region than its group");
    this->node(id, {node.parent, node.branch, {}});
  }

  void task(const Task& task, Place at) {
    const Program& program = findings_.program();
    const std::vector<Port>* ports = nullptr;
    std::visit(Overload{
                   [&](ComponentId id) {
                     if (known(id, program.components)) ports = &program.components[id].inputs;
                   },
                   [&](PipelineId id) {
                     if (known(id, program.pipelines)) ports = &program.pipelines[id].inputs;
                   },
                   [&](TrainJobId id) {
                     if (known(id, program.trainJobs)) ports = &program.trainJobs[id].inputs;
                   },
                   [&](const Importer& importer) {
                     value(importer.uri, at);
                     if (importer.metadata) value(*importer.metadata, at);
                   },
               },
               task.callee);
    size_t next = 0;  // arguments are in the order of the inputs
    for (const Argument& argument : task.arguments) {
      if (!argument.origin.valid()) findings_.add(fmt::format("argument `{}` without origin", argument.port));
      if (ports != nullptr) {
        while (next < ports->size() && (*ports)[next].name != argument.port) ++next;
        if (next++ == ports->size())
          findings_.add(fmt::format("argument `{}` out of order, or without an input", argument.port));
      }
      value(argument.value, at);
    }
    options(*task.options, at);
  }

  template <typename Id, typename Store>
  bool known(Id id, const Store& store) {
    if (id.valid() && id.index() < store.size()) return true;
    findings_.add("a task that calls nothing");
    return false;
  }

  void options(const TaskOptions& o, Place at) {
    TaskOptions::each([&](auto /*setting*/, auto member) { option(o.*member, at); });
  }

  void option(bool /*flag*/, Place /*at*/) {}
  void option(const std::optional<support::Duration>& /*time*/, Place /*at*/) {}
  void option(const support::Boxed<Retry>& /*retry*/, Place /*at*/) {}
  void option(const OptionalValue& given, Place at) {
    if (given) value(*given, at);
  }
  void option(const std::vector<NodeRef>& nodes, Place at) {
    for (const NodeRef& ref : nodes) reference(ref.node, at, false);
  }
  void option(const std::vector<Value>& values, Place at) {
    for (const Value& v : values) value(v, at);
  }
  void option(const std::vector<Field>& fields, Place at) {
    findings_.fields(fields);
    for (const Field& field : fields) value(field.value, at);
  }
  void option(const TaskResources& resources, Place at) {
    option(resources.requests, at);
    option(resources.limits, at);
  }
  void option(const Accelerator& accelerator, Place at) {
    option(accelerator.type, at);
    option(accelerator.count, at);
  }

  void value(const Value& root, Place at) {
    forEach(root, [&](const Value& v) {
      findings_.value(v);
      if (const auto* r = v.as<RecordValue>()) findings_.fields(r->fields);
      if (const auto* r = v.as<InputRef>(); r != nullptr && !inputs_.contains(r->name)) {
        findings_.add(fmt::format("there is no input `{}` to refer to", r->name));
      }
      if (const auto* r = v.as<OutputRef>()) {
        if (reference(r->producer, at, true)) output(*r);
      }
      if (const auto* r = v.as<NodeRef>()) reference(r->node, at, false);
      if (const auto* r = v.as<FinalStatusRef>()) reference(r->producer, at, true);
      if (const auto* r = v.as<ItemRef>()) item(*r, at);
      if (v.as<PortRef>() != nullptr || v.as<StepOutputRef>() != nullptr || v.as<VariableRef>() != nullptr) {
        findings_.add("a reference that does not belong in a pipeline");
      }
    });
  }

  /// `producer` must be in a region around `at` and, if `before`, come first.
  bool reference(NodeId producer, Place at, bool before) {
    if (!inRange(producer)) {
      findings_.add("there is no node to refer to");
      return false;
    }
    const Node& node = pipeline_.nodes[producer];
    if (before && at.user.valid() && producer.index() >= at.user.index()) {
      findings_.add(fmt::format("%{} refers to %{}, which comes later", at.user.index(), producer.index()));
    }
    NodeId group = at.group;
    uint32_t branch = at.branch;
    while (group != node.parent || branch != node.branch) {
      if (!group.valid() || group == producer) {
        findings_.add(fmt::format("a reference to %{} from where it is not visible", producer.index()));
        return false;
      }
      branch = pipeline_.nodes[group].branch;
      group = pipeline_.nodes[group].parent;
    }
    return true;
  }

  void output(const OutputRef& ref) {
    const Program& program = findings_.program();
    const auto has = [&](const std::vector<Port>& ports) {
      return std::any_of(ports.begin(), ports.end(), [&](const Port& port) { return port.name == ref.output; });
    };
    const auto yields = [&](const Region& region) {
      return std::any_of(region.yields.begin(), region.yields.end(),
                         [&](const Yield& y) { return y.name == ref.output; });
    };
    const bool found = std::visit(
        Overload{
            [&](const Task& t) {
              return std::visit(Overload{
                                    [&](ComponentId id) { return has(program.components[id].outputs); },
                                    [&](PipelineId id) {
                                      const auto& outputs = program.pipelines[id].outputs;
                                      return std::any_of(outputs.begin(), outputs.end(),
                                                         [&](const Output& o) { return o.port.name == ref.output; });
                                    },
                                    [&](TrainJobId) { return true; },
                                    [&](const Importer&) { return ref.output == "Output"; },
                                },
                                t.callee);
            },
            [&](const Conditional& c) {
              return std::any_of(c.branches.begin(), c.branches.end(), [&](const Branch& b) { return yields(b.body); });
            },
            [&](const Loop& l) { return yields(l.body); },
            [&](const ExitHandler&) { return false; },
        },
        pipeline_.nodes[ref.producer].what);
    if (!found) findings_.add(fmt::format("%{} has no output `{}`", ref.producer.index(), ref.output));
  }

  void item(const ItemRef& ref, Place at) {
    if (!inRange(ref.loop) || !std::holds_alternative<Loop>(pipeline_.nodes[ref.loop].what)) {
      findings_.add("an item without a loop");
      return;
    }
    for (NodeId group = at.group; group.valid(); group = pipeline_.nodes[group].parent) {
      if (group == ref.loop) return;
    }
    findings_.add(fmt::format("an item of %{} outside it", ref.loop.index()));
  }

  [[nodiscard]] bool inRange(NodeId id) const { return id.valid() && id.index() < pipeline_.nodes.size(); }

  Findings& findings_;
  const Pipeline& pipeline_;
  std::unordered_set<std::string_view> inputs_;
  std::vector<bool> placed_;
};

}  // namespace

void verifyPipeline(Findings& findings, const Pipeline& pipeline) { PipelineVerifier(findings, pipeline).run(); }

}  // namespace mlpc::ir
