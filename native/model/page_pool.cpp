#include "page_pool.h"

#include <algorithm>
#include <cstring>

namespace llamita {
namespace {

constexpr std::size_t kMostBlockBytes = std::size_t{32} << 20;
constexpr std::size_t kMostPagesPerBlock = 16;

}  // namespace

PagePool::PagePool(std::size_t page_bytes)
    : page_bytes_(page_bytes),
      pages_per_block_(
          std::clamp(kMostBlockBytes / page_bytes, std::size_t{1}, kMostPagesPerBlock)) {}

std::shared_ptr<std::byte> PagePool::take() {
  std::byte* const page = take_free();
  // A dump writes whole pages, and those must not show what lay in this memory before.
  std::memset(page, 0, page_bytes_);
  return {page, [pool = shared_from_this()](std::byte* unused) { pool->give_back(unused); }};
}

std::byte* PagePool::take_free() {
  const std::lock_guard lock(mutex_);
  for (Block& block : blocks_) {
    if (!block.free_pages.empty()) {
      std::byte* const page = block.free_pages.back();
      block.free_pages.pop_back();
      return page;
    }
  }
  Block block{allocate(pages_per_block_ * page_bytes_), {}};
  block.free_pages.reserve(pages_per_block_);  // so that giving back asks for no memory
  for (std::size_t i = pages_per_block_; i > 1; --i) {
    block.free_pages.push_back(block.memory.get() + (i - 1) * page_bytes_);
  }
  std::byte* const page = block.memory.get();
  blocks_.push_back(std::move(block));
  return page;
}

void PagePool::give_back(std::byte* page) {
  const std::lock_guard lock(mutex_);
  const auto owner = std::find_if(blocks_.begin(), blocks_.end(), [&](const Block& block) {
    return page >= block.memory.get() && page < block.memory.get() + pages_per_block_ * page_bytes_;
  });
  owner->free_pages.push_back(page);
  if (owner->free_pages.size() == pages_per_block_) {
    blocks_.erase(owner);
  }
}

}  // namespace llamita
