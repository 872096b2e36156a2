package crawl

import "time"

// Batch collects pages and passes them on together.
func Batch(in <-chan Page, size int, wait time.Duration) <-chan []Page {
	return nil
}

// First returns the page that arrives first on any of the channels.
func First(timeout time.Duration, chs ...<-chan Page) (Page, bool) {
	return Page{}, false
}

// Debounce passes a page on when no other one has followed it for the time quiet.
func Debounce(in <-chan Page, quiet time.Duration) <-chan Page {
	return nil
}
