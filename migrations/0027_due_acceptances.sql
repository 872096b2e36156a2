-- What waits to be made is looked for every few seconds.
create index on acceptance (not_before) where step <> 'done' and error is null;
