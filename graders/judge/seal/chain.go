package seal

import (
	"reflect"
	"slices"
)

// Beyond these the chain below an error is not written link by link any more: who joins thousands of errors one by one
// has every text in the next one again. What stands at its ends comes as one list then.
const (
	maxLinks     = 100
	maxChainText = 256 << 10 // bytes of all texts in one message
	maxChainEnds = 4000
)

// chain writes what an error wraps.
func (e *Encoder) chain(err error) {
	below, form := unwrap(err)
	if e.links++; form != chainNone && (e.links > maxLinks || e.told > maxChainText) {
		below, form = chainEnds(below), chainMany
	}
	defer func() { e.links-- }()
	e.b = append(e.b, form)
	if form == chainMany {
		e.uvarint(uint64(len(below)))
	}
	for _, b := range below {
		e.typed(errorType, reflect.ValueOf(b))
	}
}

// unwrap is what an error wraps, and in which form; nothing if it cannot say, as a nil pointer may.
func unwrap(err error) (below []error, form byte) {
	defer func() {
		if recover() != nil {
			below, form = nil, chainNone
		}
	}()
	switch u := err.(type) {
	case interface{ Unwrap() error }:
		return []error{u.Unwrap()}, chainOne
	case interface{ Unwrap() []error }:
		return u.Unwrap(), chainMany
	}
	return nil, chainNone
}

// chainEnds are the errors below others that wrap nothing, in their order; what wraps itself has none.
func chainEnds(list []error) (all []error) {
	open := slices.Clone(list)
	slices.Reverse(open)
	for looked := 0; len(open) > 0 && looked < 2*maxChainEnds && len(all) < maxChainEnds; looked++ {
		err := open[len(open)-1]
		open = open[:len(open)-1]
		below, form := unwrap(err)
		if form == chainNone && err != nil {
			all = append(all, err)
		}
		for _, b := range slices.Backward(below) {
			open = append(open, b)
		}
	}
	return all
}
