#include "model.h"

#include <nanobind/ndarray.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <cstring>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "../kernels/kernels.h"
#include "../system/byte_source.h"
#include "llamita/model.h"

namespace nb = nanobind;

namespace llamita {
namespace {

using Bytes = nb::ndarray<const std::uint8_t, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
using Ids = nb::ndarray<const std::int32_t, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
using Weights = nb::ndarray<const float, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
using Logits = nb::ndarray<float, nb::ndim<2>, nb::c_contig, nb::device::cpu>;

std::span<const std::byte> as_bytes(const Bytes& bytes) {
  return std::as_bytes(std::span(bytes.data(), bytes.size()));
}

// Asks Python's `cancel`, and for signals such as Ctrl-C, from within a step that runs without the
// interpreter lock. What either raises is kept and raised when the step has ended.
class Cancel {
 public:
  explicit Cancel(nb::object cancel) : cancel_(std::move(cancel)) {}

  bool is_wanted() {
    const nb::gil_scoped_acquire lock;
    try {
      if (PyErr_CheckSignals() != 0) {
        throw nb::python_error();
      }
      return !cancel_.is_none() && nb::cast<bool>(cancel_());
    } catch (...) {
      error_ = std::current_exception();
      return true;
    }
  }

  void raise_what_was_kept() {
    if (error_) {
      std::rethrow_exception(error_);
    }
  }

