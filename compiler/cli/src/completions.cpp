// Scripts that complete command lines. Everything is written out, so that a key press does not start mlpc.

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "command.h"

namespace mlpc::cli {
namespace {

std::vector<std::string> wordsOf(Offer offer, std::span<const std::string_view> choices) {
  std::vector<std::string> words(choices.begin(), choices.end());
  if (offer == Offer::Diagnostics) words = diagnosticNames();
  if (offer == Offer::Commands) {
    for (const Command& command : allCommands()) words.emplace_back(command.name);
  }
  return words;
}

std::vector<std::string_view> endingsOf(Offer offer) {
  switch (offer) {
    case Offer::Sources: return {".mlp"};
    case Offer::Documents: return {".yaml", ".yml"};
    case Offer::Nothing:
    case Offer::Choices:
    case Offer::Paths:
    case Offer::Diagnostics:
    case Offer::Commands: return {};
  }
  return {};
}

std::string join(const std::vector<std::string>& words, std::string_view separator) {
  return fmt::format("{}", fmt::join(words, separator));
}

/// A word in single quotes, with `quote` standing for each single quote inside.
std::string quoted(std::string_view text, std::string_view quote) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') {
      out += quote;
    } else {
      out += c;
    }
  }
  return out + "'";
}
std::string quotedForShell(std::string_view text) { return quoted(text, "'\\''"); }

// ---- bash

/// The command that fills COMPREPLY. `compgen` splits at line breaks, because IFS is one.
std::string bashOffer(Offer offer, std::span<const std::string_view> choices) {
  if (offer == Offer::Nothing) return "COMPREPLY=()";
  const auto words = wordsOf(offer, choices);
  if (!words.empty()) return fmt::format("COMPREPLY=($(compgen -W $'{}' -- \"$current\"))", join(words, "\\n"));
  if (offer == Offer::Paths) return "_mlpc_paths";
  std::string out = "_mlpc_paths";
  for (const auto ending : endingsOf(offer)) out += fmt::format(" '!*{}'", ending);
  return out;
}

