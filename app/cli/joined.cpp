#include "app/cli/joined.h"

#include <fmt/format.h>

#include "app/cli/visible.h"

namespace plimsoll::app {

bool JoinedDockerfile::read(Session& session, const Input& input) {
  Result<std::string> bytes = read_input(session.host, input);
  if (!bytes) {
    session.fail(input.shown, bytes.error().message);
    return false;
  }
  if (cut_to_limit(*bytes)) {
    session.partial(
        input.shown,
        fmt::format("has more than {} lines; what is after them was not looked at", lines_limit));
  }
  configuration_ = input.configuration;
  source_ = std::make_unique<SourceFile>(input.shown, std::move(*bytes));
  dockerfile_ = std::make_unique<Dockerfile>(parse_dockerfile(*source_, parser_));
  if (const auto root = context_of(session.host, session.line, input)) {
    context_ = std::make_unique<BuildContext>(session.host, *root, input.shown);
  }
  if (!configuration_->settings.invocation.target) return true;
  const Facts facts(*source_, *dockerfile_, configuration_->settings, context_.get());
  if (facts.stages().empty() || facts.target() != nullptr) return true;
  complain_of_target(session, input, true);
  return false;
}

void JoinedDockerfile::know(const ScannedImage& image) {
  settings_ = configuration_->settings;
  add_recorded(image.description().config, *dockerfile_, settings_.invocation);
  facts_ = std::make_unique<Facts>(*source_, *dockerfile_, settings_, context_.get());
}

void JoinedDockerfile::complain(Session& session, const Attribution& attribution) const {
  for (const std::string& note : attribution.notes) session.warn(source_->path(), visible(note));
}

void JoinedDockerfile::fill(FileReport& report) {
  report.source = source_.get();
  if (context_ == nullptr) return;
  ignore_file_ = std::make_unique<SourceFile>(context_->ignore_path(), context_->ignore_text());
  report.others.push_back(ignore_file_.get());
}

}  // namespace plimsoll::app
