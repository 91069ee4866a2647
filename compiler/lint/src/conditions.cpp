// Conditions that the conditions around them decide, or that contradict themselves.
#include <map>

#include "domain.h"
#include "mlpc/diag/lint.h"
#include "mlpc/sema/constants.h"
#include "rules.h"

namespace mlpc::lint {

using namespace syntax;
using sema::TypeKind;

namespace {

/// What is known of values, by the key of the expression that reads them.
using Known = std::map<std::string, Domain>;

BinaryOp mirrored(BinaryOp op) {
  switch (op) {
    case BinaryOp::Less: return BinaryOp::Greater;
    case BinaryOp::LessEqual: return BinaryOp::GreaterEqual;
    case BinaryOp::Greater: return BinaryOp::Less;
    case BinaryOp::GreaterEqual: return BinaryOp::LessEqual;
    default: return op;
  }
}

BinaryOp negated(BinaryOp op) {
  switch (op) {
    case BinaryOp::Equal: return BinaryOp::NotEqual;
    case BinaryOp::NotEqual: return BinaryOp::Equal;
    case BinaryOp::Less: return BinaryOp::GreaterEqual;
    case BinaryOp::LessEqual: return BinaryOp::Greater;
    case BinaryOp::Greater: return BinaryOp::LessEqual;
    case BinaryOp::GreaterEqual: return BinaryOp::Less;
    default: return op;
  }
}

bool isComparison(BinaryOp op) { return op >= BinaryOp::Equal && op <= BinaryOp::GreaterEqual; }

class ConditionReader {
 public:
  explicit ConditionReader(const Unit& unit) : unit_(unit) {}

  [[nodiscard]] Truth truth(ExprId id, const Known& known) const {
    const ExprNode& node = unit_.tree.exprs[id].node;
    if (const auto constant = constantOf(id)) {
      const auto* flag = constant->as<bool>();
      return flag == nullptr ? Truth::Maybe : *flag ? Truth::Yes : Truth::No;
    }
    if (const auto* unary = std::get_if<UnaryExpr>(&node)) return opposite(truth(unary->operand, known));
    if (const auto* chain = std::get_if<ChainExpr>(&node)) return chainTruth(*chain, known);
    const auto* binary = std::get_if<BinaryExpr>(&node);
    if (binary == nullptr) return compare(BinaryOp::Equal, id, Plain(std::string("true")), known);
    if (binary->op == BinaryOp::And || binary->op == BinaryOp::Or) {
      // `a && b` holds unless one part fails; `a || b` is the same of the opposites.
      const bool conjunction = binary->op == BinaryOp::And;
      const Truth decisive = conjunction ? Truth::No : Truth::Yes;
      const Truth left = truth(binary->left, known);
      if (left == decisive) return decisive;
      Known inner = known;
      assume(binary->left, conjunction, inner);
      const Truth right = truth(binary->right, inner);
      if (right == decisive) return decisive;
      return left == opposite(decisive) && right == opposite(decisive) ? left : Truth::Maybe;
    }
    if (binary->op == BinaryOp::In) return membership(*binary, known);
    if (!isComparison(binary->op)) return Truth::Maybe;
    return comparison(binary->op, binary->left, binary->right, known);
  }

  /// Narrows `known` to where the condition has the value `value`.
  void assume(ExprId id, bool value, Known& known) const {
    const ExprNode& node = unit_.tree.exprs[id].node;
    if (constantOf(id)) return;
    if (const auto* unary = std::get_if<UnaryExpr>(&node)) {
      assume(unary->operand, !value, known);
      return;
    }
    if (const auto* chain = std::get_if<ChainExpr>(&node)) {
      if (!value) return;
      for (size_t i = 0; i < chain->ops.size(); ++i)
        assumeComparison(chain->ops[i], chain->operands[i], chain->operands[i + 1], known, unit_.span(id));
      return;
    }
    const auto* binary = std::get_if<BinaryExpr>(&node);
    if (binary == nullptr) {
      narrow(id, value ? BinaryOp::Equal : BinaryOp::NotEqual, Plain(std::string("true")), known, unit_.span(id));
      return;
    }
    if (binary->op == BinaryOp::And || binary->op == BinaryOp::Or) {
      if ((binary->op == BinaryOp::And) == value) {
        assume(binary->left, value, known);
        assume(binary->right, value, known);
      }
      return;
    }
    if (binary->op == BinaryOp::In) {
      const auto items = members(binary->right);
      if (value && items.size() == 1) narrow(binary->left, BinaryOp::Equal, items.front(), known, unit_.span(id));
      for (const Plain& item : items) {
        if (!value) narrow(binary->left, BinaryOp::NotEqual, item, known, unit_.span(id));
      }
      return;
    }
    if (isComparison(binary->op)) {
      assumeComparison(value ? binary->op : negated(binary->op), binary->left, binary->right, known, unit_.span(id));
    }
  }

