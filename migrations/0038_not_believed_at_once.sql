-- What GitHub denies can be denied for a moment only, so it is asked again before it is believed, and again when somebody
-- wishes it.

-- Nothing brings these files: the commit itself is too big. Else they may be had once GitHub lets us.
alter table submission add column unavailable_for_good boolean not null default false;

-- How often in a row GitHub refused the report itself, rather than being in trouble or at a limit.
alter table outbox add column refusals int not null default 0;
