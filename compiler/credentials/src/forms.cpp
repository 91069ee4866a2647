// Tokens and keys that are recognised by their form alone, wherever they are.
#include "forms.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "assignments.h"
#include "known_forms.h"
#include "mlpc/support/characters.h"
#include "mlpc/support/text.h"
#include "rewritten.h"
#include "values.h"

namespace mlpc::credentials {
namespace {

using support::isAlphanumeric;
using support::isDigit;
using support::isLower;
using support::isUpper;

/// Looked up for every character.
constexpr auto kTokenCharacters = [] {
  std::array<bool, 256> table{};
  for (size_t c = 0; c < 128; ++c) table[c] = isTokenCharacter(static_cast<char>(c));
  return table;
}();
bool isInToken(char c) { return kTokenCharacters[static_cast<unsigned char>(c)]; }

bool isBase64Character(char c) { return isAlphanumeric(c) || c == '+' || c == '/'; }

size_t tokenLength(std::string_view text, size_t at) {
  size_t end = at;
  while (end < text.size() && isInToken(text[end])) ++end;
  return end - at;
}

/// Personal access tokens of Azure DevOps: 52 characters of base32, and the longer ones with a mark near the end.
bool isAzureToken(std::string_view run) {
  if (run.size() == 84 && run.substr(76, 4) == "AZDO") return true;
  return run.size() == 52 && isMixed(run) &&
         std::all_of(run.begin(), run.end(), [](char c) { return isLower(c) || (c >= '2' && c <= '7'); });
}

/// Secrets of applications of Microsoft Entra: three characters, a digit, `Q~` and at least 31 more. The `~` separates
/// runs.
bool isEntraSecret(std::string_view text, size_t begin, size_t length) {
  return begin >= 6 && text[begin - 1] == '~' && text[begin - 2] == 'Q' && isDigit(text[begin - 3]) && length >= 24;
}

/// A key of 64 bytes in base64, the length of Azure's account keys; checksums of packages have it too, but say so.
bool isAccountKey(std::string_view text, size_t begin, size_t end) {
  if (end - begin != 88 || !text.substr(begin, 88).ends_with("==")) return false;
  const std::string_view before = text.substr(0, begin);
  const bool checksum = before.ends_with("sha512-") || before.ends_with("sha512:") || before.ends_with("sha512=");
  return !checksum && isMixed(text.substr(begin, 86));
}

/// Keys of Azure that say what they are for: a mark in front of their checksum, of 32 bytes in base64 or longer.
bool isMarkedAzureKey(std::string_view text, size_t begin, size_t end) {
  const std::string_view run = text.substr(begin, end - begin);
  constexpr size_t kShortKey = 44;
  constexpr size_t kLongMarked = 52;
  if (run.size() == kShortKey && run.back() == '=') {
    for (const std::string_view mark : {"AIoT", "+ASb", "+AEh", "+ARm", "+ACR", "AzCa", "APIM"}) {
      if (run.substr(33, 4) == mark) return true;
    }
  }
  if (run.size() < kLongMarked) return false;
  constexpr size_t kShortestLong = 76;
  if (run.size() >= kShortestLong && run.find("JQQJ99") != std::string_view::npos) return true;
  const std::string_view mark = run.substr(run.size() - (run.back() == '=' ? 12 : 10), 4);
  return mark == "AzSe" || mark == "AzFu" || mark == "AzCa";
}

/// The end of the run of token characters after the dot at `dot`, if it is at least that long; 0 otherwise.
size_t partEnd(std::string_view text, size_t dot, size_t least) {
  if (dot >= text.size() || text[dot] != '.') return 0;
  const size_t length = tokenLength(text, dot + 1);
  return length >= least ? dot + 1 + length : 0;
}

/// A JSON web token: three parts, of which the first begins with `{"` in base64. Returns its end, or 0.
size_t webTokenEnd(std::string_view text, size_t begin, size_t length) {
  if (!text.substr(begin).starts_with("eyJ")) return 0;
  const size_t payload = partEnd(text, begin + length, 10);
  if (payload == 0) return 0;
  const size_t signature = partEnd(text, payload, 0);
  return signature == 0 ? payload : signature;
}

/// A token of several parts.
struct Parted {
  size_t end = 0;
  std::string_view what;
};
Parted partedToken(std::string_view text, size_t begin, size_t length) {
  const size_t dot = begin + length;
  if (dot >= text.size() || text[dot] != '.') return {};
  const std::string_view run = text.substr(begin, length);
  if (const size_t end = webTokenEnd(text, begin, length)) return {end, "a JSON Web Token"};
  if (length == 17 && run.starts_with("pat")) {
    if (const size_t end = partEnd(text, dot, 64)) return {end, "an Airtable token"};
  }
  // The number of the bot in base64, a time, a signature.
  if (length >= 23 && length <= 28 && std::string_view("MNO").find(run.front()) != std::string_view::npos) {
    const size_t time = partEnd(text, dot, 6);
    const size_t end = time == dot + 7 ? partEnd(text, time, 27) : 0;
    if (end != 0 && isMixed(run)) return {end, "a Discord token"};
  }
  return {};
}

/// `123456789:AA…`: where the number of a Telegram bot begins, or npos.
size_t botNumber(std::string_view text, size_t begin, size_t length) {
  constexpr size_t kLength = 35;
  if (length != kLength || begin < 9 || text[begin - 1] != ':' || !isMixed(text.substr(begin, length)))
    return std::string_view::npos;
  size_t number = begin - 1;
  while (number > 0 && begin - number <= 11 && isDigit(text[number - 1])) --number;
  return begin - 1 - number >= 8 && begin - 1 - number <= 10 ? number : std::string_view::npos;
}

bool follows(std::string_view text, size_t begin, std::string_view word) {
  const std::string_view before = text.substr(0, begin);
  if (before.size() < word.size()) return false;
  return support::equalIgnoringCase(before.substr(before.size() - word.size()), word);
}

/// The six bits of a character of base64, or 64.
constexpr auto kBase64 = [] {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::array<uint8_t, 256> table{};
  table.fill(64);
  for (size_t i = 0; i < kAlphabet.size(); ++i)
    table[static_cast<unsigned char>(kAlphabet[i])] = static_cast<uint8_t>(i);
  return table;
}();

/// The bytes that text in base64 stands for; none if it is something else. (LLVM reads base64 from version 15 on.)
std::optional<std::string> decoded(std::string_view text) {
  while (!text.empty() && text.back() == '=') text.remove_suffix(1);
  std::string bytes;
  uint32_t bits = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const uint8_t value = kBase64[static_cast<unsigned char>(text[i])];
    if (value == 64) return std::nullopt;
    bits = bits << 6U | value;
    if (i % 4 != 0) bytes += static_cast<char>(bits >> (6U - 2U * (i % 4)) & 0xFFU);
  }
  return bytes;
}

bool isPrintable(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= ' ' && c < 0x7F) || c == '\n' || c == '\t' || c == '\r'; });
}

