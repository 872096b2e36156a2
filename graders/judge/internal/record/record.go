// Package record reads what the recording testing package wrote on its own descriptor and decides what it proves.
package record

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Event is one record. Kinds: test, benchmark, listed, timeout, done.
type Event struct {
	Event  string `json:"event"`
	Name   string `json:"name"`
	Status string `json:"status"`
	Repeat int    `json:"repeat"`
	Log    string `json:"log"`
	Code   int    `json:"code"`
	// Time of a test; of a benchmark the totals over N iterations.
	Ns     int64 `json:"ns"`
	N      int64 `json:"n"`
	Bytes  int64 `json:"bytes"`
	Allocs int64 `json:"allocs"`
}

// Parse reads a whole stream of records `NONCE SEQUENCE JSON`. Anything that the recorder of this very process would
// not have written is named, in neutral words; reading goes on behind it, for the logs.
func Parse(stream []byte, nonce string) (events []Event, contradictions []string) {
	note := func(words string) {
		if !slices.Contains(contradictions, words) {
			contradictions = append(contradictions, words)
		}
	}
	next := 0
	for line := range bytes.Lines(stream) {
		body, whole := bytes.CutSuffix(line, []byte("\n"))
		if !whole && ownBeginning(body, nonce) {
			break // the process was ended while it wrote
		}
		mark, rest, _ := strings.Cut(string(body), " ")
		number, text, _ := strings.Cut(rest, " ")
		if mark != nonce {
			note("a record without the mark of this process arrived on the channel for results")
			continue
		}
		if number != strconv.Itoa(next) {
			note("a record arrived out of sequence on the channel for results")
		}
		next++
		event, err := parseEvent(text)
		if err != nil {
			note("a record that cannot be read arrived on the channel for results")
			continue
		}
		events = append(events, event)
	}
	return events, contradictions
}

// ownBeginning reports whether an unfinished line can be the beginning of a record of ours.
func ownBeginning(body []byte, nonce string) bool {
	return strings.HasPrefix(nonce+" ", string(body)) || bytes.HasPrefix(body, []byte(nonce+" "))
}

func parseEvent(text string) (Event, error) {
	var event Event
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&event); err != nil {
		return event, err
	}
	kinds := []string{"test", "benchmark", "listed", "timeout", "done"}
	statuses := []string{"", "pass", "fail", "skip"}
	if decoder.More() || !slices.Contains(kinds, event.Event) || !slices.Contains(statuses, event.Status) || event.Repeat < 0 {
		return event, fmt.Errorf("not a record: %q", text)
	}
	return event, nil
}

// Completion gives the status that the tests ended with; ok only when it is the last thing that was recorded.
func Completion(events []Event) (code int, ok bool) {
	if len(events) == 0 || events[len(events)-1].Event != "done" {
		return 0, false
	}
	return events[len(events)-1].Code, true
}

// Alarmed reports whether -test.timeout ended the process.
func Alarmed(events []Event) bool {
	return slices.ContainsFunc(events, func(e Event) bool { return e.Event == "timeout" })
}

// Of gives the events of one kind.
func Of(events []Event, kind string) []Event {
	var some []Event
	for _, event := range events {
		if event.Event == kind {
			some = append(some, event)
		}
	}
	return some
}
