#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "mlpc/diag/engine.h"
#include "mlpc/schema/schema.h"
#include "mlpc/sema/constants.h"
#include "mlpc/sema/program.h"

namespace mlpc::sema::test {

/// A program that was parsed and checked, and what was reported about it.
class Checked {
 public:
  /// `text` is main.mlp; `files` are others that it may import, by path.
  explicit Checked(std::string text, std::map<std::string, std::string> files = {});
  ~Checked();

  /// "2103 1:7 nothing named `x` is visible here", in order.
  [[nodiscard]] std::vector<std::string> messages() const;
  /// Only the codes.
  [[nodiscard]] std::vector<int> codes() const;
  /// The text after all fixes of the diagnostics were applied.
  [[nodiscard]] std::string fixed() const;
  /// The value of the const `name`.
  [[nodiscard]] std::optional<support::Constant> constant(const std::string& name) const;
  [[nodiscard]] std::string typeOf(const std::string& name) const;

  source::SourceManager sources{schema::standard().sources()};
  diag::Engine diags;
  std::unique_ptr<Program> program;

 private:
  class Loader;
  std::unique_ptr<Loader> loader_;
  source::FileId main_;
};

}  // namespace mlpc::sema::test
