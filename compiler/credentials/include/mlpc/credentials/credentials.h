#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

/// What looks like a credential that is written out. It knows names and texts only, so it says the same about a
/// document, a script, code of any language and a file that is packed into something.
namespace mlpc::credentials {

/// What a name says about the value that it is given to.
enum class NameKind : uint8_t {
  None,         ///< not a credential: `max_tokens`, `primary_key`, `secret_name`
  Key,          ///< some key, which only its value can tell from others: `STORE_KEY`
  Auth,         ///< a credential or the way to present one: `REDIS_AUTH`, `authorization`
  Weak,         ///< a credential, or what a credential is called: `db_pass`
  Secret,       ///< the same, or the object that contains it: `db_secret`
  Token,        ///< `token` alone: also a word of a text
  Strong,       ///< a credential: `password`, `api_key`
  PrivateKey,   ///< a credential, or the file in which it is: `ssh_key`
  Credentials,  ///< the same, or what a credential is called: `db_credentials`
  Object,       ///< the name of what contains one, or of its key: `pull_secret`, `password_secret_key`
  Folder,       ///< a credential, or the folder in which a process is: `PWD`
  Unsure,       ///< a word that means a credential, with others after it: `password_acme`, `secret_github`
  Connection,   ///< a connection string, which may contain one
};

/// Judges a name by its words, which end at `_`, `-`, `.`, digits and changes of case.
NameKind judgeName(std::string_view name);

/// Where a value stands, which decides how sure its name is.
enum class Where : uint8_t {
  Variable,  ///< an environment variable or an option of a command: any text of its own is a credential
  Input,     ///< an input of a pipeline or component
  Field,     ///< a field of a document
  Code,      ///< a variable, argument or key in code
};

/// Whether `value`, given to a name of that kind, is a credential: not a reference to one (`$(TOKEN)`), a placeholder
/// (`<token>`), a path, a URL, the name of a secret or a word that says how to sign in.
bool isCredential(NameKind kind, std::string_view value, Where place);

/// Whether a value in a document is empty, or one that is put in its place later: `$(TOKEN)`, `${TOKEN}`, `{{ token
/// }}`.
bool isReference(std::string_view value);

/// A credential in a text.
struct Found {
  enum class Kind : uint8_t {
    Token,     ///< its form shows it: a token, a key
    Password,  ///< of an address
    Named,     ///< what it is assigned to
  };
  Kind kind = Kind::Token;
  size_t begin = 0;  ///< bytes of the text
  size_t end = 0;
  std::string_view what;  ///< of a token, with its article: "a GitHub token"
  std::string_view name;  ///< of what it is assigned to; part of the text
};
using OnFound = std::function<void(const Found&)>;

/// How a text is written, as far as it is known.
enum class Format : uint8_t {
  Any,        ///< also what is not known
  Settings,   ///< names and values on lines, where a word without quotes is a value
  Condition,  ///< the condition of a task or step in a document
};
/// What the name of a file, or the key of a text in a document, says about its format.
Format formatOf(std::string_view file);

/// Calls `found` for each credential in `text`, in no particular order. Takes time linear in the text. Strings of JSON
/// are also read as what they stand for: those of a notebook are code.
void search(std::string_view text, const OnFound& found, Format format = Format::Any);

/// The same for what has a form of its own only: for texts in which names mean nothing, such as names themselves.
void searchTokens(std::string_view text, const OnFound& found);

/// Whether a text is one short word, in which both find nothing; most names and values are.
bool isShortWord(std::string_view text);

}  // namespace mlpc::credentials
