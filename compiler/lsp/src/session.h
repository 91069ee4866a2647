#pragma once

#include <atomic>
#include <map>
#include <set>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "files/documents.h"
#include "files/projects.h"
#include "wire/json.h"
#include "wire/positions.h"
#include "wire/transport.h"

namespace mlpc::lsp {

/// What a request is answered with instead of a result. Codes of JSON-RPC and of the protocol.
class RequestError : public std::runtime_error {
 public:
  enum Code : int {
    kParseError = -32700,
    kInvalidRequest = -32600,
    kMethodNotFound = -32601,
    kInvalidParams = -32602,
    kInternalError = -32603,
    kServerNotInitialized = -32002,
    kRequestCancelled = -32800,
    kRequestFailed = -32803,
  };
  RequestError(Code code, const std::string& message) : std::runtime_error(message), code_(code) {}
  [[nodiscard]] Code code() const { return code_; }

 private:
  Code code_;
};

/// A byte of a file in the program that it is looked at in.
struct Place {
  View view;
  uint32_t offset = 0;

  explicit operator bool() const { return static_cast<bool>(view); }
};

/// The conversation with one client: what all methods work on.
class Session {
 public:
  Session(Transport& transport, std::span<const workspace::Backend> backends, source::FileSystem& disk,
          std::string_view theVersion)
      : version(theVersion), documents(disk), projects(documents, backends), transport_(transport) {}

  const std::string version;
  Documents documents;
  Projects projects;
  Positions positions;
  Json capabilities;  ///< of the client
  Json options;       ///< `initializationOptions`, or the settings that came later
  std::vector<std::string> folders;
  /// Set while the request that is being answered is no longer wanted; null during a notification.
  const std::atomic<bool>* cancelled = nullptr;
  bool initialized = false;
  bool shutDown = false;

  /// Whether the client's capability with this JSON pointer is there and not false.
  [[nodiscard]] bool can(const char* pointer) const;

  void notify(std::string_view method, Json params);
  /// Asks the client for something; its answer is not waited for.
  void request(std::string_view method, Json params);

  /// Brings the programs that contain a file up to date, or all if it is empty. Throws if the request is cancelled.
  void update(const std::string& path = {});
  /// The file of a `TextDocumentIdentifier` in an up-to-date program; empty if it is in none.
  View view(const Json& textDocument);
  /// The place of `TextDocumentPositionParams`.
  Place place(const Json& params);
  /// A `Location` for a span of a program; null if it is in no file that the client can open.
  Json location(const workspace::Snapshot& snapshot, source::Span span);
  /// The URI of a source; empty if the client cannot open it.
  std::string uriOf(const source::SourceFile& file, bool standard);
  [[nodiscard]] Json range(const workspace::Snapshot& snapshot, source::Span span) const {
    return positions.range(snapshot.sources.file(span.file), span);
  }

  /// What was last published for each URI, as text.
  std::map<std::string, std::string> published;
  /// The semantic tokens that were last given for each URI, and under which id.
  struct Tokens {
    std::string id;
    std::vector<uint32_t> data;
  };
  std::map<std::string, Tokens> tokens;
  std::vector<Json> completions;  ///< what is added to each item of the last list when it is looked at
  uint64_t nextId = 1;

 private:
  Transport& transport_;
};

}  // namespace mlpc::lsp