std::string bashScript() {
  std::string values;
  std::string operands;
  for (const Command& command : allCommands()) {
    std::vector<std::string> names;
    for (const OptionSpec& option : optionsOf(command)) {
      names.emplace_back(option.name);
      if (option.value.empty()) continue;
      values += fmt::format("    '{} {}'", command.name, option.name);
      if (!option.shortName.empty()) values += fmt::format(" | '{} {}'", command.name, option.shortName);
      values += fmt::format(")\n      {}\n      return\n      ;;\n", bashOffer(option.offer, option.choices));
    }
    operands += fmt::format(
        "    {})\n      if [[ $current == -* ]]; then\n        COMPREPLY=($(compgen -W $'{}' -- "
        "\"$current\"))\n      else\n        {}\n      fi\n      ;;\n",
        command.name, join(names, "\\n"), bashOffer(command.offer, command.choices));
  }
  std::string text = R"sh(# bash completion of mlpc: source <(mlpc completions bash)
_mlpc_paths() {
  local filter
  COMPREPLY=($(compgen -d -- "$current"))
  if (($# == 0)); then
    COMPREPLY=($(compgen -f -- "$current"))
  fi
  for filter in "$@"; do
    COMPREPLY+=($(compgen -f -X "$filter" -- "$current"))
  done
  compopt -o filenames 2>/dev/null
}
_mlpc() {
  local IFS=$'\n' current="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD - 1]}"
  # To bash `--target=kfp` is three words.
  if [[ $current == '=' ]]; then
    current=''
  elif [[ $before == '=' ]]; then
    before="${COMP_WORDS[COMP_CWORD - 2]}"
  fi
  if ((COMP_CWORD == 1)); then
    @commands@
    return
  fi
  case "${COMP_WORDS[1]} $before" in
@values@  esac
  case "${COMP_WORDS[1]}" in
@operands@  esac
}
complete -F _mlpc mlpc
)sh";
  const auto replace = [&](std::string_view what, const std::string& by) {
    text.replace(text.find(what), what.size(), by);
  };
  replace("@commands@", bashOffer(Offer::Commands, {}));
  replace("@values@", values);
  replace("@operands@", operands);
  return text;
}

// ---- zsh

/// Text for inside `[…]` and between the colons of a specification.
std::string zshText(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

std::string zshOffer(Offer offer, std::span<const std::string_view> choices) {
  const auto words = wordsOf(offer, choices);
  if (!words.empty()) return fmt::format("({})", join(words, " "));
  if (offer == Offer::Paths) return "_files";
  std::vector<std::string> patterns;
  for (const auto ending : endingsOf(offer)) patterns.push_back(fmt::format("*{}(-.)", ending));
  return patterns.empty() ? " " : fmt::format("_files -g \"{}\"", join(patterns, " "));
}

std::string zshOption(const OptionSpec& option) {
  const bool value = !option.value.empty();
  std::string tail = fmt::format("[{}]", zshText(option.help));
  if (value) tail += fmt::format(":{}:{}", zshText(option.value), zshOffer(option.offer, option.choices));
  const std::string name = fmt::format("{}{}", option.name, value ? "=" : "");
  if (option.shortName.empty()) return quotedForShell((option.repeatable ? "*" : "") + name + tail);
  const std::string once = option.repeatable ? "*" : fmt::format("({} {})", option.shortName, option.name);
  return fmt::format("{}{{{}{},{}}}{}", quotedForShell(once), option.shortName, value ? "+" : "", name,
                     quotedForShell(tail));
}

std::string zshScript() {
  std::string commands;
  std::string cases;
  for (const Command& command : allCommands()) {
    commands += fmt::format("    {}\n", quotedForShell(fmt::format("{}:{}", command.name, zshText(command.summary))));
    cases += fmt::format("    {})\n      _arguments -s -S", command.name);
    for (const OptionSpec& option : optionsOf(command)) cases += fmt::format(" \\\n        {}", zshOption(option));
    if (!command.operands.empty()) {
      cases += fmt::format(" \\\n        {}", quotedForShell(fmt::format("*:{}:{}", zshText(command.operands),
                                                                         zshOffer(command.offer, command.choices))));
    }
    cases += "\n      ;;\n";
  }
  return fmt::format(R"sh(#compdef mlpc
# zsh completion of mlpc: as the file _mlpc in a folder of $fpath, or source <(mlpc completions zsh)
_mlpc() {{
  local -a commands=(
{}  )
  if ((CURRENT == 2)); then
    _describe -t commands command commands
    return
  fi
  local command=$words[2]
  shift words
  ((CURRENT--))
  case $command in
{}  esac
}}
if [[ $funcstack[1] == _mlpc ]]; then
  _mlpc "$@"
else
  compdef _mlpc mlpc
fi
)sh",
                     commands, cases);
}

// ---- fish

std::string fishQuoted(std::string_view text) { return quoted(text, "\\'"); }

/// The part of a `complete` command that says what may follow.
std::string fishOffer(Offer offer, std::span<const std::string_view> choices) {
  const auto words = wordsOf(offer, choices);
  if (!words.empty()) return fmt::format(" -a {}", fishQuoted(join(words, " ")));
  if (offer == Offer::Paths) return " -F";  // overrides the general -f
  std::string calls;
  for (const auto ending : endingsOf(offer))
    calls += fmt::format("{}(__fish_complete_suffix {})", calls.empty() ? "" : " ", ending);
  return calls.empty() ? "" : fmt::format(" -k -a {}", fishQuoted(calls));
}

std::string fishScript() {
  std::string out = "# fish completion of mlpc: mlpc completions fish | source\ncomplete -c mlpc -f\n";
  for (const Command& command : allCommands()) {
    out += fmt::format("complete -c mlpc -n __fish_use_subcommand -a {} -d {}\n", command.name,
                       fishQuoted(command.summary));
    const std::string with = fmt::format("complete -c mlpc -n '__fish_seen_subcommand_from {}'", command.name);
    for (const OptionSpec& option : optionsOf(command)) {
      out += with;
      if (!option.shortName.empty()) out += fmt::format(" -s {}", option.shortName.substr(1));
      out += fmt::format(" -l {}", option.name.substr(2));
      const std::string_view value = option.offer == Offer::Paths ? " -r" : " -x";
      if (!option.value.empty()) out += fmt::format("{}{}", value, fishOffer(option.offer, option.choices));
      out += fmt::format(" -d {}\n", fishQuoted(option.help));
    }
    const std::string operands = fishOffer(command.offer, command.choices);
    if (!operands.empty()) out += with + operands + "\n";
  }
  return out;
}

}  // namespace

std::string completionScript(std::string_view shell) {
  if (shell == "bash") return bashScript();
  if (shell == "zsh") return zshScript();
  if (shell == "fish") return fishScript();
  return {};
}

int runCompletions(const ParsedOptions& options, Environment& environment) {
  const std::string script = options.operands.size() == 1 ? completionScript(options.operands[0]) : std::string();
  if (script.empty()) return usageError(environment, "`completions` expects bash, zsh or fish", "completions");
  environment.out << script;
  return kOk;
}

}  // namespace mlpc::cli
