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
    const std::string least = options_.value("--severity").value_or("info");
    least_ = least == "error"     ? diag::Severity::Error
             : least == "warning" ? diag::Severity::Warning
                                  : diag::Severity::Info;
    std::error_code unknown;
    const std::string folder = fs::is_directory(options_.operands.front(), unknown)
                                   ? options_.operands.front()
                                   : fs::path(options_.operands.front()).parent_path().string();
    if (const int status = configure(folder)) return status;
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
    std::vector<std::string> paths;
    const std::string why = changedSince(*revision, paths);
    if (!why.empty()) return cannotRead(environment_, why);
    changed_.emplace();
    for (const std::string& path : paths) changed_->insert(environment_.files.canonical(path));
    return kOk;
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
      const bool touched = !changed_ || std::any_of(reached.begin(), reached.end(),
                                                    [&](const std::string& file) { return changed_->contains(file); });
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
    const diag::Record& record = *report.record;
    if (const auto level = config_.levels.find(record.name); level != config_.levels.end()) {
      if (level->second == rules::Level::Off) return false;
      report.severity = level->second == rules::Level::Error     ? diag::Severity::Error
                        : level->second == rules::Level::Warning ? diag::Severity::Warning
                                                                 : diag::Severity::Info;
    }
    if (changed_ && report.span.valid() &&
        !changed_->contains(environment_.files.canonical(snapshot.sources.file(report.span.file).path())))
      return false;
    if (severityRank(report.severity) > severityRank(least_)) return false;
    // Errors of the language are not a matter of choice.
    if (!diag::mayBeAllowed(record) && report.severity == diag::Severity::Error && !isRule(record)) return true;
    const auto with = [&](const config::Selectors& ofConfig, const char* option) {
      config::Selectors all = options_.values(option);
      if (all.empty() || std::string_view(option) == "--ignore")
        all.insert(all.end(), ofConfig.begin(), ofConfig.end());
      return all;
    };
    const config::Selectors selected = with(config_.select, "--select");
    return (selected.empty() || config::selects(selected, record)) &&
           !config::selects(with(config_.ignore, "--ignore"), record);
  }
  static int severityRank(diag::Severity severity) {
    return severity == diag::Severity::Error ? 0 : severity == diag::Severity::Warning ? 1 : 2;
  }
  static bool isRule(const diag::Record& record) {
    const auto all = rules::allRules();
    return std::any_of(all.begin(), all.end(), [&](const rules::Rule* rule) { return rule->reports(record.code); });
  }

  // ---- fixing

  /// Applies fixes until nothing more can be fixed; a fix may make another one possible.
  int fix() {
    constexpr int kMostRounds = 10;
    std::set<std::string> written;
    for (int round = 0; round < kMostRounds; ++round) {
      std::map<std::string, std::vector<diag::Edit>> edits;
      std::map<std::string, std::shared_ptr<const source::SourceFile>> texts;
      for (const Program& program : programs_) {
        for (const diag::Report& report : program.reports) choose(*program.snapshot, report, edits, texts);
      }
      if (edits.empty()) break;
      for (auto& [path, list] : edits) {
        std::sort(list.begin(), list.end(), [](const auto& a, const auto& b) { return a.range.begin < b.range.begin; });
        const source::SourceFile& file = *texts.at(path);
        if (options_.has("--diff")) {
          environment_.out << unifiedDiff(file, list);
          continue;
        }
        std::string text(file.text());
        for (auto edit = list.rbegin(); edit != list.rend(); ++edit)
          text.replace(edit->range.begin, edit->range.end - edit->range.begin, edit->text);
        files_.replace(path, std::move(text));
        written.insert(path);
        fixed_ += list.size();
      }
      if (options_.has("--diff")) return kOk;
      if (const int status = check()) return status;
    }
    for (const std::string& path : written) {
      const std::string why = workspace::writeOne(path, {path, files_.text(path), false, {}});
      if (!why.empty()) return cannotWrite(environment_, why);
    }
    return kOk;
  }

  /// Adds the edits of the first fix of a finding that may be applied and touches nothing that another one changes.
  void choose(const workspace::Snapshot& snapshot, const diag::Report& report,
              std::map<std::string, std::vector<diag::Edit>>& edits,
              std::map<std::string, std::shared_ptr<const source::SourceFile>>& texts) {
    for (const diag::Fix& fix : report.fixes) {
      if (fix.edits.empty() || (!fix.safe && fixing_ != Fixing::All)) continue;
      const bool free = std::all_of(fix.edits.begin(), fix.edits.end(), [&](const diag::Edit& edit) {
        if (!edit.range.valid() || source::isStandardFile(edit.range.file)) return false;
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
      return;
    }
  }
  [[nodiscard]] std::string pathOf(const workspace::Snapshot& snapshot, const diag::Edit& edit) const {
    return environment_.files.canonical(snapshot.sources.file(edit.range.file).path());
  }

  // ---- the result

  int print() {
    std::string folder = configFolder_.empty() ? std::string(".") : configFolder_;
    const auto baseline = options_.value("--baseline") ? options_.value("--baseline")
                          : config_.baseline           ? std::optional((fs::path(folder) / *config_.baseline).string())
                                                       : std::nullopt;
    if (options_.value("--baseline")) folder = fs::path(*baseline).parent_path().string();
    if (folder.empty()) folder = ".";
    diag::LocatedFindings found;
    found.add(configSources_, configDiags_.sorted(), style_.text.warningsAsErrors);
    for (const Program& program : programs_)
      found.add(program.snapshot->sources, program.reports, style_.text.warningsAsErrors);
    std::vector<diag::Located> all = found.take(environment_.files.canonical(folder));
    size_t known = 0;
    if (baseline) {
      if (options_.has("--update-baseline")) {
        const std::string why = workspace::writeOne(*baseline, {*baseline, baselineText(all), false, {}});
        return why.empty() ? kOk : cannotWrite(environment_, why);
      }
      std::set<std::string> fingerprints;
      const std::string why = readBaseline(environment_.files, *baseline, fingerprints);
      if (!why.empty()) return cannotRead(environment_, why);
      known = std::erase_if(all, [&](const diag::Located& one) { return fingerprints.contains(one.fingerprint); });
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
