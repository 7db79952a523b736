#include "rules/package_findings.h"

#include <algorithm>
#include <iterator>

#include "analyzer/leftovers.h"
#include "fixers/edits/shell_edits.h"

namespace plimsoll::rules {

static std::string called(const Command& command) {
  return "`" + command.program + " " + command.subcommand + "`";
}

std::vector<Package> unversioned(const Command& command) {
  std::vector<Package> found;
  const std::vector<Package>& installs = effects_of(command).installs;
  std::copy_if(installs.begin(), installs.end(), std::back_inserter(found),
               [](const Package& package) {
                 return package.source == Package::Source::Registry && package.known &&
                        package.pin == Package::Pin::None;
               });
  return found;
}

std::vector<Package> unversioned_names(const Command& command) {
  std::vector<Package> found = unversioned(command);
  std::erase_if(found, [&](const Package& package) { return command.words[package.word].glob; });
  return found;
}

FindingBuilder report_unversioned(const std::vector<Package>& packages, Reporter& report) {
  std::vector<std::string> names;
  names.reserve(packages.size());
  for (const Package& package : packages) names.push_back(package.name);
  FindingBuilder finding = report.at(packages.front().span, listed(names) + " without a version");
  for (std::size_t i = 1; i < packages.size(); ++i) {
    if (packages[i].span != packages[i - 1].span) {
      finding.related(packages[i].span, "nor has this one");
    }
  }
  return finding;
}

FindingBuilder report_in_no_fixed_version(const std::vector<Package>& packages, Reporter& report) {
  const std::size_t others = packages.size() - 1;
  std::string message = quoted(packages.front().name);
  if (others > 0) message += " and " + std::to_string(others) + " more";
  return report.at(packages.front().span,
                   message + (others > 0 ? " are" : " is") + " in no fixed version");
}

void report_question(const Facts& facts, const Command& command, Reporter& report) {
  report.at(command.head(), called(command) + " waits for an answer that nobody gives")
      .fix(safe(), "add `-y`", edits::add_option(facts, command, "-y"), Effects::none());
}

void report_caches_left(const Facts& facts, const PackageCache& cache, Reporter& report) {
  for (const Placed<Run>& run : facts.runs()) {
    if (!facts.ships(run)) continue;
    const Command* last = leaves_cache(facts, run, cache.programs, cache.folders);
    if (!last) continue;
    FindingBuilder finding =
        report.at(last->head(), called(*last) + " leaves its cache in this layer");
    finding.related(run->span, "the layer is sealed where this RUN ends");
    if (effects_of(*last).refreshes_index) {
      finding.help("an install refreshes by itself: a refresh alone is of no use");
      continue;
    }
    if (is_yes(facts.read_later(run, cache.folder))) continue;
    const std::string clean =
        (last->wrapped_in("sudo") ? "sudo " : "") + last->program + " " + std::string(cache.clean);
    finding.fix(safe(), "run `" + clean + "` in the same RUN",
                edits::append_command(facts, run, clean),
                Effects::removing(std::string(cache.removed)));
  }
}

}  // namespace plimsoll::rules
