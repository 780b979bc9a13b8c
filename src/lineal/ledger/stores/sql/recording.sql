-- Statements of recording: what was seen already, and what is to be listed.

-- What a writer remembers between two looks at its project.
-- name: memory
select value from meta where key = ?
-- name: set_memory
insert into meta (key, value) values (?, ?)
on conflict (key) do update set value = excluded.value

-- Which of these lock entries some execution left already.
-- name: known_entries
select distinct entry from executions where entry in (?*)

-- Directories that have no listing, among the artifacts that came after one; with a path of each.
-- name: unlisted
select a.num, a.oid, min(n.text) from artifacts a
join items i on i.artifact = a.num
join names n on n.num = i.path
left join listings l on l.directory = a.num
where a.num > ? and a.oid >= ? and a.oid < ? and l.directory is null
group by a.num, a.oid
order by a.num
-- name: newest_artifact
select max(num) from artifacts
-- The listing a path had last.
-- name: last_listing
select a.oid from names n
join items i on i.path = n.num
join artifacts a on a.num = i.artifact
join listings l on l.directory = a.num
where n.text = ?
order by i.num desc limit 1

-- Which execution made what is restored now; and what it was seen to use beyond what it declared.
-- name: made_for_entry
select num, id from executions where entry = ? and status = 'ran' order by num desc limit 1
-- name: used_undeclared
select n.text, a.oid, a.size, a.nfiles from uses u
join items i on i.num = u.item
join names n on n.num = i.path
join artifacts a on a.num = i.artifact
where u.execution = ? and u.role = 'undeclared' order by n.text
