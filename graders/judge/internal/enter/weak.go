//go:build !weak

package enter

const weakLimits = false
