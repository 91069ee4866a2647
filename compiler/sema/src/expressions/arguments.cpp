#include "expressions/arguments.h"

#include <algorithm>

#include "expressions/assignment.h"
#include "expressions/expression_checker.h"
#include "mlpc/diag/notes.h"
#include "mlpc/diag/records.h"
#include "mlpc/support/text.h"

namespace mlpc::sema {

using namespace syntax;

namespace {

/// The name of the callee as people write it: for everybody but the library, a task of Azure Pipelines is `AzureCLI@2`.
std::string calledName(const Program& program, const Symbol& callee) {
  std::string name(callee.name);
  if (!isStandardId(callee.module) || program.module(callee.module).standard != vocabulary::Module::AzureDevops)
    return name;
  const size_t mark = name.rfind('_');
  const bool version = mark != std::string::npos && mark + 1 < name.size() &&
                       name.find_first_not_of("0123456789", mark + 1) == std::string::npos;
  if (version) name[mark] = '@';
  return name;
}

}  // namespace

ArgumentChecker::ArgumentChecker(FileContext& file, ExpressionChecker& expressions, const CallExpr& call,
                                 SymbolId callee, const Signature& signature)
    : file_(file),
      expressions_(expressions),
      call_(call),
      callee_(callee),
      signature_(signature),
      inputs_(signature.parameters),
      name_(calledName(file.program, file.program.symbols[callee])),
      broken_(isBroken(file.program, callee)),
      given_(inputs_.size()) {
  use_.callee = callee;
  use_.arguments.resize(inputs_.size());
}

CallUse ArgumentChecker::run(const At& at) {
  for (const Argument& one : call_.arguments) argument(at, one);
  if (!unknown_ && !broken_) reportMissing();
  return std::move(use_);
}

size_t ArgumentChecker::indexOf(std::string_view name) {
  // Most signatures are short, but an imported one may have any number of inputs.
  if (inputs_.size() <= 32) {
    const auto found =
        std::find_if(inputs_.begin(), inputs_.end(), [&](const Field& input) { return input.name == name; });
    return static_cast<size_t>(found - inputs_.begin());
  }
  if (indices_.empty()) {
    for (size_t i = 0; i < inputs_.size(); ++i) indices_.emplace(inputs_[i].name, i);
  }
  const auto found = indices_.find(name);
  return found != indices_.end() ? found->second : inputs_.size();
}

void ArgumentChecker::argument(const At& at, const Argument& argument) {
  if (!argument.name.empty()) {
    const size_t index = indexOf(argument.name.text);
    return index < inputs_.size() ? bind(at, argument, argument.name, index) : reportUnknown(argument.name);
  }
  if (position_ < signature_.positional) return bind(at, argument, {}, position_++);
  if (signature_.variadic && !inputs_.empty()) {
    expressions_.check(at, argument.value, inputs_.back().type);
    use_.arguments.push_back(argument.value);
    return;
  }
  const ExprNode& node = file_.expr(argument.value).node;
  if (const auto* bare = std::get_if<NameExpr>(&node)) {
    const size_t index = indexOf(bare->name.text);
    return index < inputs_.size() ? bind(at, argument, bare->name, index) : reportUnknownBare(bare->name);
  }
  unknown_ = true;
  if (!std::holds_alternative<ErrorExpr>(node)) reportPosition(argument);
}

void ArgumentChecker::bind(const At& at, const Argument& argument, const Name& name, size_t index) {
  const Field& input = inputs_[index];
  const source::Span span = name.empty() ? file_.expr(argument.value).span : name.span;
  if (use_.arguments[index]) {
    file_.diags.report(span, diag::duplicateArgument, input.name).note(given_[index], diag::declaredHere, input.name);
    return;
  }
  given_[index] = span;
  use_.arguments[index] = argument.value;
  if (!input.deprecated.empty()) file_.diags.report(span, diag::deprecated, input.name, diag::Phrase(input.deprecated));
  expressions_.check(at, argument.value, input.type);
  checkConstraints(file_, argument.value, input);
}

void ArgumentChecker::reportUnknown(const Name& name) {
  unknown_ = true;
  if (broken_) return;
  auto report = file_.diags.report(name.span, diag::unknownArgument, name_, name.text);
  const std::string snake = support::toSnake(name.text);
  std::optional<std::string> near;
  if (file_.named(inputs_, snake) != nullptr) {
    near = snake;
  } else if (file_.maySearch()) {
    std::vector<std::string> names;
    for (const Field& input : inputs_) names.emplace_back(input.name);
    near = support::closest(name.text, names);
  }
  if (near) report.note({}, diag::didYouMean, *near).fix("write `" + *near + "`", false, {{name.span, *near}});
}

/// `f(a)` where nothing is called `a`: the only remaining input may be meant.
void ArgumentChecker::reportUnknownBare(const Name& name) {
  unknown_ = true;
  if (broken_) return;
  auto report = file_.diags.report(name.span, diag::unknownArgument, name_, name.text);
  std::vector<std::string> open;
  for (size_t i = 0; i < inputs_.size(); ++i) {
    if (!use_.arguments[i] && !inputs_[i].optional) open.emplace_back(inputs_[i].name);
  }
  if (open.size() != 1 || call_.arguments.size() != 1) return;
  const std::string whole = open[0] + ": " + std::string(name.text);
  report.fix("write `" + whole + "`", false, {{name.span, whole}});
}

void ArgumentChecker::reportPosition(const Argument& argument) {
  const source::Span span = file_.expr(argument.value).span;
  auto report = file_.diags.report(span, diag::positionalArgument, name_);
  if (position_ >= inputs_.size() || call_.arguments.size() > inputs_.size()) return;
  const std::string wanted(inputs_[static_cast<size_t>(&argument - call_.arguments.data())].name);
  report.fix("write `" + wanted + ": …`", false, {{{span.file, span.begin, span.begin}, wanted + ": "}});
}

void ArgumentChecker::reportMissing() {
  std::vector<std::string> missing;
  for (size_t i = 0; i < inputs_.size(); ++i) {
    const bool variadic = signature_.variadic && i + 1 == inputs_.size();
    if (!use_.arguments[i] && !inputs_[i].optional && !variadic) missing.emplace_back(inputs_[i].name);
  }
  if (missing.empty()) return;
  auto report =
      file_.diags.report(file_.expr(call_.callee).span, diag::missingArgument, name_, diag::OneOf(missing, " and "));
  const Symbol& callee = file_.program.symbols[callee_];
  if (callee.module && !isStandardId(callee.module)) report.note(callee.span, diag::declaredHere, name_);
}

}  // namespace mlpc::sema
