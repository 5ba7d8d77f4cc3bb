#include "memory.h"

#include <cstdlib>
#include <new>
#include <utility>

#if defined(__linux__)
#include <sys/mman.h>
#endif
#if defined(_WIN32)
#include <malloc.h>
#endif

namespace llamita {
namespace {

constexpr std::size_t kLineBytes = 64;
// From here on an array is worth pages of its own.
[[maybe_unused]] constexpr std::size_t kLargePageBytes = std::size_t{2} << 20;

std::size_t rounded_up(std::size_t size, std::size_t unit) {
  if (size > static_cast<std::size_t>(-1) - unit) {
    throw std::bad_alloc();
  }
  return (size + unit - 1) / unit * unit;
}

constexpr std::size_t kArenaBlockBytes = std::size_t{32} << 20;

}  // namespace

void FreeMemory::operator()(std::byte* memory) const {
#if defined(_WIN32)
  _aligned_free(memory);
#else
  std::free(memory);
#endif
}

Memory allocate(std::size_t size_bytes) {
  // A line more: the last block may be read in whole vectors.
  const std::size_t size = rounded_up(size_bytes, kLineBytes) + kLineBytes;
#if defined(_WIN32)
  void* memory = _aligned_malloc(size, kLineBytes);
#else
  const bool is_large = size >= 2 * kLargePageBytes;
  const std::size_t alignment = is_large ? kLargePageBytes : kLineBytes;
  void* memory = std::aligned_alloc(alignment, rounded_up(size, alignment));
#endif
  if (memory == nullptr) {
    throw std::bad_alloc();
  }
#if defined(__linux__)
  if (size >= 2 * kLargePageBytes) {
    // A wish: without large pages everything works, a little slower.
    madvise(memory, size, MADV_HUGEPAGE);
  }
#endif
  return Memory(static_cast<std::byte*>(memory));
}

std::byte* Arena::take(std::size_t size_bytes) {
  const std::size_t size = rounded_up(size_bytes, kLineBytes);
  if (size > num_left_) {
    const std::size_t block_bytes = size > kArenaBlockBytes ? size : kArenaBlockBytes;
    Memory block = allocate(block_bytes);
    next_ = block.get();
    num_left_ = block_bytes;
    blocks_.push_back(std::move(block));
  }
  std::byte* const memory = next_;
  next_ += size;
  num_left_ -= size;
  return memory;
}

}  // namespace llamita