 private:
  nb::object cancel_;
  std::exception_ptr error_;
};

struct PythonRead {
  Cache* cache;
  Ids token_ids;
  int wanted;
  Logits out;
};

Wanted wanted_of(int number) {
  return number == 0 ? Wanted::kNone : number == 1 ? Wanted::kLast : Wanted::kAll;
}

void check_read(const PythonRead& read, const ModelShape& shape) {
  for (std::size_t i = 0; i < read.token_ids.size(); ++i) {
    const std::int64_t id = read.token_ids.data()[i];
    if (id < 0 || static_cast<std::size_t>(id) >= shape.vocabulary_size) {
      throw std::invalid_argument("token id " + std::to_string(id) + " is not in [0, " +
                                  std::to_string(shape.vocabulary_size - 1) + "]");
    }
  }
  const std::size_t num_rows = read.wanted == 0 ? 0 : read.wanted == 1 ? 1 : read.token_ids.size();
  if (read.out.shape(0) != num_rows || read.out.shape(1) != shape.vocabulary_size) {
    throw std::invalid_argument("the array for logits has another shape than the logits");
  }
  if (read.token_ids.size() == 0 ||
      read.cache->length_tokens() + read.token_ids.size() > read.cache->limit_tokens()) {
    throw std::invalid_argument("a read has at least one token and stays within its cache's limit");
  }
}

// Returns whether the step was finished.
bool step(Model& model, const std::vector<nb::tuple>& reads, nb::object cancel) {
  std::vector<PythonRead> given;
  for (const nb::tuple& read : reads) {
    given.push_back({&nb::cast<Cache&>(read[0]), nb::cast<Ids>(read[1]), nb::cast<int>(read[2]),
                     nb::cast<Logits>(read[3])});
    check_read(given.back(), model.shape());
    for (std::size_t i = 0; i + 1 < given.size(); ++i) {
      if (given[i].cache == given.back().cache) {
        throw std::invalid_argument("two reads of one step share a cache");
      }
    }
  }
  std::vector<Read> native;
  for (PythonRead& read : given) {
    native.push_back({read.cache,
                      {read.token_ids.data(), read.token_ids.size()},
                      wanted_of(read.wanted),
                      read.out.data()});
  }
  Cancel asked(std::move(cancel));
  bool is_finished;
  {
    const nb::gil_scoped_release unlocked;
    is_finished = model.step(native, [&] { return asked.is_wanted(); });
  }
  asked.raise_what_was_kept();
  return is_finished;
}

void set_matrix_from_memory(Model& model, int role, std::size_t layer, int gguf_type,
                            std::size_t num_rows, std::size_t num_values, const Bytes& bytes) {
  const MemorySource source(as_bytes(bytes));
  const nb::gil_scoped_release unlocked;
  model.set_matrix(static_cast<Role>(role), layer, gguf_type, num_rows, num_values, source);
}

void set_matrix_from_file(Model& model, int role, std::size_t layer, int gguf_type,
                          std::size_t num_rows, std::size_t num_values, int descriptor,
                          std::uint64_t start_bytes, std::uint64_t size_bytes) {
  const FileSource source(descriptor, start_bytes, size_bytes);
  const nb::gil_scoped_release unlocked;
  model.set_matrix(static_cast<Role>(role), layer, gguf_type, num_rows, num_values, source);
}

nb::object dump(const Cache& cache) {
  const std::size_t size = cache.dump_bytes();
  auto bytes = std::make_unique<std::uint8_t[]>(size);
  {
    const nb::gil_scoped_release unlocked;
    cache.dump(std::as_writable_bytes(std::span(bytes.get(), size)));
  }
  std::uint8_t* const data = bytes.get();
  const nb::capsule owner(
      bytes.release(), [](void* memory) noexcept { delete[] static_cast<std::uint8_t*>(memory); });
  return nb::cast(nb::ndarray<nb::numpy, std::uint8_t, nb::ndim<1>>(data, {size}, owner));
}

std::vector<std::string> kernel_tables() {
  std::vector<std::string> names;
  for (const Kernels* kernels : usable_kernels()) {
    names.emplace_back(kernels->name);
  }
  return names;
}

void init_model(Model* place, const std::vector<std::size_t>& sizes, float norm_epsilon,
                double rope_base, double rope_scale, const std::string& kernels,
                std::size_t num_threads, int kv_format) {
  if (sizes.size() != 8) {
    throw std::invalid_argument("expected 8 sizes, got " + std::to_string(sizes.size()));
  }
  const ModelShape shape{sizes[0], sizes[1], sizes[2],     sizes[3],  sizes[4],  sizes[5],
                         sizes[6], sizes[7], norm_epsilon, rope_base, rope_scale};
  new (place) Model(shape, kernels, num_threads, kv_format == 0 ? KvFormat::kF16 : KvFormat::kInt8);
}

}  // namespace

void bind_model(nb::module_& module) {
  nb::class_<Cache>(module, "Cache")
      .def_prop_ro("length_tokens", &Cache::length_tokens)
      .def_prop_ro("limit_tokens", &Cache::limit_tokens)
      .def_prop_ro("size_bytes", &Cache::size_bytes)
      .def("truncate", &Cache::truncate, nb::arg("length_tokens"))
      .def("fork", &Cache::fork, nb::arg("length_tokens"))
      .def("dump", &dump)
      .def(
          "restore",
          [](Cache& cache, std::size_t length_tokens, const Bytes& dumped) {
            cache.restore(length_tokens, as_bytes(dumped));
          },
          nb::arg("length_tokens"), nb::arg("dumped"));
  nb::class_<Model>(module, "Model")
      .def("__init__", &init_model, nb::arg("sizes"), nb::arg("norm_epsilon"), nb::arg("rope_base"),
           nb::arg("rope_scale"), nb::arg("kernels"), nb::arg("num_threads"), nb::arg("kv_format"))
      .def_prop_ro("kernel_table",
                   [](const Model& model) { return std::string(model.kernel_table()); })
      .def_prop_ro("num_threads", &Model::num_threads)
      .def_prop_ro("size_bytes", &Model::size_bytes)
      .def_prop_ro("bytes_per_token", &Model::bytes_per_token)
      .def_prop_ro("page_bytes", &Model::page_bytes)
      .def("set_matrix", &set_matrix_from_memory, nb::arg("role"), nb::arg("layer"),
           nb::arg("gguf_type"), nb::arg("num_rows"), nb::arg("num_values"), nb::arg("data"))
      .def("set_matrix_from_file", &set_matrix_from_file, nb::arg("role"), nb::arg("layer"),
           nb::arg("gguf_type"), nb::arg("num_rows"), nb::arg("num_values"), nb::arg("descriptor"),
           nb::arg("start_bytes"), nb::arg("size_bytes"))
      .def(
          "set_norm",
          [](Model& model, int role, std::size_t layer, const Weights& weight) {
            model.set_norm(static_cast<NormRole>(role), layer, {weight.data(), weight.size()});
          },
          nb::arg("role"), nb::arg("layer"), nb::arg("weight"))
      .def("check_complete", &Model::check_complete)
      .def("new_cache", &Model::new_cache, nb::arg("limit_tokens"))
      .def("step", &step, nb::arg("reads"), nb::arg("cancel").none());
  module.def("kernel_tables", &kernel_tables);
}

}  // namespace llamita
