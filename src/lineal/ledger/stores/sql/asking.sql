-- Statements of listing, showing and comparing runs.

-- What facts say, by their numbers.
-- name: payloads
select num, payload from facts where num in (?*) and payload is not null
-- name: payload_of_id
select payload from facts where id = ? and payload is not null order by num limit 1
-- Few are reproduced; the second condition is that of the index.
-- name: last_reproductions
select time, payload from facts
where kind = 'reproduction' and kind <> 'execution' and payload is not null
order by num desc limit 200
-- name: has_execution
select 1 from executions limit 1
-- name: run_by_id
select num from runs where id = ?
-- name: execution_by_id
select num from executions where id = ?

-- name: execution_id
select id from executions where num = ?
-- name: execution_time
select time from executions where id = ?
-- name: last_run
select id from runs where ran > 0 or failed > 0 order by id desc limit 1
-- name: run_before
select num from runs where id < ? and (ran > 0 or failed > 0) order by id desc limit 1
-- The runs that found nothing to do, between two ids.
-- name: idle_runs
select num from runs
where id >= ? and id < ? and ran = 0 and failed = 0 and status = 'done' order by id desc limit ?

-- name: executions_of_runs
select r.num, e.num, e.id, n.text, e.status, e.seconds
from runs r join executions e on e.run = r.id join names n on n.num = e.stage
where r.num in (?*) order by e.id
-- The execution of the same stage before each that left results.
-- name: executions_before
select e.num, (
    select p.num from executions p
    where p.stage = e.stage and p.time < e.time
      and p.status in ('ran', 'restored', 'observed', 'imported', 'added', 'reported')
    order by p.time desc limit 1
) from executions e where e.num in (?*)
-- name: params_of
select p.execution, n.text, p.value from params p join names n on n.num = p.key
where p.execution in (?*)
-- name: metrics_of
select m.execution, n.text, m.value from metrics m join names n on n.num = m.key
where m.execution in (?*)

-- What a stage last left at a time.
-- name: stood_at
select e.num, e.id from executions e
where e.stage = (select num from names where text = ?) and e.time <= ?
  and e.status in ('ran', 'restored', 'observed', 'imported', 'added', 'reported')
order by e.time desc limit 1
-- name: by_entry
select e.num, e.id from executions e where e.entry = ?
order by e.status = 'restored', e.time limit 1
-- The numbers a stage reported, newest first.
-- name: metric_history
select n.text, m.number
from (
    select e.num, e.time from executions e
    where e.stage = (select num from names where text = ?)
      and e.time <= (select l.time from executions l where l.id = ?)
    order by e.time desc limit ?
) h join metrics m on m.execution = h.num join names n on n.num = m.key
where m.number is not null order by h.time desc

-- Who made a thing under a path, and who used it, first to last.
-- name: made_item
select e.num, e.id, s.text, e.status, e.time
from names n join items i on i.path = n.num join artifacts a on a.num = i.artifact
join makes m on m.item = i.num join executions e on e.num = m.execution
join names s on s.num = e.stage
where n.text = ? and a.oid = ? order by e.time
-- name: used_item
select e.num, e.id, s.text, e.status, e.time
from names n join items i on i.path = n.num join artifacts a on a.num = i.artifact
join uses u on u.item = i.num join executions e on e.num = u.execution
join names s on s.num = e.stage
where n.text = ? and a.oid = ? order by e.time
-- name: measure_of
select size, nfiles from artifacts where oid = ?
-- name: param_history
select e.num, e.id, s.text, e.time, p.value
from names n join params p on p.key = n.num join executions e on e.num = p.execution
join names s on s.num = e.stage where n.text = ? order by e.num desc limit ?
-- name: metric_values
select e.num, e.id, s.text, e.time, m.value
from names n join metrics m on m.key = n.num join executions e on e.num = m.execution
join names s on s.num = e.stage where n.text = ? order by e.num desc limit ?
-- name: commit_fact
select c.num from commits c join names n on n.num = c.name where n.text = ?
-- name: executions_of_commit
select e.num, e.id, s.text, e.status, e.time
from names n join executions e on e.git_commit = n.num join names s on s.num = e.stage
where n.text = ? order by e.time
-- name: entries_of_commit
select e.num, e.id, s.text from names n
join commit_entries c on c.git_commit = n.num join executions e on e.entry = c.entry
join names s on s.num = e.stage where n.text = ? order by e.time desc
