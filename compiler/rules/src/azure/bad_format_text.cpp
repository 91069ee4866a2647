// Strings that Azure's `format` rejects when it expands the file.
#include <charconv>

#include "mlpc/diag/workflows.h"
#include "mlpc/rules/context.h"
#include "mlpc/vocabulary/azure_devops.h"

namespace mlpc::rules::azure {

using namespace syntax;

namespace {

/// A string as `format` reads it: `{0}` and `{0:yyyy}` are placeholders, `{{` and `}}` are braces.
/// Source: actions/runner, src/Sdk/DTExpressions2/Expressions2/Sdk/Functions/Format.cs, the same language.
struct FormatText {
  bool wellFormed = true;
  int highest = -1;  ///< the highest number of a value

  explicit FormatText(std::string_view text) {
    for (size_t at = text.find_first_of("{}"); at != std::string_view::npos; at = text.find_first_of("{}", at)) {
      if (text.substr(at, 2) == (text[at] == '{' ? "{{" : "}}")) {
        at += 2;
      } else if (text[at] == '}' || !place(text, at)) {
        wellFormed = false;
        return;
      }
    }
  }

 private:
  /// Moves `at` past the placeholder that begins there; false if it is not one.
  bool place(std::string_view text, size_t& at) {
    uint8_t number = 0;
    const char* end = text.data() + text.size();
    const auto [after, error] = std::from_chars(text.data() + at + 1, end, number);
    if (error != std::errc() || after == end) return false;
    at = static_cast<size_t>(after - text.data());
    highest = std::max(highest, static_cast<int>(number));
    if (text[at] == ':') {
      for (++at; at < text.size() && (text[at] != '}' || text.substr(at, 2) == "}}"); ++at) {
        if (text[at] == '}') ++at;
      }
    }
    return at < text.size() && text[at++] == '}';
  }
};

void checkFormats(const File& file, Context& context) {
  for (const ExprId call : file.calls()) {
    const auto* use = file.use<sema::CallUse>(call);
    if (use == nullptr || !use->callee || !file.sound(call)) continue;
    if (context.world.builtin(*use) != Builtin::Format) continue;
    const ExprId argument = context.world.argument(*use, vocabulary::ado::FormatInput::Text);
    const auto text = file.text(argument);
    if (!text) continue;
    const FormatText format(*text);
    const auto values = static_cast<int>(std::count_if(use->arguments.begin(), use->arguments.end(),
                                                       [](ExprId given) { return static_cast<bool>(given); })) -
                        1;
    if (!format.wellFormed) {
      context.report(file.span(argument), diag::badFormatText, *text);
    } else if (format.highest >= values) {
      context.report(file.span(argument), diag::formatValueMissing, format.highest, values);
    }
  }
}

}  // namespace

extern constinit const Rule badFormatText{
    .name = "bad-format-text",
    .category = Category::Azure,
    .level = Level::Error,
    .reach = Reach::Every,
    .records = {&diag::badFormatText.record, &diag::formatValueMissing.record},
    .file = checkFormats,
};

}  // namespace mlpc::rules::azure
