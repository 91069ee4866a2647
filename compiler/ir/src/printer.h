#pragma once

#include <string>
#include <string_view>

#include "mlpc/ir/program.h"
#include "mlpc/source/source_manager.h"

namespace mlpc::ir {

/// Writes values and indented lines for `dump`.
class Printer {
 public:
  Printer(const Program& program, const source::SourceManager* sources) : program_(program), sources_(sources) {}

  /// One line at the current depth.
  void line(std::string_view text, source::Span origin = {});
  /// `label`, and below it every line of `code`.
  void block(std::string_view label, std::string_view code);
  /// `label {` … with each field on its own line; nothing if there are none.
  void fields(std::string_view label, const std::vector<Field>& fields);

  [[nodiscard]] std::string value(const Value& value) const;
  [[nodiscard]] std::string list(const std::vector<Value>& values) const;
  [[nodiscard]] static std::string strings(const std::vector<std::string>& texts);
  [[nodiscard]] static std::string type(const PortType& type);
  [[nodiscard]] std::string port(const Port& port) const;
  [[nodiscard]] static std::string name(ParameterKind kind);

  /// Lines are indented one level deeper while it lives.
  class Indent {
   public:
    explicit Indent(Printer& printer) : printer_(printer) { ++printer_.depth_; }
    ~Indent() { --printer_.depth_; }
    Indent(const Indent&) = delete;
    Indent& operator=(const Indent&) = delete;

   private:
    Printer& printer_;
  };

  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  void write(const Value& value, std::string& out) const;
  void write(const std::vector<Field>& fields, std::string& out) const;
  void write(const std::vector<Value>& values, std::string_view separator, std::string& out) const;
  void writeComposite(const Call& call, std::string& out) const;
  void writeComposite(const Operation& operation, std::string& out) const;
  void writeComposite(const Interpolation& text, std::string& out) const;
  void writeComposite(const ListValue& list, std::string& out) const;
  void writeComposite(const RecordValue& record, std::string& out) const;
  void writeComposite(const CodeValue& code, std::string& out) const;
  [[nodiscard]] std::string place(source::Span origin) const;

  const Program& program_;
  const source::SourceManager* sources_;
  std::string out_;
  int depth_ = 0;
};

}  // namespace mlpc::ir
