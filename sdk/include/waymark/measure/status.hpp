// SPDX-License-Identifier: MIT
// How what a measure throws becomes a status of abi.h.
#pragma once

#include <algorithm>
#include <cstring>
#include <exception>
#include <new>
#include <string_view>

#include "waymark/abi.h"
#include "waymark/measure/failure.hpp"

namespace waymark::detail {

/// A status that the host gave, or asked for, on its way back to the host.
struct Stopped {
    wm_status status;
};

/// Writes `message` into `error`, cut at the end of a UTF-8 character where it is too long.
inline wm_status fail(wm_error* error, wm_status status, std::string_view message) noexcept {
    if (error != nullptr) {
        std::size_t length = std::min(message.size(), sizeof error->message - 1);
        const auto continues = [&](std::size_t at) {
            return (static_cast<unsigned char>(message[at]) & 0xC0U) == 0x80U;
        };
        while (length > 0 && length < message.size() && continues(length)) {
            --length;
        }
        error->code = status;
        if (length > 0) {
            std::memcpy(error->message, message.data(), length);
        }
        error->message[length] = '\0';
    }
    return status;
}

/// Runs `step` and turns whatever leaves it into a status: nothing C++ crosses the border.
template <class Step>
wm_status guarded(wm_error* error, Step&& step) noexcept {
    try {
        step();
        return WM_OK;
    } catch (const Stopped& stopped) {
        return fail(error, stopped.status,
                    stopped.status == WM_E_CANCELLED
                        ? "stopped because the host asked to"
                        : "the host refused what the measure answered");
    } catch (const BadParameter& wrong) {
        return fail(error, WM_E_PARAM, wrong.what());
    } catch (const BadInput& wrong) {
        return fail(error, WM_E_INPUT, wrong.what());
    } catch (const std::bad_alloc&) {
        return fail(error, WM_E_MEMORY, "out of memory");
    } catch (const std::exception& mistake) {
        return fail(error, WM_E_INTERNAL, mistake.what());
    } catch (...) {
        return fail(error, WM_E_INTERNAL, "the measure threw something that is no std::exception");
    }
}

}  // namespace waymark::detail
