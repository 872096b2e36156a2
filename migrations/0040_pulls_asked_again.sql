-- When GitHub last failed to answer for its pull requests: it is asked again, after the repositories that were not asked for.
alter table repository add column pulls_failed_at timestamptz;
