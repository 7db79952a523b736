#pragma once

// A vector of plain values for what comes by the million. Where it grows, the kernel moves its
// pages instead of copying them (realloc of a big block is mremap), so that there is no moment at
// which a layer's entries are in memory twice, and room that is not used yet costs none.

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <memory>
#include <type_traits>
#include <utility>

#include "analyzer/base/memory.h"

namespace plimsoll {

template <class T>
class Row {
  static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);

 public:
  using value_type = T;

  Row() = default;
  explicit Row(std::size_t size, const T& value = T()) { resize(size, value); }
  Row(const Row& other) { append(other.begin(), other.size_); }
  Row(Row&& other) noexcept { swap(other); }
  Row& operator=(Row other) noexcept {
    swap(other);
    return *this;
  }
  ~Row() { std::free(data_); }
  void swap(Row& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    std::swap(room_, other.room_);
  }

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] std::size_t capacity() const { return room_; }
  [[nodiscard]] T* data() { return data_; }
  [[nodiscard]] const T* data() const { return data_; }
  [[nodiscard]] T* begin() { return data_; }
  [[nodiscard]] T* end() { return data_ + size_; }
  [[nodiscard]] const T* begin() const { return data_; }
  [[nodiscard]] const T* end() const { return data_ + size_; }
  [[nodiscard]] T& operator[](std::size_t i) { return data_[i]; }
  [[nodiscard]] const T& operator[](std::size_t i) const { return data_[i]; }
  [[nodiscard]] T& back() { return data_[size_ - 1]; }
  [[nodiscard]] const T& back() const { return data_[size_ - 1]; }

  void reserve(std::size_t room) {
    if (room <= room_) return;
    data_ = static_cast<T*>(reallocate(data_, room * sizeof(T)));
    room_ = room;
  }
  void push_back(const T& value) {
    const T copy = value;  // it may lie in here
    grow_for(size_ + 1);
    std::construct_at(data_ + size_, copy);
    ++size_;
  }
  void append(const T* values, std::size_t count) {
    grow_for(size_ + count);
    std::uninitialized_copy_n(values, count, data_ + size_);
    size_ += count;
  }
  void resize(std::size_t size, const T& value = T()) {
    reserve(size);
    if (size > size_) std::uninitialized_fill(data_ + size_, data_ + size, value);
    size_ = size;
  }
  void pop_back() { --size_; }
  void clear() { size_ = 0; }
  // Gives the memory back, too.
  void reset() { Row().swap(*this); }

 private:
  void grow_for(std::size_t size) {
    constexpr std::size_t first = 16;
    if (size > room_) reserve(std::max({size, first, room_ + room_ / 2}));
  }

  T* data_ = nullptr;
  std::size_t size_ = 0;
  std::size_t room_ = 0;
};

}  // namespace plimsoll
