-- Which criteria a run is being judged for just now, so that who waits sees more than "running".
alter table run
  add column criteria text[] not null default '{}';  -- their titles; of the phase `running` only
