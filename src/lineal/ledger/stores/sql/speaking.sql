-- Statements of speaking to others: what to tell, how far they were told, what they reported.

-- name: told_after
select num, id, kind, time, payload from facts
where kind in (?*) and num > ? and payload is not null order by num limit ?
-- name: told_after_of
select f.num, f.id, f.kind, f.time, f.payload from facts f join writers w on w.num = f.writer
where f.kind in (?*) and f.num > ? and w.id = ? and f.payload is not null order by f.num limit ?

-- name: remembered
select value from meta where key = ?
-- name: remember
insert into meta (key, value) values (?, ?)
on conflict (key) do update set value = excluded.value
-- name: forget
delete from meta where key = ?

-- name: reported_entry
select num from executions where entry = ?
-- The version of a path that was made last, at a time.
-- name: last_version
select a.oid from names n join items i on i.path = n.num join artifacts a on a.num = i.artifact
join makes m on m.item = i.num join executions e on e.num = m.execution
where n.text = ? and e.time <= ? and e.status in (?*) order by e.time desc limit 1
