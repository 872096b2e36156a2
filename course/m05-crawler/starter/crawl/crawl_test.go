package crawl

import (
	"testing"
	"testing/synctest"

	"course/crawler/web"
)

// A bubble of testing/synctest ends the test at once when all its goroutines wait for each other,
// or when one of them still waits at the end.
func TestCrawlFollowsALink(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		site := web.Web{"/": {"/a"}, "/a": nil}
		var got []string
		for page := range Crawl("/", site.Fetch, 1, 1, nil) {
			got = append(got, page.URL)
		}
		if len(got) != 2 {
			t.Errorf("Crawl fetched %q, want the pages / and /a", got)
		}
	})
}
