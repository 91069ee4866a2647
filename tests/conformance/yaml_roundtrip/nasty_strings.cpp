#include "nasty_strings.h"

#include <array>
#include <iterator>

namespace mlpc::roundtrip {
namespace {

using std::string_view_literals::operator""sv;

// What the resolver of some YAML version does not take for a string, and indicators.
constexpr auto kLookAlikes = std::to_array<std::string_view>({"y",
                                                              "n",
                                                              "yes",
                                                              "no",
                                                              "on",
                                                              "off",
                                                              "true",
                                                              "false",
                                                              "null",
                                                              "~",
                                                              "none",
                                                              "nil",
                                                              "undefined",
                                                              "nan",
                                                              "inf",
                                                              "infinity",
                                                              ".nan",
                                                              ".inf",
                                                              "-.inf",
                                                              "+.inf",
                                                              ".Inf",
                                                              ".NAN",
                                                              "=",
                                                              "<<",
                                                              "<",
                                                              "0",
                                                              "00",
                                                              "07",
                                                              "08",
                                                              "0o17",
                                                              "0o8",
                                                              "0O17",
                                                              "0x1F",
                                                              "0X1f",
                                                              "-0x1F",
                                                              "+0x1F",
                                                              "0b101",
                                                              "-0b1",
                                                              "0b2",
                                                              "1_000",
                                                              "_1",
                                                              "1_",
                                                              "0_7",
                                                              "1,000",
                                                              "+1",
                                                              "-1",
                                                              "- 1",
                                                              "+",
                                                              "-",
                                                              "--",
                                                              "---",
                                                              "...",
                                                              "--- x",
                                                              "... x",
                                                              "---x",
                                                              "...x",
                                                              "1.",
                                                              ".1",
                                                              "1.0",
                                                              "-.5",
                                                              "+.5",
                                                              "1e3",
                                                              "1E3",
                                                              "1e+3",
                                                              "1.e3",
                                                              ".1e3",
                                                              "1.5e-3",
                                                              "1e",
                                                              "e1",
                                                              "1e400",
                                                              "0x1p-2",
                                                              "0x1.8p3",
                                                              "12:30:45",
                                                              "1:30",
                                                              "190:20:30.15",
                                                              "-1:30",
                                                              "2020-01-01",
                                                              "2020-1-1",
                                                              "2020-01-01T10:00:00Z",
                                                              "2020-01-01t10:00:00.5+01:00",
                                                              "2020-01-01 10:00:00",
                                                              "2001-12-14 21:59:43.10 -5",
                                                              "2020-13-45",
                                                              "9223372036854775807",
                                                              "9223372036854775808",
                                                              "18446744073709551616",
                                                              "0.1.2",
                                                              "1.2.3",
                                                              "1-2",
                                                              "1/2",
                                                              "500m",
                                                              "1Gi",
                                                              "2E4",
                                                              "12E",
                                                              "30s",
                                                              "?",
                                                              "? x",
                                                              "?x",
                                                              ":",
                                                              ": x",
                                                              ":x",
                                                              "x:",
                                                              "x: y",
                                                              "x:y",
                                                              "x :y",
                                                              "#",
                                                              "# x",
                                                              "#x",
                                                              "x#y",
                                                              "x #y",
                                                              "x# y",
                                                              "- x",
                                                              "-x",
                                                              "--x",
                                                              "-\tx",
                                                              "[",
                                                              "]",
                                                              "[]",
                                                              "[a]",
                                                              "{",
                                                              "}",
                                                              "{}",
                                                              "{a: b}",
                                                              ",",
                                                              ", x",
                                                              "a, b",
                                                              "&",
                                                              "&a",
                                                              "&a x",
                                                              "*",
                                                              "*a",
                                                              "!",
                                                              "!!",
                                                              "!!str x",
                                                              "!a",
                                                              "|",
                                                              "|-",
                                                              "| x",
                                                              ">",
                                                              ">-",
                                                              "> x",
                                                              "'",
                                                              "''",
                                                              "'x'",
                                                              "\"",
                                                              "\"\"",
                                                              "\"x\"",
                                                              "\"x",
                                                              "x\"",
                                                              "%",
                                                              "%YAML 1.2",
                                                              "%a",
                                                              "@",
                                                              "@a",
                                                              "`",
                                                              "`a",
                                                              "$(x)",
                                                              "${{ x }}",
                                                              "{{inputs.x}}",
                                                              "a\\b",
                                                              "\\",
                                                              "\\n",
                                                              "\\x41",
                                                              "C:\\dir",
                                                              "http://host:80/a?b=c#d",
                                                              "key: |",
                                                              "- - x",
                                                              "a: - b",
                                                              "it's",
                                                              "say \"hi\"",
                                                              "",
                                                              " ",
                                                              "  ",
                                                              "\t",
                                                              "\n",
                                                              "\n\n",
                                                              " \n",
                                                              "\n ",
                                                              "\r",
                                                              "\r\n",
                                                              "a\n",
                                                              "a\n\n",
                                                              "\na",
                                                              " a",
                                                              "a ",
                                                              "a\t",
                                                              "\ta",
                                                              "a\tb",
                                                              "a\n b",
                                                              "a\n\tb",
                                                              " a\nb",
                                                              "\ta\nb",
                                                              "\n a\nb",
                                                              "\n\ta\n",
                                                              "a\n  ",
                                                              "a\n  \n",
                                                              "a\n\n  \n\n",
                                                              "a \nb",
                                                              "a\r\nb",
                                                              "a\n---\nb",
                                                              "---\na",
                                                              "...\na",
                                                              "a\n...",
                                                              "#a\nb",
                                                              "a\n#b",
                                                              "a\n# b\n",
                                                              "- a\n- b",
                                                              "a: b\nc: d",
                                                              "# a\n\n",
                                                              "%a\nb",
                                                              "\t\n",
                                                              "  \n  ",
                                                              "  \na",
                                                              "    \n  a\n",
                                                              "a\n \n b\n",
                                                              "*a\n",
                                                              "!a\nb",
                                                              "\"a\nb",
                                                              "'a\nb",
                                                              "a\n\n\n\nb"});

// All kinds of line breaks, byte order marks, spaces and controls, and the edges of the ranges.
constexpr auto kNastyCharacters = std::to_array<uint32_t>(
    {0x00,    0x01,    0x07,    0x08,    0x0B,     0x0C,     0x0D,     0x1B,    0x1C,   0x1D,   0x1E,    0x1F,
     0x7F,    0x80,    0x84,    0x85,    0x86,     0x9F,     0xA0,     0xA1,    0xAD,   0xFF,   0x100,   0x300,
     0x34F,   0x61C,   0x7FF,   0x800,   0x1680,   0x180E,   0x2000,   0x2007,  0x200B, 0x200D, 0x200E,  0x200F,
     0x2027,  0x2028,  0x2029,  0x202A,  0x202E,   0x202F,   0x205F,   0x2060,  0x2066, 0x3000, 0xD7FF,  0xE000,
     0xF8FF,  0xFDD0,  0xFEFE,  0xFEFF,  0xFF00,   0xFFF9,   0xFFFC,   0xFFFD,  0xFFFE, 0xFFFF, 0x10000, 0x1F600,
     0x1FFFE, 0x1FFFF, 0xE0001, 0xFFFFF, 0x100000, 0x10FFFD, 0x10FFFE, 0x10FFFF});

void appendUtf8(std::string& out, uint32_t c) {
  const auto put = [&](uint32_t byte) { out += static_cast<char>(byte); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0U | c >> 6U);
    put(0x80U | (c & 0x3FU));
  } else if (c < 0x10000) {
    put(0xE0U | c >> 12U);
    put(0x80U | (c >> 6U & 0x3FU));
    put(0x80U | (c & 0x3FU));
  } else {
    put(0xF0U | c >> 18U);
    put(0x80U | (c >> 12U & 0x3FU));
    put(0x80U | (c >> 6U & 0x3FU));
    put(0x80U | (c & 0x3FU));
  }
}

std::string fromAlphabet(Random& random, std::string_view alphabet, size_t longest) {
  std::string out;
  for (size_t n = below(random, longest + 1); n > 0; --n) out += alphabet[below(random, alphabet.size())];
  return out;
}

std::string lookAlike(Random& random) {
  std::string out(kLookAlikes[below(random, kLookAlikes.size())]);
  if (oneIn(random, 3)) {
    for (char& c : out) {
      if (oneIn(random, 2) && ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))) c = static_cast<char>(c ^ 0x20);
    }
  }
  return out;
}

