#include "llamita/cache.h"

#include <cstring>
#include <stdexcept>
#include <string>

#include "../kernels/kernels.h"
#include "page_pool.h"

namespace llamita {
namespace {

std::size_t pages_for(std::size_t num_tokens) {
  return num_tokens / kPageTokens + (num_tokens % kPageTokens == 0 ? 0 : 1);
}

}  // namespace

PageLayout::PageLayout(std::size_t num_layers, std::size_t num_kv_heads, std::size_t head_width,
                       KvFormat kv_format)
    : num_kv_heads_(num_kv_heads), num_heads_(num_layers * num_kv_heads), kv_format_(kv_format) {
  const std::size_t value_size = kv_format == KvFormat::kF16 ? 2 : 1;
  key_bytes_ = kPageTokens * head_width * value_size;
  value_bytes_ = kPageTokens * padded_width(head_width) * value_size;
  const std::size_t scale_bytes = kv_format == KvFormat::kF16 ? 0 : 2 * kPageTokens * sizeof(float);
  head_bytes_ = key_bytes_ + value_bytes_ + scale_bytes;
  pool_ = std::make_shared<PagePool>(page_bytes());
}

std::shared_ptr<std::byte> PageLayout::new_page() const {
  return pool_->take();
}

HeadPage PageLayout::head(std::byte* page, std::size_t layer, std::size_t kv_head) const {
  std::byte* const keys = page + (layer * num_kv_heads_ + kv_head) * head_bytes_;
  std::byte* const values = keys + key_bytes_;
  float* const scales = reinterpret_cast<float*>(values + value_bytes_);
  return {keys, values, scales, scales + kPageTokens, nullptr};
}

void PageLayout::clear(std::byte* page, std::size_t first_slot) const {
  // Rows of 64 slots: one of keys for each number, one of values, and scales where there are some.
  const auto clear_rows = [&](std::byte* rows, std::size_t size_bytes, std::size_t slot_bytes) {
    for (std::size_t row = 0; row < size_bytes; row += kPageTokens * slot_bytes) {
      std::memset(rows + row + first_slot * slot_bytes, 0, (kPageTokens - first_slot) * slot_bytes);
    }
  };
  for (std::size_t i = 0; i < num_heads_; ++i) {
    std::byte* const keys = page + i * head_bytes_;
    std::byte* const values = keys + key_bytes_;
    clear_rows(keys, key_bytes_, kv_format_ == KvFormat::kF16 ? 2 : 1);
    clear_rows(values, value_bytes_, value_bytes_ / kPageTokens);
    clear_rows(values + value_bytes_, head_bytes_ - key_bytes_ - value_bytes_, sizeof(float));
  }
}

Cache::Cache(std::shared_ptr<const PageLayout> layout, std::size_t limit_tokens)
    : layout_(std::move(layout)), limit_tokens_(limit_tokens) {}

void Cache::check_length(std::size_t length_tokens) const {
  if (length_tokens > length_tokens_) {
    throw std::invalid_argument("length must be in [0, " + std::to_string(length_tokens_) +
                                "] tokens, got " + std::to_string(length_tokens));
  }
}

void Cache::truncate(std::size_t length_tokens) {
  check_length(length_tokens);
  length_tokens_ = length_tokens;
  release_unused();
}

void Cache::release_unused() {
  pages_.resize(pages_for(length_tokens_));
}

Cache Cache::fork(std::size_t length_tokens) const {
  check_length(length_tokens);
  Cache fork(layout_, limit_tokens_);
  fork.pages_.assign(pages_.begin(),
                     pages_.begin() + static_cast<std::ptrdiff_t>(pages_for(length_tokens)));
  fork.length_tokens_ = length_tokens;
  return fork;
}

void Cache::reserve(std::size_t num_tokens) {
  const std::size_t wanted = pages_for(length_tokens_ + num_tokens);
  try {
    pages_.reserve(wanted);
    const std::size_t last = length_tokens_ / kPageTokens;
    if (length_tokens_ % kPageTokens != 0 && pages_[last].use_count() > 1) {
      Page own = layout_->new_page();
      std::memcpy(own.get(), pages_[last].get(), layout_->page_bytes());
      pages_[last] = std::move(own);
    }
    while (pages_.size() < wanted) {
      pages_.push_back(layout_->new_page());
    }
  } catch (...) {
    release_unused();
    throw;
  }
}

std::size_t Cache::dump_bytes() const {
  return pages_for(length_tokens_) * layout_->page_bytes();
}

void Cache::dump(std::span<std::byte> target) const {
  const std::size_t page_bytes = layout_->page_bytes();
  for (std::size_t i = 0; i < pages_for(length_tokens_); ++i) {
    std::memcpy(target.data() + i * page_bytes, pages_[i].get(), page_bytes);
  }
  if (length_tokens_ % kPageTokens != 0) {
    layout_->clear(target.data() + length_tokens_ / kPageTokens * page_bytes,
                   length_tokens_ % kPageTokens);
  }
}

void Cache::restore(std::size_t length_tokens, std::span<const std::byte> dumped) {
  const std::size_t page_bytes = layout_->page_bytes();
  const std::size_t num_pages = pages_for(length_tokens);
  // Divided, not multiplied: what a file says may be too large for a product.
  const bool is_whole = dumped.size() % page_bytes == 0 && dumped.size() / page_bytes == num_pages;
  if (length_tokens > limit_tokens_ || !is_whole) {
    throw std::invalid_argument(std::to_string(dumped.size()) + " bytes are no cache of " +
                                std::to_string(length_tokens) + " tokens: expected " +
                                std::to_string(num_pages) + " x " + std::to_string(page_bytes));
  }
  std::vector<Page> pages;
  for (std::size_t i = 0; i < num_pages; ++i) {
    pages.push_back(layout_->new_page());
    std::memcpy(pages.back().get(), dumped.data() + i * page_bytes, page_bytes);
  }
  pages_ = std::move(pages);
  length_tokens_ = length_tokens;
}

}  // namespace llamita