class FormSearch {
 public:
  FormSearch(std::string_view text, const OnFound& found, bool inBase64)
      : text_(text), found_(found), inBase64_(inBase64) {}

  /// Runs of token characters. Only each sixteenth character has to be looked at to find those that are long enough.
  void run() {
    for (size_t at = kShortestForm - 1; at < text_.size();) {
      if (!isInToken(text_[at])) {
        at += kShortestForm;
        continue;
      }
      size_t begin = at;
      const size_t least = at + 1 - kShortestForm;
      while (begin > least && isInToken(text_[begin - 1])) --begin;
      if (begin > least) {
        at = begin + kShortestForm - 1;
        continue;
      }
      while (begin > 0 && isInToken(text_[begin - 1])) --begin;
      const size_t length = tokenLength(text_, begin);
      if (length >= kShortestForm) judge(begin, length);
      at = begin + length + kShortestForm;
    }
    privateKeys();
  }

 private:
  void report(size_t begin, size_t end, std::string_view what) {
    found_({Found::Kind::Token, begin, end, what, {}});
    end_ = std::max(end_, end);
  }

  void judge(size_t begin, size_t length) {
    if (begin < end_) return;  // part of the last one
    const size_t end = begin + length;
    const std::string_view run = text_.substr(begin, length);
    if (const Parted parted = partedToken(text_, begin, length); parted.end != 0)
      return report(begin, parted.end, parted.what);
    const size_t escape = escapeBefore(begin);
    for (const size_t skip : {size_t{0}, escape}) {
      if (skip + 2 > length) break;
      if (const auto what = knownForm(run.substr(skip))) return report(begin + skip, end, *what);
      if (isAzureToken(run.substr(skip))) return report(begin + skip, end, "an Azure DevOps token");
      if (escape == 0) break;
    }
    if (const size_t at = tokenInName(run)) return report(begin + at, end, *knownForm(run.substr(at)));
    if (begin > 0 && judgeAcross(begin, length)) return;
    if (inBase64_) return;
    judgeBase64(begin, end);
  }