  /// The condition further out that says most about what `id` compares.
  [[nodiscard]] source::Span reason(ExprId id, const Known& known) const {
    source::Span found;
    forEachExpr(unit_.tree, id, [&](ExprId part) {
      const std::string key = keyOf(part);
      const auto domain = key.empty() ? known.end() : known.find(key);
      if (domain != known.end() && domain->second.reason().valid()) found = domain->second.reason();
    });
    return found;
  }

 private:
  [[nodiscard]] std::optional<support::Constant> constantOf(ExprId id) const {
    if (unit_.info(id).phase != sema::Phase::Compile) return std::nullopt;
    return sema::constantOf(unit_.program, unit_.id, id);
  }

  /// What an expression reads; two of one key have one value. Empty if it reads nothing of the kind.
  [[nodiscard]] std::string keyOf(ExprId id) const {
    const sema::Use& use = unit_.info(id).use;
    if (unit_.info(id).phase != sema::Phase::Run) return {};
    if (const auto* symbol = std::get_if<sema::SymbolUse>(&use)) return 's' + std::to_string(symbol->symbol.index());
    if (const auto* output = std::get_if<sema::OutputUse>(&use)) {
      return 'o' + std::to_string(output->task.index()) + '.' + std::string(output->output);
    }
    const auto* field = std::get_if<sema::FieldUse>(&use);
    const auto* member = std::get_if<MemberExpr>(&unit_.tree.exprs[id].node);
    if (field == nullptr || member == nullptr) return {};
    const std::string base = keyOf(member->base);
    return base.empty() ? base : base + '.' + std::string(field->field);
  }

  /// What the type alone tells.
  [[nodiscard]] Domain typeDomain(ExprId id) const {
    const sema::TypeStore& types = unit_.program.types;
    const sema::TypeId type = unit_.info(id).type;
    if (!type) return {};
    if (types[type].kind == TypeKind::Int) return Domain::wholeNumbers();
    if (types[type].kind == TypeKind::Bool) return Domain::oneOf({"true", "false"});
    if (types[type].kind != TypeKind::Union) return {};
    std::set<std::string> texts;
    for (const sema::TypeId member : types[type].members) {
      const auto* text = types[member].literal.as<std::string>();
      if (text == nullptr) return {};
      texts.insert(*text);
    }
    return Domain::oneOf(std::move(texts));
  }

  [[nodiscard]] Domain domainOf(ExprId id, const Known& known) const {
    const auto found = known.find(keyOf(id));
    return found == known.end() ? typeDomain(id) : found->second;
  }

  [[nodiscard]] Truth compare(BinaryOp op, ExprId id, const Plain& other, const Known& known) const {
    return keyOf(id).empty() ? Truth::Maybe : domainOf(id, known).test(op, other);
  }

  [[nodiscard]] Truth comparison(BinaryOp op, ExprId left, ExprId right, const Known& known) const {
    if (const auto constant = constantOf(right)) {
      const auto value = plainOf(*constant);
      return value ? compare(op, left, *value, known) : Truth::Maybe;
    }
    if (const auto constant = constantOf(left)) {
      const auto value = plainOf(*constant);
      return value ? compare(mirrored(op), right, *value, known) : Truth::Maybe;
    }
    const std::string key = keyOf(left);
    if (key.empty() || key != keyOf(right)) return Truth::Maybe;
    const bool holds = op == BinaryOp::Equal || op == BinaryOp::LessEqual || op == BinaryOp::GreaterEqual;
    return holds ? Truth::Yes : Truth::No;
  }

