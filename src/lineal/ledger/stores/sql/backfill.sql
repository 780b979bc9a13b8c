-- Statements of importing a history.

-- Which of these lock entries some execution left already.
-- name: backfill_known_entries
select distinct entry from executions where entry in (?*)
-- Which of these commits are facts already.
-- name: backfill_known_commits
select n.text from names n join commits c on c.name = n.num where n.text in (?*)
-- Which of these directories are listed already.
-- name: backfill_known_listings
select a.oid from artifacts a join listings l on l.directory = a.num where a.oid in (?*)

-- How far history was imported.
-- name: backfill_tips
select value from meta where key = ?
-- name: set_backfill_tips
insert into meta (key, value) values (?, ?)
on conflict (key) do update set value = excluded.value

-- The oldest commit that brought a record.
-- name: reproduce_commit_of_entry
select n.text from commit_entries e join commits c on c.name = e.git_commit
join names n on n.num = c.name where e.entry = ? order by c.committed, c.num limit 1
