// SPDX-License-Identifier: MIT
#include "worker/sidecar.hpp"

#include <nlohmann/json.hpp>

#include "base/sha256.hpp"
#include "contract/description.hpp"
#include "waymark/abi.h"
#include "worker/memory.hpp"
#include "worker/shared_object.hpp"
#include "worker/worker.hpp"

namespace waymark::worker {

#if defined(__x86_64__)
static constexpr const char* architecture = "x86_64-linux-gnu";
#elif defined(__aarch64__)
static constexpr const char* architecture = "aarch64-linux-gnu";
#else
#error "waymark runs on x86_64 and aarch64"
#endif

std::string sidecar(const std::filesystem::path& plugin) {
    using nlohmann::ordered_json;
    const Image image = seal(plugin);
    const Mapping bytes(image.memory.get(), Mapping::Access::read);
    const SharedObject object = shared_object(bytes.bytes());
    expect_plain(image, {});
    const Introduction self = introduction(image, {});
    const contract::Description description = contract::parse_description(self.description);
    const ordered_json json{
        {"schema", 1},
        {"id", description.id},
        {"version", description.version},
        {"abi", {{"major", WM_ABI_MAJOR}, {"minor_needed", self.abi_minor_needed}}},
        {"arch", architecture},
        {"sha256", hex_text(image.sha256)},
        {"needed", object.needed},
        {"author", description.author},
        {"licence", description.licence},
        {"description", ordered_json::parse(self.description)},
        {"built", {{"cc", object.compiler}}}};
    return json.dump(2) + "\n";
}

}  // namespace waymark::worker
