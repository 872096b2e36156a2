package programs

import (
	"os"
	"strconv"
	"sync"
)

// socketVariable names the descriptor on which a supervisor takes requests.
const socketVariable = "PUSHMARK_PROGRAMS"

// here is where this process starts programs.
var here = sync.OnceValue(func() place {
	text, given := os.LookupEnv(socketVariable)
	if !given {
		return &local{}
	}
	fd, err := strconv.Atoi(text)
	if err != nil {
		panic("programs: " + socketVariable + " is no number")
	}
	return openSandbox(fd)
})
