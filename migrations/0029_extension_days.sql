-- Days of an extension are days of the course's calendar: the same time of the clock, whatever the clocks were set to in
-- between. What was granted before stays as long as it was.
alter table extension add column days int check (days > 0);
alter table extension drop constraint extension_check;
alter table extension add constraint extension_one_time check (num_nonnulls(until, minutes, days) = 1);
