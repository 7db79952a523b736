// What is proved, and of what.
//
// The graph is lowered with everything open: each ARG is a hole that knows its default, the
// platform is a hole, bases are unknown, every stage is a target. Equal graphs then build equal
// images by BuildKit's reading, whatever stands on the command line. Other builders may differ
// where their reading does; a fix that minds says so itself and is unsafe.

#include "fixers/apply/proof.h"

#include <utility>

namespace plimsoll {

namespace {

struct Lowered {
  std::optional<lowered::Graph> graph;
  std::string syntax;
};

Lowered lower_open(const std::string& text) {
  const SourceFile source("", text);
  const Dockerfile dockerfile = parse_dockerfile(source);
  if (dockerfile.refusal() || dockerfile.unread || dockerfile.foreign_frontend()) return {};
  lowered::Options options;
  options.platform_known = false;
  options.arguments_open = true;
  options.all_stages = true;
  return {lowered::lower(source, dockerfile, options), dockerfile.syntax};
}

}  // namespace

Answer Proof::same_images(const std::string& after) {
  if (lowered_ && !graph_) return Answer::Unknown;
  spent_bytes_ += after.size();
  if (spent_bytes_ > max_proof_bytes) return Answer::Unknown;
  if (!lowered_) {
    Lowered before = lower_open(before_);
    lowered_ = true;
    graph_ = std::move(before.graph);
    syntax_ = std::move(before.syntax);
    if (!graph_) return Answer::Unknown;
  }
  const Lowered rewritten = lower_open(after);
  if (!rewritten.graph || rewritten.syntax != syntax_) return Answer::Unknown;
  return lowered::equal_for_every_target(*graph_, *rewritten.graph);
}

}  // namespace plimsoll
