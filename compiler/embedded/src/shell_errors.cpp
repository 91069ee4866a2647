// What is wrong with a bash script. The place where the grammar gives up is reported only if bash is certain to reject
// it: something is open at the end, something closes nothing, or an operator has nothing before it.
#include "shell_errors.h"

#include <algorithm>
#include <array>

namespace mlpc::embedded {
namespace {

using Fails = ShellErrorKind;

class ShellDiagnosis {
 public:
  explicit ShellDiagnosis(const SyntaxTree& tree) : tree_(tree), code_(tree.code()) {}

  std::vector<ShellError> run() {
    if (tree_.unread()) return {};
    hereDocuments();
    if (!errors_.empty()) return std::move(errors_);
    commands();
    if (!tree_.fault()) return std::move(errors_);
    std::vector<ShellError> words = std::move(errors_);
    errors_.clear();
    leaves(tree_.fault()->token.begin);
    diagnose(*tree_.fault());
    // The first error is the cause of the others.
    const bool later = !words.empty() && words.front().range.begin > tree_.fault()->token.begin && !errors_.empty();
    if (!words.empty() && !later) return words;
    return std::move(errors_);
  }

 private:
  struct Open {
    std::string_view closer;
    Range range;
    bool keyword = false;
    bool body = false;  ///< its `do` or `then` has been read
  };

  void add(Fails kind, Range range) { errors_.push_back({kind, range}); }

  /// bash only warns about a here-document without an end, which then contains the rest of the script.
  void hereDocuments() {
    // In a broken tree, the end may be anywhere after it.
    bool ended = false;
    for (auto i = static_cast<uint32_t>(tree_.size()); i-- > 0;) {
      ended = ended || (tree_.node(i).is("heredoc_end") && !tree_.node(i).range().empty());
      if (!ended && tree_.node(i).is("heredoc_start")) add(Fails::UnterminatedHereDocument, tree_.node(i).range());
    }
    std::reverse(errors_.begin(), errors_.end());
  }

  /// The grammar reads a reserved word that closes nothing as a command, and accepts blocks without commands.
  void commands() {
    std::string_view before;
    for (uint32_t i = 0; i < tree_.size(); ++i) {
      const Node command = tree_.node(i);
      if (!command.firstChild() && !command.isComment() && !command.range().empty()) {
        const std::string_view word = command.named() ? std::string_view() : command.text();
        const bool opens = before == "do" || before == "then" || before == "else" || before == "{";
        const bool closes = word == "done" || word == "fi" || word == "else" || word == "elif" || word == "}";
        if (opens && closes && command.parent().kind() != "expansion") add(Fails::UnexpectedToken, command.range());
        before = word;
      }
      if (!command.is("command") || !command.firstChild().is("command_name")) continue;
      const std::string_view name = command.firstChild().text();
      if (name == "fi" || name == "done" || name == "esac" || name == "}") {
        add(Fails::UnexpectedKeyword, command.firstChild().range());
      } else if (name == "then" || name == "do" || name == "else" || name == "elif") {
        add(Fails::UnexpectedToken, command.firstChild().range());
      }
    }
  }

  static std::string_view closerOf(std::string_view token) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 15> kPairs = {{
        {"[[", "]]"},
        {"if", "fi"},
        {"while", "done"},
        {"until", "done"},
        {"for", "done"},
        {"select", "done"},
        {"case", "esac"},
        {"{", "}"},
        {"$(", ")"},
        {"${", "}"},
        {"$((", "))"},
        {"(", ")"},
        {"<(", ")"},
        {">(", ")"},
        {"((", "))"},
    }};
    for (const auto& [open, closer] : kPairs) {
      if (open == token) return closer;
    }
    return {};
  }
  static bool isKeyword(std::string_view token) { return (token[0] >= 'a' && token[0] <= 'z') || token == "{"; }

  /// What is open before `stop`.
  void leaves(uint32_t stop) {
    for (uint32_t i = 0; i < tree_.size(); ++i) {
      const Node node = tree_.node(i);
      if (node.firstChild() || node.range().empty()) continue;
      if (node.range().begin >= stop) break;
      if (node.isComment()) continue;
      last_ = node;
      if (node.named()) continue;
      std::string_view token = node.text();
      Range range = node.range();
      while (!token.empty() && std::string_view(" \t\r\n").find(token[0]) != std::string_view::npos) {
        token.remove_prefix(1);
        ++range.begin;
      }
      if (token.empty()) continue;
      if (token == "\"" || token == "`") {
        if (!open_.empty() && open_.back().closer == token) {
          open_.pop_back();
        } else {
          open_.push_back({token, range, false, false});
        }
      } else if (!open_.empty() && open_.back().closer == token) {
        open_.pop_back();
      } else if (const std::string_view closer = closerOf(token); !closer.empty()) {
        const bool pattern = token == "(" && node.parent().is("case_item");
        const bool function = token == "(" && node.parent().is("function_definition");
        if (!pattern && !function) open_.push_back({closer, range, isKeyword(token), false});
      } else if ((token == "do" || token == "then") && !open_.empty()) {
        open_.back().body = true;
      }
    }
  }

