package wire

// Levels of the source policy: all of it for code that is linked with hidden tests, or only what would blind the race
// detector for code in a process of its own.
const (
	FullPolicy        = "full"
	RaceEvasionPolicy = "race-evasion"
)

// Policy is what the step kind `policy` has besides its tree.
type Policy struct {
	Level string `json:"level"`
	// Module is the path of the Go module.
	Module string `json:"module"`
	// Files are the student's, relative to the tree's root; others in the tree are the assignment's own.
	Files []string `json:"files"`
	// Tested are the folders that hold hidden tests.
	Tested []string `json:"tested"`
	// Tests is the tree with hidden tests that are linked, beside the one that is read; empty when it is not sent.
	Tests string `json:"tests"`
	// Allow are the words of `allow:` in assignment.yaml.
	Allow []string `json:"allow"`
}

// Refusal is one thing that the policy says about a file: an error refuses the submission, a warning does not.
// Line is 1-based, 0 for the whole file.
type Refusal struct {
	Rule    string `json:"rule"`
	Level   string `json:"level"`
	File    string `json:"file"`
	Line    int    `json:"line"`
	Message string `json:"message"`
	// Allow is the word of assignment.yaml that would lift the refusal; empty when none does.
	Allow string `json:"allow,omitempty"`
}

// PolicyReport is what the policy found. More counts refusals beyond those listed. Unread are files that do not parse:
// nothing is known about them, so no program that could hold them may be run.
type PolicyReport struct {
	Version  string    `json:"version"`
	Refusals []Refusal `json:"refusals"`
	More     int       `json:"more"`
	Unread   []string  `json:"unread"`
}

// Refused reports whether nothing of the submission is to be built.
func (r PolicyReport) Refused() bool {
	for _, each := range r.Refusals {
		if each.Level == "error" {
			return true
		}
	}
	return false
}
