// SPDX-License-Identifier: MIT
// What a measure declares of itself in describe(): the source of its JSON description, of the
// checks on its parameters, and of the binding of columns to row structs. docs/plugin_contract.md
// has the meanings.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <typeinfo>
#include <utility>
#include <vector>

#include "waymark/measure/category.hpp"
#include "waymark/measure/column.hpp"
#include "waymark/measure/declaration.hpp"
#include "waymark/measure/handle.hpp"

namespace waymark {

/// Columns of an input, or asked-for columns of a case, each bound to a member of `Row`. A member
/// of type std::optional makes its column nullable; one of type Stated gives it symbols.
template <class Row>
class Columns {
public:
    explicit Columns(std::vector<detail::ColumnDeclaration>& columns) : columns_(columns) {}

    template <auto member>
    Columns& integer(std::string name, ColumnOptions options = {}) {
        return add<member, detail::PlainFetch<member, std::int64_t>>(std::move(name), "int",
                                                                     std::move(options));
    }
    template <auto member>
    Columns& real(std::string name, ColumnOptions options = {}) {
        return add<member, detail::PlainFetch<member, double>>(std::move(name), "real",
                                                               std::move(options));
    }
    template <auto member>
    Columns& boolean(std::string name, ColumnOptions options = {}) {
        return add<member, detail::BooleanFetch<member>>(std::move(name), "bool",
                                                         std::move(options));
    }
    template <auto member>
    Columns& date(std::string name, ColumnOptions options = {}) {
        return add<member, detail::PlainFetch<member, std::int32_t>>(std::move(name), "date",
                                                                     std::move(options));
    }
    template <auto member>
    Columns& instant(std::string name, ColumnOptions options = {}) {
        return add<member, detail::PlainFetch<member, std::int64_t>>(std::move(name), "instant",
                                                                     std::move(options));
    }
    /// A string_view member; it lives as long as its row.
    template <auto member>
    Columns& text(std::string name, ColumnOptions options = {}) {
        return add<member, detail::TextFetch<member>>(std::move(name), "text", std::move(options));
    }
    /// A dense number, shared by the columns of one space and ordered as the source's ids.
    template <auto member>
    Columns& key(std::string name, ColumnOptions options = {}) {
        return add<member, detail::PlainFetch<member, std::uint32_t>>(std::move(name), "key",
                                                                      std::move(options));
    }
    template <auto member>
    Columns& integers(std::string name, ColumnOptions options = {}) {
        return add<member, detail::ListFetch<member, std::int64_t>>(std::move(name), "list<int>",
                                                                    std::move(options));
    }
    template <auto member>
    Columns& reals(std::string name, ColumnOptions options = {}) {
        return add<member, detail::ListFetch<member, double>>(std::move(name), "list<real>",
                                                              std::move(options));
    }
    /// What a code means: `resolver` is a const member function of the measure, or a free one,
    /// from std::string_view to the member's value, asked once per code. Without it the member is
    /// an enumeration (the place among the declared codes) or a string_view (the code).
    template <auto member, auto resolver = detail::NoResolver{}>
    Columns& category(std::string name, ColumnOptions options = {}) {
        return add<member, detail::CategoryFetch<member, resolver>>(std::move(name), "category",
                                                                    std::move(options));
    }
    /// The same for codes whose meaning changed: `resolver` answers with Eras, and `day` is a
    /// member bound to a date column declared before this one.
    template <auto member, auto resolver, auto day>
    Columns& category_by_date(std::string name, ColumnOptions options = {}) {
        return add<member, detail::EraFetch<member, resolver, day>>(std::move(name), "category",
                                                                    std::move(options));
    }

private:
    template <auto member, class Fetch>
    Columns& add(std::string name, const char* type, ColumnOptions options) {
        using Wrapping = detail::WrappingOf<member>;
        static_assert(std::is_base_of_v<detail::RowOf<member>, Row>,
                      "the member belongs to the row struct of this input");
        static_assert(std::is_same_v<detail::RowOf<member>, Row>,
                      "name the member of the row struct itself, not of a base of it");
        columns_.push_back(
            {std::move(name), type, Wrapping::is_nullable, Wrapping::has_symbols,
             std::move(options),
             [](const detail::ReaderSetting& setting) -> std::unique_ptr<detail::ColumnReader> {
                 return std::make_unique<detail::MemberReader<member, Fetch>>(setting);
             }});
        return *this;
    }

