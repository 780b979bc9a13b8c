-- Statements of walking the graph, upstream and downstream.

-- name: walk_execution
select num from executions where id = ?
