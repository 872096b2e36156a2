package record

// failedOnTop reports whether the top-level test failed in some repetition.
func failedOnTop(tests []Event, top string) bool {
	for _, test := range tests {
		if test.Name == top && test.Status == "fail" {
			return true
		}
	}
	return false
}

// reported reports whether the top-level test itself was recorded.
func reported(tests []Event, top string) bool {
	for _, test := range tests {
		if test.Name == top {
			return true
		}
	}
	return false
}

// failedSinceLastRun looks for a failure behind the last but one completion record: some TestMains run all again.
func failedSinceLastRun(events []Event) bool {
	for i := len(events) - 2; i >= 0 && events[i].Event != "done"; i-- {
		if events[i].Status == "fail" {
			return true
		}
	}
	return false
}

// hidesFailure compares only with the top-level test: below it, names like "a" and "a/b" may be two tests side by side.
// Where a package and its external test package both have the test, the records cannot be told apart: no comparison.
func hidesFailure(tests []Event, top string) bool {
	ends, passes, failures := map[int]int{}, map[int]int{}, map[int]int{}
	for _, test := range tests {
		if test.Name == top {
			ends[test.Repeat]++
		}
		if test.Name == top && test.Status == "pass" {
			passes[test.Repeat]++
		}
		if test.Status == "fail" {
			failures[test.Repeat]++
		}
	}
	for repeat, n := range ends {
		if n == 1 && passes[repeat] == 1 && failures[repeat] > 0 {
			return true
		}
	}
	return false
}

// onlySkips gives the repetitions in which everything below the top-level test was skipped, and there was something.
func onlySkips(tests []Event, top string) map[int]bool {
	only := map[int]bool{}
	for _, test := range tests {
		if test.Name == top {
			continue
		}
		before, seen := only[test.Repeat]
		only[test.Repeat] = test.Status == "skip" && (before || !seen)
	}
	return only
}
