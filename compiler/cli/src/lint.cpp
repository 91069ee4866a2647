#include "lint.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <ostream>

#include "command.h"
#include "findings.h"
#include "folders.h"
#include "mlpc/support/text.h"
#include "mlpc/workspace/output.h"
#include "mlpc/workspace/programs.h"
#include "programs.h"
#include "unified_diff.h"

namespace mlpc::cli {
namespace {

namespace fs = std::filesystem;

class Linter {
 public:
  Linter(const ParsedOptions& options, Environment& environment)
      : options_(options),
        environment_(environment),
        style_(findingsStyle(options, environment)),
        files_(environment.files) {}

  int run() {
    if (options_.operands.empty()) return usageError(environment_, "no file or folder", "lint");
    if (const std::string error = findingsStyleError(options_); !error.empty())
      return usageError(environment_, error, "lint");
    for (const char* option : {"--select", "--ignore"}) {
      for (const std::string& selector : options_.values(option)) {
        if (!config::isSelector(selector))
          return usageError(environment_, fmt::format("there is no rule, code or category `{}`", selector), "lint");
      }
    }
    if (options_.has("--fix") || options_.has("--diff")) fixing_ = Fixing::Safe;
    if (options_.has("--unsafe-fixes")) fixing_ = Fixing::All;
    if (options_.has("--update-baseline")) {
      for (const char* option : {"--since", "--select", "--ignore", "--severity"}) {
        if (options_.has(option))
          return usageError(environment_, fmt::format("a baseline is of everything, without `{}`", option), "lint");
      }
    }
    const std::string least = options_.value("--severity").value_or("info");
    least_ = least == "error"     ? diag::Severity::Error
             : least == "warning" ? diag::Severity::Warning
                                  : diag::Severity::Info;
    if (const int status = configure(folderOf(options_.operands.front()))) return status;
    // What the command line selects replaces what the settings do; both can ignore.
    if (options_.has("--select")) config_.select = options_.values("--select");
    for (const std::string& selector : options_.values("--ignore")) config_.ignore.push_back(selector);
    if (const int status = baselineUsage()) return status;
    if (const int status = collect()) return status;
    if (const int status = since()) return status;
    if (const int status = check()) return status;
    if (fixing_ != Fixing::None) {
      if (const int status = fix()) return status;
    }
    return print();
  }

 private:
  enum class Fixing : uint8_t { None, Safe, All };

  // ---- what is judged

  int configure(const std::string& folder) {
    const auto given = options_.value("--config");
    const auto path = given ? given : config::find(environment_.files, folder);
    if (!path) return kOk;
    auto text = environment_.files.read(*path);
    if (const auto* error = std::get_if<source::ReadError>(&text))
      return cannotRead(environment_, *path + ": " + error->message);
    const std::string shown = fs::path(*path).lexically_proximate(environment_.files.canonical(".")).string();
    const source::FileId file = configSources_.add(shown, *path, std::get<std::string>(std::move(text)));
    config_ = config::read(configSources_, file, configDiags_);
    configFolder_ = fs::path(*path).parent_path().string();
    return kOk;
  }

  [[nodiscard]] std::optional<std::string> baselinePath() const {
    if (const auto given = options_.value("--baseline")) return given;
    if (!config_.baseline) return std::nullopt;
    return (fs::path(configFolder_) / *config_.baseline).string();
  }
  /// A baseline that is updated replaces a baseline, never something else.
  int baselineUsage() {
    if (!options_.has("--update-baseline")) return kOk;
    const auto baseline = baselinePath();
    if (!baseline) return usageError(environment_, "`--update-baseline` needs a baseline", "lint");
    std::error_code error;
    std::set<std::string> known;
    if (!fs::exists(*baseline, error)) return kOk;
    const std::string why = readBaseline(environment_.files, *baseline, known);
    return why.empty() ? kOk : cannotWrite(environment_, why);
  }

  int collect() {
    for (const std::string& operand : options_.operands) {
      std::error_code error;
      const bool isFolder = fs::is_directory(operand, error);
      const auto paths = isFolder ? sourcesToLint(operand)
                                  : std::variant<std::vector<std::string>, source::ReadError>(std::vector{operand});
      if (const auto* failed = std::get_if<source::ReadError>(&paths))
        return cannotRead(environment_, operand + ": " + failed->message);
      for (const std::string& path : std::get<std::vector<std::string>>(paths)) {
        if (isFolder && excluded(path)) continue;
        const std::string canonical = environment_.files.canonical(path);
        names_.try_emplace(canonical, path);
        listed_.insert(canonical);
      }
    }
    return kOk;
  }

  [[nodiscard]] bool excluded(const std::string& path) const {
    const std::string base = configFolder_.empty() ? "." : configFolder_;
    const std::string relative = fs::path(environment_.files.canonical(path))
                                     .lexically_relative(environment_.files.canonical(base))
                                     .generic_string();
    return std::any_of(config_.exclude.begin(), config_.exclude.end(),
                       [&](const std::string& pattern) { return config::matches(pattern, relative); });
  }

