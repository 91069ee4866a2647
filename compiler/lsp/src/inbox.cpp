#include "inbox.h"

#include <algorithm>

namespace mlpc::lsp {
namespace {

bool isNotification(const Inbox::Message& message, std::string_view method) {
  const auto* json = std::get_if<Json>(&message);
  return json != nullptr && json->is_object() && json->value("method", Json()) == method;
}

bool changesText(const Inbox::Message& message) {
  return isNotification(message, "textDocument/didChange") || isNotification(message, "exit");
}

/// The id of a request; nothing for other messages.
std::optional<Json> idOf(const Inbox::Message& message) {
  const auto* json = std::get_if<Json>(&message);
  if (json == nullptr || !json->is_object() || !json->contains("method") || !json->contains("id")) return std::nullopt;
  return json->at("id");
}

}  // namespace

Inbox::Inbox(Transport& transport) : reader_([this, &transport] { read(transport); }) {}

void Inbox::read(Transport& transport) {
  while (true) {
    std::optional<Message> message = transport.read();
    const std::lock_guard lock(mutex_);
    if (!message) {
      ended_ = interrupted_ = true;
      arrived_.notify_one();
      return;
    }
    if (isNotification(*message, "$/cancelRequest")) {
      const Json params = std::get<Json>(*message).value("params", Json());
      // What is answered already cannot be cancelled.
      const Json id = params.is_object() ? params.value("id", Json()) : Json();
      if (waiting_.contains(id)) cancelled_.insert(id);
      if (current_ == id) currentCancelled_ = true;
      continue;
    }
    if (changesText(*message)) interrupted_ = true;
    const bool last = isNotification(*message, "exit");
    if (auto id = idOf(*message)) waiting_.insert(std::move(*id));
    messages_.push_back(std::move(*message));
    arrived_.notify_one();
    // Nothing is read after it: the client may keep the stream open.
    if (last) return;
  }
}

std::optional<Inbox::Message> Inbox::next() {
  std::unique_lock lock(mutex_);
  arrived_.wait(lock, [&] { return ended_ || !messages_.empty(); });
  if (messages_.empty()) return std::nullopt;
  Message message = std::move(messages_.front());
  messages_.pop_front();
  interrupted_ = ended_ || std::any_of(messages_.begin(), messages_.end(), changesText);
  return message;
}

bool Inbox::hasNext() {
  const std::lock_guard lock(mutex_);
  return ended_ || !messages_.empty();
}

bool Inbox::begin(const Json& id) {
  const std::lock_guard lock(mutex_);
  waiting_.erase(id);
  if (cancelled_.erase(id) != 0) return false;
  current_ = id;
  currentCancelled_ = false;
  return true;
}

void Inbox::end() {
  const std::lock_guard lock(mutex_);
  current_.reset();
  currentCancelled_ = false;
}

}  // namespace mlpc::lsp
