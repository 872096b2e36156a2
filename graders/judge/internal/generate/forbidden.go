package generate

// maxLoop is how many calls a loop may make that is written down as one: each costs about 50 µs.
const maxLoop = 20_000

// forbidden are functions whose effect or answer belongs to the process of the tests, not to the student's.
var forbidden = map[string]string{
	"runtime.NumGoroutine":         "it counts goroutines of the tests' process",
	"runtime.GC":                   "it looks at the memory of the tests' process",
	"runtime.ReadMemStats":         "it looks at the memory of the tests' process",
	"runtime.SetFinalizer":         "it looks at the memory of the tests' process",
	"runtime.AddCleanup":           "it looks at the memory of the tests' process",
	"runtime.KeepAlive":            "it looks at the memory of the tests' process",
	"runtime.GOMAXPROCS":           "it sets up the tests' process only",
	"runtime.Stack":                "it looks at goroutines of the tests' process",
	"testing.AllocsPerRun":         "it counts allocations of the tests' process",
	"testing.Benchmark":            "it would measure the pipe",
	"testing.CoverMode":            "it looks at the tests' process",
	"os.Setenv":                    "it changes the environment of the tests' process only",
	"os.Unsetenv":                  "it changes the environment of the tests' process only",
	"os.Clearenv":                  "it changes the environment of the tests' process only",
	"os.Chdir":                     "it changes the folder of the tests' process only",
	"(*testing.common).Setenv":     "it changes the environment of the tests' process only",
	"(*testing.T).Setenv":          "it changes the environment of the tests' process only",
	"(*testing.T).Chdir":           "it changes the folder of the tests' process only",
	"(*testing.common).Chdir":      "it changes the folder of the tests' process only",
	"(*testing.common).TempDir":    "the student's process cannot read files of the tests",
	"(*testing.T).TempDir":         "the student's process cannot read files of the tests",
	"os.MkdirTemp":                 "the student's process cannot read files of the tests",
	"os.CreateTemp":                "the student's process cannot read files of the tests",
	"os.WriteFile":                 "the student's process cannot read files of the tests",
	"os.Create":                    "the student's process cannot read files of the tests",
	"log.SetOutput":                "it changes the log of the tests' process only",
	"(*log.Logger).SetOutput":      "it changes the log of the tests' process only",
	"log/slog.SetDefault":          "it changes the log of the tests' process only",
	"unsafe.Sizeof":                "it looks at memory that the stub has in another form",
	"testing/synctest.Test":        "its clock stands in the tests' process, the student's goroutines are in another",
	"testing/synctest.Wait":        "its clock stands in the tests' process, the student's goroutines are in another",
	"runtime/debug.SetGCPercent":   "it sets up the tests' process only",
	"runtime/debug.FreeOSMemory":   "it looks at the memory of the tests' process",
	"runtime/debug.SetMemoryLimit": "it sets up the tests' process only",
	"math/rand.Seed":               "it sets up the tests' process only",
}

// process are variables that student code would see in its own process.
var process = map[string]bool{"os.Stdin": true, "os.Stdout": true, "os.Stderr": true, "os.Args": true,
	"net/http.DefaultClient": true, "net/http.DefaultTransport": true, "net/http.DefaultServeMux": true, "flag.CommandLine": true, "time.Local": true}

const stays = "leave the test as it is: it is judged linked with the student's code"
