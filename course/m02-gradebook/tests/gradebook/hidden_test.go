package gradebook_test

import (
	"crypto/sha256"
	"encoding/binary"
	"math"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"course/gradebook/gradebook"
)

// record is one student as the tests write a class down.
type record struct {
	name   string
	scores []float64
}

// bookOf enters the records one by one, in their order.
func bookOf(records ...record) *gradebook.Book {
	b := gradebook.New()
	for _, r := range records {
		b.Add(r.name, r.scores...)
	}
	return b
}

// report returns what Report writes.
func report(t *testing.T, b *gradebook.Book) string {
	t.Helper()
	var out strings.Builder
	if err := b.Report(&out); err != nil {
		t.Errorf("Report(w) = %v, want nil", err)
	}
	return out.String()
}

// near allows for another order of summation than ours.
func near(a, b float64) bool {
	return math.Abs(a-b) <= 1e-9*max(1, math.Abs(a), math.Abs(b))
}

// random makes inputs that a grader can vary: the same PUSHMARK_SEED gives the same inputs.
func random() *rand.Rand {
	sum := sha256.Sum256([]byte(os.Getenv("PUSHMARK_SEED")))
	return rand.New(rand.NewPCG(binary.BigEndian.Uint64(sum[:8]), binary.BigEndian.Uint64(sum[8:16])))
}
