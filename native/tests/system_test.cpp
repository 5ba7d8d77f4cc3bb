#include <algorithm>
#include <cstddef>
#include <limits>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "check.h"
#include "llamita/machine.h"

namespace {

bool is_usable(const llamita::Machine& machine, std::string_view name) {
  for (const llamita::Feature& feature : machine.features) {
    if (feature.name == name) {
      return feature.is_usable;
    }
  }
  return false;
}

void features_are_named_once_and_imply_what_they_build_on() {
  const llamita::Machine machine = llamita::describe_machine();
  std::set<std::string_view> names;
  for (const llamita::Feature& feature : machine.features) {
    CHECK(names.insert(feature.name).second, std::string(feature.name));
  }
  CHECK(!is_usable(machine, "avx512_vnni") || is_usable(machine, "avx512f"));
  CHECK(!is_usable(machine, "avx512f") || is_usable(machine, "avx2"));
  CHECK(!is_usable(machine, "i8mm") || is_usable(machine, "neon"));
}

void the_brand_has_no_blanks_around_it() {
  const std::string brand = llamita::describe_machine().brand;
  CHECK(brand.empty() || (brand.front() != ' ' && brand.back() != ' '), brand);
}

void reading_takes_time_on_any_number_of_threads() {
  for (const int num_threads : {1, 2, 3, 7}) {
    const double bytes_per_s = llamita::measure_read_bandwidth(num_threads, 1'000'003, 0.01);
    CHECK(bytes_per_s > 1e6 && bytes_per_s < 1e14, std::to_string(bytes_per_s));
  }
}

void computing_takes_time_with_every_table_and_kind() {
  for (const std::string_view table : llamita::arithmetic_tables()) {
    for (const llamita::Arithmetic kind : {llamita::Arithmetic::kInt8, llamita::Arithmetic::kFma}) {
      for (const int num_threads : {1, 3}) {
        const double per_s = llamita::measure_peak_arithmetic(num_threads, kind, table, 0.01);
        CHECK(per_s > 1e6 && per_s < 1e16, std::string(table) + " " + std::to_string(per_s));
      }
    }
  }
}

void a_table_is_measured_only_where_its_instructions_are() {
  const llamita::Machine machine = llamita::describe_machine();
  const std::vector<std::string_view> tables = llamita::arithmetic_tables();
  const auto has = [&](std::string_view name) {
    return std::find(tables.begin(), tables.end(), name) != tables.end();
  };
  CHECK(has("avx2") == (is_usable(machine, "avx2") && is_usable(machine, "fma")));
  CHECK(!has("avx_vnni") || is_usable(machine, "avx_vnni"));
  CHECK(has("avx512_vnni") == is_usable(machine, "avx512_vnni"));
  CHECK(!has("generic"));
}

template <typename Probe>
void refuses(const Probe& probe, const std::string& expected) {
  std::string message = "accepted";
  try {
    probe();
  } catch (const std::invalid_argument& error) {
    message = error.what();
  }
  CHECK(message == expected, message);
}

void refuses_reading(int num_threads, std::size_t size_bytes, double min_seconds,
                     const std::string& expected) {
  refuses([&] { llamita::measure_read_bandwidth(num_threads, size_bytes, min_seconds); }, expected);
}

void arguments_out_of_range_are_refused_by_name_and_value() {
  refuses_reading(0, 1 << 20, 0.1, "num_threads must be in [1, 1024], got 0");
  refuses_reading(1025, 1 << 30, 0.1, "num_threads must be in [1, 1024], got 1025");
  refuses_reading(2, 8191, 0.1, "size_bytes must be at least 8192 (4096 per thread), got 8191");
  refuses_reading(1, 1 << 20, 0, "min_seconds must be in (0, 60], got 0.000000");
  refuses_reading(1, 1 << 20, 61, "min_seconds must be in (0, 60], got 61.000000");
  refuses_reading(1, 1 << 20, std::numeric_limits<double>::quiet_NaN(),
                  "min_seconds must be in (0, 60], got nan");
}

void a_table_that_is_not_here_is_refused_with_those_that_are() {
  std::string names;
  for (const std::string_view table : llamita::arithmetic_tables()) {
    names += (names.empty() ? "" : ", ") + std::string(table);
  }
  refuses([] { llamita::measure_peak_arithmetic(1, llamita::Arithmetic::kFma, "mmx", 0.1); },
          "table must be one of [" + names + "], got mmx");
}

}  // namespace

int main() {
  features_are_named_once_and_imply_what_they_build_on();
  the_brand_has_no_blanks_around_it();
  reading_takes_time_on_any_number_of_threads();
  computing_takes_time_with_every_table_and_kind();
  a_table_is_measured_only_where_its_instructions_are();
  arguments_out_of_range_are_refused_by_name_and_value();
  a_table_that_is_not_here_is_refused_with_those_that_are();
  return llamita::tests::exit_status();
}