  [[nodiscard]] Truth chainTruth(const ChainExpr& chain, const Known& known) const {
    Known inner = known;
    bool certain = true;
    for (size_t i = 0; i < chain.ops.size(); ++i) {
      const Truth part = comparison(chain.ops[i], chain.operands[i], chain.operands[i + 1], inner);
      if (part == Truth::No) return part;
      certain = certain && part == Truth::Yes;
      assumeComparison(chain.ops[i], chain.operands[i], chain.operands[i + 1], inner, {});
    }
    return certain ? Truth::Yes : Truth::Maybe;
  }

  [[nodiscard]] std::vector<Plain> members(ExprId list) const {
    std::vector<Plain> result;
    const auto constant = constantOf(list);
    const auto* items = constant ? constant->as<support::Constant::List>() : nullptr;
    if (items == nullptr) return result;
    for (const support::Constant& item : *items) {
      if (auto value = plainOf(item)) result.push_back(std::move(*value));
    }
    return result;
  }

  [[nodiscard]] Truth membership(const BinaryExpr& binary, const Known& known) const {
    const auto items = members(binary.right);
    bool never = !items.empty();
    for (const Plain& item : items) {
      const Truth one = compare(BinaryOp::Equal, binary.left, item, known);
      if (one == Truth::Yes) return one;
      never = never && one == Truth::No;
    }
    return never ? Truth::No : Truth::Maybe;
  }

  void narrow(ExprId id, BinaryOp op, const Plain& other, Known& known, source::Span reason) const {
    const std::string key = keyOf(id);
    if (key.empty()) return;
    known.try_emplace(key, typeDomain(id)).first->second.assume(op, other, reason);
  }

  void assumeComparison(BinaryOp op, ExprId left, ExprId right, Known& known, source::Span reason) const {
    if (const auto constant = constantOf(right)) {
      if (const auto value = plainOf(*constant)) narrow(left, op, *value, known, reason);
    } else if (const auto other = constantOf(left)) {
      if (const auto value = plainOf(*other)) narrow(right, mirrored(op), *value, known, reason);
    }
  }

  const Unit& unit_;
};

class ConditionWalk {
 public:
  explicit ConditionWalk(const Unit& unit) : unit_(unit), reader_(unit) {}

  void block(const Block& block, const Known& known) {
    for (const StmtId id : block.statements) statement(id, known);
  }

 private:
  void statement(StmtId id, const Known& known) {
    const StmtNode& node = unit_.tree.stmts[id].node;
    if (const auto* let = std::get_if<LetStmt>(&node)) {
      if (let->group) statement(let->group, known);
    } else if (const auto* branches = std::get_if<IfStmt>(&node)) {
      this->branches(*branches, known);
    } else if (const auto* loop = std::get_if<ForStmt>(&node)) {
      block(loop->body, known);
    } else if (const auto* handler = std::get_if<TryStmt>(&node)) {
      block(handler->body, known);
    }
  }

  void branches(const IfStmt& statement, Known known) {
    for (const IfBranch& branch : statement.branches) {
      if (!branch.condition) {
        block(branch.body, known);
        return;
      }
      // What is known when compiling has a warning of its own.
      const bool early = unit_.info(branch.condition).phase == sema::Phase::Compile;
      const Truth truth = early ? Truth::Maybe : reader_.truth(branch.condition, known);
      if (truth != Truth::Maybe) {
        auto report = truth == Truth::Yes ? unit_.diags.report(unit_.span(branch.condition), diag::alwaysHolds)
                                          : unit_.diags.report(unit_.span(branch.condition), diag::neverHolds);
        if (const source::Span reason = reader_.reason(branch.condition, known); reason.valid()) {
          report.note(reason, diag::becauseOf);
        }
        // Nothing can be learned from it.
        block(branch.body, known);
        continue;
      }
      Known inner = known;
      reader_.assume(branch.condition, true, inner);
      block(branch.body, inner);
      reader_.assume(branch.condition, false, known);
    }
  }

  const Unit& unit_;
  ConditionReader reader_;
};

}  // namespace

void findDecidedConditions(const Unit& unit) {
  for (const DeclId id : unit.tree.order) {
    const auto* pipeline = std::get_if<PipelineDecl>(&unit.tree.decls[id].node);
    if (pipeline != nullptr) ConditionWalk(unit).block(pipeline->body, {});
  }
}

}  // namespace mlpc::lint
