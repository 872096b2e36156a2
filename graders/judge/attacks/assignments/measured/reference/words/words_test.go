package words

import "testing"

func TestDistinct(t *testing.T) {
	if got := Distinct("a b a"); got != 2 {
		t.Errorf("Distinct = %d, want 2", got)
	}
}