std::string unicode(Random& random) {
  std::string out;
  for (size_t n = 1 + below(random, 6); n > 0; --n) {
    uint32_t c = kNastyCharacters[below(random, kNastyCharacters.size())];
    switch (below(random, 5)) {
      case 0: c = static_cast<uint32_t>('a' + below(random, 26)); break;
      case 1: c = static_cast<uint32_t>(below(random, 0x300)); break;
      case 2: c = static_cast<uint32_t>(below(random, 0x110000)); break;
      default: break;
    }
    if (c >= 0xD800 && c <= 0xDFFF) c -= 0x800;
    appendUtf8(out, c);
  }
  return out;
}

/// Lines as in a script: indented, with empty lines, stray spaces and tabs, comments and document marks.
std::string script(Random& random) {
  constexpr auto kLines = std::to_array<std::string_view>({
      "import os",
      "if x:",
      "# comment",
      "",
      "",
      "---",
      "...",
      "echo \"$HOME\" 'a' \\",
      "key: value",
      "- item",
      "\treturn 1",
      "trailing  ",
      "trailing\t",
      "%directive",
      "print(\"h\xC3\xA9llo \xF0\x9F\x98\x80\")",
      "| x",
      "\xC2\xA0nbsp",
      "x",
  });
  std::string out;
  for (size_t n = 1 + below(random, 8); n > 0; --n) {
    if (oneIn(random, 3)) out.append(below(random, 9), ' ');
    if (oneIn(random, 12)) out += '\t';
    out += kLines[below(random, kLines.size())];
    out += oneIn(random, 60) ? "\r\n"sv : "\n"sv;
  }
  while (!out.empty() && out.back() == '\n' && oneIn(random, 2)) out.pop_back();
  return out;
}

}  // namespace

