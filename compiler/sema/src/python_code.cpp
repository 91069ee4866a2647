#include "python_code.h"

#include <algorithm>

#include "code_text.h"
#include "python_names.h"

namespace mlpc::sema {
namespace {

using Kind = PythonTokenKind;

/// Nesting of suites that is followed; Python itself stops at 100.
constexpr unsigned kDeepest = 120;

bool opens(std::string_view text) { return text == "(" || text == "[" || text == "{"; }
bool closes(std::string_view text) { return text == ")" || text == "]" || text == "}"; }

bool beginsCompound(std::string_view word) {
  return word == "if" || word == "elif" || word == "else" || word == "for" || word == "while" || word == "with" ||
         word == "try" || word == "except" || word == "finally" || word == "def" || word == "class" || word == "async";
}

class StatementReader {
 public:
  StatementReader(std::string_view code, const std::vector<PythonToken>& tokens) : code_(code), tokens_(tokens) {}

  std::vector<PythonStatement> readAll() {
    std::vector<PythonStatement> out;
    while (tokens_[at_].kind != Kind::End) {
      if (tokens_[at_].kind == Kind::Dedent || tokens_[at_].kind == Kind::Indent ||
          tokens_[at_].kind == Kind::Newline) {
        ++at_;
        continue;
      }
      readStatement(out, 0);
    }
    return out;
  }

 private:
  [[nodiscard]] std::string_view text(size_t i) const {
    return code_.substr(tokens_[i].begin, tokens_[i].end - tokens_[i].begin);
  }
  [[nodiscard]] bool isOp(size_t i, std::string_view op) const {
    return tokens_[i].kind == Kind::Operator && text(i) == op;
  }

  /// Index behind the head's `:`, or 0 if the logical line has none outside brackets.
  [[nodiscard]] size_t headEnd() const {
    unsigned depth = 0;
    unsigned lambdas = 0;
    for (size_t i = at_; tokens_[i].kind != Kind::Newline && tokens_[i].kind != Kind::End; ++i) {
      if (tokens_[i].kind == Kind::Name && text(i) == "lambda" && depth == 0) ++lambdas;
      if (tokens_[i].kind != Kind::Operator) continue;
      const std::string_view op = text(i);
      if (opens(op)) ++depth;
      if (closes(op) && depth > 0) --depth;
      if (op == ":" && depth == 0) {
        if (lambdas == 0) return i + 1;
        --lambdas;
      }
    }
    return 0;
  }

  /// `match x:` and `case y:` with a suite behind; both words are ordinary names elsewhere.
  [[nodiscard]] bool softCompound(std::string_view word) const {
    if (word != "match" && word != "case") return false;
    const size_t end = headEnd();
    return end > at_ + 2 && !isOp(at_ + 1, "=") && !isOp(at_ + 1, ".") &&
           (word == "case" || tokens_[end].kind == Kind::Newline);
  }

  void readStatement(std::vector<PythonStatement>& out, unsigned depth) {
    const std::string_view word = tokens_[at_].kind == Kind::Name ? text(at_) : std::string_view();
    PythonStatement statement;
    statement.first = static_cast<uint32_t>(at_);
    if (beginsCompound(word) || softCompound(word)) {
      if (const size_t end = headEnd(); end != 0) {
        statement.keyword = word == "async" && at_ + 1 < end ? text(at_ + 1) : word;
        statement.compound = true;
        statement.last = static_cast<uint32_t>(end);
        at_ = end;
        readSuite(statement.body, depth);
        out.push_back(std::move(statement));
        return;
      }
    }
    if (isPythonKeyword(word)) statement.keyword = word;
    unsigned open = 0;
    while (tokens_[at_].kind != Kind::Newline && tokens_[at_].kind != Kind::End) {
      if (tokens_[at_].kind == Kind::Operator) {
        const std::string_view op = text(at_);
        if (opens(op)) ++open;
        if (closes(op) && open > 0) --open;
        if (op == ";" && open == 0) break;
      }
      ++at_;
    }
    statement.last = static_cast<uint32_t>(at_);
    if (tokens_[at_].kind != Kind::End) ++at_;
    if (statement.last > statement.first) out.push_back(std::move(statement));
  }

