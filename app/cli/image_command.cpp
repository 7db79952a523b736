// `plimsoll image`: open -> scan -> stack -> attribute -> facts -> rules -> findings, gates,
// reports.

#include <fmt/format.h>

#include <charconv>
#include <utility>

#include "app/cli/commands.h"
#include "app/cli/gates.h"
#include "app/cli/inputs.h"
#include "app/cli/joined.h"
#include "app/cli/lint.h"
#include "app/cli/outputs.h"
#include "app/cli/scanned.h"
#include "app/cli/visible.h"
#include "app/image_report/image_report.h"
#include "app/report/masked_report.h"

namespace plimsoll::app {
namespace {

constexpr int log_columns = 100;  // where no terminal says how wide it is
constexpr std::uint64_t dive_rules_limit_bytes = 256 * 1024;

class ImageRun {
 public:
  explicit ImageRun(Session& session)
      : session_(session),
        configurations_(session.host, configuration_flags(session.line)),
        registries_(session) {}

  void run() {
    if (const GivenFlag* file = session_.line.last(FlagId::Dockerfile)) dockerfile_ = file->value;
    if (!read_configuration()) return;
    if (session_.line.has(FlagId::ShowConfig)) return session_.print(show(*configuration_));
    if (session_.line.operands.size() != 1) {
      return session_.fail("", session_.line.operands.empty()
                                   ? "no image is named\n  see `plimsoll image --help`"
                                   : "one image at a time, please");
    }
    if (!read_policy() || !read_dive_rules() || !read_top()) return;
    const auto asked = asked_reports(session_, image_format_names());
    const Result<ScanRequest> request = scan_request(session_, session_.line.operands.front());
    if (!request) return session_.fail("", request.error().message);
    if (!asked || !read_dockerfile()) return;
    base_ = request->base;
    const auto image = scan(session_, registries_, *request);
    if (!image) return session_.fail("", image.error().message);
    if (joined_.given()) joined_.know(**image);
    know_base(session_, *request, joined_.facts(), **image);
    report(**image, *asked);
  }

 private:
  // --- what is asked

  bool read_configuration() {
    const Result<const Configuration*> found =
        configurations_.for_file(dockerfile_.empty() ? "-" : dockerfile_);
    if (!found) {
      session_.fail_with_text(dockerfile_, found.error().message);
      return false;
    }
    configuration_ = *found;
    for (const std::string& warning : configuration_->warnings) session_.host.write_err(warning);
    return true;
  }

  template <class T>
  bool wrong(const GivenFlag& flag, const Result<T>& value) {
    if (value) return false;
    session_.fail("", fmt::format("{} cannot be `{}`\n  {}", flag.spelled, visible(flag.value),
                                  value.error().message));
    return true;
  }

  bool read_policy() {
    policy_ = configuration_->image;
    for (const GivenFlag& flag : session_.line.flags) {
      switch (flag.spec->id) {
        case FlagId::MaxWaste: {
          const Result<WasteLimit> limit = waste_limit_from(flag.value);
          if (wrong(flag, limit)) return false;
          policy_.max_waste = *limit;
          break;
        }
        case FlagId::MaxSize: {
          const Result<std::uint64_t> size = size_from(flag.value);
          if (wrong(flag, size)) return false;
          policy_.max_size = *size;
          break;
        }
        case FlagId::MinEfficiency: {
          const Result<double> ratio = ratio_from(flag.value);
          if (wrong(flag, ratio)) return false;
          policy_.min_efficiency = *ratio;
          break;
        }
        case FlagId::AllowWaste: {
          Result<WasteAllowance> allowance = allowance_from(flag.value);
          if (wrong(flag, allowance)) return false;
          allowance->origin = flag.spelled;
          policy_.allow_waste.push_back(std::move(*allowance));
          break;
        }
        case FlagId::Score:
          policy_.dive_score = flag.value == "dive";
          break;
        default:
          break;
      }
    }
    return true;
  }

