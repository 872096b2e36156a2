//go:build !weak

package supervise

// The judge that grades has no weak points. The one that attacks are tried on is built with the tag `weak`
// (deploy/attacks/weak) and is in no image that grades.
const (
	weakRecords = false
	weakUID     = false
	weakLimits  = false
	weakMark    = false
)
