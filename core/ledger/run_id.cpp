// SPDX-License-Identifier: MIT
#include "ledger/run_id.hpp"

#include <sys/random.h>

#include <algorithm>

#include "base/error.hpp"

namespace waymark::ledger {

std::string run_id(Instant now, const std::array<std::uint8_t, 10>& random) {
    static constexpr const char* alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    std::array<std::uint8_t, 16> bytes{};
    const auto milliseconds = std::chrono::floor<std::chrono::milliseconds>(now);
    auto time = static_cast<std::uint64_t>(milliseconds.time_since_epoch().count());
    for (std::size_t i = 6; i-- > 0; time >>= 8) {
        bytes[i] = static_cast<std::uint8_t>(time & 0xFFU);
    }
    std::copy(random.begin(), random.end(), bytes.begin() + 6);

    // 128 bits in 26 digits of 5: two zero bits lead.
    std::string text;
    std::uint32_t window = 0;
    int bits = 2;
    for (const std::uint8_t byte : bytes) {
        window = window << 8 | byte;
        for (bits += 8; bits >= 5; bits -= 5) {
            text += alphabet[window >> (bits - 5) & 31U];
        }
    }
    return text;
}

std::string run_id(Instant now) {
    std::array<std::uint8_t, 10> random{};
    if (::getrandom(random.data(), random.size(), 0) != static_cast<ssize_t>(random.size())) {
        throw system_error(ErrorKind::internal, "the system gives no random numbers");
    }
    return run_id(now, random);
}

}  // namespace waymark::ledger
