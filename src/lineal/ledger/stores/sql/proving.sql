-- Statements of proving, redacting and building the tables again.

-- name: all_writers
select num, id, label, seq, hash from writers order by num
-- name: facts_of_writer
select num, id, kind, time, writer, seq, hash, salt, digest, payload from facts
where writer = ? and seq > ? order by seq limit ?
-- name: facts_of_nobody
select facts.num, facts.id, facts.kind, facts.time from facts
left join writers on writers.num = facts.writer where writers.num is null order by facts.num
-- name: facts_with_ids
select num, id, kind, time, writer, seq, hash, salt, digest, payload from facts
where id in (?*) order by num
-- name: facts_of_kind
select num, id, kind, time, writer, seq, hash, salt, digest, payload from facts
where kind = ? and kind <> 'execution' and num > ? order by num
-- name: count_kinds
select kind, count(*) from facts group by kind order by kind

-- name: redact_fact
update facts set payload = null, salt = null, digest = ? where num = ?

-- What the tables say of some facts, in words: these are compared with the facts.
-- name: said_executions
select e.num, e.id, e.tail, e.run, s.text, e.time, e.status, c.text, e.seconds, e.entry
from executions e join names s on s.num = e.stage left join names c on c.num = e.git_commit
where e.num in (?*)
-- name: said_runs
select r.num, r.id, r.tail, r.started, r.seconds, r.status, a.text, h.text, w.text, c.text,
       r.ran, r.skipped, r.failed
from runs r join names a on a.num = r.author join names h on h.num = r.host
join names w on w.num = r.command left join names c on c.num = r.git_commit
where r.num in (?*)
-- name: said_uses
select u.execution, n.text, a.oid, u.role from uses u join items i on i.num = u.item
join names n on n.num = i.path join artifacts a on a.num = i.artifact where u.execution in (?*)
-- name: said_makes
select m.execution, n.text, a.oid, m.role from makes m join items i on i.num = m.item
join names n on n.num = i.path join artifacts a on a.num = i.artifact where m.execution in (?*)
-- name: said_params
select p.execution, n.text, p.value, p.number from params p join names n on n.num = p.key
where p.execution in (?*)
-- name: said_metrics
select m.execution, n.text, m.value, m.number from metrics m join names n on n.num = m.key
where m.execution in (?*)
-- name: said_column_edges
select e.execution, sn.text, sa.oid, sc.text, tn.text, ta.oid, tc.text, e.how
from column_edges e
join items s on s.num = e.source join names sn on sn.num = s.path
join artifacts sa on sa.num = s.artifact join names sc on sc.num = e.source_column
join items t on t.num = e.target join names tn on tn.num = t.path
join artifacts ta on ta.num = t.artifact join names tc on tc.num = e.target_column
where e.execution in (?*)
-- name: said_commits
select c.num, n.text, a.text, c.committed, c.subject from commits c
join names n on n.num = c.name join names a on a.num = c.author where c.num in (?*)
-- name: said_commit_entries
select c.num, e.entry from commit_entries e join commits c on c.name = e.git_commit
where c.num in (?*)
-- name: said_listings
select d.oid, b.oid from listings l join artifacts d on d.num = l.directory
left join artifacts b on b.num = l.base where d.oid in (?*)
-- name: said_listed
select d.oid, n.text, a.oid, l.added from listed l join artifacts d on d.num = l.directory
join names n on n.num = l.name join artifacts a on a.num = l.artifact where d.oid in (?*)
-- name: said_versions
select v.num, n.text, v.number, v.bundle, p.text, a.oid, v.execution, v.verdict from versions v
join names n on n.num = v.model left join items i on i.num = v.item
left join names p on p.num = i.path left join artifacts a on a.num = i.artifact where v.num in (?*)
-- name: said_alias_moves
select m.num, n.text, a.text, m.verb, m.outcome, m.number, m.bundle from alias_moves m
join names n on n.num = m.model join names a on a.num = m.alias where m.num in (?*)
-- name: commits_named
select n.text, c.num from commits c join names n on n.num = c.name where n.text in (?*)
-- name: executions_with_ids
select id, num from executions where id in (?*)
-- name: runs_with_ids
select id, num from runs where id in (?*)
-- name: count_tables
select (select count(*) from executions), (select count(*) from runs),
       (select count(*) from uses), (select count(*) from makes),
       (select count(*) from params), (select count(*) from metrics),
       (select count(*) from column_edges), (select count(*) from commits),
       (select count(*) from commit_entries), (select count(*) from listings),
       (select count(*) from listed), (select count(*) from versions),
       (select count(*) from alias_moves)

-- Emptying what is a view of the facts.
-- name: clear_executions
delete from executions
-- name: clear_runs
delete from runs
-- name: clear_uses
delete from uses
-- name: clear_makes
delete from makes
-- name: clear_params
delete from params
-- name: clear_metrics
delete from metrics
-- name: clear_column_edges
delete from column_edges
-- name: clear_commits
delete from commits
-- name: clear_commit_entries
delete from commit_entries
-- name: clear_listings
delete from listings
-- name: clear_listed
delete from listed
-- name: clear_versions
delete from versions
-- name: clear_alias_moves
delete from alias_moves
-- name: clear_items
delete from items
-- name: clear_artifacts
delete from artifacts
-- name: clear_names
delete from names

-- name: ids_by_tail
select id from executions where tail between ? and ?
union select id from runs where tail between ? and ?

-- Sharing.
-- name: hash_at
select hash from facts where writer = ? and seq = ?
-- name: count_redactions
select count(*) from facts where kind = 'redaction' and kind <> 'execution'