std::string nastyString(Random& random) {
  switch (below(random, 12)) {
    case 0: return lookAlike(random);
    case 1: return fromAlphabet(random, "0123456789+-._:eExobaftTzZ ,pnNiI"sv, 12);
    case 2: return fromAlphabet(random, "0123456789:-T. "sv, 20);
    case 3: return fromAlphabet(random, "-?:,[]{}#&*!|>'\"%@`~=<ab \t\n\\$"sv, 8);
    case 4: return fromAlphabet(random, " \t\nab#-:"sv, 12);
    case 5: return fromAlphabet(random, "  \n\n\ta"sv, 10);
    case 6: return unicode(random);
    case 7: return script(random);
    case 8: return fromAlphabet(random, "yYnNeEsSoOfFtTrRuUaAlL~"sv, 5);
    case 9: {  // a long one: no reader may fold or cut it, nor miss the colon of such a key
      if (!oneIn(random, 40)) return fromAlphabet(random, "abc xyz/_.-:#,"sv, 60);
      return std::string(900 + below(random, 400), 'k') + nastyString(random);
    }
    case 10: return nastyString(random) + nastyString(random);
    default: return lookAlike(random) + fromAlphabet(random, " :#\n\t-,"sv, 2) + lookAlike(random);
  }
}

}  // namespace mlpc::roundtrip