  int since() {
    const auto revision = options_.value("--since");
    if (!revision) return kOk;
    std::set<std::string> paths;
    for (const std::string& operand : options_.operands) {
      const std::string why = changedSince(folderOf(operand), *revision, paths);
      if (!why.empty()) return cannotRead(environment_, why);
    }
    changed_.emplace();
    for (const std::string& path : paths) changed_->insert(environment_.files.canonical(path));
    return kOk;
  }
  /// Whether a file, or the submodule that it is in, is among those that git names.
  [[nodiscard]] bool isChanged(const std::string& file) const {
    if (!changed_) return true;
    for (fs::path at = file; at.has_relative_path(); at = at.parent_path()) {
      if (changed_->contains(at.string())) return true;
    }
    return false;
  }
  static std::string folderOf(const std::string& operand) {
    std::error_code error;
    if (fs::is_directory(operand, error)) return operand;
    const std::string parent = fs::path(operand).parent_path().string();
    return parent.empty() ? "." : parent;
  }

  // ---- judging

  struct Program {
    std::string root;
    std::shared_ptr<const workspace::Snapshot> snapshot;
    std::vector<diag::Report> reports;  ///< those that are to be shown
  };

  int check() {
    workspace::ImportGraph graph(files_);
    programs_.clear();
    for (const std::string& root : graph.roots(listed_)) {
      const std::set<std::string> reached = graph.reach(root);
      const bool touched =
          std::any_of(reached.begin(), reached.end(), [&](const auto& file) { return isChanged(file); });
      if (touched) programs_.push_back({names_.contains(root) ? names_[root] : root, nullptr, {}});
    }
    forEachInParallel(programs_.size(), environment_, [&](size_t i) { judge(programs_[i]); });
    bool complete = true;
    for (const Program& program : programs_) {
      for (const std::string& file : program.snapshot->unreadable) {
        cannotRead(environment_, file);
        complete = false;
      }
    }
    return complete ? kOk : kUsage;
  }

  void judge(Program& program) {
    workspace::Request request;
    request.inputs = {{program.root, std::nullopt}};
    request.stop = workspace::Stop::AfterGates;
    request.rules = config_.rules;
    program.snapshot = workspace::compile(request, allBackends(), files_);
    for (diag::Report& report : program.snapshot->diags.sorted()) {
      if (keep(*program.snapshot, report)) program.reports.push_back(std::move(report));
    }
  }

  bool keep(const workspace::Snapshot& snapshot, diag::Report& report) const {
    const auto severity = config::shown(config_, *report.record, report.severity);
    if (!severity) return false;
    report.severity = *severity;
    if (changed_ && report.span.valid() &&
        !isChanged(environment_.files.canonical(snapshot.sources.file(report.span.file).path())))
      return false;
    if (style_.text.warningsAsErrors && report.severity == diag::Severity::Warning)
      report.severity = diag::Severity::Error;
    return severityRank(report.severity) <= severityRank(least_);
  }
  static int severityRank(diag::Severity severity) {
    return severity == diag::Severity::Error ? 0 : severity == diag::Severity::Warning ? 1 : 2;
  }
  // ---- fixing

  /// Applies fixes until nothing more can be fixed; a fix may make another one possible.
  int fix() {
    constexpr int kMostRounds = 10;
    for (int round = 0; round < kMostRounds; ++round) {
      std::map<std::string, std::vector<diag::Edit>> edits;
      std::map<std::string, std::shared_ptr<const source::SourceFile>> texts;
      std::multiset<uint16_t> chosen;  // codes
      for (const Program& program : programs_) {
        for (const diag::Report& report : program.reports) {
          if (choose(*program.snapshot, report, edits, texts)) chosen.insert(report.record->code);
        }
      }
      if (edits.empty()) break;
      for (auto& [path, list] : edits)
        std::sort(list.begin(), list.end(), [](const auto& a, const auto& b) { return a.range.begin < b.range.begin; });
      if (options_.has("--diff")) {
        for (const auto& [path, list] : edits) environment_.out << unifiedDiff(*texts.at(path), list);
        return kOk;
      }
      const auto before = files_.edited();
      const size_t found = countOf(chosen);
      for (const auto& [path, list] : edits) {
        std::string text(texts.at(path)->text());
        for (auto edit = list.rbegin(); edit != list.rend(); ++edit)
          text.replace(edit->range.begin, edit->range.end - edit->range.begin, edit->text);
        files_.replace(path, std::move(text));
      }
      if (const int status = check()) return status;
      // What comes to light behind a finding that is gone does not count.
      if (countOf(chosen) >= found) {
        files_.setEdited(before);
        if (const int status = check()) return status;
        break;
      }
      fixed_ += chosen.size();
    }
    for (const auto& [path, text] : files_.edited()) {
      if (!files_.isCurrent(path)) return cannotWrite(environment_, path + ": it has changed in the meantime");
      const std::string why = workspace::writeOne(path, {path, text, false, {}});
      if (!why.empty()) return cannotWrite(environment_, why);
    }
    return kOk;
  }
  /// How many findings have one of the codes.
  [[nodiscard]] size_t countOf(const std::multiset<uint16_t>& codes) const {
    size_t count = 0;
    for (const Program& program : programs_) {
      count += static_cast<size_t>(
          std::count_if(program.reports.begin(), program.reports.end(),
                        [&](const diag::Report& report) { return codes.contains(report.record->code); }));
    }
    return count;
  }

