package seal

import (
	"context"
	"reflect"
)

// How a context is written, behind its number.
const (
	contextNil        = 0
	contextBackground = 1
	contextObject     = 2 // mention, then for one of the sender: deadline, whether it is over and how
)

// How a context has ended.
const (
	notOver  = 0
	canceled = 1
	late     = 2 // its deadline has passed
)

// context writes a context: it stays where it is. The other side gets one that ends when it ends.
func (e *Encoder) context(v reflect.Value) {
	if v.IsNil() {
		e.b = append(e.b, contextNil)
		return
	}
	ctx := v.Interface().(context.Context)
	if ctx == context.Background() || ctx == context.TODO() {
		e.b = append(e.b, contextBackground)
		return
	}
	e.b = append(e.b, contextObject)
	if far, is := ctx.(*farContext); is {
		e.mention(far.id, false)
		return
	}
	identity := any(nil)
	if v.Elem().Comparable() {
		identity = ctx
	}
	x := e.s.objects.export(identity, v.Elem(), e.goid)
	e.mention(x.id, true)
	e.contexts = append(e.contexts, x)
	deadline, has := ctx.Deadline()
	e.bool(has)
	if has {
		e.typed(reflect.TypeFor[int64](), reflect.ValueOf(deadline.UnixNano()))
	}
	e.end(ctx)
}

func ended(ctx context.Context) byte {
	switch ctx.Err() {
	case nil:
		return notOver
	case context.DeadlineExceeded:
		return late
	}
	return canceled
}

// watch tells the other side when a context ends, once. The other side knows of the context by now: one that has ended
// already, or ends while its message is being written, is told of behind that message.
func (s *Side) watch(x *object) {
	ctx := x.val.Interface().(context.Context)
	if ctx.Done() == nil {
		return
	}
	s.objects.mu.Lock()
	known := s.objects.live[x] || x.over
	if !x.over {
		s.objects.live[x] = true
	}
	s.objects.mu.Unlock()
	if !known {
		context.AfterFunc(ctx, s.tellOver)
	}
}

// tellOver sends the end of contexts. Every message does so first: what is sent after the end of a context arrives
// after it.
func (s *Side) tellOver() {
	s.objects.mu.Lock()
	if len(s.objects.live) == 0 {
		s.objects.mu.Unlock()
		return
	}
	over := map[uint64]context.Context{}
	for x := range s.objects.live {
		if ctx := x.val.Interface().(context.Context); ended(ctx) != notOver {
			over[x.id] = ctx
			x.over = true
			delete(s.objects.live, x)
		}
	}
	s.objects.mu.Unlock()
	for id, ctx := range over {
		s.transmit(kindCancel, id, 0, goid(), func(e *Encoder) { e.end(ctx) })
	}
}

// end writes how a context has ended, and its cause where that says more.
func (e *Encoder) end(ctx context.Context) {
	e.b = append(e.b, ended(ctx))
	cause := context.Cause(ctx)
	if cause == ctx.Err() {
		cause = nil
	}
	e.typed(errorType, reflect.ValueOf(cause))
}

func (d *Decoder) context(dst reflect.Value) {
	switch d.byte() {
	case contextNil:
		dst.SetZero()
		return
	case contextBackground:
		dst.Set(reflect.ValueOf(context.Background()))
		return
	case contextObject:
	default:
		reject("a context with an unknown mark")
	}
	id, ours := d.mention()
	if ours {
		v := d.s.objects.exported(id).val
		if !v.Type().Implements(contextType) {
			reject("a context that is none")
		}
		dst.Set(v)
		return
	}
	dst.Set(d.farContext(id))
}
