-- Statements of appending facts, and of the rows they add.

-- name: writer
select num, seq, hash from writers where id = ?
-- name: add_writer
insert into writers (id, label, seq, hash) values (?, ?, 0, ?)
-- name: advance_writer
update writers set seq = ?, hash = ? where num = ?
-- name: known_fact
select 1 from facts where id = ? and writer = ?
-- name: add_fact
insert into facts (id, kind, time, writer, seq, hash, salt, digest, payload)
values (?, ?, ?, ?, ?, ?, ?, ?, ?)

-- name: name
select num from names where text = ?
-- name: add_name
insert into names (text) values (?)
-- name: artifact
select num, size, nfiles from artifacts where oid = ?
-- name: add_artifact
insert into artifacts (oid, size, nfiles) values (?, ?, ?)
-- name: measure_artifact
update artifacts set size = coalesce(size, ?), nfiles = coalesce(nfiles, ?) where num = ?
-- name: item
select num from items where path = ? and artifact = ?
-- name: add_item
insert into items (path, artifact) values (?, ?)

-- name: run
select num from runs where id = ?
-- name: execution
select num from executions where id = ?
-- name: add_run
insert into runs (num, id, tail, started, seconds, status, author, host, command, git_commit,
                  ran, skipped, failed)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
-- name: add_execution
insert into executions (num, id, tail, run, stage, time, status, git_commit, seconds, entry)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
-- name: add_use
insert into uses (execution, item, role) values (?, ?, ?) on conflict do nothing
-- name: add_make
insert into makes (execution, item, role) values (?, ?, ?) on conflict do nothing
-- name: add_param
insert into params (execution, key, value, number) values (?, ?, ?, ?) on conflict do nothing
-- name: add_metric
insert into metrics (execution, key, value, number) values (?, ?, ?, ?) on conflict do nothing
-- name: add_column_edge
insert into column_edges (execution, source, source_column, target, target_column, how)
values (?, ?, ?, ?, ?, ?)
-- name: listing
select base from listings where directory = ?
-- name: add_listing
insert into listings (directory, base) values (?, ?) on conflict do nothing
-- name: add_listed
insert into listed (directory, artifact, name, added) values (?, ?, ?, ?)
-- name: commit
select num from commits where name = ?
-- name: add_commit
insert into commits (num, name, author, committed, subject) values (?, ?, ?, ?, ?)
-- name: add_commit_entry
insert into commit_entries (git_commit, entry) values (?, ?) on conflict do nothing

-- The facts themselves, in the order in which they came.
-- name: facts_after
select num, id, kind, time, writer, seq, hash, salt, digest, payload from facts
where num > ? order by num
