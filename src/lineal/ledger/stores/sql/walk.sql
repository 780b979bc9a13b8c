-- Statements of walking the graph, upstream and downstream: many at a time, few columns.

-- Edges of executions come with their items, which are asked for next.
-- name: walk_uses
select u.execution, u.item, u.role, x.time, x.status, n.text, a.oid, a.size, a.nfiles from uses u
join executions x on x.num = u.execution join items i on i.num = u.item
join names n on n.num = i.path join artifacts a on a.num = i.artifact
where u.execution in (?*)
-- name: walk_makes
select m.execution, m.item, m.role, x.time, x.status, n.text, a.oid, a.size, a.nfiles from makes m
join executions x on x.num = m.execution join items i on i.num = m.item
join names n on n.num = i.path join artifacts a on a.num = i.artifact
where m.execution in (?*)
-- name: walk_users
select u.execution, u.item, u.role, x.time, x.status from uses u
join executions x on x.num = u.execution where u.item in (?*)
-- name: walk_makers
select m.execution, m.item, m.role, x.time, x.status from makes m
join executions x on x.num = m.execution where m.item in (?*)
-- name: walk_items
select i.num, n.text, a.oid, a.size, a.nfiles from items i
join names n on n.num = i.path join artifacts a on a.num = i.artifact where i.num in (?*)
-- name: walk_item
select i.num from items i join names n on n.num = i.path join artifacts a on a.num = i.artifact
where n.text = ? and a.oid = ?
-- name: walk_paths
select n.text from names n where n.text in (?*) and exists (
    select 1 from items i where i.path = n.num
)

-- Other paths of the same bytes, unless these are so few that they mean nothing.
-- name: walk_copies
select i.num, j.num from items i join artifacts a on a.num = i.artifact
join items j on j.artifact = i.artifact and j.num <> i.num
where i.num in (?*) and coalesce(a.size, 1000) > ?

-- Directories that hold the bytes of a file, under which name: those whose listing adds it, and those
-- based on them that do not remove it.
-- name: walk_holders
with recursive holds (directory, name) as (
    select x.directory, x.name from listed x where x.artifact = ? and x.added = 1
    union
    select l.directory, h.name from holds h join listings l on l.base = h.directory
    where not exists (
        select 1 from listed r
        where r.artifact = ? and r.directory = l.directory and r.name = h.name and r.added = 0
    )
)
select h.directory, n.text from holds h join names n on n.num = h.name
-- name: walk_versions_at
select i.num, n.text, a.oid, i.artifact from names n join items i on i.path = n.num
join artifacts a on a.num = i.artifact where n.text in (?*) and i.artifact in (?*)
-- name: walk_unlisted_at
select i.num, n.text, a.oid, i.artifact from names n join items i on i.path = n.num
join artifacts a on a.num = i.artifact
where n.text in (?*) and not exists (select 1 from listings l where l.directory = i.artifact)
order by i.num
-- name: walk_directories_at
select i.num, n.text, a.oid, i.artifact from names n join items i on i.path = n.num
join artifacts a on a.num = i.artifact where n.text in (?*) order by i.num
-- name: walk_at
select i.num, n.text from names n join items i on i.path = n.num where n.text in (?*)
-- name: walk_below
select i.num, n.text, a.oid, i.artifact from names n join items i on i.path = n.num
join artifacts a on a.num = i.artifact where n.text > ? and n.text < ?

-- name: walk_executions
select x.num, x.id, s.text, x.status, x.time, x.seconds, c.text, x.run from executions x
join names s on s.num = x.stage left join names c on c.num = x.git_commit
where x.num in (?*)
-- name: walk_payloads
select num, payload from facts where num in (?*)
-- The commits that brought their records, the first one last.
-- name: walk_brought_by
select x.num, n.text, a.text from executions x join commit_entries e on e.entry = x.entry
join commits c on c.name = e.git_commit join names n on n.num = c.name
join names a on a.num = c.author where x.num in (?*) order by c.committed desc, c.num desc
-- name: walk_runs
select x.num, r.num from executions x join runs r on r.id = x.run where x.num in (?*)
-- name: walk_run_rows
select r.num, r.id, r.started, r.status, a.text, h.text, c.text, g.text from runs r
join names a on a.num = r.author join names h on h.num = r.host
join names c on c.num = r.command left join names g on g.num = r.git_commit
where r.num in (?*)
-- name: walk_fact
select num, payload from facts where id = ? order by num limit 1
-- name: walk_metrics
select m.execution, n.text, m.value from metrics m join names n on n.num = m.key
where m.execution in (?*)
-- name: walk_execution
select num from executions where id = ?
-- name: walk_run_executions
select num from executions where run = ?
-- name: walk_param_executions
select p.execution, p.value from params p join names n on n.num = p.key where n.text = ?
-- name: walk_metric_executions
select p.execution, p.value from metrics p join names n on n.num = p.key where n.text = ?
-- name: walk_commit_executions
select x.num from executions x join names n on n.num = x.git_commit where n.text = ?
-- name: walk_commits
select n.text, a.text, c.committed, c.subject from names n join commits c on c.name = n.num
join names a on a.num = c.author where n.text in (?*)
-- name: walk_commits_of
select x.num, n.text from executions x join commit_entries e on e.entry = x.entry
join names n on n.num = e.git_commit where x.num in (?*)

-- Those whose record appears for the first time in a commit: no older commit has it.
-- name: walk_first_in_commit
select distinct x.num from names n join commits c on c.name = n.num
join commit_entries e on e.git_commit = c.name join executions x on x.entry = e.entry
where n.text = ? and not exists (
    select 1 from commit_entries f join commits d on d.name = f.git_commit
    where f.entry = e.entry and (d.committed < c.committed
        or (d.committed = c.committed and d.num < c.num))
)

-- Of each stage, the last execution that finished.
-- name: walk_latest
select s.num, (
    select x.num from executions x where x.stage = s.num and x.status in (?*)
    order by x.time desc, x.num desc limit 1
) from names s where s.text in (?*)

-- name: walk_columns_to
select e.execution, e.source, s.text, e.target, t.text, e.how from column_edges e
join names s on s.num = e.source_column join names t on t.num = e.target_column
where e.target in (?*)
-- name: walk_columns_from
select e.execution, e.source, s.text, e.target, t.text, e.how from column_edges e
join names s on s.num = e.source_column join names t on t.num = e.target_column
where e.source in (?*)
