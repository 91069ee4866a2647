#include "mlpc/embedded/python_type.h"

#include "mlpc/embedded/python_code.h"
#include "mlpc/support/characters.h"
#include "mlpc/support/python.h"

namespace mlpc::embedded {
namespace {

using Form = PythonType::Kind;
/// What is nested more deeply cannot be one of our types.
constexpr unsigned kDeepestType = 24;

PythonType typeOf(Node node, unsigned depth);

void addParts(PythonType& type, const std::vector<Node>& nodes, size_t from, unsigned depth) {
  for (size_t i = from; i < nodes.size(); ++i) type.parts.push_back(typeOf(nodes[i], depth + 1));
}

void addMembers(PythonType& type, Node node, unsigned depth) {
  if (depth <= kDeepestType && node.is("binary_operator") && node.child("operator").text() == "|") {
    addMembers(type, node.child("left"), depth + 1);
    addMembers(type, node.child("right"), depth + 1);
  } else {
    type.parts.push_back(typeOf(node, depth + 1));
  }
}

PythonType typeOf(Node node, unsigned depth) {
  PythonType type;
  type.text = node.text();
  if (depth > kDeepestType) return type;
  if (node.is("parenthesized_expression") && node.parts().size() == 1) return typeOf(node.parts().front(), depth + 1);
  if (node.is("identifier")) {
    type.kind = Form::Name;
  } else if (node.is("attribute")) {
    type.kind = Form::Name;
    type.text = node.child("attribute").text();
  } else if (node.is("none")) {
    type.kind = Form::None;
  } else if (isPlainPythonString(node)) {
    type.kind = Form::String;
    type.text = pythonString(node);
  } else if (node.is("subscript") || node.is("call")) {
    const bool call = node.is("call");
    const PythonType head = typeOf(node.child(call ? "function" : "value"), depth + 1);
    if (head.kind != Form::Name) return type;
    type.kind = Form::Applied;
    type.text = head.text;
    if (call) {
      addParts(type, node.child("arguments").parts(), 0, depth);
    } else {
      addParts(type, node.parts(), 1, depth);
    }
  } else if (node.is("binary_operator") && node.child("operator").text() == "|") {
    type.kind = Form::Union;
    addMembers(type, node, depth);
  } else if (node.is("list") || node.is("tuple")) {
    type.kind = node.is("list") ? Form::List : Form::Tuple;
    addParts(type, node.parts(), 0, depth);
  } else if (node.is("keyword_argument")) {
    type.kind = Form::Keyword;
    type.text = node.child("name").text();
    type.parts.push_back(typeOf(node.child("value"), depth + 1));
  }
  return type;
}

}  // namespace

PythonType readPythonType(std::string_view annotation) {
  // Most annotations are plain names, for which no parser is needed.
  if (support::isWord(annotation) && !support::isPythonKeyword(annotation)) {
    PythonType name;
    name.kind = Form::Name;
    name.text = annotation;
    return name;
  }
  // Inside brackets, line breaks have no meaning.
  const SyntaxTree tree("(" + std::string(annotation) + ")");
  PythonType type;
  type.text = annotation;
  if (tree.unread() || tree.fault()) return type;
  const std::vector<Node> statements = tree.root().parts();
  if (statements.size() != 1 || !statements.front().is("expression_statement")) return type;
  const std::vector<Node> expressions = statements.front().parts();
  if (expressions.size() != 1) return type;
  type = typeOf(expressions.front(), 0);
  if (type.kind == Form::String) return readPythonType(type.text);
  return type;
}

}  // namespace mlpc::embedded
