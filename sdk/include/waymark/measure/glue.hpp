// SPDX-License-Identifier: MIT
// The function table of abi.h for a measure written in C++: nothing C++ crosses it.
#pragma once

#include <cstdint>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <tuple>
#include <type_traits>
#include <typeinfo>

#include "waymark/abi.h"
#include "waymark/measure/engine.hpp"
#include "waymark/measure/status.hpp"

namespace waymark::detail {

/// What a measure declared, made once for each measure of a plugin and constant from then on.
template <class Measure>
class Blueprint {
public:
    [[nodiscard]] static const Blueprint& get() {
        static const Blueprint blueprint;
        return blueprint;
    }
    [[nodiscard]] const Definition& definition() const { return definition_; }
    [[nodiscard]] const std::string& json() const { return json_; }

    /// What the author got wrong in describe(); empty when nothing. It is told by open() and stands
    /// in place of the description, which the host then refuses.
    [[nodiscard]] const std::string& fault() const { return fault_; }

private:
    Blueprint() {
        try {
            Measure::describe(definition_);
            expect_rows(static_cast<typename Measure::RowTypes*>(nullptr));
            expect_rest();
            Measure::template Engine<Measure>::expect(definition_);
            json_ = definition_.json();
        } catch (const std::exception& wrong) {
            fault_ = wrong.what();
            json_ = "{\"fault\":" + quoted(fault_) + "}";
        }
    }

    template <class... Row>
    void expect_rows(std::tuple<Row...>* /*types*/) const {
        if (definition_.inputs().size() != sizeof...(Row)) {
            throw std::logic_error{"describe() declares " +
                                   std::to_string(definition_.inputs().size()) +
                                   " inputs, the shape has " + std::to_string(sizeof...(Row))};
        }
        std::size_t at = 0;
        const auto expect = [&](const std::type_info& row) {
            const InputDeclaration& input = definition_.inputs()[at++];
            if (*input.row != row) {
                throw std::logic_error{"input \"" + input.name +
                                       "\" is bound to another row struct than the shape names"};
            }
        };
        (expect(typeid(Row)), ...);
    }

    void expect_rest() const {
        const std::type_info* bound = definition_.case_type();
        if (bound != nullptr && *bound != typeid(typename Measure::Case)) {
            throw std::logic_error(
                "case columns are bound to another type than the measure's Case");
        }
        if (definition_.strata().size() > Answer::most_own_strata) {
            throw std::logic_error("at most 8 kinds of own strata are possible");
        }
    }

    Definition definition_;
    std::string json_;
    std::string fault_;
};

/// One instance: the measure object and the engine that feeds it.
template <class Measure>
class Instance {
public:
    Instance(const wm_host& host, const char* parameters, const wm_calendar* calendars,
             std::uint32_t calendar_count)
        : parameters_(Blueprint<Measure>::get().definition().parameters(), parameters),
          calendars_(calendars_from(calendars, calendar_count)),
          measure_(made(parameters_, calendars_)),
          engine_(Setting<Measure>{measure_, Blueprint<Measure>::get().definition(), parameters_,
                                   calendars_, host}) {}

    [[nodiscard]] auto& engine() { return engine_; }

private:
    [[nodiscard]] static Measure made(const Parameters& parameters, const Calendars& calendars) {
        if constexpr (std::is_constructible_v<Measure, const Parameters&, const Calendars&>) {
            return Measure(parameters, calendars);
        } else if constexpr (std::is_constructible_v<Measure, const Parameters&>) {
            return Measure(parameters);
        } else {
            return Measure();
        }
    }

    Parameters parameters_;
    Calendars calendars_;
    Measure measure_;
    typename Measure::template Engine<Measure> engine_;
};

template <class Measure>
class Glue {
public:
    [[nodiscard]] static const wm_measure* table() noexcept {
        try {
            static const wm_measure table = {sizeof(wm_measure),
                                             WM_MAGIC,
                                             WM_ABI_MAJOR,
                                             0,
                                             Blueprint<Measure>::get().json().c_str(),
                                             &open,
                                             &cases,
                                             &rows,
                                             &answer,
                                             &close,
                                             nullptr};
            return &table;
        } catch (...) {  // out of memory: a null table is refused by the host
            return nullptr;
        }
    }

private:
    [[nodiscard]] static Instance<Measure>& of(wm_instance* instance) {
        return *reinterpret_cast<Instance<Measure>*>(instance);
    }

    // NOLINTNEXTLINE(readability-function-size): the signature is the contract's
    static wm_status open(const wm_host* host, const char* parameters, const wm_calendar* calendars,
                          std::uint32_t calendar_count, wm_instance** instance, wm_error* error) {
        *instance = nullptr;
        return guarded(error, [&] {
            if (!Blueprint<Measure>::get().fault().empty()) {
                throw std::logic_error("describe(): " + Blueprint<Measure>::get().fault());
            }
            if (calendar_count == 0) {
                throw BadInput("the host opened the measure without a calendar");
            }
            auto made =
                std::make_unique<Instance<Measure>>(*host, parameters, calendars, calendar_count);
            *instance = reinterpret_cast<wm_instance*>(made.release());
        });
    }
    static wm_status cases(wm_instance* instance, const wm_batch* batch, wm_error* error) {
        return guarded(error, [&] { of(instance).engine().cases(*batch); });
    }
    static wm_status rows(wm_instance* instance, const wm_batch* batch, wm_error* error) {
        return guarded(error, [&] { of(instance).engine().rows(*batch); });
    }
    static wm_status answer(wm_instance* instance, const wm_sink* sink, std::uint32_t first_case,
                            std::uint32_t case_count, wm_error* error) {
        return guarded(error, [&] { of(instance).engine().answer(*sink, first_case, case_count); });
    }
    static void close(wm_instance* instance) {
        delete reinterpret_cast<Instance<Measure>*>(instance);
    }
};

}  // namespace waymark::detail

namespace waymark {

/// The function table of a measure; what WAYMARK_MEASURE exports. Constant; any thread.
template <class Measure>
[[nodiscard]] const wm_measure* measure_table() noexcept {
    return detail::Glue<Measure>::table();
}

}  // namespace waymark
