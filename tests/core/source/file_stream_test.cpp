// SPDX-License-Identifier: MIT
#include "source/file_stream.hpp"

#include <zlib.h>
#include <zstd.h>

#include <catch2/catch.hpp>
#include <memory>

#include "base/error.hpp"
#include "table.hpp"

namespace waymark::source {
namespace {

using Catch::Matchers::Contains;

std::string gzip(std::string_view text) {
    z_stream stream{};
    REQUIRE(deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    std::string out(deflateBound(&stream, text.size()) + 64, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

std::string zstandard(std::string_view text) {
    const std::unique_ptr<ZSTD_CCtx, std::size_t (*)(ZSTD_CCtx*)> context(ZSTD_createCCtx(),
                                                                          &ZSTD_freeCCtx);
    REQUIRE(ZSTD_isError(ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1)) == 0);
    std::string out(ZSTD_compressBound(text.size()), '\0');
    out.resize(ZSTD_compress2(context.get(), out.data(), out.size(), text.data(), text.size()));
    return out;
}

std::string all_of(FileStream& stream, std::size_t step) {
    std::string text;
    std::vector<char> buffer(step);
    while (const std::size_t size = stream.read(buffer.data(), step)) {
        text.append(buffer.data(), size);
    }
    return text;
}

std::string long_text() {
    std::string text;
    for (int i = 0; i < 40'000; ++i) {
        text += std::to_string(i * 7919) + ",";
    }
    return text;
}

TEST_CASE("Archives of several parts are unpacked as one text, hashed as they are stored",
          "[source]") {
    const TestFolder folder;
    const std::string text = long_text();
    for (const auto pack : {&gzip, &zstandard}) {
        const std::string stored = pack(text) + pack("") + pack("tail");
        const auto path = folder.file("packed", stored);
        for (const std::size_t step : {7UL, 1000UL, 1UL << 20}) {
            FileStream stream(path);
            CHECK((all_of(stream, step) == text + "tail"));
            CHECK(stream.stored_bytes() == stored.size());
            CHECK(hex_text(stream.digest()) == hex_text(sha256(stored)));
        }
    }
}

TEST_CASE("An archive cut short anywhere is an error that says so", "[source]") {
    const TestFolder folder;
    const std::string text = long_text();
    for (const auto pack : {&gzip, &zstandard}) {
        const std::string stored = pack(text);
        for (const std::size_t size : {stored.size() - 1, stored.size() - 5, stored.size() / 2,
                                       std::size_t{20}, std::size_t{5}}) {
            FileStream stream(folder.file("cut", stored.substr(0, size)));
            CHECK_THROWS_WITH(all_of(stream, 5000), Contains("cut: the archive ends too soon") &&
                                                        Contains("Fetch the file again"));
        }
    }
}

TEST_CASE("A damaged archive is an error", "[source]") {
    const TestFolder folder;
    std::string packed = gzip(long_text());
    packed[packed.size() / 2] = static_cast<char>(packed[packed.size() / 2] ^ 0x55);
    FileStream damaged(folder.file("damaged.gz", packed));
    CHECK_THROWS_WITH(all_of(damaged, 5000), Contains("damaged"));
    FileStream trailing(folder.file("trailing.gz", gzip("a") + "rubbish"));
    CHECK_THROWS_WITH(all_of(trailing, 5000), Contains("damaged"));
    CHECK_THROWS_WITH(FileStream(folder.file("plain.gz", "a,b\n")), Contains("no such archive"));
    CHECK_THROWS_WITH(FileStream(folder.file("empty.zst", "")), Contains("no such archive"));
}

TEST_CASE("How far a damaged archive is read does not depend on the room it is read into",
          "[source]") {
    const TestFolder folder;
    for (const auto pack : {&gzip, &zstandard}) {
        std::string packed = pack(long_text()) + pack("short");
        packed[packed.size() - 3] = static_cast<char>(packed[packed.size() - 3] ^ 0x55);
        const auto path = folder.file("damaged", packed);
        std::vector<std::size_t> sizes;
        for (const std::size_t step : {3UL, 1000UL, 1UL << 22}) {
            FileStream stream(path);
            std::vector<char> buffer(step);
            std::size_t size = 0;
            const auto read_all = [&] {
                while (const std::size_t read = stream.read(buffer.data(), step)) {
                    size += read;
                }
            };
            CHECK_THROWS_WITH(read_all(), Contains("damaged"));
            sizes.push_back(size);
        }
        CHECK(sizes == std::vector<std::size_t>(3, sizes.front()));
    }
}

TEST_CASE("Rows of an archive are those of its text; its faults come after those of the text",
          "[source]") {
    const TestFolder folder;
    PullRequest request = request_for({wanted("a", contract::ColumnType::integer)});
    request.block_bytes = 64;
    std::string text = "a\n";
    for (int i = 0; i < 2000; ++i) {
        text += std::to_string(i) + "\n";
    }
    request.files = {folder.file("t.csv", text)};
    const Pulled plain = pulled(request);
    for (const auto pack : {&gzip, &zstandard}) {
        request.files = {folder.file("packed", pack(text))};
        CHECK(pulled(request) == plain);
    }
    // zlib gives all there is before the end; Zstandard only whole blocks, here none.
    const std::string bad = gzip(text + "\"x\"y\n" + text);
    request.files = {folder.file("packed", bad.substr(0, bad.size() - 3))};
    CHECK_THAT(pulled(request).error, Contains("packed:2002:4: a closing quote"));
    request.files = {folder.file("packed", gzip(text).substr(0, 500))};
    CHECK_THAT(pulled(request).error, Contains("the archive ends too soon"));
}

}  // namespace
}  // namespace waymark::source
