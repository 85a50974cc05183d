// SPDX-License-Identifier: MIT
#include "source/structure.hpp"

#include <algorithm>
#include <bit>

#include "base/error.hpp"
#include "source/lanes.hpp"

namespace waymark::source {
namespace {

// What one lane must know of the lanes before it.
struct Carry {
    std::uint64_t in_quotes = 0;      // all ones inside quotes
    std::uint64_t opener_before = 1;  // bit 0: the byte before allows a quote to open
    std::uint64_t closing_before = 0;
    std::uint64_t return_before = 0;
};

// Bit i of the result is the parity of bits 0 to i.
inline std::uint64_t running_parity(std::uint64_t bits) noexcept {
    for (int shift = 1; shift < 64; shift *= 2) {
        bits ^= bits << shift;
    }
    return bits;
}

// Checks the grammar of quotes and returns in one lane and gives the field ends outside quotes.
// An opening quote follows a field end or a closing quote (then the two are one escaped quote);
// what follows a closing quote is a field end, a quote or a return; what follows a return is a line
// feed.
inline std::uint64_t field_ends(const Lanes& lanes, std::size_t lane, std::size_t offset,
                                Carry& carry, Fault& fault) noexcept {
    const std::uint64_t quotes = lanes.quotes[lane];
    const std::uint64_t inside = running_parity(quotes) ^ carry.in_quotes;
    const std::uint64_t ends = lanes.separators[lane] & ~inside;
    const std::uint64_t opening = quotes & inside;
    const std::uint64_t closing = quotes & ~inside;
    const std::uint64_t returns = lanes.returns[lane] & ~inside;
    const std::uint64_t may_open = ((ends | closing) << 1) | carry.opener_before;
    const std::uint64_t after_closing = (closing << 1) | carry.closing_before;
    const std::uint64_t after_return = (returns << 1) | carry.return_before;
    const std::uint64_t bad_opening = opening & ~may_open;
    const std::uint64_t bad_closing = after_closing & ~(ends | opening | returns);
    const std::uint64_t bad_return = after_return & ~(lanes.newlines[lane] & ends);
    if ((bad_opening | bad_closing | bad_return) != 0) [[unlikely]] {
        const auto place = [&](std::uint64_t bits) {
            return offset + static_cast<std::size_t>(std::countr_zero(bits));
        };
        if (bad_return != 0) {
            fault.lower(FaultKind::bare_return, place(bad_return) - 1);
        }
        if (bad_opening != 0) {
            fault.lower(FaultKind::quote_in_field, place(bad_opening));
        }
        if (bad_closing != 0) {
            fault.lower(FaultKind::text_after_quote, place(bad_closing));
        }
    }
    carry.in_quotes = std::uint64_t{0} - (inside >> 63);
    carry.opener_before = (ends | closing) >> 63;
    carry.closing_before = closing >> 63;
    carry.return_before = returns >> 63;
    return ends;
}

// The bits of the lane at `offset` that lie before `end`.
inline std::uint64_t within(std::size_t offset, std::size_t end) noexcept {
    return end - offset >= lane_bytes ? ~std::uint64_t{0}
                                      : (std::uint64_t{1} << (end - offset)) - 1;
}

// Writes the offsets of the set bits. Four at a time without asking whether there are so many: a
// mispredicted branch costs more than the needless stores.
[[gnu::always_inline]] inline std::uint32_t* write_offsets(std::uint64_t bits, std::size_t offset,
                                                           std::uint32_t* to) noexcept {
    const int count = std::popcount(bits);
    for (int written = 0; written < count; written += 4) {
        for (int i = 0; i < 4; ++i) {
            to[written + i] =
                static_cast<std::uint32_t>(offset + static_cast<unsigned>(std::countr_zero(bits)));
            bits &= bits - 1;
        }
    }
    return to + count;
}

// The first control character at or after `from`.
std::size_t control_offset(const char* text, std::size_t from) noexcept {
    for (;; ++from) {
        const auto byte = static_cast<unsigned char>(text[from]);
        if (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') {
            return from;
        }
    }
}

using Classify = void (*)(const char*, std::size_t, char, Lanes&) noexcept;

// Inlined into a function per instruction set, so that the bit arithmetic is compiled for each.
[[gnu::always_inline]] inline void index_with(Classify classify, const char* text,
                                              std::size_t begin, std::size_t end, char delimiter,
                                              Structure& out) {
    Lanes lanes;
    Carry carry;
    for (std::size_t at = begin; at < end; at += lane_bytes * lanes_at_once) {
        const std::size_t bytes = std::min(end - at, lane_bytes * lanes_at_once);
        const std::size_t count = (bytes + lane_bytes - 1) / lane_bytes;
        classify(text + at, count, delimiter, lanes);
        if (lanes.any_control) [[unlikely]] {
            out.fault.lower(FaultKind::control_character, control_offset(text, at));
        }
        out.has_quotes |= lanes.any_quote;
        out.has_returns |= lanes.any_return;
        out.has_high_bytes |= lanes.any_high;
        // Room for a full batch and for the needless stores of the last lane.
        if (out.ends.size() < out.count + lane_bytes * lanes_at_once + 9) {
            out.ends.resize(2 * out.ends.size() + lane_bytes * lanes_at_once + 9);
        }
        std::uint32_t* const ends = out.ends.data() + 1;
        std::uint32_t* to = ends + out.count;
        std::size_t newline_count = 0, record_end_count = 0;
        const bool plain = !lanes.any_quote && !lanes.any_return && carry.in_quotes == 0 &&
                           carry.closing_before == 0 && carry.return_before == 0;
        for (std::size_t lane = 0; lane < count; ++lane) {
            const std::size_t offset = at + lane * lane_bytes;
            const std::uint64_t bits =
                plain ? lanes.separators[lane] : field_ends(lanes, lane, offset, carry, out.fault);
            to = write_offsets(bits, offset, to);
            const std::uint64_t newlines = lanes.newlines[lane] & within(offset, end);
            newline_count += static_cast<unsigned>(std::popcount(newlines));
            record_end_count += static_cast<unsigned>(std::popcount(newlines & bits));
        }
        if (plain) {
            carry.opener_before = lanes.separators[count - 1] >> 63;
        }
        out.newlines += newline_count;
        out.record_ends += record_end_count;
        out.count = static_cast<std::size_t>(to - ends);
    }
}

#if defined(__x86_64__)
[[gnu::target("avx2,bmi,popcnt")]] void index_avx2(const char* text, std::size_t begin,
                                                   std::size_t end, char delimiter,
                                                   Structure& structure) {
    index_with(&classify_avx2, text, begin, end, delimiter, structure);
}
#endif

}  // namespace

Simd best_simd() noexcept {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
        __builtin_cpu_supports("popcnt")) {
        return Simd::avx2;
    }
#endif
    return Simd::portable;
}

