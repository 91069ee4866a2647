#include "expressions.h"

#include <array>
#include <cstdint>
#include <string>

#include "mlpc/support/text.h"
#include "values.h"
#include "words.h"

namespace mlpc::credentials {
namespace {

using support::isWordCharacter;

/// Functions whose result is their argument in another form.
constexpr WordSet kPassing{"b64decode",
                           "b64encode",
                           "bytearray",
                           "bytes",
                           "frombase64string",
                           "fromhex",
                           "field",
                           "getbytes",
                           "join",
                           "of",
                           "option",
                           "or_else",
                           "orelse",
                           "quote",
                           "quote_plus",
                           "secret",
                           "secretbytes",
                           "secretstr",
                           "securestring",
                           "secretstring",
                           "some",
                           "standard_b64decode",
                           "str",
                           "string",
                           "text",
                           "tostring",
                           "unhexlify",
                           "unquote",
                           "unwrap_or",
                           "urlencode",
                           "urlsafe_b64decode",
                           "urlsafe_b64encode",
                           "value_or"};
/// Functions whose later arguments are what they return if there is nothing else.
constexpr WordSet kDefaulting{"env",       "environ", "fetch",        "get",         "get_env",     "get_or_default",
                              "getattr",   "getenv",  "getordefault", "getproperty", "getvariable", "pop",
                              "setdefault"};
/// Words after which another value begins.
constexpr WordSet kAlternatives{"await", "else", "new", "or", "return", "yield"};
/// Arguments that are what a function returns.
constexpr WordSet kDefaults{"default", "default_value", "defaultvalue", "fallback", "value"};

class Expression {
 public:
  Expression(const Text& text, size_t at, const std::function<void(const Written&)>& take)
      : text_(text), at_(at), last_(at + 2 * kLongest), take_(take) {}

  void run() {
    while (at_ < text_.size() && at_ < last_ && step()) {
    }
  }

 private:
  /// What literals at some place may become.
  enum class Level : uint8_t {
    Value,    ///< the value
    Pass,     ///< the value, if it is the first argument
    Default,  ///< the value, if it is not the first argument
    Other,    ///< something else
  };

  [[nodiscard]] Level level() const { return levels_[depth_]; }

  bool step() {
    const char c = text_.at(at_);
    if (isLineEnd(c) && depth_ == 0) return false;
    if (isSpace(c) || isLineEnd(c)) {
      ++at_;
      return true;
    }
    if (c == '#' || c == ';') return false;
    if (const auto literal = text_.quotedAt(at_)) {
      // What is appended to another value is often a separator.
      if (operand_ && (!appended_ || isRandom(text_.slice(literal->range)))) take_(*literal);
      appended_ = false;
      after(literal->after, operand_);  // of two literals side by side, both are parts
      afterValue_ = true;
      return true;
    }
    if (c == '`' && isOneOf(text_.before(at_), " (\t") && operand_) return templated();
    if (isWordCharacter(c)) {
      word();
      return true;
    }
    return isOneOf(c, "([{") ? open(c) : isOneOf(c, ")]}") ? close() : sign(c);
  }

  void after(size_t at, bool operand) {
    at_ = at;
    operand_ = operand;
    word_ = {};
  }

  void word() {
    size_t end = at_;
    while (isWordCharacter(text_.at(end))) ++end;
    const Range range{at_, end};
    argument_ = operand_;
    const bool alternative = level() != Level::Other && kAlternatives.contains(text_.slice(range));
    after(end, alternative);
    if (!alternative) word_ = range;
    afterValue_ = !alternative;
  }

  /// A string of JavaScript. What a shell runs has arguments, or no space in front of it.
  bool templated() {
    const Range range{at_ + 1, text_.lineEnd(at_ + 1)};
    const size_t length = text_.slice(range).find('`');
    if (length == std::string_view::npos) return false;
    const Range content{range.begin, range.begin + length};
    if (text_.slice(content).find(' ') == std::string_view::npos) take_({content, content.end + 1, '"', false});
    after(content.end + 1, false);
    afterValue_ = true;
    return true;
  }

  bool open(char bracket) {
    const bool grouping = word_.empty() && !afterValue_;
    Level inside = Level::Other;
    if (grouping && bracket != '{') {
      inside = operand_ ? Level::Value : Level::Other;
    } else if (bracket == '(' && !word_.empty() && (level() != Level::Other || argument_)) {
      const std::string function = support::toLower(text_.slice(word_));
      const bool type = support::isUpper(text_.at(word_.begin)) && judgeName(text_.slice(word_)) != NameKind::None;
      inside = kPassing.contains(function) || type ? Level::Pass
               : kDefaulting.contains(function)    ? Level::Default
                                                   : Level::Other;
    }
    if (depth_ + 1 == levels_.size()) return false;
    levels_[++depth_] = inside;
    after(at_ + 1, inside == Level::Value || inside == Level::Pass);
    afterValue_ = false;
    return true;
  }

  bool close() {
    if (depth_ == 0) return false;
    --depth_;
    after(at_ + 1, false);
    afterValue_ = true;
    return true;
  }

  bool sign(char c) {
    const char next = text_.at(at_ + 1);
    if (c == ',') {
      if (depth_ == 0) return false;
      after(at_ + 1, level() == Level::Value || level() == Level::Default);
    } else if (c == '=' && next != '=' && depth_ > 0) {
      const bool given = !word_.empty() && kDefaults.contains(support::toLower(text_.slice(word_)));
      after(at_ + 1, given);
    } else {
      // `x || "y"`, `x ?? "y"`, `x ? "y" : "z"`; another sign makes something else of it.
      const bool twice = (c == '|' || c == '?') && next == c;
      choice_ = choice_ || (c == '?' && !twice) || (!word_.empty() && text_.slice(word_) == "lambda");
      appended_ = c == '+';
      const bool alternative = twice || c == '?' || appended_ || (c == ':' && choice_);
      after(at_ + (twice ? 2 : 1), alternative && level() != Level::Other);
    }
    afterValue_ = false;
    return true;
  }

  const Text& text_;
  size_t at_;
  const size_t last_;
  const std::function<void(const Written&)>& take_;
  std::array<Level, 8> levels_{};
  size_t depth_ = 0;
  bool operand_ = true;      // a literal here is a value
  bool afterValue_ = false;  // a bracket here is a call or an index
  bool argument_ = false;    // the word just read is, or begins, one
  bool appended_ = false;    // after `+`
  bool choice_ = false;      // after `?`
  Range word_;               // just read
};

}  // namespace

void eachLiteral(const Text& text, size_t at, const std::function<void(const Written&)>& take) {
  Expression(text, at, take).run();
}

void judgeLastArgument(const Text& text, size_t at) {
  const Range function = text.nameBefore(at);
  for (size_t i = 0; i < 3; ++i) {
    const Written argument = text.valueAt(text.skip(at + 1, " \t\r\n"), ",)");
    at = text.skip(argument.after, " \t\r\n");
    if (i > 0 && argument.quote != '\0' && text.at(at) == ')') text.judge(function, argument, Where::Code);
    if (text.at(at) != ',') return;
  }
}

}  // namespace mlpc::credentials
