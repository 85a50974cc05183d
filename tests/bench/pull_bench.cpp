// SPDX-License-Identifier: MIT
// pull_bench FILE... [--benchmark_...]: what reading attendance tables costs, as a whole and by
// stage. Read the ratios of runs taken in turn (--benchmark_enable_random_interleaving); times
// alone drift.
#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include <filesystem>
#include <string>
#include <vector>

#include "base/file.hpp"
#include "base/sha256.hpp"
#include "source/chunk.hpp"
#include "source/file_stream.hpp"
#include "source/pull.hpp"
#include "source/records.hpp"
#include "source/structure.hpp"

namespace {

using namespace waymark;
using source::Simd;

source::Wanted wanted(const std::string& name, contract::ColumnType type) {
    source::Wanted column;
    column.column.name = name;
    column.column.type = type;
    column.map.columns = {name};
    return column;
}

source::PullRequest request(const std::filesystem::path& file, std::uint32_t threads) {
    using contract::ColumnType;
    source::PullRequest request;
    request.source.id = "marks";
    request.files = {file};
    request.wanted = {wanted("pupil_id", ColumnType::key), wanted("school_id", ColumnType::key),
                      wanted("date", ColumnType::date), wanted("session", ColumnType::category),
                      wanted("code", ColumnType::category)};
    request.wanted[3].column.codes = {"AM", "PM"};
    request.threads = threads;
    return request;
}

double peak_mebibytes() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024.0;
}

// Opening to the last block, every row checked and typed, the file hashed; nothing is done with
// rows.
void pull(benchmark::State& state, const std::filesystem::path& file, std::uint32_t threads) {
    std::uint64_t rows = 0;
    for (auto _ : state) {
        source::Pull pull(request(file, threads));
        rows = 0;
        while (const batch::RowBlock* block = pull.next()) {
            rows += block->rows;
        }
    }
    state.counters["rows"] = static_cast<double>(rows);
    state.counters["peak_MiB"] = peak_mebibytes();
    state.SetBytesProcessed(state.iterations() *
                            static_cast<std::int64_t>(std::filesystem::file_size(file)));
}

// Reading (and unpacking, and hashing what is stored) alone: no thread can be faster than this.
void stream(benchmark::State& state, const std::filesystem::path& file) {
    std::vector<char> buffer(std::size_t{512} * 1024);
    for (auto _ : state) {
        source::FileStream stream(file);
        while (stream.read(buffer.data(), buffer.size()) > 0) {
        }
        benchmark::DoNotOptimize(stream.digest());
    }
    state.SetBytesProcessed(state.iterations() *
                            static_cast<std::int64_t>(std::filesystem::file_size(file)));
}

// One block from the head of the file, in the cache: the stages a parser thread goes through.
std::string head_of(const std::filesystem::path& file) {
    source::FileStream stream(file);
    std::string text(std::size_t{512} * 1024, '\0');
    std::size_t size = 0;
    while (const std::size_t read = stream.read(text.data() + size, text.size() - size)) {
        size += read;
    }
    text.resize(size);
    text.resize(text.rfind('\n') + 1);
    return text;
}

void fill(source::Chunk& chunk, const std::string& text) {
    chunk.clear(text.size());
    text.copy(chunk.data() + chunk.begin, text.size());
    chunk.end = chunk.begin + text.size();
}

void count_marks(benchmark::State& state, const std::string& text, Simd simd) {
    for (auto _ : state) {
        benchmark::DoNotOptimize(source::count_marks(text, simd));
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}

void find_records(benchmark::State& state, const std::string& text, Simd simd) {
    source::Chunk chunk;
    source::Records records({.simd = simd});
    fill(chunk, text);
    for (auto _ : state) {
        records.read(chunk);
        benchmark::DoNotOptimize(records.rows(chunk, 5).count);
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}

void hash(benchmark::State& state, const std::string& text) {
    for (auto _ : state) {
        benchmark::DoNotOptimize(sha256(text));
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}

void register_stages(const std::string& text) {
    std::vector<std::pair<std::string, Simd>> forms{{"portable", Simd::portable}};
    if (source::best_simd() != Simd::portable) {
        forms.emplace_back("avx2", source::best_simd());
    }
    for (const auto& [name, simd] : forms) {
        benchmark::RegisterBenchmark(("count_marks/" + name).c_str(), count_marks, text, simd);
        benchmark::RegisterBenchmark(("find_records/" + name).c_str(), find_records, text, simd);
    }
    benchmark::RegisterBenchmark("sha256", hash, text);
}

}  // namespace

int main(int argc, char** argv) {
    benchmark::Initialize(&argc, argv);
    if (argc < 2) {
        std::fputs("pull_bench FILE... [--benchmark_...]: make tables with bench_table\n", stderr);
        return 2;
    }
    register_stages(head_of(argv[1]));
    for (int i = 1; i < argc; ++i) {
        const std::filesystem::path file = argv[i];
        const std::string name = file.filename().string();
        benchmark::RegisterBenchmark(("stream/" + name).c_str(), stream, file)
            ->Unit(benchmark::kMillisecond);
        for (const std::uint32_t threads : {1U, 2U}) {
            benchmark::RegisterBenchmark(
                ("pull/" + name + "/threads:" + std::to_string(threads)).c_str(), pull, file,
                threads)
                ->Unit(benchmark::kMillisecond)
                ->UseRealTime()
                ->MeasureProcessCPUTime();
        }
    }
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
