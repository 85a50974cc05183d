// SPDX-License-Identifier: MIT
#include "store/digest.hpp"

#include <array>
#include <charconv>

namespace waymark::store {

static void add(Sha256& digest, std::string_view text) {
    digest.update(std::to_string(text.size()) + ":");
    digest.update(text);
    digest.update(",");
}

static void add(Sha256& digest, std::optional<double> number) {
    if (!number) {
        digest.update("-,");
        return;
    }
    std::array<char, 32> text{};
    // The store keeps no sign of zero, so the digest must not tell one either.
    const double value = *number == 0.0 ? 0.0 : *number;
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    add(digest, std::string_view(text.data(), static_cast<std::size_t>(end - text.data())));
}

static void add(Sha256& digest, std::optional<Date> date) {
    if (date) {
        add(digest, date_text(*date));
    } else {
        digest.update("-,");
    }
}

static void add(Sha256& digest, const release::Release& release) {
    const release::Key& key = release.key();
    for (const std::string* part :
         {&key.service_id, &key.measure_id, &key.indicator_id, &key.series, &key.definition_version,
          &key.grain, &key.period_key, &key.period_basis, &key.stratum_kind, &key.stratum_value,
          &key.point}) {
        add(digest, *part);
    }
    const release::Figures& figures = release.figures();
    add(digest, figures.period_label);
    add(digest, figures.period_start);
    add(digest, figures.period_end);
    add(digest, word(figures.state));
    add(digest, word(figures.maturity));
    add(digest, flags_text(figures.flags));
    for (const auto& number : {figures.value, figures.numerator, figures.denominator,
                               figures.people, figures.lower, figures.upper}) {
        add(digest, number);
    }
    add(digest, figures.disclosure_profile);
}

Digest publication_digest(const release::Publication& publication) {
    Sha256 digest;
    for (const release::Release& release : publication.releases()) {
        add(digest, release);
    }
    return digest.finish();
}

}  // namespace waymark::store
