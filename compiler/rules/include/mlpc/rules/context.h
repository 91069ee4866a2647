#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "mlpc/diag/engine.h"
#include "mlpc/rules/rules.h"
#include "mlpc/sema/constants.h"
#include "mlpc/sema/program.h"
#include "mlpc/sema/written.h"
#include "mlpc/support/constant.h"
#include "mlpc/syntax/tree.h"
#include "mlpc/vocabulary/components.h"
#include "mlpc/vocabulary/words.h"

/// All that rules see of a program. A rule does not use `sema::Program` directly, so that the implementation of these
/// accessors can change.
namespace mlpc::rules {

using sema::fieldValue;
using sema::findItem;
using vocabulary::Builtin;
using vocabulary::Language;

class World;

/// One of the user's files, checked.
class File {
 public:
  File(const World& world, sema::ModuleId id, bool named);

  [[nodiscard]] sema::ModuleId id() const { return id_; }
  [[nodiscard]] const syntax::Tree& tree() const { return *tree_; }
  [[nodiscard]] const World& world() const { return world_; }
  /// What is known about its fences.
  [[nodiscard]] const embedded::FileCode& code() const;
  /// The Python of a component's code: a fence, or the file that it names; null if that could not be read.
  [[nodiscard]] const embedded::PythonFence* python(syntax::ExprId code) const;
  /// The scripts of bash and sh in it: fences, and the files that components name.
  [[nodiscard]] std::vector<const embedded::ShellFence*> scripts() const;
  /// Whether the user named it, rather than only importing it.
  [[nodiscard]] bool named() const { return named_; }

  [[nodiscard]] const sema::ExprInfo& info(syntax::ExprId expr) const;
  /// What `info(expr).use` contains, if it is a `Use`; otherwise null.
  template <typename Use>
  [[nodiscard]] const Use* use(syntax::ExprId expr) const {
    return expr ? std::get_if<Use>(&info(expr).use) : nullptr;
  }
  /// The expression as a `Node`, or null.
  template <typename Node>
  [[nodiscard]] const Node* as(syntax::ExprId expr) const {
    return expr ? std::get_if<Node>(&tree_->exprs[expr].node) : nullptr;
  }
  [[nodiscard]] source::Span span(syntax::ExprId expr) const { return tree_->exprs[expr].span; }
  /// The text of `expr` in the source.
  [[nodiscard]] std::string_view source(syntax::ExprId expr) const;
  /// The value of an expression that is known at compile time.
  [[nodiscard]] std::optional<support::Constant> constant(syntax::ExprId expr) const;
  /// That value, if it is a string.
  [[nodiscard]] std::optional<std::string> text(syntax::ExprId expr) const;

  /// The setting `key` of a block, or null.
  [[nodiscard]] const syntax::SettingStmt* setting(const syntax::Block& block, vocabulary::FieldName key) const;

  /// The symbol of a declaration; invalid if it has none, or another declaration has its name.
  [[nodiscard]] sema::SymbolId symbol(syntax::DeclId decl) const;
  /// The symbol that a `let`, `for` or the like declares; invalid if there is none.
  [[nodiscard]] sema::SymbolId declared(syntax::StmtId stmt) const;
  /// Everything that the file declares, in the order of its discovery.
  [[nodiscard]] std::span<const sema::SymbolId> symbols() const;
  /// Whether a declaration could be read and has no errors, and nothing in it is unknown because of errors elsewhere.
  [[nodiscard]] bool sound(syntax::DeclId decl) const { return unsound_.count(decl.index()) == 0; }
  /// Whether the declaration around an expression is sound.
  [[nodiscard]] bool sound(syntax::ExprId expr) const;

  /// Calls `visit(DeclId, const Node&)` for each sound declaration that is a `Node`, in the order of the file.
  template <typename Node, typename Visit>
  void eachSound(const Visit& visit) const {
    for (const syntax::DeclId id : tree_->order) {
      const auto* node = std::get_if<Node>(&tree_->decls[id].node);
      if (node != nullptr && sound(id)) visit(id, *node);
    }
  }

  /// The expressions of one kind, in the order of their ids: strings with fences, records, calls, `a[b]`.
  [[nodiscard]] const std::vector<syntax::ExprId>& strings() const { return strings_; }
  [[nodiscard]] const std::vector<syntax::ExprId>& records() const { return records_; }
  [[nodiscard]] const std::vector<syntax::ExprId>& calls() const { return calls_; }
  [[nodiscard]] const std::vector<syntax::ExprId>& indexes() const { return indexes_; }