  // As dive: --ci or CI=true in the environment. But an environment alone, without a file that asks
  // for it, sets no limits that nobody has chosen.
  bool read_dive_rules() {
    const GivenFlag* named = session_.line.last(FlagId::CiConfig);
    const std::string path = named == nullptr ? std::string(".dive-ci") : named->value;
    const std::string ci = session_.host.environment("CI").value_or("");
    const bool asked = session_.line.has(FlagId::Ci) || session_.line.has(FlagId::DiveRule);
    if (!asked && ci != "true" && ci != "1" && ci != "yes") return true;
    const Result<FileStatus> status = session_.host.status(path);
    if (status && status->kind != FileKind::Missing) {
      Result<std::string> bytes = session_.host.read_file(path, dive_rules_limit_bytes);
      if (!bytes) {
        session_.fail(path, bytes.error().message);
        return false;
      }
      const Result<DiveRules> rules = app::read_dive_rules(SourceFile(path, std::move(*bytes)));
      if (!rules) {
        session_.fail_with_text(path, rules.error().message);
        return false;
      }
      dive_rules_ = *rules;
    } else if (named != nullptr) {
      session_.fail(path, "no such file");
      return false;
    } else if (asked) {
      dive_rules_ = DiveRules{};
    }
    for (const GivenFlag& flag : session_.line.flags) {
      if (flag.spec->id != FlagId::DiveRule) continue;
      if (wrong(flag, set_dive_rule(*dive_rules_, flag.spec->name.substr(2), flag.value))) {
        return false;
      }
    }
    return true;
  }

  bool read_top() {
    const GivenFlag* flag = session_.line.last(FlagId::Top);
    if (flag == nullptr) return true;
    const char* const end = flag->value.data() + flag->value.size();
    const auto [stopped, error] = std::from_chars(flag->value.data(), end, top_);
    if (error == std::errc{} && stopped == end) return true;
    session_.fail("", fmt::format("{} cannot be `{}`\n  it is a number of rows", flag->spelled,
                                  visible(flag->value)));
    return false;
  }

  bool read_dockerfile() {
    return dockerfile_.empty() ||
           joined_.read(session_, Input{dockerfile_, dockerfile_, configuration_});
  }

  // --- what is found

  void report(const ScannedImage& image, const std::vector<AskedReport>& asked) {
    complain_of_missing(session_, image);
    const Attribution attribution = attributed(image, joined_.facts());
    if (joined_.given()) joined_.complain(session_, attribution);
    const Settings& settings = joined_.given() ? joined_.settings() : configuration_->settings;
    const ImageFacts facts = image.facts(attribution, settings, joined_.facts());
    const rules::LintResult result = rules::lint(facts, configuration_->selection);
    Figures figures = figures_of(facts, image.scanner.get());
    if (attribution.base_known_by == BaseKnownBy::Chain && figures.base_name.empty()) {
      figures.base_name = base_;
    }
    const std::vector<Gate> gates = judge(policy_, dive_rules_, figures, facts);
    decide(result, gates);

    const Masks masks = masks_of(facts, image.scanner.get());
    const SourceFile stand_in(image.description().shown, "");
    const std::vector<image::SourceNote> notes = image.notes();
    ImageReport report;
    report.figures = &figures;
    report.facts = &facts;
    report.masks = &masks;
    report.description = &image.description();
    report.notes = notes;
    report.gates = gates;
    report.top = top_;
    report.file.source = &stand_in;
    report.file.is_image = !joined_.given();
    report.file.findings = result.findings;
    report.file.suppressed = result.suppressed;
    if (joined_.given()) joined_.fill(report.file);
    const MaskedReport masked(report.file, masks);
    for (const AskedReport& one : asked) {
      report.file = masked.of(one.format == "text" ? Format::Text : Format::Json);
      write(one, report);
    }
  }

  void decide(const rules::LintResult& result, const std::vector<Gate>& gates) {
    if (session_.line.has(FlagId::ExitZero)) return;
    if (reaches(result.findings, configuration_->fail_level)) session_.found();
    for (const Gate& gate : gates) {
      if (gate.verdict == Gate::Verdict::Failed) session_.found();
    }
  }

  void write(const AskedReport& asked, const ImageReport& report) {
    const ImageFormat format = image_format_from(asked.format).value_or(ImageFormat::Text);
    ReportOptions options = report_options(session_, asked);
    if (!asked.file.empty() || !session_.host.out_is_terminal()) options.columns = log_columns;
    const RunEnd end{session_.notices(), static_cast<int>(session_.exit_code())};
    std::string text;
    Sink sink = [&text](std::string_view bytes) { text += bytes; };
    if (asked.file.empty()) sink = [this](std::string_view bytes) { session_.print(bytes); };
    write_image_report(format, report, options, end, sink);
    if (asked.file.empty()) return;
    const Result<void> written = session_.host.write_file(asked.file, text);
    if (!written) {
      session_.fail(asked.file, fmt::format("cannot be written: {}", written.error().message));
    }
  }

  Session& session_;
  Configurations configurations_;
  Registries registries_;
  std::string dockerfile_;  // --dockerfile; empty without
  std::string base_;        // --base
  const Configuration* configuration_ = nullptr;
  ImagePolicy policy_;
  std::optional<DiveRules> dive_rules_;
  std::size_t top_ = 10;
  JoinedDockerfile joined_;
};

}  // namespace

void image_command(Session& session) { ImageRun(session).run(); }

}  // namespace plimsoll::app
