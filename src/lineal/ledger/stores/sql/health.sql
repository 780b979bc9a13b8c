-- Questions of `lineal doctor`, and of `lineal why` about what is there now.

-- name: latest_ran
select f.payload from executions e
join names s on s.num = e.stage
join facts f on f.num = e.num
where s.text = ? and e.status = 'ran'
order by e.time desc, e.num desc limit 1
