// Memory for the pages of all caches of a model, in blocks of large pages: attention jumps from
// page to page, and each jump into small ones would first have to be looked up.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <vector>

#include "../system/memory.h"

namespace llamita {

class PagePool : public std::enable_shared_from_this<PagePool> {
 public:
  explicit PagePool(std::size_t page_bytes);

  // A page of zeros, which comes back by itself. Throws std::bad_alloc. Any thread may.
  std::shared_ptr<std::byte> take();

 private:
  struct Block {
    Memory memory;
    std::vector<std::byte*> free_pages;
  };

  std::byte* take_free();
  void give_back(std::byte* page);

  std::size_t page_bytes_;
  std::size_t pages_per_block_;
  std::mutex mutex_;
  std::vector<Block> blocks_;
};

}  // namespace llamita
