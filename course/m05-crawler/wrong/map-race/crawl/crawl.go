// Package crawl reads a web with several workers that share nothing but channels.
package crawl

// Page is one fetched page.
type Page struct {
	URL string
	// Depth is the least number of links on the way from the root, whose depth is 0.
	Depth int
	Links []string
	// Err is the error of the fetch; there are no links then.
	Err error
}

// Fetcher returns the links of a page. It is called by several goroutines at once.
type Fetcher func(url string) (links []string, err error)

// Crawl fetches root and every page that can be reached from it over at most depth links, each once, with at most
// workers fetches at a time (at least one). It finishes the pages of one depth before it begins the next.
//
// The pages arrive on the channel that it returns, which is closed behind the last one. A page that was received
// belongs to the receiver. Closing done ends the crawl early: no worker begins more than one further fetch, and the
// channel is closed when the running ones have returned, whether or not anybody receives. A nil done never ends it.
func Crawl(root string, fetch Fetcher, workers, depth int, done <-chan struct{}) <-chan Page {
	out := make(chan Page)
	go func() {
		defer close(out)
		c := crawler{fetch: fetch, workers: max(workers, 1), out: out, done: done, seen: map[string]bool{}}
		urls := []string{root}
		for d := 0; d <= depth && len(urls) > 0 && !closed(done); d++ {
			urls = c.level(d, urls)
		}
	}()
	return out
}

// closed tells whether done was closed; a nil channel never is.
func closed(done <-chan struct{}) bool {
	select {
	case <-done:
		return true
	default:
		return false
	}
}

// feed sends all urls to the workers of one level, until done is closed.
func feed(urls []string, done <-chan struct{}) <-chan string {
	queue := make(chan string)
	go func() {
		defer close(queue)
		for _, url := range urls {
			select {
			case queue <- url:
			case <-done:
				return
			}
		}
	}()
	return queue
}

type crawler struct {
	fetch   Fetcher
	workers int
	out     chan<- Page
	done    <-chan struct{}
	seen    map[string]bool
}

// level lets the workers fetch all urls and returns the links on them.
func (c *crawler) level(depth int, urls []string) []string {
	queue, found := feed(urls, c.done), make(chan []string)
	for range c.workers {
		go func() {
			var links []string
			for url := range queue {
				links = append(links, c.visit(url, depth)...)
			}
			found <- links
		}()
	}
	var next []string
	for range c.workers {
		next = append(next, <-found...)
	}
	return next
}

// visit fetches a page that nobody has seen and returns a copy of its links.
func (c *crawler) visit(url string, depth int) []string {
	if c.seen[url] {
		return nil
	}
	links, err := c.fetch(url)
	c.seen[url] = true
	found := append([]string(nil), links...)
	select {
	case c.out <- Page{URL: url, Depth: depth, Links: links, Err: err}:
	case <-c.done:
	}
	return found
}
