package cgroup

import (
	"os"
	"testing"
)

func TestCountersAreFoundInRecordedMachines(t *testing.T) {
	for machine, want := range map[string]Counters{
		"v1-container": {OOMKills: 3, Refused: 12},
		"v2-container": {OOMKills: 2, Refused: 7},
		"v2-host":      {OOMKills: 1, Refused: 0},
		"none":         {},
	} {
		t.Run(machine, func(t *testing.T) {
			if got := Find(os.DirFS("testdata/" + machine)).Read(); got != want {
				t.Errorf("Read() = %+v, want %+v", got, want)
			}
		})
	}
}

func TestThisMachineHasReadableCounters(t *testing.T) {
	group := Find(os.DirFS("/"))
	if _, err := os.Stat("/" + group.memory); err != nil {
		t.Skipf("no memory group here: %v", err)
	}
	if got := group.Read(); got.OOMKills < 0 {
		t.Errorf("Read() = %+v", got)
	}
}

func TestSinceGivesWhatWasCountedInBetween(t *testing.T) {
	if got := (Counters{5, 9}).Since(Counters{3, 9}); got != (Counters{2, 0}) {
		t.Errorf("Since = %+v", got)
	}
}
