// SPDX-License-Identifier: MIT
#include "run/verdict.hpp"

#include <array>
#include <charconv>
#include <cstdint>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/sha256.hpp"
#include "run/minisign.hpp"

namespace waymark::run {
namespace {

[[noreturn]] void refuse(const std::string& rule, const std::string& sentence) {
    throw worker::MeasureFailure(worker::Outcome::refused,
                                 "rule plugins." + rule + ": " + sentence);
}

std::string signature_path(const Plugin& plugin) {
    return plugin.sidecar.string() + ".minisig";
}

// The text of the signature; nullopt when there is no such file.
std::optional<std::string> signature_of(const Plugin& plugin) {
    try {
        return file_text(signature_path(plugin));
    } catch (const Error& failure) {
        if (failure.kind() == ErrorKind::input_missing) {
            return std::nullopt;
        }
        throw;
    }
}

// The signature is of the sidecar, which holds the hash of the library.
void expect_signature(const Plugin& plugin, const config::PluginRules& rules) {
    const auto signature = signature_of(plugin);
    if (!signature) {
        if (rules.require_signed) {
            refuse("require_signed", "there is no " + signature_path(plugin) +
                                         "; have whoever checked the measure sign its sidecar: "
                                         "minisign -S -m " +
                                         plugin.sidecar.string());
        }
        return;
    }
    if (const auto fault = signature_fault(plugin.sidecar_text, *signature, rules.trusted_keys)) {
        refuse("trusted_keys",
               signature_path(plugin) + ' ' + *fault +
                   "; install the signed build, or add the public key of whoever signed it");
    }
}

// "1.10.2" is later than "1.9.0".
std::array<std::uint32_t, 3> numbers_of(std::string_view version) {
    std::array<std::uint32_t, 3> numbers{};
    for (std::uint32_t& number : numbers) {
        const auto [end, error] =
            std::from_chars(version.data(), version.data() + version.size(), number);
        version.remove_prefix(static_cast<std::size_t>(end - version.data()));
        version.remove_prefix(version.starts_with('.') ? 1 : 0);
    }
    return numbers;
}

// Who may put files here could bring back a signed build whose fault is known.
void expect_no_rollback(const Plugin& plugin, const std::optional<std::string>& last_version) {
    if (last_version && numbers_of(plugin.version) < numbers_of(*last_version)) {
        refuse("require_signed",
               plugin.id + ' ' + plugin.version + " is older than " + *last_version +
                   ", which ran here before; install that or a later one, or pin the older one");
    }
}

}  // namespace

void expect_trusted(const Plugin& plugin, const worker::Image& image,
                    const config::PluginRules& rules,
                    const std::optional<std::string>& last_version) {
    const bool judges_signatures = rules.require_signed || !rules.trusted_keys.empty();
    if (judges_signatures) {
        expect_signature(plugin, rules);
    }
    const std::string sha256 = hex_text(image.sha256);
    const auto pin = rules.pins.find(plugin.id);
    if (pin == rules.pins.end()) {
        if (rules.pinned_only) {
            refuse("pinned_only", plugin.id +
                                      " has no pin; once somebody has checked it, add to "
                                      "[plugins.pins] \"" +
                                      plugin.id + "\" = \"" + sha256 + "\"");
        }
        if (rules.require_signed) {
            expect_no_rollback(plugin, last_version);
        }
    } else if (pin->second != sha256) {
        refuse("pins", plugin.library.string() + " is " + sha256 + " and not the pinned " +
                           pin->second +
                           "; install the build that was checked, or check this one and change the "
                           "pin");
    }
}

}  // namespace waymark::run
