// SPDX-License-Identifier: MIT
// attendance_duckdb.cjs TABLE ANSWER plain|checked: the attendance measure as a query of DuckDB.
//
// Of several forms of the query this was the fastest. `checked` does what a table needs in which a
// session may have two marks: the one that says more counts, and those found beside are counted. Prints
// its seconds from opening the database to the answer, and writes the answer as CSV.
"use strict";
const fs = require("fs");
const { DuckDBInstance, version } = require("@duckdb/node-api");

// rank: of two marks of a session the smaller holds; 5 is a code nobody knows, 6 no reason yet.
const codes = `codes(code, rank, authorised, unauthorised) AS (VALUES
  ('/', 0, 0, 0), ('\\', 0, 0, 0), ('L', 0, 0, 0), ('I', 2, 1, 0), ('M', 2, 1, 0), ('O', 3, 0, 1), ('N', 6, 0, 1))`;
const term = `CASE WHEN date < DATE '2024-01-01' THEN 1 WHEN date <= DATE '2024-03-31' THEN 2 ELSE 3 END`;

const plain = (marks) => `enrolment AS MATERIALIZED (
  SELECT school_id, pupil_id, ${term} AS term, count(*) AS possible, sum(authorised) AS authorised,
         sum(unauthorised) AS unauthorised, 0 AS identical, 0 AS conflicts, 0 AS unknown
  FROM ${marks} JOIN codes USING (code) GROUP BY ALL)`;

// A session has at most two rows in our tables; min and max are cheaper than distinct.
const checked = (marks) => `mark AS (
  SELECT school_id, pupil_id, date, session, min(coalesce(rank, 5)) AS rank, count(*) - 1 AS more,
         min(code) <> max(code) AS differ
  FROM ${marks} LEFT JOIN codes USING (code) GROUP BY ALL),
enrolment AS MATERIALIZED (
  SELECT school_id, pupil_id, ${term} AS term, count(*) FILTER (rank <> 5) AS possible,
         count(*) FILTER (rank = 2) AS authorised, count(*) FILTER (rank IN (3, 6)) AS unauthorised,
         sum(more) FILTER (NOT differ) AS identical, sum(more) FILTER (differ) AS conflicts,
         count(*) FILTER (rank = 5) AS unknown
  FROM mark GROUP BY ALL)`;

const query = (file, form) => {
  const marks = `read_csv('${file.replaceAll("'", "''")}', header = true, types = {'pupil_id': 'VARCHAR',
    'school_id': 'VARCHAR', 'date': 'DATE', 'session': 'VARCHAR', 'code': 'VARCHAR'})`;
  return `WITH ${codes}, ${form === "checked" ? checked(marks) : plain(marks)},
of_period AS (
  SELECT * EXCLUDE (pupil_id) FROM enrolment
  UNION ALL
  SELECT school_id, 0, sum(possible), sum(authorised), sum(unauthorised), sum(identical), sum(conflicts), sum(unknown)
  FROM enrolment GROUP BY school_id, pupil_id)
SELECT school_id, term, count(*) FILTER (possible > 0), sum(possible), sum(authorised), sum(unauthorised),
       count(*) FILTER (possible > 0 AND 10 * (authorised + unauthorised) >= possible),
       count(*) FILTER (possible > 0 AND 2 * (authorised + unauthorised) >= possible),
       coalesce(sum(identical), 0), coalesce(sum(conflicts), 0), coalesce(sum(unknown), 0)
FROM of_period GROUP BY ALL ORDER BY ALL`;
};

async function main(table, answer, form) {
  const start = process.hrtime.bigint();
  const database = await DuckDBInstance.create(":memory:", { preserve_insertion_order: "false" });
  const connection = await database.connect();
  const rows = (await connection.runAndReadAll(query(table, form))).getRowsJson();
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  fs.writeFileSync(answer, rows.map((row) => row.join(",") + "\n").join(""));
  console.log(JSON.stringify({ seconds, version: version(), rows: rows.length }));
}

main(...process.argv.slice(2)).catch((error) => {
  console.error(String(error));
  process.exit(1);
});
