#include <fmt/format.h>

#include <algorithm>

#include "diagnostics.h"
#include "methods.h"
#include "mlpc/diag/render.h"
#include "mlpc/sema/type_rules.h"
#include "mlpc/support/text.h"
#include "queries/refactor.h"

namespace mlpc::lsp::methods {
namespace {

class Actions {
 public:
  Actions(Session& session, const View& view, const Json& params)
      : session_(session), view_(view), context_(params.value("context", Json::object())) {
    std::tie(begin_, end_) = session.positions.offsets(view.source(), params.at("range"));
  }

  Json run() {
    if (wants("quickfix")) quickFixes();
    if (wants("source.fixAll")) fixAll();
    if (wants("source.organizeImports")) {
      if (auto edits = organizeImports(view_); !edits.empty()) add("Organise imports", "source.organizeImports", edits);
    }
    if (wants("refactor.extract")) {
      for (const Refactoring& one : extractions(view_, begin_, end_)) add(one.title, "refactor.extract", one.edits);
    }
    return std::move(actions_);
  }

 private:
  /// Whether the client asks for actions of this kind; without a choice of kinds, of every kind.
  [[nodiscard]] bool wants(std::string_view kind) const {
    const Json only = context_.value("only", Json());
    if (!only.is_array()) return true;
    return std::any_of(only.begin(), only.end(), [&](const Json& one) {
      const auto asked = one.get<std::string>();
      return kind == asked || kind.starts_with(asked + ".");
    });
  }

  Json edit(const std::vector<diag::Edit>& edits) {
    std::map<std::string, Json> changes;
    for (const diag::Edit& one : edits) {
      const source::SourceFile& file = view_.snapshot->sources.file(one.range.file);
      changes.try_emplace(session_.documents.uriOf(file.path()), Json::array())
          .first->second.push_back({{"range", session_.positions.range(file, one.range)}, {"newText", one.text}});
    }
    return {{"changes", changes}};
  }

  Json& add(const std::string& title, const char* kind, const std::vector<diag::Edit>& edits) {
    actions_.push_back({{"title", title}, {"kind", kind}, {"edit", edit(edits)}});
    return actions_.back();
  }

  [[nodiscard]] bool touches(source::Span span) const {
    return span.file == view_.tree().file && span.begin <= end_ && span.end >= begin_;
  }

  void quickFixes() {
    for (const diag::Report& report : view_.snapshot->diags.sorted()) {
      if (!touches(report.span)) continue;
      for (const diag::Fix& fix : report.fixes) {
        std::string title = fix.title;
        title.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(title.front())));
        Json& action = add(title, "quickfix", fix.edits);
        action["isPreferred"] = fix.safe;
        action["diagnostics"] = {known(report)};
      }
      if (diag::mayBeAllowed(*report.record)) allow(report);
    }
    if (const auto arguments = missingArguments(view_, begin_)) add(arguments->title, "quickfix", arguments->edits);
  }

  /// The diagnostic as the client has it.
  Json known(const diag::Report& report) {
    const Json range = session_.range(*view_.snapshot, report.span);
    const std::string code = diag::codeText(report.record->code);
    for (const Json& one : context_.value("diagnostics", Json::array())) {
      if (one.value("code", Json()) == code && one.value("range", Json()) == range) return one;
    }
    return {{"range", range}, {"code", code}, {"source", "mlpc"}, {"message", report.message}};
  }

  /// `@allow("name", reason: "…")` before the declaration around a finding.
  void allow(const diag::Report& report) {
    for (const syntax::DeclId id : view_.tree().order) {
      const syntax::Decl& decl = view_.tree().decls[id];
      if (report.span.begin < decl.span.begin || report.span.end > decl.span.end) continue;
      const uint32_t at = keywordOf(view_, decl);
      const std::string text = fmt::format("@allow(\"{}\", reason: \"\")\n", report.record->name);
      Json& action =
          add(fmt::format("Allow `{}` here", report.record->name), "quickfix", {{{view_.tree().file, at, at}, text}});
      action["diagnostics"] = {known(report)};
      return;
    }
  }

  void fixAll() {
    // One after the other, as far as they do not overlap; what is left is offered again.
    std::vector<diag::Edit> edits;
    const auto overlaps = [&](const diag::Edit& edit) {
      return std::any_of(edits.begin(), edits.end(), [&](const diag::Edit& other) {
        return edit.range.begin <= other.range.end && other.range.begin <= edit.range.end;
      });
    };
    for (const diag::Report& report : view_.snapshot->diags.sorted()) {
      for (const diag::Fix& fix : report.fixes) {
        const bool here = std::all_of(fix.edits.begin(), fix.edits.end(),
                                      [&](const diag::Edit& edit) { return edit.range.file == view_.tree().file; });
        if (!fix.safe || !here || std::any_of(fix.edits.begin(), fix.edits.end(), overlaps)) continue;
        edits.insert(edits.end(), fix.edits.begin(), fix.edits.end());
        break;
      }
    }
    if (!edits.empty()) add("Fix all that can be fixed safely", "source.fixAll", edits);
  }

  Session& session_;
  const View& view_;
  const Json context_;
  uint32_t begin_ = 0;
  uint32_t end_ = 0;
  Json actions_ = Json::array();
};

}  // namespace

Json codeAction(Session& session, const Json& params) {
  const View view = session.view(params.at("textDocument"));
  return view ? Actions(session, view, params).run() : Json();
}

}  // namespace mlpc::lsp::methods
