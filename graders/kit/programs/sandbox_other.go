//go:build !linux

package programs

func openSandbox(int) place { panic("programs: the sandbox is on Linux only") }