 private:
  friend class World;
  /// The declaration around byte `at` of the file; invalid if there is none.
  [[nodiscard]] syntax::DeclId around(uint32_t at) const;

  const World& world_;
  sema::ModuleId id_;
  const syntax::Tree* tree_;
  bool named_ = false;
  std::unordered_set<uint32_t> unsound_;  ///< by DeclId
  std::vector<sema::SymbolId> symbols_;
  std::vector<syntax::ExprId> strings_;
  std::vector<syntax::ExprId> records_;
  std::vector<syntax::ExprId> calls_;
  std::vector<syntax::ExprId> indexes_;
};

/// A checked program, with the summaries that several rules share. Built in time linear in the files.
class World {
 public:
  explicit World(const sema::Program& program);
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  /// The files of the user, without those of the standard library.
  [[nodiscard]] const std::deque<File>& files() const { return files_; }
  /// The file where a symbol or a default is declared; null in the standard library.
  [[nodiscard]] const File* file(sema::ModuleId module) const;
  [[nodiscard]] const sema::Symbol& symbol(sema::SymbolId symbol) const;
  /// Whether a symbol is declared in the standard library.
  [[nodiscard]] bool standard(sema::SymbolId symbol) const;
  /// Which built-in component is called, if it is one.
  [[nodiscard]] std::optional<Builtin> builtin(const sema::CallUse& call) const;
  [[nodiscard]] const sema::Signature* signature(sema::SymbolId symbol) const;
  /// The argument that a call gives for a parameter; invalid if there is none.
  [[nodiscard]] syntax::ExprId argument(const sema::CallUse& call, vocabulary::FieldName parameter) const;
  [[nodiscard]] const sema::TypeStore& types() const;
  [[nodiscard]] const source::SourceManager& sources() const;
  /// Whether a word occurs in code with errors, where it may have been meant as the name of a declaration.
  [[nodiscard]] bool mentionedInErrors(std::string_view word) const { return words_.count(word) != 0; }

  /// A summary of the program: a class that is constructed from a `World`. It is built when a rule first asks for it,
  /// and shared by all.
  template <typename Fact>
  [[nodiscard]] const Fact& fact() const {
    std::shared_ptr<const void>& made = facts_[&kKey<Fact>];
    if (!made) made = std::make_shared<const Fact>(*this);
    return *static_cast<const Fact*>(made.get());
  }

  /// Finds out which declarations are not sound: those with errors in `diags`, and what depends on them.
  void findUnsound(const diag::Engine& diags);

  /// How much was looked at, in a unit that does not depend on the machine.
  [[nodiscard]] size_t looks() const { return looks_; }
  void look(size_t count = 1) const { looks_ += count; }

 private:
  friend class File;
  template <typename Fact>
  static constexpr char kKey = 0;

  void collectWords(const File& file);

  const sema::Program& program_;
  std::deque<File> files_;
  std::vector<File*> byModule_;
  std::unordered_set<std::string_view> words_;
  mutable std::unordered_map<const void*, std::shared_ptr<const void>> facts_;
  mutable size_t looks_ = 0;
};

/// What a rule is run with: the world, the rule's options, and where its findings go.
class Context {
 public:
  Context(const World& theWorld, const Rule& rule, const Settings::OfRule* settings)
      : world(theWorld), rule_(rule), settings_(settings) {}

  const World& world;

  template <typename... Args, typename... Given>
  diag::Builder report(diag::Place place, const diag::Diagnostic<Args...>& diagnostic, Given&&... given) {
    return found_.report(place, diagnostic, std::forward<Given>(given)...);
  }
  [[nodiscard]] const diag::Engine& found() const { return found_; }

  // The value of an option, which the rule declares with this type.

  [[nodiscard]] bool flag(std::string_view option) const;
  [[nodiscard]] int64_t number(std::string_view option) const;
  [[nodiscard]] std::string_view word(std::string_view option) const;
  [[nodiscard]] std::vector<std::string_view> words(std::string_view option) const;

  /// What somebody who wrote `text` may have meant. Only the first two hundred questions are answered, since each looks
  /// at all of `names`.
  [[nodiscard]] std::optional<std::string> closest(std::string_view text, const std::vector<std::string>& names);

 private:
  [[nodiscard]] const OptionValue* given(std::string_view option) const;
  [[nodiscard]] const OptionDefault& standard(std::string_view option) const;

  const Rule& rule_;
  const Settings::OfRule* settings_;
  diag::Engine found_;
  unsigned questions_ = 0;
};

}  // namespace mlpc::rules
