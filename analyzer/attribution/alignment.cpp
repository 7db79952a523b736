#include "analyzer/attribution/alignment.h"

#include <algorithm>

// The problem: the image was built from an older or newer edition of the file, by a builder that
// leaves some instructions out and adds entries of its own, upon a base whose entries look like any
// others. A diff of the two lists from the top would go astray at the first change.
//
//   history, bottom first        Dockerfile
//   ADD file:5ab.. in /          FROM debian:12
//   CMD ["bash"]
//   RUN apt-get update           RUN apt-get update
//   RUN make                     RUN make all           edited since
//                                COPY a /a              new since
//   CMD ["serve"]                CMD ["serve"]
//
// The choice: the cheapest alignment of two sequences, as of Needleman and Wunsch, anchored at the
// top; steps below the lowest match cost nothing, since they are the base's. Matching an edited
// line costs less than one entry and one instruction without a partner, so that an edit shifts
// nothing.
//
// A match is unique when every alignment that gives the step to another instruction, or to none, is
// dearer. That is read off the costs of both directions: what is behind a cell plus what is before
// it. Rejected: greedy matching of equal lines (two `RUN make` are enough to pin the wrong one),
// and a longest common subsequence (says nothing of edited lines, and not how sure it is).

namespace plimsoll::attribution {

namespace {

using Cost = std::int32_t;
constexpr Cost never = 1 << 28;
constexpr Cost clearly = 2;  // a smaller difference leaves a choice

Cost cost_of(Likeness likeness, Keyword keyword) {
  switch (likeness) {
    case Likeness::Same:
      return 0;
    case Likeness::Partial:
      return 2;
    case Likeness::Similar:
      return changes_files(keyword) ? 6 : 4;
    case Likeness::Related:
      return changes_files(keyword) ? 10 : 5;
    case Likeness::Different:
      return changes_files(keyword) ? 15 : 6;
    case Likeness::None:
      break;
  }
  return never;
}

class Table {
 public:
  explicit Table(const AlignInput& input) : input_(input) {
    const std::size_t steps = input.steps.size();
    const std::size_t instructions = input.instructions.size();
    columns_ = std::min(instructions, most_instructions);
    rows_ = std::min(steps, max_alignment_cells / (columns_ + 1));
    rows_ = std::min(rows_, 4 * columns_ + 256);
    first_row_ = steps - rows_;
    first_column_ = instructions - columns_;
    fill();
  }

  Alignment result() {
    Alignment out;
    out.pairs.resize(input_.steps.size());
    trace(out);
    const auto matched = std::find_if(out.pairs.begin(), out.pairs.end(),
                                      [](const Pair& pair) { return pair.instruction >= 0; });
    out.below = static_cast<std::size_t>(matched - out.pairs.begin());
    if (matched == out.pairs.end()) out.below = input_.base_steps;
    return out;
  }

 private:
  static constexpr std::size_t most_instructions = 1000;

  [[nodiscard]] Cost& before(std::size_t i, std::size_t j) {
    return before_[i * (columns_ + 1) + j];
  }
  [[nodiscard]] Cost& behind(std::size_t i, std::size_t j) {
    return behind_[i * (columns_ + 1) + j];
  }
  [[nodiscard]] Likeness likeness(std::size_t i, std::size_t j) const {
    return static_cast<Likeness>(likeness_[i * columns_ + j]);
  }
  [[nodiscard]] Keyword keyword(std::size_t i) const {
    return input_.steps[first_row_ + i].keyword;
  }
  [[nodiscard]] bool of_base(std::size_t i) const { return first_row_ + i < input_.base_steps; }

