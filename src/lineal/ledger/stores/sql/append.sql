-- Statements of appending facts, and of the rows they add.

-- The highest numbers so far. Whoever appends holds the only writing transaction.
-- name: ends
select (select coalesce(max(num), 0) from names), (select coalesce(max(num), 0) from artifacts),
       (select coalesce(max(num), 0) from items), (select coalesce(max(num), 0) from facts)

-- name: writer
select num, seq, hash from writers where id = ?
-- Who only asked has said nothing yet, and is remembered by what was looked at.
-- name: writer_known
select 1 from writers where id = ? union all select 1 from meta where key in (?*)
-- name: add_writer
insert into writers (num, id, label, seq, hash)
select coalesce(max(num), 0) + 1, ?, ?, 0, ? from writers
-- name: advance_writer
update writers set seq = ?, hash = ? where num = ?
-- name: said_by
select id from facts where writer = ? and id in (?*)
-- name: add_fact
insert into facts (num, id, kind, time, writer, seq, hash, salt, digest, payload)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)

-- name: names
select text, num from names where text in (?*)
-- name: add_name
insert into names (num, text) values (?, ?)
-- Whether it is measured comes last.
-- name: artifacts
select oid, num, size is not null from artifacts where oid in (?*)
-- name: add_artifact
insert into artifacts (num, oid, size, nfiles) values (?, ?, ?, ?)
-- name: measure_artifact
update artifacts set size = coalesce(size, ?), nfiles = coalesce(nfiles, ?) where num = ?
-- name: item
select num from items where path = ? and artifact = ?
-- name: add_item
insert into items (num, path, artifact) values (?, ?, ?)

-- What is in the tables, of what is about to be added.
-- name: known_runs
select id from runs where id in (?*)
-- name: known_executions
select id from executions where id in (?*)
-- name: known_commits
select name from commits where name in (?*)
-- name: known_listings
select directory from listings where directory in (?*)

-- name: add_run
insert into runs (num, id, tail, started, seconds, status, author, host, command, git_commit,
                  ran, skipped, failed)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
-- name: add_execution
insert into executions (num, id, tail, run, stage, time, status, git_commit, seconds, entry)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
-- name: add_use
insert into uses (execution, item, role) values (?, ?, ?)
-- name: add_make
insert into makes (execution, item, role) values (?, ?, ?)
-- name: add_param
insert into params (execution, key, value, number) values (?, ?, ?, ?)
-- name: add_metric
insert into metrics (execution, key, value, number) values (?, ?, ?, ?)
-- name: add_column_edge
insert into column_edges (execution, source, source_column, target, target_column, how)
values (?, ?, ?, ?, ?, ?)
-- name: add_listing
insert into listings (directory, base) values (?, ?)
-- name: add_listed
insert into listed (directory, artifact, name, added) values (?, ?, ?, ?)
-- name: add_commit
insert into commits (num, name, author, committed, subject) values (?, ?, ?, ?, ?)
-- name: add_commit_entry
insert into commit_entries (git_commit, entry) values (?, ?)
-- name: add_version
insert into versions (num, model, number, bundle, item, execution, verdict)
values (?, ?, ?, ?, ?, ?, ?)
-- name: add_alias_move
insert into alias_moves (num, model, alias, verb, outcome, number, bundle)
values (?, ?, ?, ?, ?, ?, ?)

-- The facts themselves, in the order in which they came.
-- name: facts_after
select num, id, kind, time, writer, seq, hash, salt, digest, payload from facts
where num > ? order by num limit ?
