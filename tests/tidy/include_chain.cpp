// SPDX-License-Identifier: MIT
#include "tidy/include_chain.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <utility>

namespace waymark::tidy {

// Where our own include paths would find a name, or null when it is not ours.
static const SourceFile* resolve(const Tree& tree, const SourceFile& from, const Include& include) {
    const std::string here{folder(from.path)};
    for (const std::string& start :
         std::array<std::string, 4>{here + "/", "core/", "sdk/include/", "tests/"}) {
        if (const SourceFile* file = find(tree, start + include.name)) {
            return file;
        }
    }
    return nullptr;
}

// Walks the includes once, keeping the longest chain of headers below each file.
class Walk {
public:
    explicit Walk(const Tree& tree) : tree_(tree) {}

    // The longest chain of headers that starts at `file`, itself included if it is a header.
    const std::vector<std::string>& chain(const SourceFile& file) {
        if (const auto known = chains_.find(file.path); known != chains_.end()) {
            return known->second;
        }
        open_.insert(file.path);
        std::vector<std::string> longest;
        for (const Include& include : includes(file)) {
            const SourceFile* target = resolve(tree_, file, include);
            if (target == nullptr) {
                continue;
            }
            if (open_.contains(target->path)) {
                if (includes_directly(*target, file.path)) {
                    continue;  // a header and the header of its inline bodies: either may come
                               // first
                }
                found_.push_back(
                    {file.path, include.line, "includes itself through " + target->path});
            } else if (auto below = seen_from(file, chain(*target));
                       below.size() > longest.size()) {
                longest = std::move(below);
            }
        }
        open_.erase(file.path);
        const bool is_first_too_long = longest.size() <= max_include_chain &&
                                       longest.size() + is_header(file.path) > max_include_chain;
        if (is_header(file.path)) {
            longest.insert(longest.begin(), file.path);
        }
        if (is_first_too_long) {
            report(file, longest);
        }
        return chains_[file.path] = std::move(longest);
    }

    [[nodiscard]] const Violations& found() const { return found_; }

private:
    [[nodiscard]] bool includes_directly(const SourceFile& from, const std::string& path) const {
        const std::vector<Include> list = includes(from);
        return std::any_of(list.begin(), list.end(), [&](const Include& include) {
            const SourceFile* target = resolve(tree_, from, include);
            return target != nullptr && target->path == path;
        });
    }

    static std::vector<std::string> seen_from(const SourceFile& file,
                                              std::vector<std::string> chain) {
        const bool is_outside =
            file.path.starts_with("plugins/") || file.path.starts_with("examples/");
        if (is_outside && !chain.empty() && chain.front().starts_with("sdk/")) {
            chain.resize(1);
        }
        return chain;
    }

    void report(const SourceFile& file, const std::vector<std::string>& longest) {
        std::string what = "a chain of " + std::to_string(longest.size()) + " headers, at most " +
                           std::to_string(max_include_chain) + ":";
        for (const std::string& header : longest) {
            what += " " + header;
        }
        found_.push_back({file.path, 1, what});
    }

    const Tree& tree_;
    std::map<std::string, std::vector<std::string>> chains_;
    std::set<std::string> open_;
    Violations found_;
};

Violations include_chains(const Tree& tree) {
    Walk walk(tree);
    for (const SourceFile& file : tree) {
        if (is_c_family(file.path)) {
            (void)walk.chain(file);
        }
    }
    return walk.found();
}

}  // namespace waymark::tidy
