package policy

import (
	_ "embed"
	"encoding/json"
	"strings"
)

//go:embed packages.json
var packagesJSON []byte

// names are identifiers by package, `*` for all of them.
type names map[string]map[string]bool

// knowledge is packages.json.
type knowledge struct {
	version string
	// pure packages only compute; withheld says what each other package of the standard library does.
	pure     map[string]bool
	withheld map[string]string
	// harmless names of withheld packages; concurrent names start goroutines; evades lead around the race detector;
	// reflectValues of pure packages lead to a reflect.Value or an unsafe.Pointer, reflectTypes to a reflect.Type
	// (TestNothingPureLeadsToMemoryButWhatIsListed finds them).
	harmless, concurrent, evades, reflectValues, reflectTypes names
}

var known = readPackages()

// Version of the rules and lists; it is part of every result. Raise it in packages.json with each change of either.
func Version() string { return known.version }

func readPackages() knowledge {
	var text struct {
		Version  string
		Pure     []string
		Withheld []struct {
			It       string
			Packages []string
		}
		Harmless, Concurrent, Evades, ReflectValues, ReflectTypes map[string]string
	}
	if err := json.Unmarshal(packagesJSON, &text); err != nil {
		panic(err) // built in
	}
	k := knowledge{version: text.Version, pure: words(text.Pure...), withheld: map[string]string{}}
	for _, group := range text.Withheld {
		for path := range words(group.Packages...) {
			k.withheld[path] = group.It
		}
	}
	k.harmless, k.concurrent, k.evades = tabled(text.Harmless), tabled(text.Concurrent), tabled(text.Evades)
	k.reflectValues, k.reflectTypes = tabled(text.ReflectValues), tabled(text.ReflectTypes)
	return k
}

func tabled(rows map[string]string) names {
	table := names{}
	for path, row := range rows {
		table[path] = words(row)
	}
	return table
}

// words are the words of some lines.
func words(lines ...string) map[string]bool {
	set := map[string]bool{}
	for _, line := range lines {
		for _, word := range strings.Fields(line) {
			set[word] = true
		}
	}
	return set
}

func (n names) has(path, name string) bool { return n[path][name] || n[path]["*"] }

// standard reports whether a path is of the standard library and open to everybody.
func (k knowledge) standard(path string) bool { return k.pure[path] || k.withheld[path] != "" }
