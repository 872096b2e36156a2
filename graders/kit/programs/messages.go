package programs

// request and answer are what graders/judge/internal/supervise/requests.go reads and sends.
type request struct {
	ID      int64    `json:"id"`
	Op      string   `json:"op"`
	Program string   `json:"program,omitempty"`
	Args    []string `json:"args,omitempty"`
	Env     []string `json:"env,omitempty"`
	Folder  int64    `json:"folder,omitempty"`
	Name    string   `json:"name,omitempty"`
	// Which descriptors come with it, in this order.
	Stdin  bool `json:"stdin,omitempty"`
	Stdout bool `json:"stdout,omitempty"`
	Stderr bool `json:"stderr,omitempty"`
	Joined bool `json:"joined,omitempty"`
	// Process is the id of a start.
	Process int64 `json:"process,omitempty"`
	Signal  int   `json:"signal,omitempty"`
}

type answer struct {
	ID      int64  `json:"id"`
	Error   string `json:"error"`
	Missing bool   `json:"missing"`
	Code    int    `json:"code"`
	Signal  int    `json:"signal"`
	Limit   string `json:"limit"`
}
