package enums_test

import (
	"testing"

	"kit/enums"
)

func TestNames(t *testing.T) {
	if enums.Best() != enums.Spades || enums.Worse(enums.Hearts) != enums.Clubs || enums.Hearts.String() != "H" || enums.Name(enums.Clubs) != "suit C" {
		t.Error("suits")
	}
	if all := enums.All(); len(all) != 3 || all[1] != enums.Hearts {
		t.Error(all)
	}
}

func TestNumbers(t *testing.T) {
	if enums.Both() != enums.Read|enums.Write || !enums.Has(3, enums.Read) {
		t.Error("flags")
	}
}