Marks count_marks(std::string_view text, Simd simd) noexcept {
    const std::size_t lanes = text.size() / lane_bytes;
    Marks marks;
#if defined(__x86_64__)
    if (simd == Simd::avx2) {
        count_avx2(text.data(), lanes, marks.quotes, marks.newlines);
    } else {
        count_portable(text.data(), lanes, marks.quotes, marks.newlines);
    }
#else
    static_cast<void>(simd);
    count_portable(text.data(), lanes, marks.quotes, marks.newlines);
#endif
    for (const char byte : text.substr(lanes * lane_bytes)) {
        marks.quotes += byte == '"';
        marks.newlines += byte == '\n';
    }
    return marks;
}

void index_structure(const char* text, std::size_t begin, std::size_t end, char delimiter,
                     Simd simd, Structure& structure) {
    structure.count = structure.record_ends = structure.newlines = 0;
    structure.has_quotes = structure.has_returns = structure.has_high_bytes = false;
    structure.fault = {};
#if defined(__x86_64__)
    if (simd == Simd::avx2) {
        index_avx2(text, begin, end, delimiter, structure);
    } else {
        index_with(&classify_portable, text, begin, end, delimiter, structure);
    }
#else
    static_cast<void>(simd);
    index_with(&classify_portable, text, begin, end, delimiter, structure);
#endif
    check(begin > 0, "there is a place before the text");
    structure.ends.resize(std::max<std::size_t>(structure.ends.size(), 1));
    structure.ends[0] = static_cast<std::uint32_t>(begin - 1);
    // What lies behind the end was indexed with the last lane.
    while (structure.count > 0 && structure.ends[structure.count] >= end) {
        --structure.count;
    }
    if (structure.fault.offset >= end) {
        structure.fault = {};
    }
}

}  // namespace waymark::source
