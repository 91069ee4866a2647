#pragma once

#include <cstdint>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mlpc/embedded/shell_script.h"

namespace mlpc::embedded {

/// Sets a variable for as long as it lives.
template <typename T>
class Within {
 public:
  Within(T& variable, T value) : variable_(variable), before_(std::move(variable)) { variable_ = std::move(value); }
  Within(const Within&) = delete;
  Within& operator=(const Within&) = delete;
  ~Within() { variable_ = std::move(before_); }

 private:
  T& variable_;
  T before_;
};

/// Whether a word ends at this character.
inline bool isMeta(char c) { return std::string_view(" \t\n;&|()<>").find(c) != std::string_view::npos; }

inline ShellPlace in(ShellPlace place, ShellContext around) {
  place.around = around;
  return place;
}

/// Reads a script by recursive descent, as the shell does: what a word is depends on where it stands, so there are no
/// tokens before there is a grammar. After the grammar of POSIX.1-2017 (Shell Command Language, 2.10) and, for bash,
/// the manual's chapter "Shell Commands". Start reading at `shell_reader.cpp`; `shell_compound.cpp` has the compound
/// commands, `shell_words.cpp` words and expansions, `shell_documents.cpp` what is between.
class ShellReader {
 public:
  ShellReader(std::string_view code, Shell shell);
  ShellScript run();

 private:
  using Fails = ShellErrorKind;
  /// Thrown at the first error, which has been recorded.
  struct Stop {};

  /// What the commands of a list have in common.
  struct Around {
    ShellJoint before = ShellJoint::None;
    bool condition = false;
    bool inCondition = false;
  };
  /// A construct that is being read.
  struct Open {
    std::string_view closer;
    Range range;
  };
  struct Document {
    Range delimiter;
    std::string end;
    bool tabs = false;  ///< `<<-`
    bool literal = false;
  };
  /// How far everything is, to come back to.
  struct Mark {
    uint32_t at;
    size_t places, tokens, pieces, commands, open, documents;
  };

  // ---- the grammar

  void commands();
  void list();
  void andOr();
  void pipeline();
  void command();
  void simple(ShellCommand command);
  void redirections();
  bool redirection(ShellCommand* command);
  bool function();
  void functionKeyword();
  void functionBody();
  void coprocess();
  bool compound();
  void begin(std::string_view word, std::string_view closer);
  void end(std::string_view closer);
  void ifCommand();
  void loop(std::string_view keyword);
  void loopBody();
  void forCommand(std::string_view keyword);
  void caseCommand();
  bool caseItem();
  void group();
  void parentheses();
  void test();
  void testOr(ShellCommand& command);
  void testTerm(ShellCommand& command);
  void record(ShellCommand command);
  [[nodiscard]] size_t lastOf(size_t from) const;
  [[nodiscard]] static bool isDeclaration(const ShellCommand& command);
  [[nodiscard]] bool endsList();
  [[nodiscard]] std::string_view reserved() const;
  [[nodiscard]] std::string_view operatorHere() const;
  Range take(std::string_view token);
  Range take(std::string_view kind, uint32_t length);
  [[nodiscard]] const Leaf* last() const;
  bool takeIf(std::string_view op);
  void expect(std::string_view word);
  [[noreturn]] void unexpected();
  [[noreturn]] void fail(Fails kind, Range range);
  void deeper();
  void unclosed(std::string_view closer);

  // ---- white space and here-documents

  void blanks();
  void lineBreaks();
  bool newLine();
  void readDocuments();
  void readDocument(const Document& document);
  void document(Range body, bool literal);

  // ---- words

  enum class Role : uint8_t { Plain, Assignable, Item, Pattern, Regex };
  [[nodiscard]] bool atWord() const;
  ShellWord word(std::string_view kind, Role role = Role::Plain);
  void part(ShellWord& word, Role role);
  [[nodiscard]] bool special(Role role) const;
  bool assigned(ShellWord& word, Role role);
  void compoundValue();
  bool quotedOrExpanded();
  void matched(char open, char close, std::string_view kind);
  void singleQuoted(bool ansi);
  void doubleQuoted(ShellWord* word);
  void backquoted();
  bool dollar(ShellWord* word, bool quoted);
  void parameter();
  void substitution(uint32_t length);
  bool arithmetic(uint32_t length);
  void lateSubstitution();
  void nested();
  template <typename Read>
  bool quietly(uint32_t length, const Read& read);
  void text(ShellWord* word, uint32_t length);
  void endText();
  void place();
  void neighbours(ShellPlace& place) const;

  [[nodiscard]] bool bash() const { return shell_ == Shell::Bash; }
  [[nodiscard]] char peek(uint32_t by = 0) const { return at_ + by < end_ ? code_[at_ + by] : '\0'; }
  [[nodiscard]] std::string_view rest() const { return code_.substr(at_, end_ - at_); }
  [[nodiscard]] bool continues() const;
  void piece(std::string_view kind, uint32_t length);
  [[nodiscard]] Mark mark() const;
  void back(const Mark& mark);

  std::string_view code_;
  Shell shell_;
  bool patterns_;  ///< `+(…)` and the like are patterns
  uint32_t at_ = 0;
  uint32_t end_;
  ShellScript out_;
  Around around_;
  std::vector<Open> open_;
  std::vector<Document> documents_;             ///< whose text begins on the next line
  ShellPlace place_;                            ///< what is true of the places here
  uint32_t text_ = UINT32_MAX;                  ///< where the piece of plain text began that is being read
  std::map<uint32_t, uint32_t> notArithmetic_;  ///< `$((` and `((` that are none, and where the first `(` ends
  bool unsure_ = false;                         ///< where a here-document ends is not known
  unsigned depth_ = 0;
  static constexpr unsigned kDeepest = 250;  ///< levels of nesting; nobody writes that many
};

/// Reads with `read` what is only read when the script runs. False if that fails; `length` bytes are text then.
template <typename Read>
bool ShellReader::quietly(uint32_t length, const Read& read) {
  const Mark before = mark();
  const size_t errors = out_.errors.size();
  const unsigned depth = depth_;
  const bool unread = out_.unread;
  try {
    read();
    return true;
  } catch (const Stop&) {
    if (out_.unread && !unread) throw;
    out_.errors.resize(errors);
    depth_ = depth;
    back(before);
    ShellPlace here = place_;
    here.uncertain = true;
    const Within within(place_, here);
    text(nullptr, length);
    endText();
    return false;
  }
}

}  // namespace mlpc::embedded