    std::vector<detail::ColumnDeclaration>& columns_;
};

/// What describe() fills in. Inputs are declared in the order of the shape's row types; indicators,
/// exclusions, findings and strata in the order of their numbers.
class Definition {
public:
    void measure(MeasureOptions options) { measure_ = std::move(options); }

    template <class Row>
    Columns<Row> input(std::string name, InputOptions options = {}) {
        inputs_.push_back({std::move(name), std::move(options), {}, &typeid(Row)});
        return Columns<Row>(inputs_.back().columns);
    }

    /// `CaseType` derives from waymark::Case; name it as `using Case = ...` in the measure.
    template <class CaseType>
    Columns<CaseType> case_columns() {
        case_type_ = &typeid(CaseType);
        return Columns<CaseType>(case_columns_);
    }

    void integer(std::string name, IntegerOptions options = {});
    void days(std::string name, IntegerOptions options = {});
    void real(std::string name, RealOptions options = {});
    void boolean(std::string name, BooleanOptions options = {});
    void choice(std::string name, ChoiceOptions options);
    void document(std::string name, DocumentOptions options = {});

    template <Kind kind>
    void indicator(Indicator<kind> handle, std::string id, IndicatorOptions options) {
        expect_next(handle.index, indicators_.size(), "indicator", id);
        indicators_.push_back({std::move(id), kind, std::move(options)});
    }
    void strata(OwnStrata handle, std::string kind, std::vector<std::string> values) {
        expect_next(handle.index, strata_.size(), "strata", kind);
        strata_.push_back({std::move(kind), std::move(values)});
    }
    void exclusion(Exclusion handle, std::string id, std::string title) {
        expect_next(handle.index, exclusions_.size(), "exclusion", id);
        exclusions_.push_back({std::move(id), std::move(title)});
    }
    /// The limits are shares of the chances told: above them the cells of the service and period
    /// carry the flag.
    void finding(Finding handle, std::string id, std::string title,
                 std::optional<double> low_quality_above = std::nullopt,
                 std::optional<double> low_completion_above = std::nullopt) {
        expect_next(handle.index, findings_.size(), "finding", id);
        findings_.push_back(
            {std::move(id), std::move(title), low_quality_above, low_completion_above});
    }

    [[nodiscard]] const MeasureOptions& measure() const { return measure_; }
    [[nodiscard]] const auto& inputs() const { return inputs_; }
    [[nodiscard]] const auto& case_columns() const { return case_columns_; }
    [[nodiscard]] const std::type_info* case_type() const { return case_type_; }
    [[nodiscard]] const auto& parameters() const { return parameters_; }
    [[nodiscard]] const auto& indicators() const { return indicators_; }
    [[nodiscard]] const auto& strata() const { return strata_; }
    [[nodiscard]] const auto& exclusions() const { return exclusions_; }
    [[nodiscard]] const auto& findings() const { return findings_; }

    /// The JSON text of docs/plugin_contract.md; the same for the same declarations.
    [[nodiscard]] std::string json() const;

private:
    static void expect_next(std::size_t number, std::size_t next, const char* what,
                            const std::string& id) {
        if (number != next) {
            throw std::logic_error(std::string(what) + " \"" + id + "\" has number " +
                                   std::to_string(number) + " but is declared as number " +
                                   std::to_string(next));
        }
    }

    MeasureOptions measure_;
    std::deque<detail::InputDeclaration> inputs_;  // a deque: builders refer to its entries
    std::vector<detail::ColumnDeclaration> case_columns_;
    const std::type_info* case_type_ = nullptr;
    std::vector<detail::ParameterDeclaration> parameters_;
    std::vector<detail::IndicatorDeclaration> indicators_;
    std::vector<detail::StrataDeclaration> strata_;
    std::vector<detail::ExclusionDeclaration> exclusions_;
    std::vector<detail::FindingDeclaration> findings_;
};

}  // namespace waymark

#include "waymark/measure/description.hpp"
