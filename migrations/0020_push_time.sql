-- When GitHub was asked for its own time of a push that our receipt makes late; it is asked once.
alter table hand_in add column asked_at timestamptz;
