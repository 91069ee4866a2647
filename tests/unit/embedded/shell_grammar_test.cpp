// What bash and dash accept and reject, construct by construct: `bash -n` and `dash -n` are the judges.

#include <gtest/gtest.h>

#include "mlpc/embedded/shell_script.h"
#include "mutations.h"

namespace mlpc::embedded {
namespace {

constexpr std::string_view kScripts[] = {
    // Lists and pipelines.
    "a | b |& c && d || e; f & g\n",
    "a |\n\n b &&\n# why\n c\n",
    "! a | b\n",
    "time -p a | b\n",
    "time\n",
    "!\n",
    "time { a; }\n",
    "! { a; }\n",
    "time ! a\n",
    "a | ! b\n",
    "a | time b\n",
    "a & & b\n",
    "a ; ; b\n",
    "a &; b\n",
    "; a\n",
    "a && \n",
    "a |",
    "a\n&& b\n",
    "a;;\n",
    "& a\n",
    // Compound commands.
    "if a; then b; elif c; then d; else e; fi\n",
    "if a; then b; fi fi\n",
    "if a; then if b; then c; fi fi\n",
    "if ; then a; fi\n",
    "if a; then fi\n",
    "if a; then b; else fi\n",
    "if a\nb\n",
    "then\n",
    "if a; then b; fi c\n",
    "while a; do b; done\n",
    "until a\ndo\n b\ndone <f >g\n",
    "while do a; done\n",
    "while a; do done\n",
    "a; do\n",
    "for x in a b; do c; done\n",
    "for x; do a; done\n",
    "for x do a; done\n",
    "for x\nin a\ndo b\ndone\n",
    "for x in; do a; done\n",
    "for x in a b do; done\n",
    "for x in a; { b; }\n",
    "for ((i = 0; i < 3; i++)); do a; done\n",
    "for ((;;)) { a; }\n",
    "for ((a;b)); do c; done\n",
    "for x in a & do b; done\n",
    "for\n",
    "select x in a; do b; done\n",
    "case $x in a|b) c;; (d) ;& e) f;;& *) g; esac\n",
    "case x in esac\n",
    "case x\nin\n a) b ;;\nesac\n",
    "case x in a) b\nesac\n",
    "case x in (esac) a;; esac\n",
    "case x in a|) b;; esac\n",
    "case x in a) b; c) d;; esac\n",
    "case x a) b;; esac\n",
    "case in in in) in;; esac\n",
    "{ a; }\n",
    "{ a }\n",
    "{ }\n",
    "{a; }\n",
    "{ a; } >f }\n",
    "{ { a; } }\n",
    "(a; b)\n",
    "( )\n",
    "(a\n",
    "a)\n",
    "((a + 1))\n",
    "((a); b)\n",
    "( (a) )\n",
    "((1 + (2)) )\n",
    ": ((a))\n",
    "[[ -f x && ! ( a == b* || c -lt 3 ) ]]\n",
    "[[ a ]]\n",
    "[[ a b ]]\n",
    "[[ -f ]]\n",
    "[[ a == ]]\n",
    "[[ a\n&& b ]]\n",
    "[[ a < b ]]\n",
    "[[ $x =~ ^(a|b c)+$ ]]\n",
    "[[ a == @(b|c) ]]\n",
    "[[ ( a ]]\n",
    "[[ a && ]]\n",
    "[[ a\n",
    "[ a\n",
    "coproc a b\n",
    "coproc { a; }\n",
    "coproc X { a; }\n",
    "coproc X\n",
    // Functions.
    "f() { a; }\n",
    "f ( ) ( a )\n",
    "f()\n{ a; } >x\n",
    "function f { a; }\n",
    "function f() { a; }\n",
    "function f\n{ a\n}\n",
    "f() [[ a ]]\n",
    "f() a\n",
    "f(x) { a; }\n",
    "function { a; }\n",
    "f() if a; then b; fi\n",
    "a b() { c; }\n",
    // Words, quotes and expansions.
    "a 'b\nc' \"d\n$e\" $'f\\'g' $\"h\"\n",
    "a 'b\n",
    "a \"b\n",
    "a $'b\\'\n",
    "a b\\\n",
    "a \\\nb\n",
    "a # it's\n",
    "a#b 'c'\n",
    "a ${b:-c} ${#d} ${e[@]} ${f/x/y} ${g:-\"}\"} ${h:-$(i)}\n",
    "a ${b\n",
    "a \"${b:-it's}\"\n",
    "a $(b; c) `d` $((e + 1)) $[1]\n",
    "a $(b\n",
    "a $(b))\n",
    "a `b\n",
    "a $((1 + 2)\n",
    "a $((b); c)\n",
    "a $(if)\n",
    "a \"$(if)\"\n",
    "a `if`\n",
    "a $()\n",
    "a $(case x in y) z;; esac)\n",
    "a <(b) >(c)\n",
    "a < (b)\n",
    "a $(b # )\n)\n",
    "a {b,c} {1..3} ~ * ?\n",
    "a @(b|c)\n",
    "shopt -s extglob\na @(b|c)\n",
    "a=1 b+=2 c[1]=3 d=(e f) g=() h=([1]=i [j k]=l)\n",
    "a=(b;c)\n",
    "a=(b (c))\n",
    "a=(b\n",
    "declare -a a=(b) c\n",
    "export a=(b)\n",
    "a b=(c)\n",
    "a[ 1 ]=2\n",
    "a=(\nb # c\nd\n)\n",
    "in a\n",
    "a if then fi\n",
    // Redirections and here-documents.
    "a >b 2>&1 <c >>d &>e <>f >|g 3<&- {h}>i <<<j\n",
    ">a\n",
    "a >\n",
    "a > ; b\n",
    "a <",
    "a 2>\nb\n",
    "a >& b\n",
    ">a { b; }\n",
    "cat <<A\n$x\nA\n",
    "cat <<'A'\n$(\nA\n",
    "cat <<A\n$(if)\nA\n",
    "cat <<-A\n\tb\n\tA\n",
    "cat <<A <<B\na\nA\nb\nB\n",
    "cat <<A && cat <<B | c\na\nA\nb\nB\n",
    "if a; then cat <<A; fi\nb\nA\n",
    "f() { cat <<A; }\nb\nA\n",
    "a $(cat <<A\nb\nA\n) c\n",
    "cat <<A\nb\n",
    "cat <<A\nb\n A\n",
    "cat <<A\nb\\\nA\nA\n",
    "cat <<\"A B\"\nx\nA B\n",
    "(cat <<A)\nb\nA\n",
    "cat <<A; cat <<'B'\n`c`\nA\n${\nB\n",
    "a <<\n",
    // Words of one construct in another.
    "if a; done\n",
    "while a; do b; fi\n",
    "case a in b) c;; fi\n",
    "{ a; )\n",
    "(a; }\n",
    "for x in a; do b; }\n",
    "if a; then b; esac\n",
};

/// Whether `program -n` rejects or warns about a script.
bool complains(const std::string& program, std::string_view code) {
  return !runFile(program + " -n", std::string(code)).empty();
}

TEST(ShellGrammar, AcceptsWhatBashAccepts) {
  for (const std::string_view code : kScripts) {
    // What sets `extglob` is read as if it had run.
    const bool refused = complains(code.starts_with("shopt") ? "bash -O extglob" : "bash", code);
    EXPECT_EQ(!readShell(code).errors.empty(), refused) << code;
  }
}

TEST(ShellGrammar, AcceptsInShWhatDashAccepts) {
  if (runFile("dash -c true; echo", "").find("not found") != std::string::npos) GTEST_SKIP() << "no dash";
  for (const std::string_view code : kScripts) {
    // About a here-document without an end, dash says nothing.
    const ShellScript script = readShell(code, Shell::Posix);
    const bool document =
        !script.errors.empty() && script.errors.front().kind == ShellErrorKind::UnterminatedHereDocument;
    EXPECT_TRUE(document || script.errors.empty() != complains("dash", code)) << code;
  }
}

TEST(ShellGrammar, AllErrorsAreInTheScript) {
  for (const std::string_view code : kScripts) {
    for (const ShellError& error : readShell(code).errors) {
      EXPECT_LE(error.range.begin, error.range.end) << code;
      EXPECT_LE(error.range.end, code.size()) << code;
    }
  }
}

/// Whether `text` may be inserted for the only placeholder of `code`.
bool keeps(std::string_view code, const std::string& text) { return readsAsBefore(readShell(code), {text}); }

TEST(ShellGrammar, AnInsertedTextStaysOneWord) {
  EXPECT_TRUE(keeps("a \x01 b\n", "'c d'"));
  EXPECT_FALSE(keeps("a \x01 b\n", "c d"));
  EXPECT_FALSE(keeps("a \x01 b\n", "c; d"));
  EXPECT_FALSE(keeps("\x01 b\n", "if"));
  EXPECT_FALSE(keeps("\x01 b\n", "x=1"));
  EXPECT_FALSE(keeps("a \x01>b\n", "2"));
  EXPECT_FALSE(keeps("a \"$b\x01\"\n", "c"));
  EXPECT_TRUE(keeps("a \"$1\x01\"\n", "2"));
  EXPECT_TRUE(keeps("a \"$b\x01\"\n", "-c"));
  EXPECT_FALSE(keeps("a \"\x01\"\n", "$(b)"));
  EXPECT_FALSE(keeps("cat <<A\n\x01\nA\nb\nA\n", "A"));
  EXPECT_TRUE(keeps("cat <<A <<B\n\x01\nA\nb\nB\n", "B"));
  EXPECT_TRUE(keeps("[[ $x =~ \x01 ]]\n", "'a b'"));
  EXPECT_FALSE(keeps("[[ $x =~ \x01 ]]\n", "a b"));
  // Two that are harmless alone.
  const ShellScript keyword = readShell("\x01\x01 a\n");
  EXPECT_TRUE(readsAsBefore(keyword, {"i", "\x01"}));
  EXPECT_FALSE(readsAsBefore(keyword, {"i", "f"}));
  const ShellScript name = readShell("a \"$b\x01\x01\"\n");
  EXPECT_TRUE(readsAsBefore(name, {"", "\x01"}));
  EXPECT_FALSE(readsAsBefore(name, {"", "c"}));
}

}  // namespace
}  // namespace mlpc::embedded
