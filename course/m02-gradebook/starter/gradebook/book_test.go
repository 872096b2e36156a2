package gradebook

import "testing"

func TestAverageOfTwoScores(t *testing.T) {
	b := New()
	b.Add("ann", 80, 90)
	got, err := b.Average("ann")
	if got != 85 || err != nil {
		t.Errorf("Average(%q) = %v, %v, want 85, nil", "ann", got, err)
	}
}
