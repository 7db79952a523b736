#pragma once

// Secrets that a Dockerfile hands to a step, and that the step leaves in a file of its layer.

#include <string>
#include <vector>

#include "analyzer/flows.h"

namespace plimsoll {

struct SecretFlow {
  FlowOrigin origin;            // "`NPM_TOKEN`", "`/run/secrets/npm`"
  Span declared;                // the ARG, ENV or mount; empty where that is not known
  std::string path;             // of the file; begins with `~` where the home is not known
  Span where;                   // what writes it: the file's word, or the command
  const Command* by = nullptr;  // null: the here-document of a COPY
};

// Of one RUN: what is redirected, copied or edited into files, and what programs keep of their
// words (`git clone https://$TOKEN@...` in .git/config, `npm config set` in ~/.npmrc). A secret is
// what a mount of type secret brings, and an ARG or ENV whose name says so and whose value is not
// known to be none. Without what the same RUN removes again, or may.
[[nodiscard]] std::vector<SecretFlow> secret_flows(const Facts& facts, const Run& run);
// Of the here-documents of one COPY.
[[nodiscard]] std::vector<SecretFlow> secret_flows(const Facts& facts, const Copy& copy);

// Where the secret of a mount lies; empty where that is not known, or it is a variable.
[[nodiscard]] std::string secret_path(const Facts& facts, const Run& run, const Mount& mount);

}  // namespace plimsoll
