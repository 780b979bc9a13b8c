-- Statements of versions of models, and of the aliases that point at them.

-- name: models
select distinct n.text from versions v join names n on n.num = v.model order by n.text
-- name: versions_of_model
select v.num, f.id, f.time, n.text, v.number, v.bundle, p.text, a.oid, v.execution, v.verdict
from versions v join facts f on f.num = v.num join names n on n.num = v.model
left join items i on i.num = v.item left join names p on p.num = i.path
left join artifacts a on a.num = i.artifact
where n.text = ? order by v.number, f.time, f.id
-- name: versions_of_bundle
select v.num, f.id, f.time, n.text, v.number, v.bundle, p.text, a.oid, v.execution, v.verdict
from versions v join facts f on f.num = v.num join names n on n.num = v.model
left join items i on i.num = v.item left join names p on p.num = i.path
left join artifacts a on a.num = i.artifact
where v.bundle = ? order by f.time, f.id
-- Of nodes of the graph, by their numbers.
-- name: versions_of_items
select v.num, f.id, f.time, n.text, v.number, v.bundle, p.text, a.oid, v.execution, v.verdict
from versions v join facts f on f.num = v.num join names n on n.num = v.model
left join items i on i.num = v.item left join names p on p.num = i.path
left join artifacts a on a.num = i.artifact
where v.item in (?*) order by n.text, v.number, f.time, f.id
-- name: payload_of_fact
select payload from facts where num = ?
-- The order in which they were made, also when they come from several copies of a project.
-- name: moves_of_model
select f.id, f.time, n.text, a.text, m.verb, m.outcome, m.number, m.bundle, f.payload
from alias_moves m join facts f on f.num = m.num join names n on n.num = m.model
join names a on a.num = m.alias where n.text = ? order by f.time, f.id
