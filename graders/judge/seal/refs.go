package seal

import (
	"reflect"
	"sync"
)

// ref is memory that both sides have a copy of: what a pointer points to, a map, or the array behind slices. The
// number is the same on both sides for as long as the connection lives, which keeps identity and aliasing.
type ref struct {
	id  uint64
	key refKey
	// plan of what a pointer points to, of the elements of an array, or of the map.
	plan *plan
	val  reflect.Value // the pointer, the map, or a slice over the whole region
	// hash of the content that both sides had when it last crossed.
	hash   uint64
	synced bool
	// print is the fingerprint of this side's memory when both had the same content; printed: there is one.
	print   uint64
	printed bool
	// upTo is how many elements of an array are read: what lies behind belongs to others, who may be using it.
	upTo int
	// size of the content when it was last written.
	size int
	// owner is the only goroutine of this side that has used it; shared: there were several.
	owner uint64
	// callback is the call of the tests in whose service the student's code first gave it away; 0: as a result.
	callback uint64
	// version and snapshot of the hidden part, on the servant's side.
	version  uint64
	snapshot reflect.Value
}

// shared stands for several owners.
const shared = ^uint64(0)

// use notes which goroutine has to do with a ref.
func (r *refs) use(x *ref, goid uint64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch x.owner {
	case 0:
		x.owner = goid
	case goid:
	default:
		x.owner = shared
	}
}

// extend notes how much of an array may be read.
func (r *refs) extend(x *ref, upTo int, all bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if all {
		upTo = x.val.Len()
	}
	x.upTo = max(x.upTo, upTo)
}

// readable is what extend has noted.
func (r *refs) readable(x *ref) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return x.upTo
}

// sized notes how large a content was.
func (r *refs) sized(x *ref, size int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	x.size = size
}

// belongs reports whether no goroutine but this one has used a ref.
func (r *refs) belongs(x *ref, goid uint64) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return x.owner == goid
}

// same reports whether content with this hash is what both sides have.
func (r *refs) same(x *ref, sum uint64) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return x.synced && x.hash == sum
}

// unchanged reports whether memory with this fingerprint is as it was when both sides had the same content.
func (r *refs) unchanged(x *ref, print uint64) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return x.printed && x.print == print
}

// had reports whether the ref has crossed before.
func (r *refs) had(x *ref) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.byID[x.id] == x
}

// sync notes the content that both sides have from now on.
func (r *refs) sync(p patch) {
	r.mu.Lock()
	defer r.mu.Unlock()
	p.r.hash, p.r.synced, p.r.print, p.r.printed = p.sum, p.stable, p.print, p.printed
}

// maxRefs bounds both tables.
const maxRefs = 250_000

// refs finds shared memory by number and by address.
type refs struct {
	mu    sync.Mutex
	byID  map[uint64]*ref
	byKey map[refKey]*ref
	next  uint64
	// recent ones are looked at in every call where only one goroutine runs.
	recent []*ref
	looked int
}

const maxRecent = 128

func newRefs(tests bool) *refs {
	r := &refs{byID: map[uint64]*ref{}, byKey: map[refKey]*ref{}, next: 2}
	if tests {
		r.next = 3
	}
	return r
}

// mine reports whether a number was given by the side with the same parity as next.
func (r *refs) mine(id uint64) bool { return id&1 == r.next&1 }

// take reserves a number.
func (r *refs) take() uint64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.next += 2
	return r.next - 2
}

func (r *refs) lookup(key refKey) *ref {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.byKey[key]
}

func (r *refs) find(id uint64) *ref {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.byID[id]
}

// conflict reports whether another message has registered one of these in the meantime. r.mu is held.
func (r *refs) conflict(staged []*ref) bool {
	for _, s := range staged {
		if old := r.byKey[s.key]; old != nil && s.key.kind != reflect.Slice {
			return true
		}
	}
	return false
}

// add registers; r.mu is held. A larger view of an array replaces a smaller one.
func (r *refs) add(list []*ref) {
	for _, s := range list {
		r.byID[s.id], r.byKey[s.key] = s, s
	}
	r.recent = append(r.recent, list...)
	if extra := len(r.recent) - maxRecent; extra > 0 {
		r.recent = append([]*ref(nil), r.recent[extra:]...)
	}
}

// Looking at all that has crossed lately costs time in every call. The first calls may look at much, all further
// ones only at little.
const (
	lookFirst = 32 << 20 // bytes in all
	lookEach  = 2 << 10  // bytes in one call, when those are used up
)

// latest are the refs that were registered last and seem to have changed, as far as looking at them is cheap enough.
func (r *refs) latest() (list []*ref) {
	r.mu.Lock()
	defer r.mu.Unlock()
	left := lookEach
	for i := len(r.recent) - 1; i >= 0; i-- {
		x := r.recent[i]
		if r.looked += x.size; r.looked > lookFirst {
			if left -= x.size; left < 0 {
				continue
			}
		}
		if x.printed {
			if print, plain := x.fingerprint(x.val, x.upTo); plain && print == x.print {
				continue
			}
		}
		list = append(list, x)
	}
	return list
}
