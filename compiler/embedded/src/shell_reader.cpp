// The grammar of a shell script.
#include "shell_reader.h"

#include <algorithm>
#include <array>
#include <utility>

#include "bytes.h"
#include "insertion.h"
#include "mlpc/embedded/syntax_tree.h"

namespace mlpc::embedded {
namespace {

/// Longer ones first; a single character is in `kOperators`.
constexpr std::array<std::string_view, 18> kRedirections = {"<<<", "<<-", "<<", "<&",  "<>", "<",  "&>>", "&>", ">>",
                                                            ">&",  ">|",  ">",  ";;&", ";;", ";&", "&&",  "||", "|&"};
constexpr std::string_view kOperatorCharacters = "<>&|;()";  // with which they begin
constexpr std::array<std::string_view, 5> kOperators = {";", "&", "|", "(", ")"};
/// After which a script cannot end.
constexpr std::array<std::string_view, 15> kWanting = {"&&", "||", "|",  "|&", "<",  ">",   ">>", ">|",
                                                       "<>", "<&", ">&", "&>", "<<", "<<-", "<<<"};
/// Not in `sh`.
constexpr std::array<std::string_view, 6> kOfBash = {"<<<", "&>>", "&>", ";;&", ";&", "|&"};
constexpr std::array<std::string_view, 16> kReserved = {"if",   "then",  "else",  "elif", "fi", "do", "done", "case",
                                                        "esac", "while", "until", "for",  "in", "{",  "}",    "!"};
constexpr std::array<std::string_view, 6> kReservedInBash = {"select", "function", "time", "coproc", "[[", "]]"};
/// After these, `x=(…)` assigns too.
constexpr std::array<std::string_view, 8> kDeclarations = {"declare",  "typeset", "export", "local",
                                                           "readonly", "alias",   "eval",   "let"};

template <typename List>
bool isAmong(const List& list, std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

bool isClosing(std::string_view word) { return word == "fi" || word == "done" || word == "esac" || word == "}"; }
uint32_t beginOf(const ShellCommand& c) {
  uint32_t begin = UINT32_MAX;
  for (const auto* words : {&c.assignments, &c.words, &c.written}) {
    if (!words->empty()) begin = std::min(begin, words->front().range.begin);
  }
  return begin;
}

}  // namespace

ShellReader::ShellReader(std::string_view code, Shell shell)
    : code_(code),
      shell_(shell),
      patterns_(shell == Shell::Bash && code.find("extglob") != std::string_view::npos),
      end_(static_cast<uint32_t>(code.size())) {}

ShellScript ShellReader::run() {
  out_.code = code_;
  out_.shell = shell_;
  out_.unread = code_.size() > SyntaxTree::kMaxSize;
  try {
    if (!out_.unread) commands();
    if (!out_.unread && at_ < end_) unexpected();
    if (!documents_.empty()) fail(Fails::UnterminatedHereDocument, documents_.front().delimiter);
  } catch (const Stop&) {
    documents_.clear();
  }
  if (out_.unread) out_.errors.clear();
  out_.whole = !out_.unread && out_.errors.empty();
  std::stable_sort(out_.commands.begin(), out_.commands.end(),
                   [](const ShellCommand& a, const ShellCommand& b) { return beginOf(a) < beginOf(b); });
  if (out_.whole && !unsure_) return std::move(out_);
  out_.places.clear();
  for (size_t at = code_.find(kPlaceholderByte); at != std::string_view::npos;
       at = code_.find(kPlaceholderByte, at + 1)) {
    at_ = static_cast<uint32_t>(at);
    place_ = {};
    place_.uncertain = true;
    place();
  }
  return std::move(out_);
}

// ---- errors

void ShellReader::fail(Fails kind, Range range) {
  out_.errors.push_back({kind, range});
  throw Stop();
}

void ShellReader::deeper() {
  if (++depth_ <= kDeepest) return;
  out_.unread = true;
  throw Stop();
}

/// Reports what is open, down to what `closer` closes: the innermost, or all reserved words if that is one.
void ShellReader::unclosed(std::string_view closer) {
  for (size_t i = open_.size(); i-- > 0 && open_[i].closer != closer;) {
    const std::string_view end = open_[i].closer;
    if (isClosing(end)) {
      out_.errors.push_back({Fails::UnclosedKeyword, open_[i].range});
      continue;
    }
    if (i + 1 != open_.size()) return;
    const bool dollar = code_[open_[i].range.begin] == '$';
    out_.errors.push_back({dollar ? Fails::UnterminatedSubstitution : Fails::UnclosedParenthesis, open_[i].range});
    return;
  }
}

void ShellReader::unexpected() {
  blanks();
  const std::string_view op = operatorHere();
  const bool end = at_ >= end_;
  const Leaf* before = last();
  // An operator before the end needs something even if a bracket is open.
  const bool wants = before != nullptr && isAmong(kWanting, before->kind);
  if (end && !open_.empty() && !wants) {
    unclosed({});
  } else if (end || peek() == '\n') {
    out_.errors.push_back({Fails::Incomplete, before != nullptr ? before->range : Range{at_, at_}});
  } else if (!op.empty()) {
    const bool closes =
        op != ")" || std::any_of(open_.begin(), open_.end(), [](const Open& o) { return o.closer.ends_with(')'); });
    out_.errors.push_back({closes ? Fails::UnexpectedToken : Fails::UnexpectedParenthesis,
                           {at_, at_ + static_cast<uint32_t>(op.size())}});
  } else {
    // What is wrong in the word is found first.
    const Range range = this->word("word").range;
    const std::string_view word = code_.substr(range.begin, range.end - range.begin);
    const bool stray = isClosing(word) && (open_.empty() || open_.back().closer != word);
    out_.errors.push_back({stray ? Fails::UnexpectedKeyword : Fails::UnexpectedToken, range});
    if (stray) unclosed(word);
  }
  throw Stop();
}

// ---- tokens

std::string_view ShellReader::operatorHere() const {
  if (at_ >= end_ || kOperatorCharacters.find(code_[at_]) == std::string_view::npos) return {};
  const auto here = [&](std::string_view op) { return rest().starts_with(op) && (bash() || !isAmong(kOfBash, op)); };
  for (const std::string_view op : kRedirections) {
    if (here(op)) return op;
  }
  const auto found = std::find_if(kOperators.begin(), kOperators.end(), here);
  return found != kOperators.end() ? *found : std::string_view();
}

/// The reserved word at this place, if a word does that is one.
std::string_view ShellReader::reserved() const {
  constexpr std::string_view kEnds = " \t\n;&|()<>";
  constexpr size_t kLongest = 8;  // `function`
  const size_t most = std::min(rest().size(), kLongest + 1);
  size_t end = 0;
  while (end < most && kEnds.find(rest()[end]) == std::string_view::npos) ++end;
  if (end > kLongest) return {};
  if (end > 0 && rest()[end - 1] == '\\' && rest().substr(end, 1) == "\n") --end;  // a continued line
  const std::string_view word = rest().substr(0, end);
  const auto find = [&](const auto& words) {
    const auto found = std::find(words.begin(), words.end(), word);
    return found != words.end() ? *found : std::string_view();
  };
  const std::string_view found = find(kReserved);
  return found.empty() && bash() ? find(kReservedInBash) : found;
}

Range ShellReader::take(std::string_view token) { return take(token, static_cast<uint32_t>(token.size())); }

Range ShellReader::take(std::string_view kind, uint32_t length) {
  const Range range{at_, at_ + length};
  out_.tokens.push_back({kind, {}, range});
  at_ = range.end;
  return range;
}

/// The last token that is more than a line break or a comment, or null.
const Leaf* ShellReader::last() const {
  const auto found = std::find_if(out_.tokens.rbegin(), out_.tokens.rend(), [](const Leaf& token) {
    return token.kind != "\n" && token.kind != "#" && token.kind != "document" && token.kind != "end";
  });
  return found != out_.tokens.rend() ? &*found : nullptr;
}

bool ShellReader::takeIf(std::string_view op) {
  blanks();
  if (operatorHere() != op) return false;
  take(op);
  return true;
}

void ShellReader::expect(std::string_view word) {
  blanks();
  if (reserved() != word) unexpected();
  take(word);
}

// ---- lists

void ShellReader::commands() {
  lineBreaks();
  if (!endsList()) list();
}

bool ShellReader::endsList() {
  blanks();
  const std::string_view op = operatorHere();
  if (at_ >= end_ || op == ")" || op.starts_with(";;") || op == ";&") return true;
  const std::string_view word = reserved();
  return isClosing(word) || word == "then" || word == "do" || word == "else" || word == "elif";
}

void ShellReader::list() {
  deeper();
  lineBreaks();
  while (true) {
    andOr();
    blanks();
    if (peek() != '\n' || at_ >= end_) {
      const std::string_view op = operatorHere();
      if (op != ";" && op != "&") break;
      take(op);
    }
    lineBreaks();
    if (endsList()) break;
  }
  --depth_;
}

void ShellReader::andOr() {
  size_t last = out_.commands.size();
  pipeline();
  while (true) {
    blanks();
    const std::string_view op = operatorHere();
    if (op != "&&" && op != "||") break;
    const ShellJoint joint = op == "&&" ? ShellJoint::And : ShellJoint::Or;
    if (out_.commands.size() > last) out_.commands[lastOf(last)].after = joint;
    around_.before = joint;
    take(op);
    lineBreaks();
    last = out_.commands.size();
    pipeline();
  }
  around_.before = ShellJoint::None;
}

void ShellReader::pipeline() {
  const bool condition = around_.condition;
  bool prefixed = false;
  for (blanks(); reserved() == "!" || reserved() == "time"; blanks()) {
    const bool time = reserved() == "time";
    if (!time) around_.condition = true;
    take(reserved());
    prefixed = true;
    for (const std::string_view option : {"-p", "--"}) {
      blanks();
      const bool whole = rest().size() == 2 || std::string_view(" \t\n;").find(peek(2)) != std::string_view::npos;
      if (time && rest().starts_with(option) && whole) take(option);
    }
  }
  // bash times and negates an empty command too.
  const bool empty = prefixed && bash() && (at_ >= end_ || peek() == '\n' || operatorHere() == ";");
  size_t last = out_.commands.size();
  if (!empty) command();
  while (!empty) {
    blanks();
    const std::string_view op = operatorHere();
    if (op != "|" && op != "|&") break;
    if (out_.commands.size() > last) out_.commands[lastOf(last)].after = ShellJoint::Pipe;
    around_.before = ShellJoint::Pipe;
    take(op);
    lineBreaks();
    last = out_.commands.size();
    command();
  }
  around_.condition = condition;
}

/// The command, from `from` on, that ends last: those in its substitutions were recorded before it.
size_t ShellReader::lastOf(size_t from) const {
  size_t found = from;
  for (size_t i = from; i < out_.commands.size(); ++i) {
    if (out_.commands[i].range().end > out_.commands[found].range().end) found = i;
  }
  return found;
}

void ShellReader::record(ShellCommand command) {
  if (command.words.empty() && command.assignments.empty() && command.written.empty()) return;
  command.before = std::exchange(around_.before, ShellJoint::None);
  command.condition = around_.condition;
  command.inCondition = around_.inCondition;
  out_.commands.push_back(std::move(command));
}

// ---- simple commands

void ShellReader::command() {
  deeper();
  blanks();
  if (compound()) {
    redirections();
  } else {
    simple({});
  }
  --depth_;
}

bool ShellReader::isDeclaration(const ShellCommand& command) {
  const ShellWord& name = command.words.front();
  return !name.quoted && isAmong(kDeclarations, name.value);
}

void ShellReader::simple(ShellCommand command) {
  const Around around = around_;
  around_.before = ShellJoint::None;  // does not concern what is in its words
  bool begun = !command.words.empty();
  // `time` is one at the beginning of a pipeline only, where it has been taken.
  if (!begun && !reserved().empty() && reserved() != "time") unexpected();
  for (blanks();; blanks()) {
    if (redirection(&command)) {
      begun = true;
      continue;
    }
    if (!atWord()) break;
    const bool first = command.words.empty();
    const bool assigns = first || isDeclaration(command);
    ShellWord word = this->word(first ? "command" : "word", assigns ? Role::Assignable : Role::Plain);
    const bool assignment = out_.tokens.back().kind == "assignment";
    (first && assignment ? command.assignments : command.words).push_back(std::move(word));
    if (first && !assignment && !begun && command.assignments.empty() && function()) {
      around_ = around;
      functionBody();
      return;
    }
    begun = true;
  }
  if (!begun) unexpected();
  around_ = around;
  record(std::move(command));
}

void ShellReader::redirections() {
  for (blanks(); redirection(nullptr); blanks()) {
  }
}

bool ShellReader::redirection(ShellCommand* command) {
  uint32_t length = 0;
  while (peek(length) >= '0' && peek(length) <= '9') ++length;
  if (length == 0 && peek() == '{' && bash()) {
    for (length = 1; isNameChar(peek(length)) || peek(length) == kPlaceholderByte; ++length) {
    }
    length = peek(length) == '}' && length > 1 ? length + 1 : 0;
  }
  if (peek(length) != '<' && peek(length) != '>' && (length != 0 || !rest().starts_with("&>"))) return false;
  if (peek(length) != '&' && peek(length + 1) == '(' && bash()) return false;
  const Mark before = mark();
  if (length != 0) take("fd", length);
  const std::string_view op = operatorHere();
  const bool redirects = op.find_first_of("<>") != std::string_view::npos && !op.empty();
  if (!redirects) {
    back(before);
    return false;
  }
  take(op);
  blanks();
  if (!atWord()) unexpected();
  const ShellWord target = word("file");
  const std::string_view written = code_.substr(target.range.begin, target.range.end - target.range.begin);
  if (op == "<<" || op == "<<-") {
    if (written.find(kPlaceholderByte) != std::string_view::npos) unsure_ = true;
    const bool literal = written.find_first_of("'\"\\") != std::string_view::npos;
    documents_.push_back({target.range, target.value, op == "<<-", literal});
  } else if (op.find('>') != std::string_view::npos && op != "<>" && command != nullptr) {
    command->written.push_back(target);
  }
  return true;
}

ShellScript readShell(std::string_view text, Shell shell) { return ShellReader(text, shell).run(); }

bool readsAsBefore(const ShellScript& script, const std::vector<std::string>& texts) {
  const auto hostOf = [&](uint32_t at) {
    const auto host = std::find_if(script.pieces.begin(), script.pieces.end(),
                                   [&](const Leaf& piece) { return piece.range.holds(at); });
    return host != script.pieces.end() ? host->range : Range{at, at + 1};
  };
  const Insertion insertion(script.code, texts, hostOf);
  const ShellScript now = readShell(insertion.code(), script.shell);
  return now.whole && insertion.keeps(script.tokens, now.tokens) && insertion.leavesTheRest(script.pieces, now.pieces);
}

}  // namespace mlpc::embedded
