//go:build !weak

package supervise

import "testing"

func TestTheJudgeThatGradesHasNoWeakPoints(t *testing.T) {
	const none = weakRecords || weakUID || weakLimits || weakMark // does not build unless all are constants
	if none {
		t.Error("a layer is off in a judge that grades")
	}
}
