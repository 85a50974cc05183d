// SPDX-License-Identifier: MIT
#include "worker/workplace.hpp"

#include <cstring>
#include <string_view>
#include <type_traits>

#include "base/error.hpp"

namespace waymark::worker {

namespace {

class Writer {
public:
    void number(std::uint64_t value) {
        const auto bytes = std::as_bytes(std::span(&value, 1));
        bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
    }
    void text(std::span<const std::byte> value) {
        number(value.size());
        bytes_.insert(bytes_.end(), value.begin(), value.end());
    }
    [[nodiscard]] std::vector<std::byte> take() { return std::move(bytes_); }

private:
    std::vector<std::byte> bytes_;
};

class Reader {
public:
    explicit Reader(std::span<const std::byte> bytes) : rest_(bytes) {}

    [[nodiscard]] std::uint64_t number() {
        std::uint64_t value = 0;
        std::memcpy(&value, take(sizeof value).data(), sizeof value);
        return value;
    }
    template <class T>
    [[nodiscard]] T number_below(std::uint64_t end) {
        const std::uint64_t value = number();
        require(value < end);
        return static_cast<T>(value);
    }
    [[nodiscard]] std::span<const std::byte> text() { return take(number()); }
    void end() const { require(rest_.empty()); }

private:
    static void require(bool condition) {
        if (!condition) {
            throw Error(ErrorKind::internal,
                        "what a worker is opened with cannot be read; host and worker may be of "
                        "different builds");
        }
    }
    [[nodiscard]] std::span<const std::byte> take(std::uint64_t bytes) {
        require(bytes <= rest_.size());
        const auto taken = rest_.first(bytes);
        rest_ = rest_.subspan(bytes);
        return taken;
    }

    std::span<const std::byte> rest_;
};

}  // namespace

static constexpr std::uint64_t numbers_end = std::uint64_t{1} << 32;

std::vector<std::byte> packed(const Workplace& workplace) {
    Writer writer;
    writer.number(workplace.shards);
    writer.number(workplace.workers);
    writer.number(workplace.worker);
    writer.number(workplace.is_later_host ? 1 : 0);
    writer.text(std::as_bytes(std::span(workplace.parameters_json)));
    writer.text(workplace.calendars);
    for (const batch::TableLayout& layout : workplace.layouts) {
        writer.number(layout.fields.size());
        writer.number(layout.table);
        for (const batch::Field& field : layout.fields) {
            writer.text(std::as_bytes(std::span(field.name)));
            writer.number(static_cast<std::uint64_t>(field.kind));
            writer.number(static_cast<std::uint64_t>(field.type));
            writer.number(field.list_size);
            writer.number(field.nullable ? 1 : 0);
        }
    }
    writer.number(0);  // a table without fields ends the list
    return writer.take();
}

static std::string string_of(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

Workplace unpacked(std::span<const std::byte> bytes) {
    using contract::ColumnType;
    constexpr auto kinds_end = static_cast<std::uint64_t>(batch::FieldKind::bounds) + 1;
    constexpr auto types_end = static_cast<std::uint64_t>(ColumnType::list_real) + 1;
    Reader reader(bytes);
    Workplace workplace;
    workplace.shards = reader.number_below<std::uint32_t>(numbers_end);
    workplace.workers = reader.number_below<std::uint32_t>(numbers_end);
    workplace.worker = reader.number_below<std::uint32_t>(numbers_end);
    workplace.is_later_host = reader.number_below<std::uint32_t>(2) == 1;
    workplace.parameters_json = string_of(reader.text());
    const auto calendars = reader.text();
    workplace.calendars.assign(calendars.begin(), calendars.end());
    while (const auto fields = reader.number_below<std::uint32_t>(numbers_end)) {
        batch::TableLayout& layout = workplace.layouts.emplace_back();
        layout.table = reader.number_below<std::uint32_t>(numbers_end);
        for (std::uint32_t i = 0; i < fields; ++i) {
            batch::Field& field = layout.fields.emplace_back();
            field.name = string_of(reader.text());
            field.kind = reader.number_below<batch::FieldKind>(kinds_end);
            field.type = reader.number_below<ColumnType>(types_end);
            field.list_size = reader.number_below<std::uint32_t>(numbers_end);
            field.nullable = reader.number_below<std::uint32_t>(2) == 1;
        }
    }
    reader.end();
    return workplace;
}

}  // namespace waymark::worker
