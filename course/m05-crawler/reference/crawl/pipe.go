package crawl

import "time"

// Batch collects pages and passes them on together: size of them (at least one), or fewer when wait has gone by since
// the first of the batch came, or when in is closed. No batch is empty. It closes its output behind the last batch.
func Batch(in <-chan Page, size int, wait time.Duration) <-chan []Page {
	out := make(chan []Page)
	go func() {
		defer close(out)
		var batch []Page
		var late <-chan time.Time
		for {
			select {
			case page, ok := <-in:
				if !ok {
					if len(batch) > 0 {
						out <- batch
					}
					return
				}
				if len(batch) == 0 {
					late = time.After(wait)
				}
				batch = append(batch, page)
				if len(batch) < size {
					continue
				}
			case <-late:
			}
			out <- batch
			batch, late = nil, nil
		}
	}()
	return out
}

// First returns the page that arrives first on any of the channels. It returns false after timeout, and as soon as
// all channels are closed. None of its goroutines lives on.
func First(timeout time.Duration, chs ...<-chan Page) (Page, bool) {
	pages, closed, stop := make(chan Page), make(chan struct{}), make(chan struct{})
	defer close(stop)
	for _, ch := range chs {
		go forwardOne(ch, pages, closed, stop)
	}
	late := time.After(timeout)
	for open := len(chs); open > 0; {
		select {
		case page := <-pages:
			return page, true
		case <-closed:
			open--
		case <-late:
			return Page{}, false
		}
	}
	return Page{}, false
}

// forwardOne passes on one page of in, or that it was closed, unless stop is closed before.
func forwardOne(in <-chan Page, pages chan<- Page, closed chan<- struct{}, stop <-chan struct{}) {
	select {
	case page, ok := <-in:
		if !ok {
			select {
			case closed <- struct{}{}:
			case <-stop:
			}
			return
		}
		select {
		case pages <- page:
		case <-stop:
		}
	case <-stop:
	}
}

// Debounce passes a page on when no other one has followed it for the time quiet; a page that was followed is
// dropped. When in is closed it passes the last page on at once and closes its output.
func Debounce(in <-chan Page, quiet time.Duration) <-chan Page {
	out := make(chan Page)
	go func() {
		defer close(out)
		var last Page
		var calm <-chan time.Time // nil: no page waits
		for {
			select {
			case page, ok := <-in:
				if !ok {
					if calm != nil {
						out <- last
					}
					return
				}
				last, calm = page, time.After(quiet)
			case <-calm:
				out <- last
				calm = nil
			}
		}
	}()
	return out
}
