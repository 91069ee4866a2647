// What the error strategy reports about declarations: a misspelt head, and what follows a complete declaration.
#include "Mlp.h"
#include "error_strategy.h"
#include "mlpc/diag/notes.h"
#include "mlpc/diag/syntax.h"
#include "mlpc/support/text.h"

namespace mlpc::parse {
namespace {

using generated::Mlp;
using K = TokenKind;

const std::vector<std::string> kDeclarationWords{"import",    "const",    "type",     "artifact", "secret",
                                                 "component", "pipeline", "trainjob", "workflow", "resource",
                                                 "existing",  "stage",    "job",      "steps"};

}  // namespace

/// A complete declaration is followed by something that does not begin another one.
bool ErrorStrategy::describeJunk(generated::ParserBase& parser) {
  const TokenView& here = stream_.current();
  const TokenView* before = stream_.before();
  const auto& declaration = *static_cast<Mlp::DeclarationContext*>(parser.context());
  const bool begun = declaration.import_ != nullptr || declaration.constant != nullptr ||
                     declaration.alias != nullptr || declaration.keyed != nullptr || declaration.kinded != nullptr ||
                     declaration.callable != nullptr || declaration.trainjob != nullptr || declaration.flow != nullptr;
  if (before == nullptr || !begun) return false;
  const source::Span at = place();
  const std::string what = found();
  const auto expect = [&](const std::string& wanted) {
    complain(
        at, [=](diag::Engine& diags) { diags.report(at, diag::syntaxError, diag::Phrase(wanted), diag::Phrase(what)); },
        Complaint::Role::Junk);
    return true;
  };
  const auto* function = declaration.callable;
  const bool bodyless = function != nullptr && function->body == nullptr;
  if (bodyless && !here.token().firstOnLine()) return expect(function->result == nullptr ? "`->` or `{`" : "`{`");
  if (bodyless && function->name != nullptr && (here.token().flags & kColumnOne) == 0) {
    complain(
        at,
        [=, kind = std::string(textOf(*static_cast<const TokenView*>(function->keyword))),
         name = std::string(textOf(*static_cast<const TokenView*>(function->name)))](diag::Engine& diags) {
          diags.report(at, diag::bodyMissing, diag::Phrase(kind), diag::Name(name));
        },
        Complaint::Role::Junk);
    return true;
  }
  const TokenView& next = stream_.at(stream_.position() + 1);
  const K kind = here.token().kind;
  const bool setting = (kind == K::Identifier || kind == K::String) && next.token().kind == K::Colon;
  if (declaration.kinded != nullptr && declaration.kinded->fields == nullptr) {
    if (setting || !here.token().firstOnLine()) return expect("`{`");
  }
  if (!here.token().firstOnLine()) return expect("the end of the declaration");
  // The word at the start of this line was meant to begin a declaration, or the head of one is missing.
  const source::Span word = span(here);
  Hint added;
  if (isReserved(kind)) {
    added = hint(diag::statementsInBody);
  } else if (setting && next.token().end < stream_.at(stream_.position() + 2).token().begin &&
             stream_.at(stream_.position() + 3).token().kind == K::Dot &&
             stream_.at(stream_.position() + 2).token().kind == K::Identifier) {
    added = hint(diag::resourceForm, std::string(textOf(here)));
  } else if (setting) {
    added = hint(diag::settingInBraces);
  } else if (kind == K::Identifier && next.token().kind == K::Assign) {
    added = hint(diag::constantForm, std::string(textOf(here)));
  } else if (kind == K::Identifier) {
    if (const auto meant = support::closest(textOf(here), kDeclarationWords)) added = hint(diag::didYouMean, *meant);
  }
  std::string_view text = textOf(here);
  text = text.substr(0, text.find('\n'));
  complain(
      word,
      [=, text = std::string(text)](diag::Engine& diags) {
        auto report = diags.report(word, diag::unknownDeclaration, text);
        if (added) added(report);
      },
      Complaint::Role::Junk);
  return true;
}

bool ErrorStrategy::describeListBrackets() {
  const size_t position = stream_.position();
  const auto kindAt = [&](size_t at) { return stream_.at(at).token().kind; };
  size_t first = 0;  // of the type
  size_t open = 0;   // the `[`
  if (kindAt(position) == K::ListBracket && kindAt(position + 1) == K::CloseBracket && position >= 2 &&
      kindAt(position - 1) == K::Question) {
    open = position;
    first = position - 1;
    if (kindAt(first - 1) == K::Identifier) --first;
    while (first >= 2 && kindAt(first - 1) == K::Dot) first -= 2;
  } else if (kindAt(position) == K::CloseBracket && position >= 4 && kindAt(position - 1) == K::IndexBracket &&
             kindAt(position - 2) == K::Identifier && kindAt(position - 3) == K::IndexBracket &&
             (textOf(stream_.at(position - 4)) == "cast" || textOf(stream_.at(position - 4)) == "importer")) {
    open = position - 1;
    first = position - 2;
  } else {
    return false;
  }
  const source::Span type{file_, stream_.at(first).token().begin, stream_.at(open - 1).token().end};
  const source::Span where{file_, type.begin, stream_.at(open + 1).token().end};
  const bool named = kindAt(first) == K::Identifier;
  const std::string meant =
      named ? "list[" + std::string(text_.substr(type.begin, type.end - type.begin)) + "]" : "list[…?]";
  complain(where, [=](diag::Engine& diags) {
    auto report = diags.report(where, diag::listBrackets, meant);
    if (named) report.fix("write `" + meant + "`", true, {{where, meant}});
  });
  return true;
}

bool ErrorStrategy::describeForgottenOutput(generated::ParserBase& parser) {
  const antlr4::ParserRuleContext* context = parser.context();
  while (context != nullptr && context->getRuleIndex() != Mlp::RuleRecordType) {
    context = static_cast<const antlr4::ParserRuleContext*>(context->parent);
  }
  if (context == nullptr) return false;
  const uint32_t open = static_cast<const TokenView*>(context->start)->fileIndex();
  if (open == 0 || tokens_.tokens[open - 1].kind != K::Arrow) return false;
  const uint16_t depth = tokens_.tokens[open].depth;
  uint32_t close = open + 1;
  while (close < tokens_.tokens.size() && tokens_.tokens[close].depth > depth) ++close;
  if (close + 1 < tokens_.tokens.size() && tokens_.tokens[close + 1].kind == K::OpenBrace) return false;
  const source::Span at{file_, tokens_.tokens[open].begin, tokens_.tokens[open].end};
  complain(
      at,
      [=](diag::Engine& diags) {
        diags.report(at, diag::typeExpected, diag::Phrase("`->`"), diag::Phrase("the body"));
      },
      Complaint::Role::Junk);
  return true;
}

bool ErrorStrategy::describeDeclaration(size_t head) {
  const TokenView& word = stream_.at(head);
  const TokenView& next = stream_.at(head + 1);
  const std::string text(textOf(word));
  const source::Span where = span(word);
  const bool nameFollows = next.token().kind == K::Identifier && !next.token().firstOnLine();
  const auto say = [&](const Hint& added, const std::string& fix) {
    complain(where, [=](diag::Engine& diags) {
      auto report = diags.report(where, diag::unknownDeclaration, text);
      if (added) added(report);
      if (!fix.empty()) report.fix("write `" + fix + "`", false, {{where, fix}});
    });
  };
  if (word.token().kind == K::Identifier) {
    if (beginsDeclaration(keywordKind(text))) {
      stream_.seek(head + 1);
      const std::string what = found();
      complain(where, [=, at = place()](diag::Engine& diags) {
        diags.report(at, diag::nameExpected, text, diag::Phrase(what));
      });
      stream_.seek(head);
      return true;
    }
    const auto meant = nameFollows ? support::closest(text, kDeclarationWords) : std::nullopt;
    if (meant) {
      say(hint(diag::didYouMean, *meant), *meant);
      mend(word, keywordKind(*meant));
    }
    if (nameFollows && (text == "def" || text == "func" || text == "fn" || text == "function")) {
      say(hint(diag::componentForm, std::string(textOf(next))), "component");
      mend(word, K::Component);
    }
    if (next.token().kind == K::Assign) {
      say(hint(diag::constantForm, text), "const " + text);
    } else if (next.token().kind == K::Colon) {
      say(hint(diag::settingInBraces), "");
    } else {
      say({}, "");
    }
    return true;
  }
  if (isReserved(word.token().kind)) {
    if (word.token().kind == K::Let && nameFollows) {
      say(hint(diag::constAtTop), "const");
      mend(word, K::Const);
    }
    say(hint(diag::statementsInBody), "");
    return true;
  }
  const std::string what = found();
  complain(place(), [=, at = place()](diag::Engine& diags) {
    diags.report(at, diag::syntaxError, diag::Phrase("a declaration"), diag::Phrase(what));
  });
  return true;
}

}  // namespace mlpc::parse
