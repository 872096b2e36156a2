//go:build weak

package enter

import (
	"os"
	"slices"
	"strings"
)

var weakLimits = slices.Contains(strings.Split(os.Getenv("PUSHMARK_WEAK"), ","), "limits")
