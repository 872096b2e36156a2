-- Which course repository a course is taken over from: another one that is followed may not take its place.
alter table course add column repository text;      -- owner/name[@branch], lower case; null: from a folder

-- There is one place for each repository that is followed.
update setting set key = key || '/' || lower(value::jsonb ->> 'repository') where key = 'place/course-repository';

-- Pull requests that are older than the App: webhooks never told of them, so that GitHub is asked once.
alter table repository add column pulls_at timestamptz;     -- null: not asked yet
