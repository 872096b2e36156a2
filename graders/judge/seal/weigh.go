package seal

import "reflect"

// What a message costs is bounded by who reads it, and too much is a broken protocol there. A student's code that gives
// too much has broken nothing: the servant finds it out first, and the call panics.

// tooMuch says in a panic why a message is not written; encode recovers it.
type tooMuch string

// weigh adds memory, in bytes, that reading the message takes: at least what the decoder will charge for large things.
func (e *Encoder) weigh(n int) {
	if e.weight += n; e.weight > decodeBudget && !e.s.tests {
		panic(tooMuch("more than 96 MiB of memory in one call"))
	}
}

// number bounds the pieces that both sides have to remember.
func (e *Encoder) number() {
	if !e.s.tests && (e.s.table.size()+len(e.staged) >= maxRefs || e.s.objects.size() >= maxObjects) {
		panic(tooMuch("more than 250000 pieces of memory, errors or funcs"))
	}
}

func (r *refs) size() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.byID)
}

func (o *objects) size() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return len(o.exports)
}

// footprint is the memory, in bytes, that the content of a ref takes where it is made; the entries of a map count when
// they are written.
func (x *ref) footprint() int {
	switch x.key.kind {
	case reflect.Pointer:
		return int(x.key.elem.Size())
	case reflect.Slice:
		return x.val.Len() * int(x.key.elem.Size())
	}
	return 48
}
