// SPDX-License-Identifier: MIT
// Every key of the configuration: what docs/configuration.md, the reader and a JSON Schema rest on.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace waymark::config {

enum class ValueType : std::uint8_t {
    text,
    texts,  ///< a list of texts
    whole,
    wholes,  ///< a list of whole numbers
    real,
    flag,
    date,
    duration,      ///< a text: "500ms", "90s", "20m", "2h"
    days,          ///< a text: "P7D", "P2W"
    size,          ///< a text: "512KiB", "512MiB", "2GiB"
    map,           ///< a table of texts under free names
    free,          ///< a table of anything: the measure's own parameters
    column,        ///< a header name, or a table of column_keys
    columns,       ///< a table of columns under free names
    table,         ///< a table with keys of its own
    tables,        ///< an array of tables: [[name]]
    named_tables,  ///< a table of tables under free names: [name.id]
};

[[nodiscard]] std::string_view word(ValueType type) noexcept;

enum class Presence : std::uint8_t { may, must };

/// One key of one TOML table.
struct Key {
    std::string_view name;
    ValueType type;
    Presence presence;             ///< must: a table without the key is a fault
    std::string_view doc;          ///< one sentence for people, without full stop
    std::string_view preset = {};  ///< TOML text of the default; "" = none
    std::string_view words = {};   ///< the allowed texts, one blank between; "" = any
};

/// The keys of one kind of TOML table.
struct TableKeys {
    std::string_view title;  ///< as in the documentation: "[store]", "[[monitor]]"
    std::string_view doc;
    std::span<const Key> keys;
};

extern const TableKeys root_keys;
extern const TableKeys deployment_keys;
extern const TableKeys ledger_keys;
extern const TableKeys store_keys;
extern const TableKeys plugins_keys;
extern const TableKeys disclosure_keys;
extern const TableKeys sandbox_keys;
extern const TableKeys machine_keys;
extern const TableKeys daemon_keys;
extern const TableKeys service_keys;
extern const TableKeys source_keys;  ///< of kind csv; the other kinds follow
extern const TableKeys drop_folder_keys;
extern const TableKeys sqlite_keys;
extern const TableKeys odbc_keys;
extern const TableKeys http_keys;
extern const TableKeys caseload_keys;
extern const TableKeys deprivation_keys;
extern const TableKeys id_map_keys;
extern const TableKeys opt_out_keys;
extern const TableKeys calendar_keys;
extern const TableKeys monitor_keys;
extern const TableKeys schedule_keys;
extern const TableKeys limits_keys;
extern const TableKeys alarm_keys;
extern const TableKeys table_keys;
extern const TableKeys column_keys;
extern const TableKeys period_keys;  ///< column_keys and the grain
extern const TableKeys plus_keys;
extern const TableKeys total_keys;
extern const TableKeys filter_keys;

/// All of the above, in the order of the documentation.
[[nodiscard]] std::span<const TableKeys* const> all_tables() noexcept;

}  // namespace waymark::config