  /// Adds the edits of the first fix of a finding that may be applied and changes only files that were asked for, and
  /// nothing that another one changes. Returns whether there is one.
  bool choose(const workspace::Snapshot& snapshot, const diag::Report& report,
              std::map<std::string, std::vector<diag::Edit>>& edits,
              std::map<std::string, std::shared_ptr<const source::SourceFile>>& texts) {
    for (const diag::Fix& fix : report.fixes) {
      if (fix.edits.empty() || (!fix.safe && fixing_ != Fixing::All)) continue;
      const bool free = std::all_of(fix.edits.begin(), fix.edits.end(), [&](const diag::Edit& edit) {
        if (!edit.range.valid() || source::isStandardFile(edit.range.file)) return false;
        if (!listed_.contains(pathOf(snapshot, edit))) return false;
        const auto& others = edits[pathOf(snapshot, edit)];
        return std::none_of(others.begin(), others.end(), [&](const diag::Edit& other) {
          return edit.range.begin <= other.range.end && other.range.begin <= edit.range.end;
        });
      });
      std::erase_if(edits, [](const auto& entry) { return entry.second.empty(); });
      if (!free) continue;
      for (const diag::Edit& edit : fix.edits) {
        const std::string path = pathOf(snapshot, edit);
        edits[path].push_back(edit);
        texts[path] = snapshot.sources.share(edit.range.file);
      }
      return true;
    }
    return false;
  }
  [[nodiscard]] std::string pathOf(const workspace::Snapshot& snapshot, const diag::Edit& edit) const {
    return environment_.files.canonical(snapshot.sources.file(edit.range.file).path());
  }

  // ---- the result

  int print() {
    const auto baseline = baselinePath();
    // The same for everybody who uses it.
    std::string folder = !configFolder_.empty() ? configFolder_
                         : baseline             ? fs::path(*baseline).parent_path().string()
                                                : "";
    if (folder.empty()) folder = ".";
    diag::LocatedFindings found;
    found.add(configSources_, configDiags_.sorted(), style_.text.warningsAsErrors);
    for (const Program& program : programs_)
      found.add(program.snapshot->sources, program.reports, style_.text.warningsAsErrors);
    std::vector<diag::Located> all = found.take(environment_.files.canonical(folder));
    size_t known = 0;
    if (baseline) {
      if (options_.has("--update-baseline")) {
        std::erase_if(all, [](const diag::Located& one) { return config::isForced(*one.record, one.severity); });
        const std::string why = workspace::writeOne(*baseline, {*baseline, baselineText(all), false, {}});
        return why.empty() ? kOk : cannotWrite(environment_, why);
      }
      std::set<std::string> fingerprints;
      const std::string why = readBaseline(environment_.files, *baseline, fingerprints);
      if (!why.empty()) return cannotRead(environment_, why);
      known = std::erase_if(all, [&](const diag::Located& one) {
        return fingerprints.contains(one.fingerprint) && !config::isForced(*one.record, one.severity);
      });
    }
    const bool failed = std::any_of(all.begin(), all.end(),
                                    [](const diag::Located& one) { return one.severity == diag::Severity::Error; });
    std::vector<ProgramFindings> printed{{configSources_, configDiags_.sorted()}};
    for (const Program& program : programs_) printed.push_back({program.snapshot->sources, program.reports});
    printFindings(printed, all, style_, environment_, options_.has("--diff") ? environment_.err : environment_.out);
    if (fixed_ != 0) environment_.err << fmt::format("fixed {} {}\n", fixed_, fixed_ == 1 ? "finding" : "findings");
    if (known != 0) environment_.err << fmt::format("{} known from the baseline\n", known);
    return failed ? kInputErrors : kOk;
  }

  const ParsedOptions& options_;
  Environment& environment_;
  FindingsStyle style_;
  EditedFiles files_;
  config::Config config_;
  std::string configFolder_;
  source::SourceManager configSources_;
  diag::Engine configDiags_;
  std::map<std::string, std::string> names_;  ///< as on the command line, by path
  std::set<std::string> listed_;
  std::optional<std::set<std::string>> changed_;
  std::vector<Program> programs_;
  Fixing fixing_ = Fixing::None;
  size_t fixed_ = 0;
  diag::Severity least_ = diag::Severity::Info;
};

}  // namespace

int runLint(const ParsedOptions& options, Environment& environment) { return Linter(options, environment).run(); }

}  // namespace mlpc::cli
