// The statements of pipelines, and values in them.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "identifiers.h"
#include "mlpc/diag/import.h"
#include "mlpc/support/text.h"
#include "writer.h"

namespace mlpc::importers::kfp {
namespace {

constexpr int kOr = 1;
constexpr int kAnd = 2;
constexpr int kCompare = 3;

std::string numberText(double number, bool isFloat) {
  constexpr double kLargestExact = 9007199254740992;  // 2^53
  if (!isFloat && std::abs(number) <= kLargestExact && number == std::floor(number))
    return fmt::format("{}", static_cast<int64_t>(number));
  return support::formatDouble(number);
}

/// The element type in `list[T]` or `map[T]`.
std::string_view elementType(std::string_view type) {
  const size_t open = type.find('[');
  if (open == std::string_view::npos || !type.ends_with(']')) return {};
  return type.substr(open + 1, type.size() - open - 2);
}

}  // namespace

Code Writer::constantCode(const Node& node, std::string_view type) const {
  switch (node.kind) {
    case Node::Kind::Null: return Code::atom("null");
    case Node::Kind::Bool: return Code::atom(node.isTrue() ? "true" : "false");
    case Node::Kind::Int:
    case Node::Kind::Float: return Code::atom(numberText(node.number, type == "float"));
    case Node::Kind::Text:
      // JSON has no other form for these numbers.
      if (type == "float" && (node.text == "NaN" || node.text == "Infinity" || node.text == "-Infinity"))
        return Code::atom("cast[float](" + quoted(node.text) + ')');
      return textCode(node.text);
    case Node::Kind::Sequence: {
      Code list = Code::list();
      for (const Node& item : node.items) list.add(constantCode(item, elementType(type)));
      return list;
    }
    case Node::Kind::Mapping: {
      Code record = Code::record();
      for (size_t i = 0; i < node.keys.size(); ++i)
        record.add(keyText(node.keys[i]), constantCode(node.items[i], elementType(type)));
      return record;
    }
  }
  return Code::atom("null");
}

std::string Writer::refText(const Ref& ref) const {
  switch (ref.kind) {
    case Ref::Kind::None: return "null";
    case Ref::Kind::Input: return ref.name;
    case Ref::Kind::Item: return ref.from->variable;
    case Ref::Kind::Field: {
      const std::string base = refText(*ref.base);
      return isIdentifier(ref.name) ? base + '.' + ref.name : base + '[' + quoted(ref.name) + ']';
    }
    case Ref::Kind::FinalStatus: return ref.from == nullptr ? "final_status" : ref.from->let + ".final_status";
    case Ref::Kind::Output: {
      const Statement& from = *ref.from;
      if (from.kind != Statement::Kind::Task) {
        if (from.outputs.size() == 1) return from.let;
        const auto name = from.yieldNames.find(ref.name);
        return from.let + '.' + (name == from.yieldNames.end() ? ref.name : name->second);
      }
      if (from.callee == nullptr || hasUnnamedOutput(*from.callee, programOf(*from.callee) != nullptr)) return from.let;
      return from.let + '.' + ref.name;
    }
  }
  return {};
}

std::string Writer::refText(const Ref& ref, std::string_view wanted) const {
  std::string text = refText(ref);
  if (Types::fits(types_.seen(ref), wanted)) return text;
  while (wanted.ends_with('?')) wanted.remove_suffix(1);
  return fmt::format("cast[{}]({})", wanted, text);
}

std::string Writer::presentText(const Ref& ref) const {
  std::string type = types_.seen(ref);
  if (!type.ends_with('?') || type == "artifact?") return refText(ref);
  type.pop_back();
  return refText(ref, type);
}

Code Writer::valueCode(const Value& value, const std::string& wanted) const {
  const std::string type = wanted.ends_with('?') ? wanted.substr(0, wanted.size() - 1) : wanted;
  switch (value.kind) {
    case Value::Kind::None: return Code::atom("null");
    case Value::Kind::Constant: return constantCode(*value.node, type);
    case Value::Kind::Ref: return Code::atom(refText(value.ref, wanted));
    case Value::Kind::Property: return Code::atom(value.text);
    case Value::Kind::Template: {
      // A lone reference needs no string around it, unless a string is expected and it is not one.
      if (value.items.size() == 1 && type != "string") return Code::atom(refText(value.items.front().ref));
      std::string text;
      std::vector<std::string> holes;
      for (const Value& piece : value.items) {
        if (piece.kind == Value::Kind::None) {
          text += piece.text;
        } else {
          text += kHole;
          holes.push_back(piece.kind == Value::Kind::Property ? piece.text : presentText(piece.ref));
        }
      }
      return templateCode(text, holes);
    }
    case Value::Kind::List: {
      Code list = Code::list();
      for (const Value& item : value.items) list.add(valueCode(item, std::string(elementType(type))));
      return list;
    }
    case Value::Kind::Map: {
      Code record = Code::record();
      for (size_t i = 0; i < value.keys.size(); ++i)
        record.add(keyText(value.keys[i]), valueCode(value.items[i], std::string(elementType(type))));
      return record;
    }
  }
  return Code::atom("null");
}

Code Writer::passedText(const Node& node, const Statement& statement) const {
  constexpr std::string_view kBegin = "{{$.inputs.parameters['";
  constexpr std::string_view kEnd = "']}}";
  std::string text;
  std::vector<std::string> holes;
  std::string_view rest = node.text;
  while (!rest.empty()) {
    const size_t open = rest.find(kBegin);
    const size_t close = open == std::string_view::npos ? open : rest.find(kEnd, open);
    if (close == std::string_view::npos) break;
    const auto passed = statement.passed.find(rest.substr(open + kBegin.size(), close - open - kBegin.size()));
    text += rest.substr(0, open);
    if (passed != statement.passed.end() && passed->second.kind == Value::Kind::Ref) {
      text += kHole;
      holes.push_back(refText(passed->second.ref));
    } else {
      text += rest.substr(open, close + kEnd.size() - open);
      diags_.report(node.span, diag::importUnfilled, node.text);
    }
    rest.remove_prefix(close + kEnd.size());
  }
  text += rest;
  if (text.size() == 1 && holes.size() == 1) return Code::atom(holes.front());
  return templateCode(text, holes);
}

std::string Writer::conditionText(const Condition& condition, int binding) const {
  const auto joined = [&](std::string_view between, int own) {
    std::string text;
    for (const Condition& operand : condition.operands) {
      if (!text.empty()) text += between;
      text += conditionText(operand, own + 1);
    }
    return own < binding ? '(' + text + ')' : text;
  };
  switch (condition.kind) {
    case Condition::Kind::Or: return joined(" || ", kOr);
    case Condition::Kind::And: return joined(" && ", kAnd);
    case Condition::Kind::Not: {
      const Condition& inner = condition.operands.front();
      if (inner.kind == Condition::Kind::Ref || inner.kind == Condition::Kind::Not)
        return '!' + conditionText(inner, kCompare + 1);
      return "!(" + conditionText(inner) + ')';
    }
    case Condition::Kind::Compare: {
      std::string text = conditionText(condition.operands[0], kCompare + 1) + ' ' + condition.text + ' ' +
                         conditionText(condition.operands[1], kCompare + 1);
      return binding > kCompare ? '(' + text + ')' : text;
    }
    case Condition::Kind::In: {
      std::string text = conditionText(condition.operands[0], kCompare + 1) + " in [";
      for (size_t i = 1; i < condition.operands.size(); ++i)
        text += (i > 1 ? ", " : "") + conditionText(condition.operands[i]);
      text += ']';
      return binding > kCompare ? '(' + text + ')' : text;
    }
    case Condition::Kind::Ref: return refText(condition.ref);
    case Condition::Kind::Text: return quoted(condition.text);
    case Condition::Kind::Number:
    case Condition::Kind::Flag: return condition.text;
  }
  return {};
}

Code Writer::callCode(const Statement& statement) const {
  if (statement.importer != nullptr) {
    const Node& type = *statement.importer->find("typeSchema");
    Code call =
        Code::call("importer[" + artifactName(type.find("schemaTitle")->text, type.find("schemaVersion")->text) + "]");
    for (const auto& [name, value] : statement.arguments)
      call.add(name, valueCode(value, name == "uri" ? "string" : ""));
    for (const auto& [key, name] :
         {std::pair("reimport", "reimport"), {"downloadToWorkspace", "download_to_workspace"}}) {
      const Node* flag = statement.importer->find(key);
      if (flag != nullptr && flag->isTrue()) call.add(name, Code::atom("true"));
    }
    return call;
  }
  if (statement.callee == nullptr) return Code::call("missing");
  Code call = Code::call(statement.callee->name);
  const bool claim = statement.callee->kind == Callee::Kind::CreateClaim;
  for (const auto& [name, value] : statement.arguments) {
    const Port* port = statement.callee->inputs.find(name);
    const std::string type = typeText(*port) + (mayBeAbsent(*port) ? "?" : "");
    if (claim && name == "size" && value.kind == Value::Kind::Constant && value.node->isText()) {
      call.add(name, quantityCode(value.node->text));
    } else {
      call.add(name, valueCode(value, type));
    }
  }
  return call;
}

void Writer::task(Page& page, const Statement& statement) {
  const std::string before = statement.let.empty() ? std::string() : "let " + statement.let + " = ";
  page.block(before, callCode(statement), taskSettings(statement));
}

void Writer::groupSettings(Page& page, const Branch& branch) {
  const Node* display = branch.task->find("taskInfo", "name");
  if (display != nullptr && display->text != branch.name) page.setting("display_name", textCode(display->text));
}

void Writer::yields(Page& page, const Block& block) {
  if (block.yields.empty()) return;
  const Statement& group = *block.yields.front().group;
  const auto valueText = [&](const Block::Yield& yield) {
    if (group.kind != Statement::Kind::If) return refText(yield.value);
    Ref whole;
    whole.kind = Ref::Kind::Output;
    whole.name = yield.key;
    whole.from = const_cast<Statement*>(&group);
    return refText(yield.value, types_.seen(whole));
  };
  if (group.outputs.size() == 1) return page.line("yield " + valueText(block.yields.front()));
  Code record = Code::record();
  for (const Block::Yield& yield : block.yields)
    record.add(group.yieldNames.at(yield.key), Code::atom(valueText(yield)));
  page.put("yield ", record);
}

void Writer::block(Page& page, const Block& block) {
  const Statement* previous = nullptr;
  for (const Statement* statement : block.statements) {
    // Groups are separated by blank lines.
    if (previous != nullptr && (previous->kind != Statement::Kind::Task || statement->kind != Statement::Kind::Task))
      page.blank();
    this->statement(page, *statement);
    previous = statement;
  }
  yields(page, block);
}

void Writer::statement(Page& page, const Statement& statement) {
  const std::string before = statement.let.empty() ? std::string() : "let " + statement.let + " = ";
  const auto body = [&](const Branch& branch) {
    page.indent();
    groupSettings(page, branch);
    if (statement.kind == Statement::Kind::For) {
      if (const Node* limit = statement.task->find("iteratorPolicy", "parallelismLimit")) {
        page.setting("parallelism", wholeCode(*limit));
      }
    }
    block(page, branch.block);
    page.dedent();
  };
  switch (statement.kind) {
    case Statement::Kind::Task: return task(page, statement);
    case Statement::Kind::If:
      for (size_t i = 0; i < statement.branches.size(); ++i) {
        const Branch& branch = statement.branches[i];
        const std::string condition = branch.condition ? "if " + conditionText(*branch.condition) + ' ' : std::string();
        if (i == 0) {
          page.line(before + condition + '{');
        } else {
          page.line("} else " + condition + '{');
        }
        body(branch);
      }
      return page.line("}");
    case Statement::Kind::For: {
      Code items = Code::atom("[]");
      if (statement.items.kind == Value::Kind::Constant) {
        const auto raw = readJson(statement.items.node->text, statement.items.node->span);
        if (raw && raw->isSequence()) {
          items = rawCode(*raw);
        } else {
          diags_.report(statement.items.span, diag::importLoopItems);
        }
      } else {
        items = Code::atom(refText(statement.items.ref));
        // What only this loop says about the items becomes a cast. A list declared with an element type has to be cast
        // to a plain list first, since that is its type in the document.
        if (const std::string cast = types_.loopCast(statement); !cast.empty()) {
          const bool typed = statement.bare && types_.seen(statement.items.ref).starts_with("list[");
          items.text = fmt::format("cast[{}]({})", cast, typed ? "cast[list](" + items.text + ")" : items.text);
        }
      }
      page.put(before + "for " + statement.variable + " in ", items, " {");
      body(statement.branches.front());
      return page.line("}");
    }
    case Statement::Kind::Try:
      page.line(before + "try {");
      body(statement.branches.front());
      page.line("} finally {");
      page.indent();
      if (statement.finally != nullptr) task(page, *statement.finally);
      page.dedent();
      return page.line("}");
  }
}

Code Writer::rawCode(const Node& node) const {
  // The text of the items is kept: in it, 1 and 1.0 are different.
  if (node.isNumber()) return Code::atom(numberText(node.number, node.kind == Node::Kind::Float));
  if (!node.isSequence() && !node.isMapping()) return constantCode(node);
  Code code = node.isSequence() ? Code::list() : Code::record();
  for (size_t i = 0; i < node.items.size(); ++i) {
    if (node.isSequence()) {
      code.add(rawCode(node.items[i]));
    } else {
      code.add(keyText(node.keys[i]), rawCode(node.items[i]));
    }
  }
  return code;
}

}  // namespace mlpc::importers::kfp
