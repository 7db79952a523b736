#pragma once

// Instructions with their place: which stage, and whether inside ONBUILD. Rules iterate over these.

#include <iterator>
#include <vector>

#include "analyzer/dockerfile/instruction.h"
#include "analyzer/stages/stages.h"

namespace plimsoll {

// An instruction, or the trigger inside an ONBUILD. Reads like a T: `*run`, `run->mounts`, or
// handed to anything that takes a `const T&`.
template <class T>
struct Placed {
  const T* instruction = nullptr;
  const Stage* stage = nullptr;      // null before the first FROM
  const OnBuild* onbuild = nullptr;  // the ONBUILD around it, or null

  const T* operator->() const { return instruction; }
  const T& operator*() const { return *instruction; }
  operator const T&() const { return *instruction; }  // NOLINT: reads like the instruction
};

// The instructions of type T among all: a range to iterate, nothing is copied.
template <class T>
class Every {
 public:
  using All = std::vector<Placed<Instruction>>;

  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = Placed<T>;
    using difference_type = std::ptrdiff_t;
    using pointer = const Placed<T>*;
    using reference = Placed<T>;

    Iterator(All::const_iterator at, All::const_iterator end) : at_(at), end_(end) { skip(); }
    Placed<T> operator*() const { return {as<T>(at_->instruction), at_->stage, at_->onbuild}; }
    Iterator& operator++() {
      ++at_;
      skip();
      return *this;
    }
    friend bool operator==(const Iterator& a, const Iterator& b) { return a.at_ == b.at_; }

   private:
    void skip() {
      while (at_ != end_ && !as<T>(at_->instruction)) ++at_;
    }
    All::const_iterator at_;
    All::const_iterator end_;
  };

  explicit Every(const All& all) : all_(&all) {}
  [[nodiscard]] Iterator begin() const { return {all_->begin(), all_->end()}; }
  [[nodiscard]] Iterator end() const { return {all_->end(), all_->end()}; }

 private:
  const All* all_;
};

}  // namespace plimsoll
