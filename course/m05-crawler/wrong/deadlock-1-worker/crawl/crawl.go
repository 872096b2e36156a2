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
	if depth < 0 {
		close(out)
		return out
	}
	workers = max(workers, 1)
	c := &crawler{fetch: fetch, depth: depth, out: out, done: done, lock: make(chan state, 1)}
	// Room for what the other workers find.
	c.queue = make(chan job, 64*(workers-1))
	c.lock <- state{seen: map[string]bool{root: true}, open: 1}
	ended := make(chan struct{})
	for range workers {
		go func() {
			for j := range c.queue {
				c.visit(j)
			}
			ended <- struct{}{}
		}()
	}
	c.queue <- job{url: root}
	go func() {
		for range workers {
			<-ended
		}
		close(out)
	}()
	return out
}

type job struct {
	url   string
	depth int
}

// state is what the workers share. Whoever received it from the lock may use it, and must send it back.
type state struct {
	seen map[string]bool
	open int // pages that are in the queue or being fetched
}

type crawler struct {
	fetch Fetcher
	depth int
	out   chan<- Page
	done  <-chan struct{}
	queue chan job
	lock  chan state // of capacity 1
}

// visit fetches one page, puts its new links into the queue and hands the page out.
func (c *crawler) visit(j job) {
	var links []string
	var err error
	if !closed(c.done) {
		links, err = c.fetch(j.url)
	}
	found := append([]string(nil), links...)
	select {
	case c.out <- Page{URL: j.url, Depth: j.depth, Links: links, Err: err}:
	case <-c.done:
		found = nil
	}
	s := <-c.lock
	for _, link := range found {
		if j.depth < c.depth && !s.seen[link] {
			s.seen[link] = true
			s.open++
			c.queue <- job{url: link, depth: j.depth + 1}
		}
	}
	s.open--
	if s.open == 0 {
		close(c.queue)
	}
	c.lock <- s
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
