// Package crawl reads a web with several workers that share nothing but channels.
package crawl

// Page is one fetched page.
type Page struct {
	URL   string
	Depth int
	Links []string
	Err   error
}

// Fetcher returns the links of a page. It is called by several goroutines at once.
type Fetcher func(url string) (links []string, err error)

// Crawl fetches root and every page that can be reached from it over at most depth links.
func Crawl(root string, fetch Fetcher, workers, depth int, done <-chan struct{}) <-chan Page {
	return nil
}
