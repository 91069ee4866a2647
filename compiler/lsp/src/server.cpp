#include <fmt/format.h>

#include "diagnostics.h"
#include "inbox.h"
#include "methods.h"
#include "mlpc/lsp/lsp.h"
#include "session.h"

namespace mlpc::lsp {
namespace {

/// The token of the progress of the first check.
constexpr const char* kProgress = "mlpc-first-check";

class Server {
 public:
  Server(std::istream& in, std::ostream& out, std::span<const workspace::Backend> backends, source::FileSystem& files,
         std::string_view version)
      : transport_(in, out), session_(transport_, backends, files, version) {}

  int run() {
    Inbox inbox(transport_);
    while (true) {
      if (!inbox.hasNext() && session_.initialized && !session_.shutDown) publish(inbox);
      const auto message = inbox.next();
      if (!message) return session_.shutDown ? 0 : 1;
      if (const auto* garbage = std::get_if<Transport::Garbage>(&*message)) {
        fail(nullptr, RequestError::kParseError, garbage->why);
        continue;
      }
      const Json& json = std::get<Json>(*message);
      if (json.is_object() && json.value("method", Json()) == "exit") return session_.shutDown ? 0 : 1;
      handle(json, inbox);
    }
  }

 private:
  void fail(const Json& id, int code, std::string_view why) {
    transport_.write({{"jsonrpc", "2.0"}, {"id", id}, {"error", {{"code", code}, {"message", why}}}});
  }

  /// Requests bring programs up to date too, but publish nothing.
  void publish(Inbox& inbox) {
    Projects& projects = session_.projects;
    // The first time, everything is read.
    const bool shown = first_ && projects.stale() && session_.can("/window/workDoneProgress");
    first_ = false;
    if (shown) begin();
    const bool done = !projects.stale() || projects.update({}, &inbox.interrupted());
    if (shown) session_.notify("$/progress", {{"token", kProgress}, {"value", {{"kind", "end"}}}});
    if (!done) return;
    if (published_ == projects.generation()) return;
    published_ = projects.generation();
    publishDiagnostics(session_);
  }

  void begin() {
    session_.request("window/workDoneProgress/create", {{"token", kProgress}});
    session_.notify("$/progress",
                    {{"token", kProgress}, {"value", {{"kind", "begin"}, {"title", "Checking all programs"}}}});
  }

  void handle(const Json& message, Inbox& inbox) {
    if (!message.is_object()) return fail(nullptr, RequestError::kInvalidRequest, "a message is an object");
    const Json id = message.value("id", Json());
    const bool request = message.contains("id");
    // The answer to something that was asked of the client.
    if (!message.contains("method")) return;
    const Json& name = message.at("method");
    if (request && !inbox.begin(id)) return fail(id, RequestError::kRequestCancelled, "cancelled");
    session_.cancelled = request ? &inbox.cancelled() : nullptr;
    if (name.is_string()) {
      answer(message, name.get<std::string>(), id, request);
    } else {
      fail(id, RequestError::kInvalidRequest, "`method` is a string");
    }
    session_.cancelled = nullptr;
    if (request) inbox.end();
  }

  void answer(const Json& message, const std::string& name, const Json& id, bool request) {
    try {
      Json result = call(name, message.value("params", Json::object()));
      if (request) transport_.write({{"jsonrpc", "2.0"}, {"id", id}, {"result", std::move(result)}});
    } catch (const RequestError& error) {
      if (request) fail(id, error.code(), error.what());
    } catch (const Json::exception& error) {
      if (request) fail(id, RequestError::kInvalidParams, error.what());
    } catch (const std::exception& error) {
      if (request) fail(id, RequestError::kInternalError, error.what());
    }
  }

  Json call(const std::string& name, const Json& params) {
    const Method* method = findMethod(name);
    // What begins with `$/` may be ignored.
    if (method == nullptr) throw RequestError(RequestError::kMethodNotFound, fmt::format("there is no `{}`", name));
    if (session_.shutDown) throw RequestError(RequestError::kInvalidRequest, "the server was shut down");
    if (!session_.initialized && name != "initialize")
      throw RequestError(RequestError::kServerNotInitialized, "`initialize` comes first");
    return method->run(session_, params);
  }

  Transport transport_;
  Session session_;
  uint64_t published_ = 0;  ///< the generation of the programs
  bool first_ = true;
};

}  // namespace

int serve(std::istream& in, std::ostream& out, std::span<const workspace::Backend> backends, source::FileSystem& files,
          std::string_view version) {
  return Server(in, out, backends, files, version).run();
}

}  // namespace mlpc::lsp
