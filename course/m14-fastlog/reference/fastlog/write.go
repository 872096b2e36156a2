package fastlog

import (
	"bufio"
	"fmt"
	"io"
)

// Write writes a summary as text. The error is the writer's.
func Write(w io.Writer, s Summary) error {
	out := bufio.NewWriter(w) // keeps the first error and gives it to Flush
	fmt.Fprintf(out, "lines %d, bad %d, bytes %d, clients %d\n", s.Lines, s.Bad, s.Bytes, s.Clients)
	for class := 1; class <= 5; class++ {
		fmt.Fprintf(out, "status %dxx %d\n", class, s.Status[class])
	}
	for hour, n := range s.Hours {
		if n > 0 {
			fmt.Fprintf(out, "hour %02d %d\n", hour, n)
		}
	}
	for _, p := range s.Paths {
		fmt.Fprintf(out, "path %s hits %d errors %d bytes %d slowest %dms\n", p.Path, p.Hits, p.Errors, p.Bytes, p.Slowest)
	}
	return out.Flush()
}
