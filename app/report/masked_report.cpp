#include "app/report/masked_report.h"

#include <algorithm>
#include <string>

namespace plimsoll::app {

namespace {

void mask(Label& label, const Masks& masks) {
  label.text = masks.of(label.text);
  if (InLayer* layer = std::get_if<InLayer>(&label.where)) layer->path = masks.of(layer->path);
}

bool holds_secret(const Fix& fix, const Masks& masks) {
  return std::any_of(fix.edits.begin(), fix.edits.end(),
                     [&](const Edit& edit) { return masks.in_place(edit.text) != edit.text; });
}

Finding masked(const Finding& from, const Masks& masks, bool for_people) {
  Finding finding = from;
  finding.message = masks.of(finding.message);
  finding.help = masks.of(finding.help);
  mask(finding.primary, masks);
  for (Label& label : finding.related) mask(label, masks);
  if (!for_people) {
    std::erase_if(finding.fixes, [&](const Fix& fix) { return holds_secret(fix, masks); });
  }
  for (Fix& fix : finding.fixes) {
    fix.title = masks.of(fix.title);
    fix.unsafe_because = masks.of(fix.unsafe_because);
    if (!for_people) continue;
    for (Edit& edit : fix.edits) edit.text = masks.in_place(edit.text);
  }
  return finding;
}

std::vector<Finding> masked(std::span<const Finding> from, const Masks& masks, bool for_people) {
  std::vector<Finding> findings;
  for (const Finding& each : from) findings.push_back(masked(each, masks, for_people));
  return findings;
}

std::vector<rules::Suppressed> masked(std::span<const rules::Suppressed> from, const Masks& masks,
                                      bool for_people) {
  std::vector<rules::Suppressed> suppressed(from.begin(), from.end());
  for (rules::Suppressed& each : suppressed) {
    each.finding = masked(each.finding, masks, for_people);
    each.reason = masks.of(each.reason);
  }
  return suppressed;
}

}  // namespace

MaskedReport::MaskedReport(const FileReport& file, const Masks& masks) : shown_(file), told_(file) {
  if (masks.empty()) return;
  std::vector<const SourceFile*> quoted;
  const auto quote = [&](const SourceFile* source) {
    if (source != nullptr) {
      sources_.push_back(std::make_unique<SourceFile>(std::string(source->path()),
                                                      masks.in_place(source->bytes())));
    }
    quoted.push_back(source == nullptr ? nullptr : sources_.back().get());
  };
  quote(file.source);
  for (const SourceFile* other : file.others) quote(other);
  shown_.quoted = told_.quoted = std::move(quoted);
  shown_findings_ = masked(file.findings, masks, true);
  told_findings_ = masked(file.findings, masks, false);
  shown_suppressed_ = masked(file.suppressed, masks, true);
  told_suppressed_ = masked(file.suppressed, masks, false);
  shown_.findings = shown_findings_;
  told_.findings = told_findings_;
  shown_.suppressed = shown_suppressed_;
  told_.suppressed = told_suppressed_;
}

}  // namespace plimsoll::app
