-- What a teacher handed in for a student can be taken back; the row stays, and counts no more.
alter table hand_in add column taken_back_at timestamptz;
