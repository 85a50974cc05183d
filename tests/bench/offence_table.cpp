// SPDX-License-Identifier: MIT
#include <string>

#include "base/date.hpp"
#include "base/error.hpp"
#include "bench/case_tables.hpp"
#include "bench/random_numbers.hpp"
#include "bench/text_file.hpp"

namespace waymark::bench {
namespace {

// Person by person within each offence, so that the rows of one person are as far apart as they can
// be. Of everybody's offences the first is that of the event; then come none, one or two
// reoffences, proven within the year; the others were proven before.
class Offences {
public:
    Offences(const OffenceTable& table, std::FILE* events, std::FILE* offences)
        : table_(table), events_(events), offences_(offences) {}

    PlantedOffences write() {
        check(table_.offences >= 3, "there is room for two reoffences");
        write_events();
        offences_ << "offence_id,offender_id,service,offence_date,proven_date,proven_type,"
                     "offence_group,recordable,breach,place";
        offences_.end_line();
        for (std::uint32_t number = 0; number < table_.offences; ++number) {
            for (std::uint32_t person = 0; person < table_.people; ++person) {
                write_offence(person, number);
            }
        }
        offences_.finish();
        return planted_;
    }

private:
    [[nodiscard]] std::uint64_t bits(std::uint32_t person) const noexcept {
        return mixed(table_.seed ^ (std::uint64_t{person} << 8));
    }
    [[nodiscard]] std::uint32_t reoffences(std::uint32_t person) const noexcept {
        return static_cast<std::uint32_t>(bits(person) % 3);
    }
    [[nodiscard]] static Date index_date(std::uint32_t person) {
        return date_of(2022, 1, 1) + std::chrono::days{person % 365};
    }
    [[nodiscard]] std::string service(std::uint32_t person) const {
        return "service-" + padded(bits(person) / 64 % table_.services, 2);
    }
    [[nodiscard]] std::uint64_t offence_id(std::uint32_t person, std::uint32_t number) const {
        return std::uint64_t{person} * table_.offences + number + 1;
    }

    void write_events() {
        events_ << "event_id,offender_id,service,event_type,event_date,disposal_group,offence_id,"
                   "dob";
        events_.end_line();
        for (std::uint32_t person = 0; person < table_.people; ++person) {
            const std::uint32_t again = reoffences(person);
            events_ << 'E' << padded(person, 8) << ",P" << padded(person, 7) << ','
                    << service(person) << ",conviction," << date_text(index_date(person))
                    << ",community_order," << offence_id(person, 0) << ",1990-01-01";
            events_.end_line();
            ++planted_.rows;
            ++planted_.offenders;
            planted_.reoffenders += again > 0 ? 1 : 0;
            planted_.reoffences += again;
        }
        events_.finish();
    }

    void write_offence(std::uint32_t person, std::uint32_t number) {
        const Date index = index_date(person);
        using std::chrono::days;
        const Date proven = number == 0                    ? index
                            : number <= reoffences(person) ? index + days{60 * number + 30}
                                                           : index - days{100 * number};
        offences_ << offence_id(person, number) << ",P" << padded(person, 7) << ','
                  << service(person) << ',' << date_text(proven - days{30}) << ','
                  << date_text(proven) << ",conviction,"
                  << (number % 2 == 0 ? "theft" : "public_order") << ",true,false,EW";
        offences_.end_line();
        ++planted_.rows;
    }

    const OffenceTable& table_;
    TextFile events_;
    TextFile offences_;
    PlantedOffences planted_;
};

}  // namespace

PlantedOffences write_offences(const OffenceTable& table, std::FILE* events, std::FILE* offences) {
    return Offences(table, events, offences).write();
}

}  // namespace waymark::bench
