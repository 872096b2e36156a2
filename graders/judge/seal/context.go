package seal

import (
	"context"
	"reflect"
	"time"
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
	e.s.watch(x, ctx)
	deadline, has := ctx.Deadline()
	e.bool(has)
	if has {
		e.typed(reflect.TypeFor[int64](), reflect.ValueOf(deadline.UnixNano()))
	}
	e.b = append(e.b, ended(ctx))
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

// watch tells the other side when a context ends, once.
func (s *Side) watch(x *object, ctx context.Context) {
	if ctx.Done() == nil {
		return
	}
	s.objects.mu.Lock()
	known := s.objects.live[x] || x.over
	s.objects.live[x] = !x.over
	s.objects.mu.Unlock()
	if !known {
		context.AfterFunc(ctx, s.tellOver)
	}
}

// tellOver sends the end of contexts. Every message does so first: what is sent after the end of a context arrives
// after it.
func (s *Side) tellOver() {
	s.objects.mu.Lock()
	over := map[uint64]byte{}
	for x := range s.objects.live {
		if how := ended(x.val.Interface().(context.Context)); how != notOver {
			over[x.id] = how
			x.over = true
			delete(s.objects.live, x)
		}
	}
	s.objects.mu.Unlock()
	for id, how := range over {
		frame := append(startFrame(kindCancel, id, 0), how)
		finishFrame(frame)
		s.write.Lock()
		_, err := s.out.Write(frame)
		s.write.Unlock()
		if err != nil {
			s.lost(err)
		}
	}
}

// farContext stands for a context of the other side.
type farContext struct {
	context.Context
	cancel context.CancelFunc
	s      *Side
	id     uint64
	mu     chan struct{}
	how    byte
}

func (c *farContext) Err() error {
	err := c.Context.Err()
	if err == context.Canceled && c.end() == late {
		return context.DeadlineExceeded
	}
	return err
}

func (c *farContext) end() byte {
	c.mu <- struct{}{}
	defer func() { <-c.mu }()
	return c.how
}

// Value asks the real context for what the local one does not have.
func (c *farContext) Value(key any) any {
	if v := c.Context.Value(key); v != nil {
		return v
	}
	out := c.s.roundTrip(target1(targetValue, c.id), []reflect.Type{anyType}, []reflect.Value{reflect.ValueOf(key)},
		[]reflect.Type{anyType})
	return out[0].Interface()
}

func (c *farContext) over(how byte) {
	c.mu <- struct{}{}
	if c.how == notOver {
		c.how = how
	}
	<-c.mu
	c.cancel()
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

func (d *Decoder) farContext(id uint64) reflect.Value {
	var deadline time.Time
	if d.bool() {
		deadline = time.Unix(0, d.varint())
	}
	v := d.s.objects.imported(id, contextType, func() reflect.Value {
		d.charge(512)
		c := &farContext{s: d.s, id: id, mu: make(chan struct{}, 1)}
		if deadline.IsZero() {
			c.Context, c.cancel = context.WithCancel(context.Background())
		} else {
			c.Context, c.cancel = context.WithDeadline(context.Background(), deadline)
		}
		return reflect.ValueOf(c)
	})
	d.s.readAlways()
	if how := d.byte(); how != notOver {
		v.Interface().(*farContext).over(how)
	}
	return v
}

// receiveCancel ends the context that stands for one of the other side.
func (s *Side) receiveCancel(f frame) error {
	s.objects.mu.Lock()
	v, known := s.objects.imports[importKey{f.id, contextType}]
	s.objects.mu.Unlock()
	if !known || len(f.body) != 1 {
		return broken("the end of a context that was never given")
	}
	v.Interface().(*farContext).over(f.body[0])
	return nil
}
