package record

import "strings"

// rule is the line of the race detector before and behind each report.
const rule = "=================="

// FirstRace finds the first report of the race detector in an output, without its rules; "" when there is none.
func FirstRace(output string) string {
	_, report, found := strings.Cut(output, rule+"\nWARNING: DATA RACE\n")
	if !found {
		return ""
	}
	report, _, _ = strings.Cut(report, "\n"+rule)
	return "WARNING: DATA RACE\n" + report
}