  void diagnose(const Fault& fault) {
    const uint32_t at = fault.token.begin;
    const bool end = at >= code_.size();
    if (!open_.empty() && open_.back().closer == "\"") {
      add(Fails::UnterminatedQuote, open_.back().range);
      return;
    }
    if (!end && quote(at)) return;
    if (end) {
      unclosed();
      return;
    }
    const std::string_view token = tree_.text(fault.token);
    if (!open_.empty() && open_.back().closer == "done" && !open_.back().body && forLoop()) {
      add(Fails::UnexpectedToken, fault.token);
    } else if (token == "fi" || token == "done" || token == "esac" || token == "}") {
      const bool closes = !open_.empty() && open_.back().closer == token;
      add(closes ? Fails::UnexpectedToken : Fails::UnexpectedKeyword, fault.token);
      if (!closes) unclosed(token);
    } else if (token == ")") {
      const bool inside = std::any_of(open_.begin(), open_.end(), [](const Open& o) { return o.closer == ")"; });
      add(inside ? Fails::UnexpectedToken : Fails::UnexpectedParenthesis, fault.token);
    } else if (token == "then" || token == "do" || token == "else" || token == "elif") {
      if (beginsCommand(at)) add(Fails::UnexpectedToken, fault.token);
    } else if (isOperator(token) && beginsCommand(at)) {
      add(Fails::UnexpectedToken, fault.token);
    }
    if (errors_.empty()) neverClosed(at);
  }

  /// A single quote that is not closed does not form a token.
  bool quote(uint32_t at) {
    const uint32_t quote = code_[at] == '$' ? at + 1 : at;
    if (quote >= code_.size() || code_[quote] != '\'') return false;
    if (code_.find('\'', quote + 1) != std::string_view::npos) return false;
    add(Fails::UnterminatedQuote, {quote, quote + 1});
    return true;
  }

  [[nodiscard]] bool forLoop() const {
    const std::string_view word = tree_.text(open_.back().range);
    return word == "for" || word == "select";
  }

  /// The fault itself may be unclear; but if nothing after it can close what is open, that is certain.
  void neverClosed(uint32_t at) {
    if (open_.empty()) return;
    const Open& open = open_.back();
    const auto letter = [&](size_t i) {
      return i < code_.size() && ((code_[i] >= 'a' && code_[i] <= 'z') || code_[i] == '_' || code_[i] == '-');
    };
    for (size_t found = code_.find(open.closer, at); found != std::string_view::npos;
         found = code_.find(open.closer, found + 1)) {
      const bool word = open.keyword && open.closer != "}";
      if (!word || (!letter(found + open.closer.size()) && !(found > 0 && letter(found - 1)))) return;
    }
    unclosed();
  }

  /// Reports what is open, down to what `closer` closes: the innermost, or all reserved words if that is one.
  void unclosed(std::string_view closer = {}) {
    if (open_.empty()) return;
    for (size_t i = open_.size(); open_.back().keyword && i-- > 0 && open_[i].closer != closer;) {
      if (open_[i].keyword) add(Fails::UnclosedKeyword, open_[i].range);
    }
    if (open_.back().keyword) return;
    const std::string_view token = tree_.text(open_.back().range);
    const bool plain = token == "(" || token == "[[" || token == "((" || token == "<(" || token == ">(";
    add(plain ? Fails::UnclosedParenthesis : Fails::UnterminatedSubstitution, open_.back().range);
  }

  static bool isOperator(std::string_view token) {
    return token == "&&" || token == "||" || token == "|" || token == ";" || token == ";;" || token == "&";
  }

  /// Whether a command would begin at `at`: at the beginning of a line, or after an operator or a reserved word.
  [[nodiscard]] bool beginsCommand(uint32_t at) const {
    size_t before = at;
    while (before > 0 && (code_[before - 1] == ' ' || code_[before - 1] == '\t')) --before;
    if (before == 0) return true;
    const char c = code_[before - 1];
    if (c == '\n') return before < 2 || code_[before - 2] != '\\';
    if (last_ && last_.range().end == before) {
      const std::string_view word = last_.text();
      if (!last_.named() && (word == "then" || word == "do" || word == "else" || word == "elif" || word == "if" ||
                             word == "while" || word == "until" || word == "{" || word == "!" || word == "("))
        return true;
    }
    return c == ';' || c == '&' || c == '|';
  }

  const SyntaxTree& tree_;
  std::string_view code_;
  Node last_;
  std::vector<Open> open_;
  std::vector<ShellError> errors_;
};

}  // namespace

std::vector<ShellError> findShellErrors(const SyntaxTree& tree) { return ShellDiagnosis(tree).run(); }

}  // namespace mlpc::embedded