  /// How much of a run belongs to an escape sequence of JSON, Python or addresses in front: `\nghp_…`, `%20ghp_…`.
  [[nodiscard]] size_t escapeBefore(size_t begin) const {
    if (begin == 0) return 0;
    if (text_[begin - 1] == '%') return 2;
    if (text_[begin - 1] != '\\') return 0;
    return text_[begin] == 'u' ? 5 : text_[begin] == 'x' ? 3 : 1;
  }

  /// What only the text before a run makes a token.
  bool judgeAcross(size_t begin, size_t length) {
    const size_t end = begin + length;
    const std::string_view run = text_.substr(begin, length);
    const char before = text_[begin - 1];
    if (before == '~' && isEntraSecret(text_, begin, length)) {
      report(begin - 6, end, "the secret of an Azure application");
    } else if (before == ':' && botNumber(text_, begin, length) != std::string_view::npos) {
      report(botNumber(text_, begin, length), end, "a Telegram token");
    } else if (before == ' ' && follows(text_, begin, "bearer ") && isMixed(run)) {
      report(begin, end, "a bearer token");
    } else {
      if (before != '.' && before != '/') return false;
      const auto known = knownFormAcross(text_, begin, length);
      if (known) report(known->begin, end, known->what);
      return known.has_value();
    }
    return true;
  }

  /// Where a token begins that is the end of a longer name, `key_AKIA…`; 0 if there is none. Short prefixes occur in
  /// words.
  static size_t tokenInName(std::string_view run) {
    constexpr size_t kLongestName = 256;
    constexpr size_t kSurePrefix = 4;
    if (run.size() > kLongestName) return 0;
    for (size_t at = 0; at + 2 < run.size(); ++at) {
      if ((run[at] == '-' || run[at] == '_') && knownForm(run.substr(at + 1), kSurePrefix)) return at + 1;
    }
    return 0;
  }

  void judgeBase64(size_t begin, size_t end) {
    while (begin > 0 && isBase64Character(text_[begin - 1])) --begin;
    while (end < text_.size() && isBase64Character(text_[end])) ++end;
    while (end < text_.size() && text_[end] == '=') ++end;
    const std::string_view run = text_.substr(begin, end - begin);
    if (isAccountKey(text_, begin, end)) return report(begin, end, "an Azure account key");
    if (isMarkedAzureKey(text_, begin, end)) return report(begin, end, "an Azure key");
    constexpr size_t kLongestText = 8192;  // an archive is packed from files that are looked at themselves
    if (run.size() > kLongestText || run.size() % 4 == 1 || !isMixed(run)) {
      end_ = std::max(end_, end);
      return;
    }
    const auto bytes = decoded(run);
    if (!bytes) return;
    if (follows(text_, begin, "basic ") && bytes->find(':') != std::string::npos &&
        bytes->find(':') + 1 < bytes->size())
      return report(begin, end, "a user and password");
    std::string_view what;
    FormSearch(
        *bytes, [&](const Found& inside) { what = inside.what; }, true)
        .run();
    if (what.empty() && isPrintable(*bytes))
      findAssignments(*bytes, Format::Any, [&](const Found&) { what = "a credential in base64"; });
    if (!what.empty()) report(begin, end, what);
    end_ = std::max(end_, end);
  }

