// What one sequence has read: keys and values in pages that forks share.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace llamita {

class PagePool;
struct HeadPage;
enum class KvFormat;

// How the keys and values of one model lie in a page of 64 tokens, and where pages come from.
class PageLayout {
 public:
  PageLayout(std::size_t num_layers, std::size_t num_kv_heads, std::size_t head_width,
             KvFormat kv_format);

  std::size_t page_bytes() const { return num_heads_ * head_bytes_; }
  KvFormat kv_format() const { return kv_format_; }
  HeadPage head(std::byte* page, std::size_t layer, std::size_t kv_head) const;
  // Zeros in place of the tokens from number `first_slot` of the page on.
  void clear(std::byte* page, std::size_t first_slot) const;
  // A page of zeros. Throws std::bad_alloc.
  std::shared_ptr<std::byte> new_page() const;

 private:
  std::size_t num_kv_heads_;
  std::size_t num_heads_;  // of all layers
  std::size_t key_bytes_;
  std::size_t value_bytes_;
  std::size_t head_bytes_;
  KvFormat kv_format_;
  std::shared_ptr<PagePool> pool_;
};

class Cache {
 public:
  Cache(std::shared_ptr<const PageLayout> layout, std::size_t limit_tokens);

  std::size_t length_tokens() const { return length_tokens_; }
  std::size_t limit_tokens() const { return limit_tokens_; }
  // Of the pages it holds, shared ones counted in full.
  std::size_t size_bytes() const { return pages_.size() * layout_->page_bytes(); }
  const PageLayout& layout() const { return *layout_; }

  // Both throw std::invalid_argument where there are not so many tokens.
  void truncate(std::size_t length_tokens);
  Cache fork(std::size_t length_tokens) const;

  // Pages of its own for `num_tokens` more, some of them copied; throws std::bad_alloc, and is then
  // what it was. Nothing is held yet.
  void reserve(std::size_t num_tokens);
  // Gives back the pages that `reserve` got and nothing was written to.
  void release_unused();
  // Holds `num_tokens` more: they were written into the pages that were reserved.
  void advance(std::size_t num_tokens) { length_tokens_ += num_tokens; }

  std::byte* page(std::size_t index) const { return pages_[index].get(); }

  // All pages, one after the other: what `restore` takes. Nothing is in it of tokens that were
  // forgotten, or that another fork has read.
  std::size_t dump_bytes() const;
  void dump(std::span<std::byte> target) const;
  // Becomes what was dumped. Throws std::invalid_argument where the size does not fit,
  // std::bad_alloc.
  void restore(std::size_t length_tokens, std::span<const std::byte> dumped);

 private:
  using Page = std::shared_ptr<std::byte>;

  void check_length(std::size_t length_tokens) const;

  std::shared_ptr<const PageLayout> layout_;
  std::size_t limit_tokens_;
  std::size_t length_tokens_ = 0;
  std::vector<Page> pages_;
};

}  // namespace llamita
