#pragma once

// What a Dockerfile's rules fear and what its image shows, made one.

#include <vector>

#include "analyzer/image_facts.h"
#include "rules/engine/raised.h"

namespace plimsoll::rules {

// `facts.dockerfile` is not null. Sorts nothing.
void join(const ImageFacts& facts, std::vector<Raised>& raised);

}  // namespace plimsoll::rules
