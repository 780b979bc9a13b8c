-- Statements of finding what a reference means.

-- name: executions_by_tails
select x.id, s.text, x.status, x.time from executions x join names s on s.num = x.stage
where x.tail >= ? and x.tail <= ? order by x.time desc limit 21
-- name: runs_by_tails
select r.id, c.text, r.status, r.started from runs r join names c on c.num = r.command
where r.tail >= ? and r.tail <= ? order by r.started desc limit 21
-- name: executions_by_ids
select x.id, s.text, x.status, x.time from executions x join names s on s.num = x.stage
where x.id = ?
-- name: runs_by_ids
select r.id, c.text, r.status, r.started from runs r join names c on c.num = r.command
where r.id = ?
-- name: artifacts_by_range
select num, oid from artifacts where oid >= ? and oid <= ? order by oid limit 21
-- name: artifact_by_oid
select num, oid from artifacts where oid = ?
-- name: paths_of_artifact
select n.text from items i join names n on n.num = i.path where i.artifact = ? order by i.num
-- name: item_known
select 1 from items i join names n on n.num = i.path join artifacts a on a.num = i.artifact
where n.text = ? and a.oid = ?
-- name: last_made_of_path
select a.oid from names n join items i on i.path = n.num join makes m on m.item = i.num
join executions x on x.num = m.execution join artifacts a on a.num = i.artifact
where n.text = ? order by x.time desc limit 1
-- name: last_used_of_path
select a.oid from names n join items i on i.path = n.num join uses u on u.item = i.num
join executions x on x.num = u.execution join artifacts a on a.num = i.artifact
where n.text = ? order by x.time desc limit 1
-- name: items_of_execution
select n.text, a.oid from executions x join makes m on m.execution = x.num
join items i on i.num = m.item join names n on n.num = i.path
join artifacts a on a.num = i.artifact where x.id = ?
union all
select n.text, a.oid from executions x join uses u on u.execution = x.num
join items i on i.num = u.item join names n on n.num = i.path
join artifacts a on a.num = i.artifact where x.id = ?
-- name: items_of_run
select n.text, a.oid from executions x join makes m on m.execution = x.num
join items i on i.num = m.item join names n on n.num = i.path
join artifacts a on a.num = i.artifact where x.run = ?
union all
select n.text, a.oid from executions x join uses u on u.execution = x.num
join items i on i.num = u.item join names n on n.num = i.path
join artifacts a on a.num = i.artifact where x.run = ?
-- name: last_of_stage
select x.id, x.status from executions x join names s on s.num = x.stage
where s.text = ? order by x.time desc, x.num desc limit 50
-- name: last_of_stage_in_run
select x.id, x.status from executions x join names s on s.num = x.stage
where s.text = ? and x.run = ? order by x.time desc, x.num desc limit 50
-- name: execution_by_entry
select x.id, x.status from executions x where x.entry = ? order by x.time desc, x.num desc limit 50
-- name: param_known
select 1 from params p join names n on n.num = p.key where n.text = ? limit 1
-- name: params_ending
select n.text from names n where n.text like ? escape '!'
    and exists (select 1 from params p where p.key = n.num) order by n.text limit 100
-- name: metric_known
select 1 from metrics p join names n on n.num = p.key where n.text = ? limit 1
-- name: commit_known
select 1 from names n where n.text = ? and (exists (
    select 1 from executions x where x.git_commit = n.num
) or exists (select 1 from commits c where c.name = n.num))
-- name: commits_between
select n.text from names n where n.text >= ? and n.text <= ? and (exists (
    select 1 from executions x where x.git_commit = n.num
) or exists (select 1 from commits c where c.name = n.num)) limit 21
-- name: some_stages
select distinct s.text from names s where exists (
    select 1 from executions x where x.stage = s.num
) limit 2000
-- name: some_params
select distinct s.text from names s where exists (select 1 from params p where p.key = s.num)
limit 2000
-- name: some_metrics
select distinct s.text from names s where exists (select 1 from metrics p where p.key = s.num)
limit 2000
-- name: some_paths
select n.text from names n where exists (select 1 from items i where i.path = n.num) limit 2000

-- What each listing on the way to the one that stands on nothing adds and removes.
-- name: listing_chain
with recursive chain (directory, base, depth) as (
    select l.directory, l.base, 0 from listings l join artifacts a on a.num = l.directory
    where a.oid = ?
    union all
    select l.directory, l.base, c.depth + 1 from chain c join listings l on l.directory = c.base
    where c.depth < 10000
)
select c.base, n.text, a.oid, x.added from chain c
left join listed x on x.directory = c.directory
left join names n on n.num = x.name left join artifacts a on a.num = x.artifact
order by c.depth, x.added desc