  // Step `i` without an instruction, when the first `j` instructions are done with.
  [[nodiscard]] Cost skip_step(std::size_t i, std::size_t j) const {
    if (of_base(i)) return j == 0 ? 0 : never;
    if (j == 0 && (input_.open || !changes_files(keyword(i)))) return 0;
    return changes_files(keyword(i)) ? 8 : 4;
  }
  [[nodiscard]] Cost skip_instruction(std::size_t j) const {
    return changes_files(input_.instructions[first_column_ + j].keyword) ? 8 : 4;
  }
  [[nodiscard]] Cost match(std::size_t i, std::size_t j) const {
    return of_base(i) ? never : cost_of(likeness(i, j), keyword(i));
  }

  void fill() {
    likeness_.resize(rows_ * columns_);
    for (std::size_t i = 0; i < rows_; ++i) {
      for (std::size_t j = 0; j < columns_; ++j) {
        likeness_[i * columns_ + j] = static_cast<std::uint8_t>(
            compare(input_.steps[first_row_ + i], input_.instructions[first_column_ + j]));
      }
    }
    before_.assign((rows_ + 1) * (columns_ + 1), never);
    behind_.assign((rows_ + 1) * (columns_ + 1), never);
    before(0, 0) = 0;
    for (std::size_t i = 0; i <= rows_; ++i) {
      for (std::size_t j = 0; j <= columns_; ++j) {
        Cost& here = before(i, j);
        if (i > 0) here = std::min(here, before(i - 1, j) + skip_step(i - 1, j));
        if (j > 0) here = std::min(here, before(i, j - 1) + skip_instruction(j - 1));
        if (i > 0 && j > 0) here = std::min(here, before(i - 1, j - 1) + match(i - 1, j - 1));
        here = std::min(here, never);
      }
    }
    behind(rows_, columns_) = 0;
    for (std::size_t i = rows_ + 1; i-- > 0;) {
      for (std::size_t j = columns_ + 1; j-- > 0;) {
        Cost& here = behind(i, j);
        if (i < rows_) here = std::min(here, behind(i + 1, j) + skip_step(i, j));
        if (j < columns_) here = std::min(here, behind(i, j + 1) + skip_instruction(j));
        if (i < rows_ && j < columns_) here = std::min(here, behind(i + 1, j + 1) + match(i, j));
        here = std::min(here, never);
      }
    }
  }

  // The best alignment, from the top downwards.
  void trace(Alignment& out) {
    std::size_t i = rows_;
    std::size_t j = columns_;
    while (i > 0 || j > 0) {
      const Cost here = before(i, j);
      if (i > 0 && j > 0 && match(i - 1, j - 1) < never &&
          here == before(i - 1, j - 1) + match(i - 1, j - 1)) {
        --i;
        --j;
        Pair& pair = out.pairs[first_row_ + i];
        pair.instruction = static_cast<std::int32_t>(first_column_ + j);
        pair.likeness = likeness(i, j);
        pair.unique = only(i, j);
      } else if (j > 0 && here == before(i, j - 1) + skip_instruction(j - 1)) {
        --j;
      } else if (i > 0) {
        --i;
      } else {
        break;
      }
    }
  }

  // Whether every alignment that does otherwise with step `i` is clearly dearer.
  [[nodiscard]] bool only(std::size_t i, std::size_t chosen) {
    const Cost best = before(rows_, columns_);
    for (std::size_t j = 0; j <= columns_; ++j) {
      if (before(i, j) + skip_step(i, j) + behind(i + 1, j) < best + clearly) return false;
      if (j == columns_ || j == chosen) continue;
      if (before(i, j) + match(i, j) + behind(i + 1, j + 1) < best + clearly) return false;
    }
    return true;
  }

  const AlignInput& input_;
  std::size_t rows_ = 0, columns_ = 0;            // of the table
  std::size_t first_row_ = 0, first_column_ = 0;  // the step and the instruction in its corner
  std::vector<std::uint8_t> likeness_;
  std::vector<Cost> before_, behind_;
};

}  // namespace

Alignment align(const AlignInput& input) { return Table(input).result(); }

}  // namespace plimsoll::attribution
