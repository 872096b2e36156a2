-- Who leaves a group may push to its repositories no longer.

alter table acceptance
  add column access_again boolean not null default false,     -- somebody joined or left while it was under way
  add column leavers text[] not null default '{}';            -- logins that are to lose access, until they have
