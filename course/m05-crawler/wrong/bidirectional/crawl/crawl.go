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
func Crawl(root string, fetch Fetcher, workers, depth int, done <-chan struct{}) chan Page {
	out := make(chan Page)
	go func() {
		defer close(out)
		jobs, results := startWorkers(fetch, workers)
		defer close(jobs)
		c := coordinator{jobs: jobs, results: results, out: out, done: done, seen: map[string]bool{root: true}}
		urls := []string{root}
		for d := 0; d <= depth && len(urls) > 0; d++ {
			urls = c.level(d, urls)
		}
	}()
	return out
}

// startWorkers starts goroutines that fetch one job at a time, until jobs is closed. Whoever sends a job must
// receive its result.
func startWorkers(fetch Fetcher, workers int) (chan<- Page, <-chan Page) {
	jobs, results := make(chan Page), make(chan Page)
	for range max(workers, 1) {
		go func() {
			for page := range jobs {
				page.Links, page.Err = fetch(page.URL)
				results <- page
			}
		}()
	}
	return jobs, results
}

// coordinator is the only goroutine that knows which pages were seen, so nothing needs a lock.
type coordinator struct {
	jobs    chan<- Page
	results <-chan Page
	out     chan<- Page
	done    <-chan struct{}
	seen    map[string]bool
}

// level fetches all urls, hands the pages out and returns the addresses that are new on them; none when done was
// closed. It always stands ready to take a result, so a worker is never held up by a slow receiver.
func (c *coordinator) level(depth int, urls []string) []string {
	var found []string
	var fetched []Page
	for running := 0; len(urls)+running+len(fetched) > 0; {
		// A send on a nil channel is never chosen: that is how a case is switched off.
		var jobs, out chan<- Page
		var job, page Page
		if len(urls) > 0 {
			jobs, job = c.jobs, Page{URL: urls[0], Depth: depth}
		}
		if len(fetched) > 0 {
			out, page = c.out, fetched[0]
		}
		select {
		case jobs <- job:
			urls = urls[1:]
			running++
		case result := <-c.results:
			running--
			found = c.appendNew(found, result.Links)
			fetched = append(fetched, result)
		case out <- page:
			fetched = fetched[1:]
		case <-c.done:
			for ; running > 0; running-- {
				<-c.results
			}
			return nil
		}
	}
	return found
}

// appendNew appends those links that nobody has seen so far.
func (c *coordinator) appendNew(found, links []string) []string {
	for _, link := range links {
		if !c.seen[link] {
			c.seen[link] = true
			found = append(found, link)
		}
	}
	return found
}
