// Memory for large arrays: aligned for vector loads, in large pages where the system has them.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

namespace llamita {

struct FreeMemory {
  void operator()(std::byte* memory) const;
};

using Memory = std::unique_ptr<std::byte[], FreeMemory>;

// `size_bytes` bytes, aligned to 64. Throws std::bad_alloc. Not cleared.
Memory allocate(std::size_t size_bytes);

// Memory for many arrays that live as long as it does, one behind the other in blocks of large
// pages: the processor's own prefetching stops at the end of each page, and so does its knowledge
// of where pages are.
class Arena {
 public:
  // Aligned to 64. Throws std::bad_alloc. Not cleared.
  std::byte* take(std::size_t size_bytes);

 private:
  std::vector<Memory> blocks_;
  std::size_t num_left_ = 0;  // bytes of the last block
  std::byte* next_ = nullptr;
};

// `count` numbers of a plain type that grow on demand and never shrink; growing forgets them.
template <class T>
class Buffer {
 public:
  T* get(std::size_t count) {
    if (count > capacity_) {
      memory_.reset();
      capacity_ = 0;
      memory_ = allocate(count * sizeof(T));
      capacity_ = count;
    }
    return data();
  }
  T* data() { return reinterpret_cast<T*>(memory_.get()); }

 private:
  Memory memory_;
  std::size_t capacity_ = 0;
};

}  // namespace llamita
