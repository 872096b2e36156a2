// Package m uses a good part of the standard library.
package m

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"html/template"
	"log/slog"
	"net/http"
	"os/user"
	"time"
)

var _, _, _, _ = sql.Open, template.New, slog.Info, http.Get

// Facts asks for what the run image has to bring.
func Facts() string {
	text, _ := json.Marshal([]int{1})
	zone, err := time.LoadLocation("Europe/Berlin")
	root, err2 := user.LookupId("0")
	return fmt.Sprint(string(text), zone, err, root.Username, err2)
}