  /// PEM, if a key follows: a program may just be looking for the line.
  void privateKeys() {
    for (size_t at = text_.find("PRIVATE KEY"); at != std::string_view::npos; at = text_.find("PRIVATE KEY", at + 1)) {
      constexpr size_t kLongestKind = 40;
      const size_t from = at > kLongestKind ? at - kLongestKind : 0;
      const size_t in = text_.substr(from, at - from).rfind("-----BEGIN ");
      if (in == std::string_view::npos) continue;
      const size_t begin = from + in;
      size_t body = text_.substr(at, kLongestKind).find("-----");
      if (body == std::string_view::npos) continue;
      body += at + 5;
      const size_t end = body;
      // Between the line and the key: line breaks, written out or escaped, quotes, indentation, headers.
      constexpr std::string_view kBetween = "\n\r\t \\\"',+";
      while (body < text_.size() && (kBetween.find(text_[body]) != std::string_view::npos ||
                                     ((text_[body] == 'n' || text_[body] == 'r') && text_[body - 1] == '\\')))
        ++body;
      size_t key = body;
      while (key < text_.size() && (isBase64Character(text_[key]) || text_[key] == '=')) ++key;
      if (key - body >= kShortestForm || text_.substr(body).starts_with("Proc-Type") ||
          text_.substr(body).starts_with("Version"))
        report(begin, end, "a private key");
    }
  }

  std::string_view text_;
  const OnFound& found_;
  bool inBase64_;
  size_t end_ = 0;  // of what was judged
};

/// The quotes of a text, of both kinds, in their order.
class Quotes {
 public:
  explicit Quotes(std::string_view text) : text_(text), double_(text.find('"')), single_(text.find('\'')) {}
  /// The next one from `at` on, which does not decrease; npos if there is none.
  size_t next(size_t at) {
    if (double_ < at) double_ = text_.find('"', at);
    if (single_ < at) single_ = text_.find('\'', at);
    return std::min(double_, single_);
  }

 private:
  std::string_view text_;
  size_t double_;
  size_t single_;
};

/// Strings that are joined where they are written: `"AKIA" + '…'`, `'AKIA''…'`, `AK"IA…"`, `"".join(["AKIA", "…"])`,
/// `{"Concat": ["AKIA", "…"]}`. Returns the text without what is between them; empty if there are none.
Rewritten folded(std::string_view text) {
  const auto isQuote = [](char c) { return c == '"' || c == '\''; };
  // Whether commas separate parts of one string somewhere.
  std::optional<bool> joins;
  const auto isBetween = [&](char c) {
    if (c == ',') {
      if (!joins) joins = text.starts_with("{\"Concat\"") || text.find(".join(") != std::string_view::npos;
      return *joins;
    }
    return std::string_view(" \t\r\n\\+.&").find(c) != std::string_view::npos;
  };
  Rewritten result;
  size_t copied = 0;
  Quotes quotes(text);
  for (size_t at = quotes.next(1); at < text.size(); at = quotes.next(at + 1)) {
    if (!isInToken(text[at - 1])) continue;
    size_t next = at + 1;
    while (next < text.size() && isBetween(text[next])) ++next;
    // A prefix of a string of Python.
    if (next > at + 1 && next + 1 < text.size() && isQuote(text[next + 1]) &&
        std::string_view("frbu").find(text[next]) != std::string_view::npos)
      ++next;
    const bool opens = next + 1 < text.size() && isQuote(text[next]) && isInToken(text[next + 1]);
    const bool inWord = next == at + 1 && next < text.size() && isInToken(text[next]);
    if (!opens && !inWord) continue;
    result.copy(text, copied, at);
    copied = opens ? next + 1 : next;
    at = copied - 1;
  }
  if (copied != 0) result.copy(text, copied, text.size());
  return result;
}

}  // namespace

void findForms(std::string_view text, const OnFound& found) {
  if (text.size() < kShortestForm) return;
  FormSearch(text, found, false).run();
  const Rewritten whole = folded(text);
  if (whole.text().empty()) return;
  const OnFound inPieces = [&](const Found& one) {
    const size_t begin = whole.original(one.begin);
    const size_t end = whole.originalEnd(one.end);
    // What is in one piece has been found.
    if (end - begin != one.end - one.begin) found({one.kind, begin, end, one.what, {}});
  };
  FormSearch(whole.text(), inPieces, true).run();
}

}  // namespace mlpc::credentials