  void readSuite(std::vector<PythonStatement>& out, unsigned depth) {
    if (tokens_[at_].kind != Kind::Newline) {
      // On the line of the head.
      while (true) {
        const size_t before = at_;
        readStatement(out, depth + 1);
        if (at_ == before || tokens_[at_ - 1].kind == Kind::Newline || tokens_[at_].kind == Kind::End) return;
      }
    }
    ++at_;
    if (tokens_[at_].kind != Kind::Indent) return;
    ++at_;
    size_t level = 1;
    while (tokens_[at_].kind != Kind::End) {
      if (tokens_[at_].kind == Kind::Dedent) {
        ++at_;
        if (--level == 0) return;
      } else if (tokens_[at_].kind == Kind::Indent) {
        ++at_;
        ++level;
      } else if (tokens_[at_].kind == Kind::Newline || depth >= kDeepest) {
        ++at_;
      } else {
        readStatement(out, depth + 1);
      }
    }
  }

  std::string_view code_;
  const std::vector<PythonToken>& tokens_;
  size_t at_ = 0;
};

}  // namespace

PythonCode::PythonCode(std::string_view code) : code_(code), tokens_(lexPython(code)) {
  statements_ = StatementReader(code_, tokens_.tokens).readAll();
}

std::vector<PythonFunction> PythonCode::functions() const {
  std::vector<PythonFunction> out;
  const auto& t = tokens_.tokens;
  for (const PythonStatement& statement : statements_) {
    if (statement.keyword != "def") continue;
    uint32_t i = statement.first;
    while (i < statement.last && text(t[i]) != "def") ++i;
    if (++i >= statement.last || t[i].kind != Kind::Name) continue;
    PythonFunction function;
    function.name = text(t[i]);
    function.nameRange = {t[i].begin, t[i].end};
    function.statement = &statement;
    ++i;
    if (i >= statement.last || text(t[i]) != "(") continue;
    ++i;
    // Parameters: name [: annotation] [= default], at depth 0 inside the parentheses.
    unsigned depth = 0;
    PythonParameter parameter;
    enum class Part { Name, Annotation, Default } part = Part::Name;
    bool named = false;
    const auto finish = [&] {
      if (named) function.parameters.push_back(parameter);
      parameter = {};
      part = Part::Name;
      named = false;
    };
    const auto extend = [](PythonRange& range, const PythonToken& token) {
      if (range.end == 0) range.begin = token.begin;
      range.end = token.end;
    };
    for (; i < statement.last; ++i) {
      const std::string_view word = text(t[i]);
      if (t[i].kind == Kind::Operator && depth == 0) {
        if (word == ")") break;
        if (word == ",") {
          finish();
          continue;
        }
        if (word == ":" && part == Part::Name) {
          part = Part::Annotation;
          continue;
        }
        if (word == "=" && part != Part::Default) {
          part = Part::Default;
          continue;
        }
      }
      if (t[i].kind == Kind::Operator && opens(word)) ++depth;
      if (t[i].kind == Kind::Operator && closes(word)) --depth;
      if (part == Part::Name) {
        if (t[i].kind == Kind::Name) {
          parameter.name = {t[i].begin, t[i].end};
          named = true;
        } else if (word == "*" || word == "**") {
          parameter.star = true;
        }
      } else {
        extend(part == Part::Annotation ? parameter.annotation : parameter.defaultValue, t[i]);
      }
    }
    finish();
    ++i;
    if (i < statement.last && text(t[i]) == "->" && i + 2 < statement.last + 1) {
      for (++i; i + 1 < statement.last; ++i) extend(function.returns, t[i]);
    }
    out.push_back(std::move(function));
  }
  return out;
}

std::vector<PythonReturn> PythonCode::returns(const std::vector<PythonStatement>& body) const {
  std::vector<PythonReturn> out;
  const auto& t = tokens_.tokens;
  const auto visit = [&](const auto& self, const std::vector<PythonStatement>& statements) -> void {
    for (const PythonStatement& s : statements) {
      if (s.keyword == "def" || s.keyword == "class") continue;
      if (s.keyword == "return") {
        PythonReturn found;
        found.keyword = {t[s.first].begin, t[s.first].end};
        if (s.last > s.first + 1) found.value = {t[s.first + 1].begin, t[s.last - 1].end};
        out.push_back(found);
      }
      self(self, s.body);
    }
  };
  visit(visit, body);
  return out;
}

bool PythonCode::fallsThrough(const std::vector<PythonStatement>& body) const {
  const auto& t = tokens_.tokens;
  const auto hasWord = [&](const PythonStatement& s, std::string_view word) {
    for (uint32_t i = s.first; i < s.last; ++i) {
      if (t[i].kind == Kind::Name && text(t[i]) == word) return true;
    }
    return false;
  };
  const auto leaves = [&](const auto& self, const std::vector<PythonStatement>& statements) -> bool {
    // True if the end cannot be reached.
    for (size_t i = 0; i < statements.size(); ++i) {
      const PythonStatement& s = statements[i];
      if (s.keyword == "return" || s.keyword == "raise" || s.keyword == "continue" || s.keyword == "break") return true;
      if (!s.compound) {
        if (hasWord(s, "exit") || hasWord(s, "_exit") || hasWord(s, "abort") || hasWord(s, "execv") ||
            hasWord(s, "execvp"))
          return true;
        continue;
      }
      if (s.keyword == "with" && self(self, s.body)) return true;
      // A loop without condition is left only by what leaves the function; a `break` in it is not followed up.
      if (s.keyword == "while" && (hasWord(s, "True") || (s.first + 1 < s.last && text(t[s.first + 1]) == "1")))
        return true;
      if (s.keyword == "match") return true;
      if (s.keyword == "if") {
        bool all = self(self, s.body);
        bool hasElse = false;
        while (i + 1 < statements.size() &&
               (statements[i + 1].keyword == "elif" || statements[i + 1].keyword == "else") &&
               statements[i + 1].compound) {
          ++i;
          all = self(self, statements[i].body) && all;
          hasElse = hasElse || statements[i].keyword == "else";
        }
        if (all && hasElse) return true;
      } else if (s.keyword == "try") {
        bool tried = self(self, s.body);
        bool handlers = true;
        bool finally = false;
        while (i + 1 < statements.size() &&
               (statements[i + 1].keyword == "except" || statements[i + 1].keyword == "else" ||
                statements[i + 1].keyword == "finally")) {
          ++i;
          const bool left = self(self, statements[i].body);
          if (statements[i].keyword == "except") handlers = handlers && left;
          if (statements[i].keyword == "else") tried = tried || left;
          if (statements[i].keyword == "finally") finally = left;
        }
        if (finally || (tried && handlers)) return true;
      } else if ((s.keyword == "for" || s.keyword == "while") && i + 1 < statements.size() &&
                 statements[i + 1].keyword == "else") {
        ++i;
        if (self(self, statements[i].body)) return true;
      }
    }
    return false;
  };
  return !leaves(leaves, body);
}

std::vector<PythonImport> PythonCode::imports() const {
  std::vector<PythonImport> out;
  const auto& t = tokens_.tokens;
  const auto dotted = [&](uint32_t& i, uint32_t last) {
    PythonRange range{t[i].begin, t[i].begin};
    while (i < last && (t[i].kind == Kind::Name || text(t[i]) == ".")) {
      if (t[i].kind == Kind::Name && (text(t[i]) == "as" || text(t[i]) == "import")) break;
      range.end = t[i].end;
      ++i;
    }
    return range;
  };
  // Names with dots between them.
  const auto moduleName = [&](uint32_t& i, uint32_t last) {
    PythonRange range{t[i].begin, t[i].begin};
    while (i < last && t[i].kind == Kind::Name && !isPythonKeyword(text(t[i]))) {
      range.end = t[i].end;
      if (++i + 1 >= last || text(t[i]) != "." || t[i + 1].kind != Kind::Name) break;
      ++i;
    }
    return range;
  };
  const auto refuse = [&](PythonImport& import, uint32_t at, const PythonStatement& s, std::string_view why) {
    if (!import.wrong.empty()) return;
    import.wrong = why;
    const auto& token = t[at < s.last ? at : s.last - 1];
    import.wrongRange = {token.begin, token.end};
  };
  const auto visit = [&](const auto& self, const std::vector<PythonStatement>& statements, bool guarded,
                         bool inFunction) -> void {
    for (const PythonStatement& s : statements) {
      if (s.keyword == "import") {
        uint32_t i = s.first + 1;
        while (i < s.last) {
          const PythonRange range = moduleName(i, s.last);
          PythonImport import{text(range), range, guarded, inFunction, {}, {}};
          if (range.end == range.begin) refuse(import, i, s, "a module's name is missing");
          if (i < s.last && text(t[i]) == "as") {
            ++i;
            if (i >= s.last || t[i].kind != Kind::Name) refuse(import, i, s, "`as` wants a name");
            ++i;
          }
          if (i < s.last && text(t[i]) != ",") refuse(import, i, s, "a comma or the end of the line is missing");
          while (i < s.last && text(t[i]) != ",") ++i;
          ++i;
          out.push_back(import);
        }
        if (s.last == s.first + 1 || text(t[s.last - 1]) == ",") {
          PythonImport import{{}, {}, guarded, inFunction, {}, {}};
          refuse(import, s.last, s, "a module's name is missing");
          out.push_back(import);
        }
      } else if (s.keyword == "from" && s.last > s.first + 1) {
        uint32_t i = s.first + 1;
        const bool relative = text(t[i]) == "." || text(t[i]) == "...";
        const PythonRange range = dotted(i, s.last);
        PythonImport import{relative ? std::string_view() : text(range), range, guarded, inFunction, {}, {}};
        if (i >= s.last || text(t[i]) != "import") {
          refuse(import, i, s, "`import` is missing behind the module");
        } else if (i + 1 >= s.last) {
          refuse(import, i + 1, s, "what is imported is missing");
        }
        out.push_back(import);
      }
      self(self, s.body,
           guarded || s.keyword == "try" || s.keyword == "except" || s.keyword == "if" || s.keyword == "else",
           inFunction || s.keyword == "def");
    }
  };
  visit(visit, statements_, false, false);
  return out;
}

std::vector<PythonCall> PythonCode::calls() const {
  std::vector<PythonCall> out;
  const auto& t = tokens_.tokens;
  const auto readCall = [&](uint32_t open, uint32_t last, PythonCall& call) {
    // From behind `(` to its `)`: counts arguments at depth 0.
    unsigned depth = 0;
    uint32_t start = open + 1;
    const auto finish = [&](uint32_t end) {
      if (end <= start) return;
      if (t[start].kind == Kind::Operator && (text(t[start]) == "*" || text(t[start]) == "**")) {
        call.spread = true;
      } else if (end > start + 1 && t[start].kind == Kind::Name && text(t[start + 1]) == "=") {
        call.keywords.emplace_back(text(t[start]), PythonRange{t[start].begin, t[start].end});
        const bool plain =
            end == start + 3 && t[start + 2].kind == Kind::String && !isPythonFString(text(t[start + 2]));
        call.keywordStrings.push_back(plain ? pythonStringBody(text(t[start + 2])) : std::string_view());
      } else {
        if (call.positional == 0 && end == start + 1 && t[start].kind == Kind::String &&
            !isPythonFString(text(t[start]))) {
          call.firstString = pythonStringBody(text(t[start]));
          call.firstArgument = {t[start].begin, t[start].end};
        }
        ++call.positional;
      }
    };
    for (uint32_t i = open + 1; i < last; ++i) {
      if (t[i].kind != Kind::Operator) continue;
      const std::string_view op = text(t[i]);
      if (opens(op)) ++depth;
      if (closes(op)) {
        if (depth == 0) {
          finish(i);
          return;
        }
        --depth;
      }
      if (op == "," && depth == 0) {
        finish(i);
        start = i + 1;
      }
    }
  };
  const auto visit = [&](const auto& self, const std::vector<PythonStatement>& statements, bool withRun) -> void {
    for (const PythonStatement& s : statements) {
      bool runs = false;
      for (uint32_t i = s.first; i < s.last; ++i) {
        if (t[i].kind != Kind::Name || i + 1 >= s.last || text(t[i + 1]) != "(") continue;
        if (isPythonKeyword(text(t[i])) || (i > s.first && (text(t[i - 1]) == "def" || text(t[i - 1]) == "class")))
          continue;
        uint32_t from = i;
        while (from >= s.first + 2 && text(t[from - 1]) == "." && t[from - 2].kind == Kind::Name) from -= 2;
        if (from > s.first && text(t[from - 1]) == ".") continue;  // of an expression
        PythonCall call;
        call.range = {t[from].begin, t[i].end};
        call.callee = text(call.range);
        call.withRun = withRun;
        readCall(i + 1, s.last, call);
        if (text(t[i]) == "start_run") runs = true;
        out.push_back(std::move(call));
      }
      self(self, s.body, withRun || (s.keyword == "with" && runs));
    }
  };
  visit(visit, statements_, false);
  return out;
}

}  // namespace mlpc::sema
