-- Groups in which the roster puts somebody who has no login yet; with the login they become memberships.
alter table roster_entry add column waiting_groups text;      -- names, sorted, with ", " between; null: none wait
